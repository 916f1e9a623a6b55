"""A list of people that lives in the test, so that `hadir` is tested without the apps above it."""

import datetime as dt

from django.utils import timezone

from hadir.daftar import DaftarHadir, Orang
from hadir.services import open_sesi, schedule_sesi
from tests.factories import wilayah_of

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"
DAFTAR = {"uji": "tests.hadir.pabrik.DaftarUji"}
NAMA = ("Siti Rahmawening", "Joko Lelanasari", "Endah Pramesti <b>tebal</b>")


class DaftarUji(DaftarHadir):
    """Three people with the codes UJI-1 to UJI-3; `ditolak` may name keys that are refused."""

    ditolak: dict[str, str] = {}
    panggilan: list[tuple[str, object]] = []

    def people(self, sesi):
        return [
            Orang(f"uji:{n}", nama, f"RT 0{n}", f"UJI-{n}") for n, nama in enumerate(NAMA, start=1)
        ]

    def find(self, sesi, kode):
        return next((o for o in self.people(sesi) if o.kode == kode.strip().upper()), None)

    def refused(self, sesi, kunci_orang):
        return self.ditolak.get(kunci_orang, "")

    def changed(self, sesi, kunci_orang, *, by):
        self.panggilan.append((kunci_orang, by))

    def moved(self, sesi, *, by):
        self.panggilan.append(("pindah", sesi.pk))


def buat_sesi(*, di=TAMAN, dibuka=True, judul="Wirausaha Dasar 1", jam=0, rujukan="uji:1"):
    mulai = timezone.now().replace(microsecond=0) + dt.timedelta(hours=jam)
    fungsi = open_sesi if dibuka else schedule_sesi
    return fungsi(
        wilayah=wilayah_of(di), judul=judul, rujukan=rujukan, mulai_at=mulai,
        selesai_at=mulai + dt.timedelta(hours=3), tempat="Balai RW 02", by=None,
    )  # fmt: skip
