"""Demo letters in every state, made by the real services at past times."""

import csv
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dasbor.demo.akun import FIXTURES
from dasbor.demo.gambar import draw_lambang, draw_ttd
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.waktu import next_kantor, simulated_clock
from dokumen.models import JenisSurat, KopSurat, Surat
from dokumen.services import (
    cancel_surat,
    draft_surat,
    fill_surat,
    issue_surat,
    reissue_surat,
    reject_surat,
    submit_surat,
    withdraw_surat,
)
from dokumen.services.tandatangan import keep_ttd, saved_ttd
from wilayah.kalender import WIB, to_wib
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.services.area import ensure_rt_rw


@transaction.atomic
def load_surat() -> int:
    """Heads of letters and the demo letters; gives how many. Nothing when they are there.

    Needs the kinds of letters and the demo accounts.
    """
    list(Wilayah.objects.select_for_update().filter(pk="35.77"))  # one process at a time
    if KopSurat.objects.exists():
        return 0
    _load_kop()
    sekarang = timezone.now()
    hari_ini = to_wib(sekarang).replace(hour=0, minute=0, second=0, microsecond=0)
    with (FIXTURES / "surat.csv").open(encoding="utf-8", newline="") as berkas:
        baris = sorted(csv.DictReader(berkas), key=lambda b: (-int(b["hari_lalu"]), b["jam"]))
    with simulated_clock() as jam:
        for satu in baris:
            jam.sekarang = min(_when(satu, sekarang), sekarang - timedelta(hours=3))
            _play(satu, lambda at: setattr(jam, "sekarang", min(at, sekarang)))
            settle_keluar(jam.sekarang, hari_ini=hari_ini, sekarang=sekarang)
    return len(baris)


def _when(baris: dict[str, str], sekarang: datetime) -> datetime:
    hari = to_wib(sekarang).date() - timedelta(days=int(baris["hari_lalu"]))
    return next_kantor(datetime.combine(hari, time.fromisoformat(baris["jam"]), tzinfo=WIB))


def _load_kop() -> None:
    with (FIXTURES / "kop.csv").open(encoding="utf-8", newline="") as berkas:
        for baris in csv.DictReader(berkas):
            kelurahan, gelar = baris.pop("kelurahan"), baris.pop("gelar")
            nama = f"{_head(kelurahan).nama}{gelar}"
            kop = KopSurat(wilayah_id=kelurahan, nama_pejabat=nama, **baris)
            kop.logo.save("demo.png", ContentFile(draw_lambang()), save=False)
            kop.save()


def _head(kelurahan: str) -> Pengguna:
    """The lurah or kepala desa of the demo."""
    tugas = Penugasan.objects.holding(kelurahan, Peran.LURAH).select_related("pengguna").first()
    assert tugas is not None  # noqa: S101 - held by fixtures/demo/akun.csv
    pengguna: Pengguna = tugas.pengguna
    return pengguna


def _play(baris: dict[str, str], at: Callable[[datetime], None]) -> None:
    """One letter from its draft to where its `alur` leaves it; each step a few hours later."""
    mulai = timezone.now()
    kelurahan = baris["kelurahan"]
    surat = draft_surat(
        jenis=JenisSurat.objects.get(kode=baris["jenis"], wilayah=None, aktif=True),
        wilayah=ensure_rt_rw(kelurahan, rw=baris["rw"] or None, rt=baris["rt"] or None),
        isian=_isian(baris),
    )
    if baris["alur"] == "draf":
        return
    if baris["alur"] == "batal":
        cancel_surat(surat, by=_desk(kelurahan))
        return
    if surat.kurang:
        _send_back_incomplete(surat, kelurahan, at, mulai)
        return
    at(mulai + timedelta(minutes=25))
    surat = submit_surat(surat, by=_desk(kelurahan))
    at(next_kantor(mulai + timedelta(hours=2)))
    _ALUR[baris["alur"]](surat, _head(kelurahan))


def _send_back_incomplete(
    surat: Surat, kelurahan: str, at: Callable[[datetime], None], mulai: datetime
) -> None:
    """Handed in with sample values, then sent back: what is wrong only a person sees."""
    contoh = {k.nama: k.contoh for k in surat.jenis.kolom if k.nama in surat.kurang}
    at(mulai + timedelta(minutes=25))
    surat = submit_surat(fill_surat(surat, isian=contoh), by=_desk(kelurahan))
    at(next_kantor(mulai + timedelta(hours=2)))
    alasan = "NIK dan tanggal lahirnya belum sama dengan KTP. Mohon dicocokkan dulu."
    reject_surat(surat, by=_head(kelurahan), alasan=alasan)


def _desk(kelurahan: str) -> Pengguna:
    tugas = Penugasan.objects.holding(kelurahan, Peran.MODERATOR).select_related("pengguna").first()
    return tugas.pengguna if tugas else _head(kelurahan)


def _isian(baris: dict[str, str]) -> dict[str, Any]:
    """The samples of the kind with the values of the file; "nik=" leaves one out."""
    jenis = JenisSurat.objects.get(kode=baris["jenis"], wilayah=None, aktif=True)
    nilai = {satu.nama: satu.contoh for satu in jenis.kolom}
    nilai |= {k: baris[k] for k in ("rt", "rw") if baris[k] and k in nilai}
    for bagian in filter(None, (b.strip() for b in baris["isian"].split(";"))):
        nama, _sama, isi = bagian.partition("=")
        nilai[nama] = isi
    return nilai


def _ttd(lurah: Pengguna) -> Any:
    gambar = draw_ttd(sum(lurah.username.encode()))
    return saved_ttd(lurah) or keep_ttd(gambar, by=lurah, simpan=True)


def _sign(surat: Surat, lurah: Pengguna) -> Surat:
    return issue_surat(surat, by=lurah, tanda_tangan=_ttd(lurah))


def _on_paper(surat: Surat, lurah: Pengguna) -> Surat:
    return issue_surat(surat, by=lurah)


def _wait(surat: Surat, _lurah: Pengguna) -> Surat:
    return surat


def _withdraw(surat: Surat, lurah: Pengguna) -> Surat:
    alasan = "Yang bersangkutan sudah pindah domisili ke kelurahan lain."
    return withdraw_surat(_sign(surat, lurah), by=lurah, alasan=alasan)


def _replace(surat: Surat, lurah: Pengguna) -> Surat:
    baru = reissue_surat(_sign(surat, lurah), by=lurah, isian={"tanggungan": "2"})
    return _sign(submit_surat(baru, by=lurah), lurah)


_ALUR: dict[str, Callable[[Surat, Pengguna], Surat]] = {
    "tunggu": _wait,
    "terbit": _sign,
    "terbit_basah": _on_paper,
    "terima": _on_paper,
    "cabut": _withdraw,
    "ganti": _replace,
}
