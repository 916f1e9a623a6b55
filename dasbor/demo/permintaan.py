"""Letters of the demo: asked for after a report, filled, handed in and signed, at past times."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from curhat.models import Curhat
from curhat.services.isi_surat import fill_what_fits
from curhat.services.surat import kinds_for_warga, send_surat, start_surat, surat_of
from dasbor.demo.akun import FIXTURES
from dasbor.demo.cerita import Cerita
from dasbor.demo.waktu import next_kantor
from dokumen.models import Surat
from dokumen.services import issue_surat, submit_surat, withdraw_surat
from pesan.models import Kontak
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran

# How far a letter got, with the hours since the step before; the office works in its hours.
_SAMPAI = ("draf", "menunggu", "terbit", "dicabut")
_JEDA = {"minta": 1.0, "isi": 2.0, "menunggu": 0.5, "terbit": 18.0, "dicabut": 48.0}
_ALASAN = "Data penghasilan di surat ini keliru; silakan ajukan lagi dengan data yang benar."
Langkah = Callable[[], None]


@dataclass(frozen=True, slots=True)
class SuratDemo:
    """One letter of fixtures/demo/permintaan_surat.csv, about the report of a day and hour."""

    jenis: str
    sampai: str
    isian: dict[str, str]


def read_permintaan() -> dict[tuple[int, time], SuratDemo]:
    """The demo's letters by day and hour of their report."""
    with (FIXTURES / "permintaan_surat.csv").open(encoding="utf-8", newline="") as berkas:
        return {
            (int(row["hari_lalu"]), time.fromisoformat(row["jam"])): SuratDemo(
                row["jenis"],
                row["sampai"],
                dict(satu.split("=", 1) for satu in row["isian"].split(";")),
            )
            for row in csv.DictReader(berkas)
        }


def plan_permintaan(
    surat: SuratDemo, cerita: Cerita, curhat: Curhat, mulai: datetime
) -> Iterator[tuple[datetime, Langkah]]:
    """What happens to one letter, and when."""
    kerja = _Kerja(curhat.pk, surat, cerita.kelurahan)
    semua = ["minta", "isi", *_SAMPAI[1 : _SAMPAI.index(surat.sampai) + 1]]
    at = mulai
    for nama in semua:
        at += timedelta(hours=_JEDA[nama])
        if nama in ("terbit", "dicabut"):
            at = next_kantor(at)
        yield at, getattr(kerja, nama)


class _Kerja:
    """The steps of one letter; each looks its rows up anew."""

    def __init__(self, curhat: int, surat: SuratDemo, kelurahan: str) -> None:
        self._curhat, self._surat, self._kelurahan = curhat, surat, kelurahan

    def minta(self) -> None:
        curhat = self._found()
        self._hear()
        jenis = next(j for j in kinds_for_warga(curhat.wilayah_id) if j.kode == self._surat.jenis)
        send_surat(start_surat(curhat, jenis), kunci=f"demo-surat:{curhat.pk}")

    def isi(self) -> None:
        self._hear()
        jawaban = fill_what_fits(self._letter(), self._surat.isian)
        if jawaban.galat:
            raise ValueError(f"surat demo {self._surat.jenis}: {jawaban.galat}")
        send_surat(jawaban.surat, kunci=f"demo-surat-isi:{self._curhat}")

    def menunggu(self) -> None:
        submit_surat(self._letter())

    def terbit(self) -> None:
        issue_surat(self._letter(), by=self._lurah())

    def dicabut(self) -> None:
        withdraw_surat(self._letter(), by=self._lurah(), alasan=_ALASAN)

    def _found(self) -> Curhat:
        found: Curhat = Curhat.objects.select_related("wilayah", "kontak").get(pk=self._curhat)
        return found

    def _letter(self) -> Surat:
        found: Surat = surat_of(self._found()).get(jenis__kode=self._surat.jenis)
        return found

    def _hear(self) -> None:
        """The resident writes: the 24-hour window of their channel opens anew."""
        Kontak.objects.filter(curhat=self._curhat).update(terakhir_masuk_at=timezone.now())

    def _lurah(self) -> Pengguna:
        tugas = Penugasan.objects.holding(self._kelurahan, Peran.LURAH).select_related("pengguna")
        return tugas[0].pengguna
