"""The demo of LUNA MAYA: Kel. Kandangan Utara, hosts, a year of nights, what was heard there."""

import csv
import math
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.akun import FIXTURES
from dasbor.demo.waktu import Jam, simulated_clock
from luna_maya.models import (
    Catatan,
    JenisKunjungan,
    Kendaraan,
    Kunjungan,
    Tokoh,
    TuanRumah,
    Unsur,
)
from luna_maya.services.janji import make_janji
from luna_maya.services.kunjungan import Rencana, move_kunjungan, schedule_kunjungan
from wilayah.models import Pengguna, Wilayah
from wilayah.sinyal import read_kategori
from wilayah.zona import zona_of

UTARA = "63.06.05.1002"
ZONA = zona_of(UTARA)
MULAI = date(2024, 11, 4)  # the seed's day of implementation
S = Kunjungan.Status
_KENDARAAN = (("Motor dinas", 2), ("Mobil pikap", 5))
_PLAN_AHEAD = timedelta(days=9)
_JARAK_RW, _JARAK_RT = 0.0062, 0.0016  # degrees


def demo_lurah_utara() -> Pengguna:
    """The demo's lurah of Kandangan Utara."""
    return Pengguna.objects.get(username="lurah-kandangan-utara")


def read_csv(nama: str) -> list[dict[str, str]]:
    """The rows of a demo file."""
    with (FIXTURES / nama).open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


