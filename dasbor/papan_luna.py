"""What of the lurah's visits waits for this person: counted together in one query."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from dasbor.bagian import Bagian, Kartu
from dasbor.hitung import count_together
from luna_maya.models import Catatan, Janji, Kunjungan, Tugas
from luna_maya.tugas_terlihat import tasks_for
from wilayah.models import Pengguna, Rujukan
from wilayah.peran import peran_with
from wilayah.zona import zona_of

S = Kunjungan.Status


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
        malam, pekan = _until(user, now)
        datang = kunjungan.upcoming(now)
        rows["malam"] = datang.filter(mulai_at__lt=malam)
        rows["pekan"] = datang.filter(mulai_at__lt=pekan)
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


def without_follow_up(rows: Any) -> QuerySet[Catatan]:
    """Standing entries that call for something and have neither report, potential, task nor
    promise; one offered to a desk is on its way.
    """
    diserahkan = Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Catatan),
        sumber_id=Cast(OuterRef("pk"), CharField()),
    ).exclude(status=Rujukan.Status.DIKEMBALIKAN)
    jenis = Catatan.Jenis
    perlu: QuerySet[Catatan] = (
        rows.standing()
        .filter(jenis__in=[jenis.ASPIRASI, jenis.MASALAH, jenis.POTENSI, jenis.LINGKUNGAN])
        .filter(~Exists(diserahkan), ~Exists(Tugas.objects.filter(catatan=OuterRef("pk"))))
        .filter(janji_lurah__isnull=True)
    )
    return perlu


def _cards(n: dict[str, int], user: Pengguna, now: datetime) -> list[Kartu]:
    """A card for each number that was counted."""
    malam, pekan = _until(user, now)
    menunggu, janji, lewat = n.get("menunggu", 0), n.get("janji", 0), n.get("tugas_lewat", 0)
    kunjungan, tugas = "luna_maya_kunjungan", {"punya": "saya", "keadaan": "terbuka"}
    isi = {
        "malam": ("kunjungan malam ini", _list(kunjungan, _between(now, malam)), "", ""),
        "pekan": ("kunjungan tujuh hari ini", _list(kunjungan, _between(now, pekan)), "", ""),
        "menunggu": ("menunggu jawaban tuan rumah",
                     _list(kunjungan, {"status__exact": S.MENUNGGU}),
                     "perhatian" if menunggu else "", ""),
        "janji": ("janji lewat tanggalnya", _list("luna_maya_janji", {"keadaan": "lewat"}),
                  "bahaya" if janji else "", "warga dapat melihatnya" if janji else ""),
        "tugas": ("tugas saya", _list("luna_maya_tugas", tugas), "bahaya" if lewat else "",
                  f"{lewat} lewat batas" if lewat else ""),
        "catatan": ("catatan belum ditindaklanjuti", _list("luna_maya_catatan", {}), "", ""),
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


def _between(now: datetime, sampai: datetime) -> dict[str, str]:
    return {
        "selesai_at__gt": now.isoformat(timespec="minutes"),
        "mulai_at__lt": sampai.isoformat(timespec="minutes"),
    }


def _until(user: Pengguna, now: datetime) -> tuple[datetime, datetime]:
    """Until when "tonight" is (six in the morning) and the next seven days, by the clock there."""
    lokal = now.astimezone(zona_of(_area(user)))
    pagi = lokal.replace(hour=6, minute=0, second=0, microsecond=0)
    besok = pagi if lokal < pagi else pagi + timedelta(days=1)
    return besok, besok + timedelta(days=6)


def _today(user: Pengguna, now: datetime) -> Any:
    return now.astimezone(zona_of(_area(user))).date()


def _area(user: Pengguna) -> str | None:
    return next((str(t.wilayah_id) for t in user.penugasan_aktif if t.wilayah_id), None)


def _visible(user: Pengguna, model: Any) -> Any:
    return model.objects.visible_to(user, peran=peran_with(model._meta.label_lower, "view"))
