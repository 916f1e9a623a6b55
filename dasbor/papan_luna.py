"""What of the lurah's visits waits for this person: counted together in one query."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from dasbor.bagian import Bagian, Kartu
from dasbor.hitung import count_together
from luna_maya.catatan_lanjut import without_follow_up
from luna_maya.malam_ini import in_night, night_of, visits_tonight
from luna_maya.models import Catatan, Janji, Kunjungan
from luna_maya.tugas_terlihat import tasks_for
from wilayah.models import Pengguna
from wilayah.peran import peran_with
from wilayah.zona import zona_of

S = Kunjungan.Status
_SEPEKAN = timedelta(days=6)  # with tonight seven evenings


def tonight_section(user: Pengguna, now: datetime | None = None) -> Bagian | None:
    """Tonight's visits with the pages to open before leaving; None without any."""
    malam = visits_tonight(user, now or timezone.now())
    return Bagian("Malam ini", malam=malam) if malam else None


def luna_section(user: Pengguna, now: datetime | None = None) -> Bagian | None:
    """The visits' part of the home page, or None for who has no part in them; one query."""
    now = now or timezone.now()
    rows = _rows(user, now)
    if not rows:
        return None
    return Bagian("Kunjungan lurah", kartu=_cards(count_together(rows), user, now))


def _rows(user: Pengguna, now: datetime) -> dict[str, QuerySet[Any]]:
    """What is counted, as far as this person's roles reach."""
    rows: dict[str, QuerySet[Any]] = {}
    kunjungan: Any = _visible(user, Kunjungan)
    if user.has_perm("luna_maya.view_kunjungan"):
        awal, akhir = night_of(user, now)
        rows["malam"] = in_night(kunjungan, awal, akhir)
        rows["pekan"] = in_night(kunjungan, awal, akhir + _SEPEKAN)
        if user.has_perm("luna_maya.change_kunjungan"):
            rows["menunggu"] = kunjungan.filter(status=S.MENUNGGU)
    if user.has_perm("luna_maya.change_janji"):
        rows["janji"] = _visible(user, Janji).filter(
            status=Janji.Status.BERJALAN, tenggat__lt=_today(user, now)
        )
    if user.has_perm("luna_maya.change_tugas"):
        saya = tasks_for(user).filter(petugas=user, selesai_pada__isnull=True)
        rows["tugas"] = saya
        rows["tugas_lewat"] = saya.filter(tenggat__lt=_today(user, now))
    if user.has_perm("luna_maya.change_catatan"):
        rows["catatan"] = without_follow_up(_visible(user, Catatan))
    return rows


def _cards(n: dict[str, int], user: Pengguna, now: datetime) -> list[Kartu]:
    """A card for each number that was counted."""
    awal, akhir = night_of(user, now)
    menunggu, janji, lewat = n.get("menunggu", 0), n.get("janji", 0), n.get("tugas_lewat", 0)
    kunjungan, tugas = "luna_maya_kunjungan", {"punya": "saya", "keadaan": "terbuka"}
    isi = {
        "malam": ("kunjungan malam ini", _list(kunjungan, _between(awal, akhir)), "", ""),
        "pekan": ("kunjungan tujuh hari ini", _list(kunjungan, _between(awal, akhir + _SEPEKAN)),
                  "", ""),
        "menunggu": ("menunggu jawaban tuan rumah",
                     _list(kunjungan, {"status__exact": S.MENUNGGU}),
                     "perhatian" if menunggu else "", ""),
        "janji": ("janji lewat tanggalnya", _list("luna_maya_janji", {"keadaan": "lewat"}),
                  "bahaya" if janji else "", "warga dapat melihatnya" if janji else ""),
        "tugas": ("tugas saya", _list("luna_maya_tugas", tugas), "bahaya" if lewat else "",
                  f"{lewat} lewat batas" if lewat else ""),
        "catatan": ("catatan belum ditindaklanjuti",
                    _list("luna_maya_catatan", {"lanjut": "belum"}), "", ""),
    }  # fmt: skip
    return [
        Kartu(label, n[kunci], url, nada, catatan)
        for kunci, (label, url, nada, catatan) in isi.items()
        if kunci in n
    ]


def _list(nama: str, query: dict[str, str]) -> str:
    """The list that shows just what was counted; "" where it has no staff page."""
    try:
        url = reverse(f"admin:{nama}_changelist")
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(query)}" if query else url


def _between(awal: datetime, akhir: datetime) -> dict[str, str]:
    """The list's filter for `luna_maya.malam_ini.in_night`."""
    return {
        "selesai_at__gt": awal.isoformat(timespec="minutes"),
        "mulai_at__lt": akhir.isoformat(timespec="minutes"),
        "status__in": ",".join(s for s in S.values if s not in {S.BATAL, S.SELESAI}),
    }


def _today(user: Pengguna, now: datetime) -> Any:
    return now.astimezone(zona_of(_area(user))).date()


def _area(user: Pengguna) -> str | None:
    return next((str(t.wilayah_id) for t in user.penugasan_aktif if t.wilayah_id), None)


def _visible(user: Pengguna, model: Any) -> Any:
    return model.objects.visible_to(user, peran=peran_with(model._meta.label_lower, "view"))
