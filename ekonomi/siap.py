"""SIAP-TAMAN: what its pages show, for staff and for the public."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from ekonomi.kpi.dasar import Hasil
from ekonomi.kpi.garis import hari_ke
from ekonomi.kpi.grafik import Tren, draw_tren, read_tren
from ekonomi.kpi.hitung import Keadaan, hitung_semua, read_keadaan, titik_program
from ekonomi.kpi.segar import last_of, read_segar
from ekonomi.kpi.tulis import tulis_nilai, tulis_umum
from ekonomi.models import Indikator, LembarKeputusan, Program, TemuanEvaluasi
from wilayah.halaman import Area

# What changes by the hour (seed, section 11), in this order.
NYATA = (
    "peserta_total", "usaha_aktif", "omzet_bulanan", "order_marketplace", "pekerja_padat_karya",
)  # fmt: skip
DETIK_SIMPAN = 60
_SATU_SAMPAI_EMPAT = re.compile(r"(?<![\d.,])[1-4](?![\d.,]\d|\d)")


@dataclass(frozen=True, slots=True)
class AngkaNyata:
    """One of the five figures at the top."""

    label: str
    teks: str
    kalimat: str


@dataclass(frozen=True, slots=True)
class KartuKpi:
    """One indicator as a card: texts for people, the bar, the light, the line."""

    keadaan: Keadaan
    teks: str
    persen: int | None
    lampu: str
    tren: Tren | None
    kalimat: str

    @property
    def teks_target(self) -> str:
        target = self.keadaan.target
        return tulis_nilai(target.nilai, self.keadaan.indikator.satuan) if target else ""

    @property
    def teks_garis(self) -> str:
        return tulis_nilai(self.keadaan.garis, self.keadaan.indikator.satuan)


def nama_siap(area: Area) -> str:
    """ "SIAP-TAMAN" for Kel. Taman, as the seed names it; each kelurahan has its own."""
    return f"SIAP-{area.nama.upper()}"


def programs_of(kode: str) -> list[Program]:
    """Programmes of a kelurahan that residents may read of: running ones first, newest first."""
    rows = Program.objects.filter(wilayah=kode).exclude(status=Program.Status.DRAF)
    return sorted(rows, key=lambda p: (p.status != Program.Status.BERJALAN, -p.mulai.toordinal()))


def find_program(kode: str, pilih: str = "") -> Program | None:
    """The programme whose code was asked for, else the first; None where there is none."""
    ada = programs_of(kode)
    return next((p for p in ada if p.kode == pilih), ada[0] if ada else None)


def angka_nyata(program: Program, *, umum: bool = False) -> list[AngkaNyata]:
    """The five figures now: at most a dozen queries."""
    hasil = hitung_semua(program, kode=NYATA)
    nama = Indikator.objects.in_bulk(NYATA)
    return [
        AngkaNyata(nama[k].nama, _teks(hasil[k], nama[k].satuan, umum=umum), hasil[k].kalimat)
        for k in NYATA
        if k in hasil
    ]


def _teks(hasil: Hasil, satuan: str, *, umum: bool) -> str:
    if umum:
        return tulis_umum(hasil.nilai, satuan, kecil=hasil.is_kecil)
    return tulis_nilai(hasil.nilai, satuan)


def kalimat_umum(hasil: Hasil) -> str:
    """What it was computed from, for the public: nothing where it tells of one to four people."""
    kecil = hasil.is_kecil or _SATU_SAMPAI_EMPAT.search(hasil.kalimat) is not None
    return "" if kecil else hasil.kalimat


def kartu_kpi(
    program: Program, keadaan: list[Keadaan], sampai: date, *, umum: bool = False
) -> list[KartuKpi]:
    """Indicators as cards, trend lines included; two queries."""
    tren, titik = read_tren(program, sampai, umum=umum), titik_program(program)
    kartu = []
    for k in keadaan:
        tutup = umum and k.is_kecil
        titik_kini = tren.get(k.indikator.pk, [])
        jalan = titik.get(k.target.pk, ()) if k.target else ()
        kartu.append(
            KartuKpi(
                keadaan=k,
                teks=_teks(k.hasil, k.indikator.satuan, umum=umum),
                persen=None if tutup else k.persen_target,
                lampu="abu" if tutup and k.target else k.lampu,
                kalimat=kalimat_umum(k.hasil) if umum else k.hasil.kalimat,
                tren=draw_tren(
                    k.indikator, titik_kini, program=program, sampai=sampai, target=k.target,
                    jalan=jalan,
                ),
            )
        )  # fmt: skip
    return kartu


def halaman_umum(program: Program) -> dict[str, Any]:
    """What the public page shows, kept for a minute; nothing about fewer than five people."""
    kunci = f"siap-umum:{program.pk}:{program.updated_at.timestamp()}"
    isi: dict[str, Any] | None = cache.get(kunci)
    if isi is None:
        isi = _halaman_umum(program)
        cache.set(kunci, isi, DETIK_SIMPAN)
    return isi


def _halaman_umum(program: Program) -> dict[str, Any]:
    hari_ini = timezone.localdate()
    sampai = min(hari_ini, program.selesai)
    kartu = kartu_kpi(program, read_keadaan(program, sampai), sampai, umum=True)
    return {
        "program": program,
        "hari": hari_ke(program, hari_ini),
        "lama": (program.selesai - program.mulai).days,
        "angka": angka_nyata(program, umum=True),
        "target": [k for k in kartu if k.keadaan.target is not None],
        "lain": [
            k for k in kartu
            if k.keadaan.target is None and k.keadaan.indikator.pk not in NYATA
        ],
        "terakhir": last_of(read_segar(program)),
        "dibaca": timezone.now(),
        "lembar": list(LembarKeputusan.objects.filter(program=program, status="ditandatangani")),
        "temuan": list(
            TemuanEvaluasi.objects.filter(program=program, terbit_at__isnull=False)
        ),
    }  # fmt: skip


SUMMARY = ("percent_active", "avg_omzet", "dtks_count")


def summary_csv(program: Program, *, umum: bool) -> str:
    """The seed's summary_kpi.csv: one head, one line, numbers as pandas writes them.

    For the public a figure about fewer than five people stays empty.
    """
    hasil = hitung_semua(program, kode=SUMMARY)
    sel = []
    for kode in SUMMARY:
        h = hasil[kode]
        if h.nilai is None or (umum and h.is_kecil):
            sel.append("")
        elif kode == "dtks_count":
            sel.append(str(int(h.nilai)))
        else:
            sel.append(_float(h, kode))
    return ",".join(SUMMARY) + "\n" + ",".join(sel) + "\n"


def _float(hasil: Hasil, kode: str) -> str:
    """Unrounded, as the seed's lines would reckon it: 33.33333333333333, 1250000.0."""
    bagian = float(hasil.pembilang or 0) / float(hasil.penyebut or 1)
    return repr(bagian * 100 if kode == "percent_active" else bagian)
