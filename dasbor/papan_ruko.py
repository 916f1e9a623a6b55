"""What of the coordination desk waits for this person: counted together in one query."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dasbor.bagian import Bagian, Kartu
from ruko_parsel.antre_meja import Antre, waiting_at_desk, waiting_at_village
from ruko_parsel.daftar_kecamatan import state_q, with_answer
from ruko_parsel.masa import TERPANJANG, Masa
from ruko_parsel.models import LaporanRuko, Permintaan
from ruko_parsel.pihak import DESA, MEJA
from ruko_parsel.tempat_ruko import LIHAT
from wilayah.hitung import count_together
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.zona import at_place

# state of the list, what is counted, tone where there is any
_MEJA_KARTU = (
    ("menunggak", "lewat batas, belum dijawab", "bahaya"),
    ("belum", "belum dijawab", ""),
    ("tanpa_petugas", "belum ada petugas", "perhatian"),
    ("jeda", "menunggu keterangan desa", ""),
    ("terbuka", "belum selesai", ""),
)
_DESA_KARTU = (
    ("jeda", "kecamatan menunggu keterangan kami", "perhatian"),
    ("menunggak", "lewat batas, belum dijawab", "bahaya"),
    ("terbuka", "permintaan kami belum selesai", ""),
)


def ruko_section(user: Pengguna, now: datetime | None = None) -> Bagian | None:
    """The desk's part of the home page, or a village's; None for who has no part in it.

    A village that never asked has no section: the sidebar leads it there.
    """
    if not user.has_perm(LIHAT):
        return None
    now = now or timezone.now()
    kecamatan = _area(user, MEJA, titik=2)
    if kecamatan:
        return _desk(user, kecamatan, now)
    desa = _area(user, DESA, titik=3)
    return _village(user, desa, now) if desa else None


def _desk(user: Pengguna, kode: str, now: datetime) -> Bagian:
    masa = _span(kode, now)
    rows = _states(_base(user, MEJA, kode, masa), _MEJA_KARTU, now)
    if Peran.CAMAT in user.peran_aktif:
        peran = frozenset({Peran.CAMAT.value})
        rows["laporan"] = LaporanRuko.objects.visible_to(user, peran=peran).drafts()
    n = count_together(rows)
    daftar = reverse("admin:ruko_parsel_laporanruko_daftar")
    kartu = _cards(_MEJA_KARTU, n, f"{daftar}?di={kode}&{masa.query}")
    kartu += [Kartu(a.label, a.banyak, a.url, _tone(a)) for a in waiting_at_desk(user, kode, now)]
    if "laporan" in n:
        url = reverse("admin:ruko_parsel_laporanruko_changelist")
        tanya = urlencode({"disahkan_at__isempty": 1})
        nada = "perhatian" if n["laporan"] else ""
        kartu.append(Kartu("laporan bulanan menunggu pengesahan", n["laporan"], f"{url}?{tanya}",
                           nada))  # fmt: skip
    tautan = [
        ("Hari ini di satu halaman", reverse("ruko_hari_ini")),
        ("Angka kecamatan", reverse("admin:ruko_parsel_laporanruko_kecamatan")),
    ]
    return Bagian("Rumah Koordinasi", kartu=kartu, tautan=tautan)


def _tone(antre: Antre) -> str:
    """Rooms of today are no task."""
    if not antre.banyak or antre.kunci == "hari_ini":
        return ""
    return "bahaya" if antre.mendesak else "perhatian"


def _village(user: Pengguna, kode: str, now: datetime) -> Bagian | None:
    masa = _span(kode, now)
    rows = _states(_base(user, DESA, kode, masa), (*_DESA_KARTU, ("", "", "")), now)
    n = count_together(rows)
    if not n[""]:
        return None
    url = reverse("ruko_desa_saya")
    antre = [Kartu(a.label, a.banyak, a.url, _tone(a))
             for a in waiting_at_village(user, kode, now) if a.banyak]  # fmt: skip
    return Bagian(
        "Rumah Koordinasi",
        kartu=[*_cards(_DESA_KARTU, n, f"{url}?di={kode}&{masa.query}"), *antre],
        tautan=[("Hari ini di satu halaman", reverse("ruko_hari_ini")),
                ("Permintaan desa kami", url)],
    )  # fmt: skip


def _base(user: Pengguna, peran: frozenset[Any], kode: str, masa: Masa) -> Any:
    """Requests of the area that the lists show; merged ones count with the one they went into."""
    awal, akhir = masa.bounds(kode)
    rows = Permintaan.objects.visible_to(user, peran=peran).in_wilayah(kode)
    rows = rows.filter(created_at__gte=awal, created_at__lt=akhir)
    return with_answer(rows.exclude(status=Permintaan.Status.DIGABUNG))


def _states(
    rows: Any, kartu: tuple[tuple[str, str, str], ...], now: datetime
) -> dict[str, QuerySet[Any]]:
    return {keadaan: rows.filter(state_q(keadaan, now)) for keadaan, _label, _nada in kartu}


def _cards(kartu: tuple[tuple[str, str, str], ...], n: dict[str, int], daftar: str) -> list[Kartu]:
    return [
        Kartu(label, n[keadaan], f"{daftar}&keadaan={keadaan}", nada if n[keadaan] else "")
        for keadaan, label, nada in kartu
    ]


def _span(kode: str, now: datetime) -> Masa:
    """As far back as the lists go."""
    hari = at_place(now, kode).date()
    return Masa(hari - TERPANJANG, hari)


def _area(user: Pengguna, peran: frozenset[Any], *, titik: int) -> str | None:
    """The area of today's first assignment to one of these roles at this depth."""
    return next(
        (str(t.wilayah_id) for t in user.penugasan_aktif
         if t.peran in peran and t.wilayah_id and str(t.wilayah_id).count(".") == titik),
        None,
    )  # fmt: skip
