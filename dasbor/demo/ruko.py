"""The demo of RUKO PARSEL: requests of the villages of Paringin Selatan in every state."""

import csv
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.akun import FIXTURES
from dasbor.demo.waktu import Jam, simulated_clock
from ruko_parsel.models import JenisMasalah, Permintaan
from ruko_parsel.services.permintaan import Ajuan, file_permintaan, move_permintaan
from wilayah.models import Instansi, Pengguna, Wilayah
from wilayah.zona import zona_of

PARINGIN = "63.11.07"
ZONA = zona_of(PARINGIN)
RAHASIA = frozenset({"inan-rahasia"})
S = Permintaan.Status
_BUKA, _TUTUP = 8, 16  # the hours of the desk, on the clock of the place
_NILAI = {"spj-inan": 5, "ti-panggung": 5, "bpd-panggung": 4, "galumbang-stunting": 5,
          "halubau-normatif": 3, "maradap-keuangan": 4}  # fmt: skip


def demo_petugas() -> Pengguna:
    """The demo's officer of the kecamatan."""
    return Pengguna.objects.get(username="petugas-paringin")


def read_csv(nama: str) -> list[dict[str, str]]:
    """The rows of a demo file."""
    with (FIXTURES / nama).open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


@transaction.atomic
def load_permintaan_ruko() -> int:
    """Requests of half a year with their steps; gives how many. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    if Permintaan.objects.in_wilayah(PARINGIN).exists():
        return 0
    with simulated_clock() as jam:
        pemutar = _Pemutar(jam)
        baris_semua = read_csv("ruko_permintaan.csv")
        # the oldest first, so that numbers follow the days; the file goes village by village
        for baris in sorted(baris_semua, key=lambda b: -int(b["hari_lalu"])):
            pemutar.file(baris)
        # in the order in which they happened: what is merged needs what it is merged into
        for baris in baris_semua:
            pemutar.play(baris)
    return Permintaan.objects.in_wilayah(PARINGIN).count()


class _Pemutar:
    """Files the requests and takes them through their steps, each at its own time."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        self.masalah = {satu.pk: satu for satu in JenisMasalah.objects.select_related("bidang")}
        self.orang = {
            satu.username: satu
            for satu in Pengguna.objects.filter(penugasan__wilayah__kode__startswith=PARINGIN)
        }
        self.petugas = (self.orang["petugas-paringin"], self.orang["petugas2-paringin"])
        self.ada: dict[str, Permintaan] = {}
        self.mulai: dict[str, datetime] = {}

    def file(self, baris: dict[str, str]) -> None:
        kunci = baris["kunci"]
        mulai = self.kini.astimezone(ZONA) - timedelta(days=int(baris["hari_lalu"]))
        self.mulai[kunci] = mulai.replace(hour=_BUKA, minute=20 + len(self.ada) % 30)
        self.jam.sekarang = min(self.mulai[kunci], self.kini)
        pemohon = self.orang.get(baris["pemohon"])
        ajuan = Ajuan(
            wilayah=Wilayah.objects.get(pk=baris["desa"]), jenis=baris["jenis"],
            masalah=self.masalah[baris["masalah"]], judul=baris["judul"], uraian=baris["uraian"],
            urgensi=int(baris["urgensi"]), saluran=baris["saluran"], pemohon=pemohon,
            rahasia=kunci in RAHASIA,
        )  # fmt: skip
        self.ada[kunci] = file_permintaan(ajuan, by=pemohon)[0]

    def play(self, baris: dict[str, str]) -> None:
        for langkah in filter(None, baris["langkah"].split("|")):
            jam, ke, *catatan = langkah.split(":", 2)
            pada = _work_hours_after(self.mulai[baris["kunci"]], int(jam))
            if pada > self.kini:
                return
            self.jam.sekarang = pada
            self._step(baris, ke, catatan[0] if catatan else "")

    def _step(self, baris: dict[str, str], ke: str, catatan: str) -> None:
        permintaan = self.ada[baris["kunci"]]
        petugas = self.petugas[len(baris["kunci"]) % 2]
        isi: dict[str, Any] = {}
        if ke == S.DITELAAH:
            isi = {"petugas": petugas}
        elif ke == S.DITERUSKAN:
            isi = {"diteruskan_ke": Instansi.objects.get(wilayah="63.11", kode=catatan)}
        elif ke == S.DIGABUNG:
            isi = {"digabung_ke": self.ada[catatan]}
        elif ke in Permintaan.ENDED:
            isi = {"hasil": catatan, "nilai": _NILAI.get(baris["kunci"])}
        kata = "" if ke in {S.DITERUSKAN, S.DIGABUNG} else catatan
        move_permintaan(permintaan, to=ke, by=petugas, catatan=kata, **isi)


def _work_hours_after(mulai: datetime, jam: int) -> datetime:
    """So many hours of the desk later: eight a day, not at the weekend."""
    saat, sisa = mulai, timedelta(hours=jam)
    while True:
        tutup = saat.replace(hour=_TUTUP, minute=0)
        if saat.weekday() < 5 and saat < tutup:
            if saat + sisa <= tutup:
                return saat + sisa
            sisa -= tutup - saat
        saat = (saat + timedelta(days=1)).replace(hour=_BUKA, minute=5)