@transaction.atomic
def load_kunjungan() -> int:
    """Hosts, people, vehicles and the visits of a year; gives how many visits. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=UTARA))
    if Kunjungan.objects.in_wilayah(UTARA).exists():
        return 0
    _load_people()
    with simulated_clock() as jam:
        pemutar = _Pemutar(jam)
        for baris in read_csv("luna_kunjungan.csv"):
            pemutar.play(baris)
    return Kunjungan.objects.in_wilayah(UTARA).count()


def _place_centres(kelurahan: Wilayah) -> None:
    """Invented centre points of RW and RT round the kelurahan's own, so that maps have something
    to show: four RW in a square, their RT on a small ring.
    """
    if kelurahan.lat is None or kelurahan.lng is None:
        return
    for area in Wilayah.objects.in_wilayah(UTARA).filter(lat__isnull=True):
        if area.rw is None:
            continue
        rw, rt = int(area.rw) - 1, int(area.rt or 0)
        sudut = math.tau * rt / 5
        area.lat = kelurahan.lat + Decimal(str(round(_JARAK_RW * (0.5 - rw // 2), 4)))
        area.lng = kelurahan.lng + Decimal(str(round(_JARAK_RW * (rw % 2 - 0.5), 4)))
        if rt:
            area.lat += Decimal(str(round(_JARAK_RT * math.sin(sudut), 4)))
            area.lng += Decimal(str(round(_JARAK_RT * math.cos(sudut), 4)))
        area.save(update_fields=["lat", "lng"])


def _load_people() -> None:
    kelurahan = Wilayah.objects.get(pk=UTARA)
    _place_centres(kelurahan)
    for nama, kursi in _KENDARAAN:
        Kendaraan.objects.create(wilayah=kelurahan, nama=nama, kursi=kursi)
    for satu in read_csv("luna_tokoh.csv"):
        Tokoh.objects.create(
            nama=satu["nama"], unsur=satu["unsur"], mulai=MULAI,
            wilayah_id=_place(satu["rw"], satu["rt"]),
        )  # fmt: skip
    for satu in read_csv("luna_tuan_rumah.csv"):
        wilayah = _place(satu["rw"], satu["rt"])
        TuanRumah.objects.create(
            wilayah_id=wilayah, nama=satu["nama"], tempat=satu["tempat"],
            penanggung=satu["penanggung"], alamat=satu["alamat"], ada_anak=satu["ada_anak"] == "ya",
            perhatian_khusus=satu["perhatian"], rumah_miskin=satu["miskin"] == "ya",
            asal=satu["asal"], kesediaan="ya",
            diusulkan_oleh=_head_of(wilayah) if satu["asal"] == "ketua" else None,
        )  # fmt: skip


def _place(rw: str, rt: str) -> str:
    return ".".join(filter(None, (UTARA, rw, rt)))


def _head_of(rt: str) -> Tokoh | None:
    return Tokoh.objects.filter(wilayah=rt, unsur=Unsur.KETUA_RT).first()


class _Pemutar:
    """Plays the visits one after the other at their own times."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.lurah = jam, demo_lurah_utara()
        self.hari_ini = timezone.now().astimezone(ZONA).date()
        self.jenis = {satu.kode: satu for satu in JenisKunjungan.objects.all()}
        self.kendaraan = {satu.nama: satu for satu in Kendaraan.objects.filter(wilayah=UTARA)}
        self.tokoh = list(Tokoh.objects.in_wilayah(UTARA))
        self.kategori = {sub: kat for kat, _n, sub, _s in read_kategori()}
        self.catatan: dict[str, list[dict[str, str]]] = {}
        for satu in read_csv("luna_catatan.csv"):
            self.catatan.setdefault(satu["kunjungan"], []).append(satu)
        self.kini = timezone.now()

    def play(self, baris: dict[str, str]) -> None:
        jenis = self.jenis[baris["jenis"]]
        hari = self.hari_ini + timedelta(days=int(baris["hari"]))
        mulai = datetime.combine(hari, jenis.mulai_biasa, tzinfo=ZONA)
        self.jam.sekarang = min(self.kini, mulai - _PLAN_AHEAD)
        kunjungan = schedule_kunjungan(self._plan(baris, jenis, mulai), by=self.lurah)
        if kunjungan.status == S.RENCANA and mulai - self.kini < timedelta(days=10):
            kunjungan = self._agree(kunjungan)
        if kunjungan.selesai_at < self.kini:
            self._hold(kunjungan, baris["nomor"])

    def _plan(self, baris: dict[str, str], jenis: JenisKunjungan, mulai: datetime) -> Rencana:
        rt = _place(baris["rw"], baris["rt"])
        return Rencana(
            jenis=jenis,
            tuan_rumah=TuanRumah.objects.get(wilayah=rt, nama=baris["tuan_rumah"]),
            lurah=self.lurah,
            mulai_at=mulai,
            kendaraan=self.kendaraan.get(baris["kendaraan"]),
            acara=baris["acara"],
            tokoh=[t for t in self.tokoh if t.unsur in jenis.hadir and self._serves(t, rt)],
        )

    def _serves(self, tokoh: Tokoh, rt: str) -> bool:
        return rt == tokoh.wilayah_id or rt.startswith(f"{tokoh.wilayah_id}.")

    def _agree(self, kunjungan: Kunjungan) -> Kunjungan:
        self.jam.sekarang += timedelta(days=1)
        self.jam.sekarang = min(self.jam.sekarang, self.kini)
        return move_kunjungan(
            kunjungan, to=S.PASTI, by=self.lurah, apa="Tuan rumah setuju", catatan="Lewat telepon."
        )

    def _hold(self, kunjungan: Kunjungan, nomor: str) -> None:
        self.jam.sekarang = kunjungan.mulai_at
        kunjungan = move_kunjungan(kunjungan, to=S.BERLANGSUNG, by=self.lurah)
        for ke, satu in enumerate(self.catatan.get(nomor, []), start=1):
            self.jam.sekarang = kunjungan.mulai_at + timedelta(minutes=25 * ke)
            self._write(kunjungan, satu)
        # the last one who comes along could not be there; nobody is always complete
        peserta = list(kunjungan.peserta.all())
        for ke, orang in enumerate(peserta):
            orang.hadir = len(peserta) < 3 or ke < len(peserta) - int(nomor) % 2
            orang.save(update_fields=["hadir"])
        self.jam.sekarang = kunjungan.selesai_at
        move_kunjungan(kunjungan, to=S.SELESAI, by=self.lurah)

    def _write(self, kunjungan: Kunjungan, satu: dict[str, Any]) -> None:
        catatan = Catatan.objects.create(
            kunci=uuid.uuid4(), kunjungan=kunjungan, wilayah=kunjungan.wilayah,
            jenis=satu["jenis"], isi=satu["isi"], subkategori=satu["subkategori"],
            kategori=self.kategori.get(satu["subkategori"], ""),
            setuju_laporan=satu["setuju"] == "ya",
            baru_terungkap={"ya": True, "tidak": False}.get(satu["baru"]),
            dicatat_at=self.jam.sekarang, by=self.lurah,
        )  # fmt: skip
        if satu["janji"]:
            hari = self.jam.sekarang.astimezone(ZONA).date()
            make_janji(
                catatan, isi=satu["janji"], tenggat=hari + timedelta(days=int(satu["tenggat"])),
                by=self.lurah,
            )  # fmt: skip
