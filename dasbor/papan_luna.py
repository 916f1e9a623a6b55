"""What of the lurah's visits waits for this person: counted together in one query."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dasbor.bagian import Bagian, Kartu
from luna_maya.malam_ini import in_night, night_of, visits_tonight
from luna_maya.models import Catatan, Janji, Kunjungan, Undangan, UsulKunjungan
from luna_maya.perlu_dilihat import wishing_other_time, without_follow_up
from luna_maya.tugas_terlihat import tasks_for
from wilayah.hitung import count_together
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
    """The visits' part of the home page, or None for who has no part in them; one query.

    Who goes along on a visit has one whatever their role.
    """
    now = now or timezone.now()
    n = count_together(_rows(user, now))
    ikut = n.pop("saya")
    if not n and not ikut:
        return None
    kartu = _cards(n, user, now)
    if ikut:
        kartu.append(Kartu("kunjungan yang saya ikuti", ikut, reverse("luna_saya")))
    return Bagian("Kunjungan lurah", kartu=kartu, tautan=_links(user))


def _rows(user: Pengguna, now: datetime) -> dict[str, QuerySet[Any]]:
    """What is counted, as far as this person's roles reach."""
    saya = Kunjungan.objects.going(user).upcoming(now)
    rows: dict[str, QuerySet[Any]] = {"saya": saya} | _visit_rows(user, now)
    if user.has_perm("luna_maya.view_usulkunjungan"):
        rows["usul"] = _visible(user, UsulKunjungan).open()
    if user.has_perm("luna_maya.change_undangan"):
        rows["undangan"] = _visible(user, Undangan).waiting(now)
    if user.has_perm("luna_maya.change_janji"):
        rows["janji"] = _visible(user, Janji).filter(
            status=Janji.Status.BERJALAN, tenggat__lt=_today(user, now)
        )
    if user.has_perm("luna_maya.change_tugas"):
        tugas = tasks_for(user).filter(petugas=user, selesai_pada__isnull=True)
        rows["tugas"] = tugas
        rows["tugas_lewat"] = tugas.filter(tenggat__lt=_today(user, now))
    if user.has_perm("luna_maya.change_catatan"):
        rows["catatan"] = without_follow_up(_visible(user, Catatan))
    return rows


def _visit_rows(user: Pengguna, now: datetime) -> dict[str, QuerySet[Any]]:
    if not user.has_perm("luna_maya.view_kunjungan"):
        return {}
    kunjungan: Any = _visible(user, Kunjungan)
    awal, akhir = night_of(user, now)
    rows = {
        "malam": in_night(kunjungan, awal, akhir),
        "pekan": in_night(kunjungan, awal, akhir + _SEPEKAN),
    }
    if user.has_perm("luna_maya.change_kunjungan"):
        rows["menunggu"] = kunjungan.filter(status=S.MENUNGGU)
        rows["waktu_lain"] = wishing_other_time(kunjungan)
    return rows


def _links(user: Pengguna) -> list[tuple[str, str]]:
    """The pages of every evening, for who works with visits."""
    if not user.has_perm("luna_maya.view_kunjungan"):
        return []
    return [
        ("Kunjungan saya", reverse("luna_saya")),
        ("Kalender kunjungan", reverse("admin:luna_maya_kunjungan_kalender")),
    ]


def _cards(n: dict[str, int], user: Pengguna, now: datetime) -> list[Kartu]:
    """A card for each number that was counted."""
    isi = _visit_cards(n, user, now) | _work_cards(n, now)
    return [
        Kartu(label, n[kunci], url, nada, catatan)
        for kunci, (label, url, nada, catatan) in isi.items()
        if kunci in n
    ]


def _visit_cards(
    n: dict[str, int], user: Pengguna, now: datetime
) -> dict[str, tuple[str, str, str, str]]:
    """{counted thing: (label, address, tone, note)} of the evenings themselves."""
    awal, akhir = night_of(user, now)
    menunggu, lain = n.get("menunggu"), n.get("waktu_lain")
    kunjungan = "luna_maya_kunjungan"
    return {
        "malam": ("kunjungan malam ini", _list(kunjungan, _between(awal, akhir)), "", ""),
        "pekan": ("kunjungan tujuh hari ini",
                  _list(kunjungan, _between(awal, akhir + _SEPEKAN)), "", ""),
        "menunggu": ("menunggu jawaban tuan rumah",
                     _list(kunjungan, {"status__exact": S.MENUNGGU}),
                     "perhatian" if menunggu else "", ""),
        "waktu_lain": ("tuan rumah minta waktu lain", _list(kunjungan, {"minta_waktu": "lain"}),
                       "perhatian" if lain else "", ""),
    }  # fmt: skip


def _work_cards(n: dict[str, int], now: datetime) -> dict[str, tuple[str, str, str, str]]:
    """The same of what comes before and after them."""
    undangan, janji, lewat = n.get("undangan"), n.get("janji"), n.get("tugas_lewat", 0)
    mendatang = {
        "status__exact": Undangan.Status.BARU, "mulai_at__gt": now.isoformat(timespec="minutes"),
    }  # fmt: skip
    tugas = {"punya": "saya", "keadaan": "terbuka"}
    return {
        "usul": ("usulan menunggu keputusan", reverse("admin:luna_maya_usulkunjungan_susun"),
                 "", ""),
        "undangan": ("undangan warga menunggu jawaban", _list("luna_maya_undangan", mendatang),
                     "perhatian" if undangan else "", ""),
        "janji": ("janji lewat tanggalnya", _list("luna_maya_janji", {"keadaan": "lewat"}),
                  "bahaya" if janji else "", "warga dapat melihatnya" if janji else ""),
        "tugas": ("tugas saya", _list("luna_maya_tugas", tugas), "bahaya" if lewat else "",
                  f"{lewat} lewat batas" if lewat else ""),
        "catatan": ("catatan belum ditindaklanjuti",
                    _list("luna_maya_catatan", {"lanjut": "perlu"}), "", ""),
    }  # fmt: skip


def _list(nama: str, query: dict[str, str]) -> str:
    """The list that shows just what was counted."""
    return f"{reverse(f'admin:{nama}_changelist')}?{urlencode(query)}"


def _between(awal: datetime, akhir: datetime) -> dict[str, str]:
    """The list's filter for `luna_maya.malam_ini.in_night`."""
    return {
        "selesai_at__gt": awal.isoformat(timespec="minutes"),
        "mulai_at__lt": akhir.isoformat(timespec="minutes"),
        "status__in": ",".join(s for s in S.values if s not in {S.BATAL, S.SELESAI}),
    }


def _today(user: Pengguna, now: datetime) -> date:
    return now.astimezone(zona_of(_area(user))).date()


def _area(user: Pengguna) -> str | None:
    return next((str(t.wilayah_id) for t in user.penugasan_aktif if t.wilayah_id), None)


def _visible(user: Pengguna, model: Any) -> Any:
    return model.objects.visible_to(user, peran=peran_with(model._meta.label_lower, "view"))
