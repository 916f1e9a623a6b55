"""Demo public works of Kel. Taman: 104 workers in three projects, one open, one from residents.

Registrations and days are written in bulk; selection, wages and payments by the real services.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from curhat.models import Tiket
from curhat.services.tiket import divert_tiket
from dasbor.demo.gambar_hibah import draw_tempat
from dasbor.demo.program import KELURAHAN, demo_lurah, demo_program
from dasbor.demo.waktu import Jam
from ekonomi.models import AnggotaRumah, HariKerja, Pekerja, Program, ProyekPadatKarya
from ekonomi.services.padat_karya.hari import sesi_of
from ekonomi.services.padat_karya.pilih import select_pekerja
from ekonomi.services.padat_karya.proyek import (
    add_foto,
    finish_proyek,
    open_pendaftaran,
    start_proyek,
)
from ekonomi.services.padat_karya.upah import (
    approve_upah,
    ensure_tarif,
    make_daftar_upah,
    pay_upah,
    submit_upah,
)
from ekonomi.services.revisi import shift_dana
from hadir.models import Kehadiran
from pesan.pin import pin_hash
from wilayah.kalender import WIB
from wilayah.kripto import new_pin
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.rujukan import accept_rujukan
from wilayah.services.area import ensure_rt_rw

GESER = 25_000_000  # from grants to wages: the seed's 50 million pay 100 people, not the materials


@dataclass(frozen=True, slots=True)
class _Rencana:
    judul: str
    jenis: str
    rw: str
    tempat: str
    volume: str
    mulai: int  # day of the programme
    kuota: int
    cadangan: int
    pilih: str
    titik: tuple[str, str]
    akhir: str  # how far it has come


_PROYEK = (
    _Rencana("Keruk dan perbaiki saluran Gang Melati", "drainase", "02", "Gang Melati, RT 03/RW 02",
             "180 meter", 49, 40, 4, "peringkat", ("-7.63810", "111.53020"), "selesai"),
    _Rencana("Paving Gang Kenanga", "paving", "05", "Gang Kenanga, RW 05", "240 meter persegi", 60,
             34, 3, "undian", ("-7.64120", "111.52740"), "selesai"),
    _Rencana("Taman baca dan taman bermain RW 06", "taman", "06", "Lahan balai RW 06",
             "150 meter persegi", 88, 30, 5, "peringkat", ("-7.64350", "111.53310"), "berjalan"),
    _Rencana("Saluran samping Balai RW 08", "drainase", "08", "Balai RW 08", "60 meter", 104, 10, 0,
             "peringkat", ("-7.64490", "111.52980"), "pendaftaran"),
)  # fmt: skip


def load_padat_karya(program: Program, tim: dict[str, Pengguna], jam: Jam) -> int:
    """The four projects, at the simulated clock; gives how many people worked."""
    ensure_tarif()
    sekarang = jam.sekarang
    calon = list(
        AnggotaRumah.objects.filter(
            rumah__nomor__startswith="KT-", rumah__kelurahan=KELURAHAN, rumah__status="aktif",
            lahir__range=(program.mulai - dt.timedelta(days=58 * 365),
                          program.mulai - dt.timedelta(days=19 * 365)),
            kerja__in=["mencari", "serabutan", "tidak", "rumah", "usaha", "bekerja"],
        )
        .exclude(nik_hash="").select_related("rumah").order_by("rumah__nomor", "pk")
    )  # fmt: skip
    satu_rumah: dict[int, AnggotaRumah] = {}
    for anggota in calon:
        satu_rumah.setdefault(anggota.rumah_id, anggota)
    orang = list(satu_rumah.values())
    jam.sekarang = _at(program, 42)
    shift_dana(
        program.pos.get(kode="bantuan"), program.pos.get(kode="padat_karya"), jumlah=GESER,
        alasan="Upah 104 pekerja dan bahan saluran lebih besar dari rencana semula",
        by=tim["lurah"],
    )  # fmt: skip
    awal = 0
    for rencana in _PROYEK:
        banyak = rencana.kuota + rencana.cadangan
        _play(program, rencana, orang[awal : awal + banyak], tim, jam, _akhir(program))
        awal += banyak
    jam.sekarang = sekarang
    return awal


def _akhir(program: Program) -> dt.datetime:
    return _at(program, 100)


def _at(program: Program, hari: int, jam: int = 9) -> dt.datetime:
    tanggal = program.mulai + dt.timedelta(days=hari)
    return dt.datetime.combine(tanggal, dt.time(jam, 20), tzinfo=WIB)


def _play(  # noqa: PLR0917 - one project and what its story needs
    program: Program, r: _Rencana, orang: list[AnggotaRumah], tim: dict[str, Pengguna], jam: Jam,
    akhir: dt.datetime,
) -> None:  # fmt: skip
    jam.sekarang = min(_at(program, r.mulai - 12), akhir)
    proyek = _plan(program, r)
    add: dict[str, Any] = {"tanpa_wajah": True, "by": tim["fasilitator"]}
    add_foto(proyek, draw_tempat(r.jenis, "sebelum", r.mulai), tahap="sebelum",
             keterangan=f"{r.tempat} sebelum dikerjakan", **add)  # fmt: skip
    open_pendaftaran(proyek, by=tim["moderator"])
    _register(proyek, orang[:4] if r.akhir == "pendaftaran" else orang)
    if r.akhir == "pendaftaran":
        return
    jam.sekarang = _at(program, r.mulai - 4, 14)
    benih = "3 8 1 5 2" if r.pilih == "undian" else ""
    proyek = select_pekerja(proyek, benih=benih, by=tim["moderator"])
    jam.sekarang = _at(program, r.mulai, 7)
    proyek = start_proyek(proyek, by=tim["fasilitator"])
    hari = [h for h in _workdays(proyek) if h <= akhir.astimezone(WIB).date()]
    jam.sekarang = dt.datetime.combine(hari[-1], dt.time(16), tzinfo=WIB)
    for satu in hari:
        _present(proyek, satu, tim["fasilitator"])
    if r.akhir == "selesai":
        _pay(proyek, hari[0], hari[-1], tim, jam)
        add_foto(proyek, draw_tempat(r.jenis, "sesudah", r.mulai + 1), tahap="sesudah",
                 keterangan=f"{r.tempat} sesudah selesai", **add)  # fmt: skip
        finish_proyek(proyek, by=tim["lurah"])
        return
    _pay(proyek, hari[0], hari[2], tim, jam)
    sisa = make_daftar_upah(proyek, dari=hari[3], sampai=hari[-1], by=tim["fasilitator"])
    submit_upah(sisa, by=tim["fasilitator"])  # waits for its checker


def _plan(program: Program, r: _Rencana) -> ProyekPadatKarya:
    proyek: ProyekPadatKarya = ProyekPadatKarya.objects.create(
        program=program, pos=program.pos.get(kode="padat_karya"), judul=r.judul, jenis=r.jenis,
        wilayah=ensure_rt_rw(KELURAHAN, rw=r.rw, rt=None), tempat=r.tempat, volume=r.volume,
        lat=Decimal(r.titik[0]), lng=Decimal(r.titik[1]),
        mulai=program.mulai + dt.timedelta(days=r.mulai), kuota=r.kuota, cara_pilih=r.pilih,
        hari_kerja=2 if r.akhir == "pendaftaran" else 5,
        alat_pelindung=["sepatu", "sarung", "rompi", "p3k"], bpjs="didaftarkan",
        catatan_keselamatan="Kumpul pukul 06.45; pengawas membawa kotak P3K.",
        uraian="Dikerjakan warga sekitar dengan upah harian; bahan disediakan kelurahan.",
    )  # fmt: skip
    return proyek


def _register(proyek: ProyekPadatKarya, orang: list[AnggotaRumah]) -> None:
    Pekerja.objects.bulk_create(_worker(proyek, satu) for satu in orang)


def _worker(proyek: ProyekPadatKarya, anggota: AnggotaRumah) -> Pekerja:
    assert anggota.lahir is not None  # noqa: S101 - chosen by age
    pekerja = Pekerja(
        proyek=proyek, nama=anggota.nama, lahir=anggota.lahir, rumah=anggota.rumah,
        jenis_kelamin=anggota.jenis_kelamin, nik_hash=anggota.nik_hash,
        kk_hash=anggota.rumah.no_kk_hash,
        menganggur=anggota.kerja in ("mencari", "serabutan", "tidak"),
    )  # fmt: skip
    pekerja.pin_hash = pin_hash(pekerja.kode, new_pin())
    return pekerja


def _workdays(proyek: ProyekPadatKarya) -> list[dt.date]:
    """The project's days from its first, without Sundays."""
    assert proyek.mulai is not None  # noqa: S101 - planned above
    hasil: list[dt.date] = []
    hari = proyek.mulai
    while len(hasil) < proyek.hari_kerja:
        if hari.weekday() != 6:
            hasil.append(hari)
        hari += dt.timedelta(days=1)
    return hasil


