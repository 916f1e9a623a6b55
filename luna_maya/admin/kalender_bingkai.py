"""What the calendar's screens share: which kelurahan, day and filters, and their links."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from luna_maya.kalender import page_to_add, read_tanggal
from luna_maya.models import JenisKunjungan, Kunjungan, SebutanKunjungan
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place, nama_zona

_ALAMAT = "admin:luna_maya_kunjungan_"
LAYAR = (
    ("kalender", "Bulan"), ("pekan", "Pekan"), ("daftar", "Daftar"), ("rt", "Per RT"),
    ("giliran", "Giliran"),
)  # fmt: skip
_WILAYAH_MAKS = 300  # kelurahan offered to choose from


@dataclass(frozen=True, slots=True)
class Bingkai:
    """A request for a screen, read. `bertuan`: this user may read who the hosts are."""

    layar: str
    kelurahan: Wilayah
    pilihan: list[Wilayah]
    hari: date
    hari_ini: date
    jenis: str
    rw: str
    sembunyi_batal: bool
    bertuan: bool
    tambah: str
    rows: Any

    def link(self, layar: str = "", **ganti: Any) -> str:
        """Address of a screen with the same choices, some of them changed; empty ones left out."""
        isi: dict[str, Any] = {
            "tanggal": self.hari.isoformat(),
            "di": self.kelurahan.kode if len(self.pilihan) > 1 else "",
            "jenis": self.jenis,
            "rw": self.rw,
            "batal": "tidak" if self.sembunyi_batal else "",
        }
        query = urlencode({nama: nilai for nama, nilai in (isi | ganti).items() if nilai})
        return f"{reverse(_ALAMAT + (layar or self.layar))}?{query}"

    def context(self, *, lalu: date | None, nanti: date | None, judul: str) -> dict[str, Any]:
        """What the head of every screen shows."""
        return {
            "b": self,
            "judul": judul,
            "zona": nama_zona(self.kelurahan.kode),
            "layar": [(nama, kata, self.link(nama)) for nama, kata in LAYAR],
            "lalu": self.link(tanggal=lalu) if lalu else "",
            "nanti": self.link(tanggal=nanti) if nanti else "",
            "kini": self.link(tanggal=self.hari_ini) if lalu else "",
            "jenis_pilihan": self._kinds(),
            "rw_pilihan": self._rw(),
            "bersih": self.link(jenis="", rw="", batal=""),
        }

    def _kinds(self) -> list[tuple[str, str]]:
        sebutan = SebutanKunjungan.names_in(self.kelurahan.kode)
        return [(j.kode, j.name_in(sebutan)) for j in JenisKunjungan.objects.filter(aktif=True)]

    def _rw(self) -> list[tuple[str, str]]:
        rw = Wilayah.objects.in_wilayah(self.kelurahan.kode).filter(tingkat=Wilayah.Tingkat.RW)
        return [(satu.kode.rpartition(".")[2], satu.nama) for satu in rw.only("kode", "nama")]


def read_bingkai(request: HttpRequest, layar: str) -> Bingkai:
    """The request for a screen. Raises Http404 for who may not read visits, or not there."""
    user: Any = request.user
    if not user.has_perm("luna_maya.view_kunjungan"):
        raise Http404
    peran = peran_with("luna_maya.kunjungan", "view")
    rows: Any = Kunjungan.objects.visible_to(user, peran=peran)
    pilihan = _areas(user, peran)
    kelurahan = _choose(request.GET.get("di", ""), pilihan, rows)
    rw = request.GET.get("rw", "")
    rw = rw if rw.isdecimal() and len(rw) <= 3 else ""
    jenis = request.GET.get("jenis", "")[:30]
    sembunyi = request.GET.get("batal") == "tidak"
    rows = rows.in_wilayah(f"{kelurahan.kode}.{rw}" if rw else kelurahan.kode)
    if jenis:
        rows = rows.filter(jenis__kode=jenis)
    hari_ini = at_place(timezone.now(), kelurahan.kode).date()
    return Bingkai(
        layar=layar,
        kelurahan=kelurahan,
        pilihan=pilihan,
        hari=read_tanggal(request.GET.get("tanggal", ""), hari_ini),
        hari_ini=hari_ini,
        jenis=jenis,
        rw=rw,
        sembunyi_batal=sembunyi,
        bertuan=_holds(user, "luna_maya.tuanrumah", "view", kelurahan.kode),
        tambah=_form(user, kelurahan.kode, jenis),
        rows=rows.standing() if sembunyi else rows,
    )


def _areas(user: Any, peran: frozenset[str]) -> list[Wilayah]:
    """Kelurahan to choose from: those in service, and those one is assigned to."""
    ditugaskan = [tugas.wilayah_id for tugas in user.penugasan_aktif if tugas.peran in peran]
    areas = Wilayah.objects.visible_to(user, peran=peran).kelurahan()
    areas = areas.filter(Q(slug__isnull=False) | Q(pk__in=ditugaskan)).order_by("kode")
    return list(areas.only("kode", "nama", "tingkat", "slug")[:_WILAYAH_MAKS])


def _choose(kode: str, pilihan: list[Wilayah], rows: Any) -> Wilayah:
    """The one asked for, else where the last visit is. Raises Http404 for one not to be chosen."""
    if not pilihan:
        raise Http404
    ada = {satu.kode: satu for satu in pilihan}
    if kode:
        if kode not in ada:
            raise Http404
        return ada[kode]
    if len(pilihan) > 1:
        terakhir = rows.order_by("-mulai_at").values_list("wilayah_id", flat=True).first()
        return ada.get(".".join((terakhir or "").split(".")[:4]), pilihan[0])
    return pilihan[0]


def _form(user: Any, kelurahan: str, jenis: str) -> str:
    """The form for a new visit, for who may plan one there."""
    boleh = _holds(user, "luna_maya.kunjungan", "add", kelurahan)
    return page_to_add(kelurahan, jenis) if boleh else ""


def _holds(user: Any, label: str, aksi: str, kode: str) -> bool:
    """Whether a role of this user may do this in the area."""
    if user.is_superuser:
        return True
    peran = peran_with(label, aksi)
    return any(
        tugas.wilayah_id and tugas.peran in peran and f"{kode}.".startswith(f"{tugas.wilayah_id}.")
        for tugas in user.penugasan_aktif
    )
