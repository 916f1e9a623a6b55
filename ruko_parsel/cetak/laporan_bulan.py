"""The monthly report as blocks: what was asked, how it was answered, what to look at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from dokumen.cetak.kertas import Blok, Kertas, alinea, bab, daftar, tabel
from dokumen.isian import tanggal_surat
from ruko_parsel.angka_kecamatan import NOL, SASARAN, Angka, AngkaRuko, count_ruko
from ruko_parsel.cetak.kop import read_kop_kecamatan
from ruko_parsel.jam_kerja import lama_kerja
from ruko_parsel.masa import Masa, closed_month, month_of
from ruko_parsel.models import Permintaan
from ruko_parsel.pola_desa import Pola, find_pola
from ruko_parsel.sepi_desa import Sepi, find_sepi
from ruko_parsel.tempat_ruko import Acuan, read_acuan_of
from wilayah.models import Wilayah
from wilayah.zona import at_place

_MAKS_LEWAT = 40


def nama_bulan(hari: date) -> str:
    """ "November 2026"."""
    return tanggal_surat(hari).split(" ", 1)[1]


@dataclass(frozen=True, slots=True)
class Bahan:
    """What the report of a month is written from."""

    acuan: Acuan
    masa: Masa
    ini: AngkaRuko
    lalu: Angka
    sepi: Sepi
    pola: list[Pola]
    lewat: list[Permintaan]
    sisa: int


def read_bahan(kecamatan: Wilayah, bulan: date, now: datetime) -> Bahan:
    """All figures of the month as they are known now; a fixed number of queries."""
    masa, acuan = month_of(bulan), read_acuan_of(kecamatan)
    rows = Permintaan.objects.in_wilayah(kecamatan.kode)
    _awal, akhir = masa.bounds(kecamatan.kode)
    lewat = (
        rows.exclude(status__in=[Permintaan.Status.DIGABUNG, Permintaan.Status.DITERUSKAN])
        .filter(created_at__lt=akhir, due_at__lt=akhir, dijeda_at__isnull=True)
        .filter(Q(ditanggapi_at__isnull=True) | Q(ditanggapi_at__gte=akhir))
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=akhir))
        .select_related("masalah", "wilayah")
        .order_by("due_at")
    )
    semua_lewat = list(lewat[: _MAKS_LEWAT + 1])
    return Bahan(
        acuan, masa, count_ruko(rows, kecamatan.kode, masa, now),
        count_ruko(rows, kecamatan.kode, closed_month(bulan), now).semua,
        find_sepi(rows, acuan, masa.sampai),
        find_pola(rows, kecamatan.kode, masa.sampai, 30, acuan.desa),
        semua_lewat[:_MAKS_LEWAT], len(semua_lewat) - len(semua_lewat[:_MAKS_LEWAT]),
    )  # fmt: skip


def compose_laporan(kecamatan: Wilayah, bulan: date, now: datetime) -> Kertas:
    """The report as it reads now, a draft without signature."""
    bahan = read_bahan(kecamatan, bulan, now)
    return Kertas(
        judul="Laporan Bulanan Rumah Koordinasi",
        subjudul=f"Kecamatan {kecamatan.nama}, {nama_bulan(bulan)}",
        kelurahan=kecamatan.kode,
        blok=[
            bab("Ringkasan"),
            daftar(sentences_of(bahan)),
            *_by_village(bahan),
            *_by_section(bahan),
            *_standards(bahan),
            *_patterns(bahan),
            *_late(bahan, at_place(now, kecamatan.kode).date()),
            alinea(
                "Lama dihitung dalam jam kerja kantor; waktu menunggu jawaban desa tidak dihitung. "
                "Permintaan yang digabung dihitung satu kali."
            ),
        ],
        cap="DRAF",
        kaki=f"RUKO Kec. {kecamatan.nama}, {nama_bulan(bulan)}",
        kop=read_kop_kecamatan(kecamatan.kode),
    )


def sentences_of(b: Bahan) -> list[str]:
    """The month in plain sentences, each from a figure."""
    s = b.ini.semua
    if not s.jumlah:
        isi = [f"Tidak ada permintaan yang masuk pada {nama_bulan(b.masa.dari)}."]
    else:
        isi = [
            f"{s.jumlah} permintaan masuk dari {len(b.ini.desa)} di antara {len(b.acuan.desa)} "
            f"desa dan kelurahan; bulan sebelumnya {b.lalu.jumlah}.",
            _answered(s),
            *_most(b),
        ]
    if s.puas is not None:
        isi.append(f"Desa menilai jawaban rata-rata {_koma(s.puas)} dari 5.")
    gagal = [m.nama for m in b.acuan.masalah
             if b.ini.masalah.get(m.kode, NOL).terpenuhi is False]  # fmt: skip
    if gagal:
        isi.append(f"Standar waktu belum terpenuhi untuk {_list(gagal)}.")
    if b.lewat:
        lebih = " lebih" if b.sisa else ""
        isi.append(f"{len(b.lewat)}{lebih} permintaan lewat batas dan belum dijawab pada akhir "
                   "bulan.")  # fmt: skip
    isi += [f"{p.nama} ({p.asal}) naik di {len(p.desa)} desa, dari {p.lalu} menjadi {p.kini} "
            "dalam tiga puluh hari." for p in b.pola]  # fmt: skip
    diam = [r.nama for r in b.sepi.baris if not r.total]
    if diam:
        isi.append(f"{len(diam)} desa belum bertanya apa pun dalam setahun: {_list(diam)}. Ini "
                   "belum tentu berarti tidak ada kebutuhan.")  # fmt: skip
    return isi


def _answered(s: Angka) -> str:
    if not s.dijawab:
        return "Belum ada yang dijawab."
    kata = f"{s.dijawab} sudah dijawab, separuhnya dalam {lama_kerja(s.jam_jawab)} atau kurang"
    if s.bagian_tepat is not None:
        kata += f"; {s.tepat} dari {s.tepat + s.lewat} tepat waktu ({s.bagian_tepat:.0%})"
    return f"{kata}."


def _most(b: Bahan) -> list[str]:
    nama = {m.kode: m.nama for m in b.acuan.masalah}
    kode, angka = max(b.ini.masalah.items(), key=lambda x: (x[1].jumlah, x[0]))
    return [f"Yang paling banyak: {nama.get(kode, kode)}, {angka.jumlah} permintaan."]


def _by_village(b: Bahan) -> list[Blok]:
    baris = [[nama, *_cells(b.ini.desa.get(kode, NOL))] for kode, nama in b.acuan.desa.items()]
    return [bab("Menurut desa dan kelurahan"), _table("Desa", baris)]


def _by_section(b: Bahan) -> list[Blok]:
    baris = [[s.nama, *_cells(b.ini.bidang.get(s.kode, NOL))] for s in b.acuan.bidang]
    return [bab("Menurut bidang"), _table("Bidang", baris)]


def _table(kepala: str, baris: list[list[str]]) -> Blok:
    kolom = [kepala, "Masuk", "Dijawab", "Tepat", "Terlambat", "Nilai tengah", "Sembilan dari 10"]
    return tabel(kolom, baris, kanan=(1, 2, 3, 4), lebar=(8, 3, 3, 3, 4, 5, 5))


def _cells(a: Angka) -> list[str]:
    return [str(a.jumlah), str(a.dijawab), str(a.tepat), str(a.lewat), lama_kerja(a.jam_jawab),
            lama_kerja(a.jam_jawab_90)]  # fmt: skip


def _standards(b: Bahan) -> list[Blok]:
    baris = []
    for m in b.acuan.masalah:
        a = b.ini.masalah.get(m.kode, NOL)
        bagian = "–" if a.bagian_dalam is None else f"{a.bagian_dalam:.0%}"
        hasil = {None: "belum ada", True: "terpenuhi", False: "belum terpenuhi"}[a.terpenuhi]
        baris.append([m.nama, f"{m.hari_kerja} hari kerja", str(a.jumlah), bagian, hasil])
    return [
        bab("Standar layanan"),
        alinea(f"Terpenuhi bila {SASARAN:.0%} permintaan dijawab dalam standarnya."),
        tabel(["Jenis masalah", "Standar", "Masuk", "Dalam standar", "Hasil"], baris,
              kanan=(2, 3), lebar=(8, 4, 3, 4, 5)),
    ]  # fmt: skip


def _patterns(b: Bahan) -> list[Blok]:
    if not b.pola:
        return []
    baris = [
        [p.nama, p.asal, f"{p.lalu} → {p.kini}", ", ".join(d.nama for d in p.desa)] for p in b.pola
    ]
    return [
        bab("Yang naik di beberapa desa"),
        tabel(["Pokok", "Dari", "30 hari", "Desa"], baris, lebar=(6, 4, 3, 9)),
    ]


def _late(b: Bahan, kini: date) -> list[Blok]:
    """Numbers and places only: what a request says may be private."""
    if not b.lewat:
        return []
    baris = [
        [p.nomor, p.wilayah.nama_lengkap, "rahasia" if p.rahasia else p.masalah.nama,
         tanggal_surat(at_place(p.due_at, b.acuan.kode).date())]
        for p in b.lewat
    ]  # fmt: skip
    isi: list[Blok] = [
        bab("Lewat batas pada akhir bulan"),
        tabel(["Nomor", "Desa", "Jenis masalah", "Batas"], baris, lebar=(7, 6, 7, 4)),
    ]
    if b.sisa:
        isi.append(alinea("Masih ada yang lain; lihat daftar permintaan."))
    return [*isi, alinea(f"Disusun dari keadaan {tanggal_surat(kini)}.")]


def _list(isi: list[str]) -> str:
    return isi[0] if len(isi) == 1 else f"{', '.join(isi[:-1])} dan {isi[-1]}"


def _koma(angka: float) -> str:
    return f"{angka:.1f}".replace(".", ",")


def is_over(bulan: date, kecamatan: str, now: datetime) -> bool:
    """Whether the month is behind us on the clock of the place."""
    return month_of(bulan).sampai + timedelta(days=1) <= at_place(now, kecamatan).date()


def settled(isi: dict[str, Any]) -> Kertas:
    """A report as it was kept."""
    return Kertas(**isi)