def _present(proyek: ProyekPadatKarya, hari: dt.date, by: Pengguna) -> None:
    """Everybody chosen was there that day."""
    sesi = sesi_of(proyek, hari, by=by)
    pekerja = list(proyek.pekerja.filter(status="terpilih").order_by("urutan"))
    hadir = Kehadiran.objects.bulk_create(
        Kehadiran(sesi=sesi, kunci_orang=p.kunci_hadir, cara="daftar", dicatat_oleh=by)
        for p in pekerja
    )
    HariKerja.objects.bulk_create(
        HariKerja(pekerja=p, tanggal=hari, kehadiran=h, dicatat_oleh=by)
        for p, h in zip(pekerja, hadir, strict=True)
    )


def _pay(
    proyek: ProyekPadatKarya, dari: dt.date, sampai: dt.date, tim: dict[str, Pengguna], jam: Jam
) -> None:
    daftar = make_daftar_upah(proyek, dari=dari, sampai=sampai, by=tim["fasilitator"])
    daftar = approve_upah(submit_upah(daftar, by=tim["fasilitator"]), by=tim["moderator"])
    tanggal = jam.sekarang.astimezone(WIB).date()
    pay_upah(daftar, tanggal=tanggal, cara="tunai", by=tim["bendahara"])


@transaction.atomic
def load_padat_karya_rujukan() -> int:
    """A problem that residents reported, offered to public works and taken; 1, or 0 where none."""
    list(Wilayah.objects.select_for_update().filter(pk=KELURAHAN))
    if demo_program() is None or Rujukan.objects.filter(meja="padat_karya").exists():
        return 0
    rows = Tiket.objects.in_wilayah(KELURAHAN).filter(
        status__in=["diverifikasi", "ditugaskan", "dikerjakan"], curhat__rahasia=False,
        curhat__subkategori__in=["banjir_drainase", "jalan_rusak"],
    )  # fmt: skip
    tiket: Any = rows.order_by("-isu", "-urgensi", "pk").first()
    if tiket is None:
        return 0
    lurah = demo_lurah()
    divert_tiket(
        tiket, by=lurah, ke_wilayah=Wilayah.objects.get(pk=KELURAHAN), meja="padat_karya",
        alasan="Cocok dikerjakan bersama warga sebagai padat karya.",
    )  # fmt: skip
    accept_rujukan(Rujukan.objects.get(meja="padat_karya"), by=lurah)
    return 1
