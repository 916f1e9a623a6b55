"""Invitations to the survey of trust, its links, and what the scheduler does for it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from luna_maya.models import (
    DrafPercaya,
    JawabanPercaya,
    Kunjungan,
    SuaraPercaya,
    SurveiPercaya,
    Tokoh,
    Unsur,
)
from luna_maya.services.survei import (
    areas_of,
    close_survei,
    is_open,
    shuffle_survei,
    sidik_of,
    today_of,
)
from pesan.models import Kontak, PesanKeluar
from pesan.models.kanal import SALURAN_PERCAKAPAN
from pesan.services.keluar import Kiriman, queue_pesan_many
from wilayah.zona import at_place

GARAM = "luna_maya.survei"
DRAF_UMUR = timedelta(days=2)
JAM_KIRIM = range(9, 20)
_SEKALI = 300  # contacts invited in one run
K = JawabanPercaya.Kelompok
KETUA = (Unsur.KETUA_RT, Unsur.KETUA_RW)


def survei_url(survei: SurveiPercaya, *, rt: str = "", kelompok: str = K.WARGA) -> str:
    """The link of a round: one for all, or with the RT filled in; heads have their own."""
    tanda = signing.dumps([survei.pk, rt, kelompok], salt=GARAM)
    return f"{settings.SITE_URL}{reverse('luna_survei', args=[tanda])}"


def read_tanda(tanda: str) -> tuple[SurveiPercaya, str, str] | None:
    """(round, RT or "", group) of a link; None for a forged one."""
    try:
        pk, rt, kelompok = signing.loads(tanda[:300], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    survei = SurveiPercaya.objects.select_related("wilayah").filter(pk=pk).first()
    return None if survei is None else (survei, str(rt), str(kelompok))


def run_survei(now: datetime | None = None) -> int:
    """Close what is over, clear chats left in the middle, invite after visits; how many invited."""
    now = now or timezone.now()
    for survei in SurveiPercaya.objects.filter(status="buka").select_related("wilayah"):
        if survei.tutup < today_of(survei):
            close_survei(survei)
    purge_draf(now)
    return sum(
        send_undangan(survei, now)
        for survei in SurveiPercaya.objects.filter(status="buka").select_related("wilayah")
        if is_open(survei) and at_place(now, survei.wilayah_id).hour in JAM_KIRIM
    )


def shuffle_all() -> int:
    """Every night: rewrite the rows of the open rounds; gives how many rounds."""
    rows = list(SurveiPercaya.objects.filter(status="buka"))
    for survei in rows:
        shuffle_survei(survei)
    return len(rows)


@transaction.atomic
def purge_draf(now: datetime) -> int:
    """Drop chats left in the middle, with their place in the ballot: they may begin again."""
    lama = DrafPercaya.objects.select_for_update(of=("self",), skip_locked=True).filter(
        tanya_at__lt=now - DRAF_UMUR
    )
    rows = list(lama.select_related("survei"))
    for draf in rows:
        SuaraPercaya.objects.filter(
            survei=draf.survei, sidik=sidik_of(draf.survei, draf.kontak_id)
        ).delete()
    DrafPercaya.objects.filter(pk__in=[draf.pk for draf in rows]).delete()
    return len(rows)


@transaction.atomic
def send_undangan(survei: SurveiPercaya, now: datetime) -> int:
    """Invite, once a round, whom we may write to in its RTs; after visits only where one was.

    The link is that of the RT, the same for everybody there. Gives how many were invited now.
    """
    rt = _invited_areas(survei, now)
    ketua = list(_heads(survei))
    diundang = PesanKeluar.objects.filter(templat__in=["percaya_undang", "percaya_undang_ketua"])
    kontak = (
        reachable_kontak(now)
        .filter(wilayah__in=rt)
        .exclude(pk__in=[tokoh.kontak_id for tokoh in ketua])
        .exclude(pk__in=diundang.filter(rujukan=_rujukan(survei)).values("kontak"))
    )
    kiriman = [_undangan(survei, satu, rt=satu.wilayah_id or "") for satu in kontak[:_SEKALI]]
    sudah = set(
        diundang.filter(rujukan=_rujukan(survei), kontak__in=[t.kontak_id for t in ketua])
        .values_list("kontak", flat=True)
    )  # fmt: skip
    kiriman += [_undangan(survei, t.kontak, ketua=True) for t in ketua if t.kontak_id not in sudah]
    return len(queue_pesan_many(kiriman))


def reachable_kontak(now: datetime) -> "models.QuerySet[Kontak]":
    """Whom we may write to unasked: they let us keep the address until they say otherwise."""
    return (
        Kontak.objects.filter(saluran__in=SALURAN_PERCAKAPAN, simpan=Kontak.Simpan.DICABUT)
        .filter(berhenti_at__isnull=True)
        .filter(Q(alamat_hingga__isnull=True) | Q(alamat_hingga__gt=now))
        .exclude(alamat="")
        .order_by("pk")
    )


def _rujukan(survei: SurveiPercaya) -> str:
    return f"survei-percaya:{survei.pk}"


def _invited_areas(survei: SurveiPercaya, now: datetime) -> list[str]:
    rt = [satu.kode for satu in areas_of(survei)]
    if survei.gelombang == SurveiPercaya.Gelombang.SEBELUM:
        return rt
    selesai = Kunjungan.objects.done().filter(wilayah__in=rt, selesai_at__lt=now)
    return list(selesai.values_list("wilayah", flat=True).distinct())


def _heads(survei: SurveiPercaya) -> "models.QuerySet[Tokoh]":
    rows = Tokoh.objects.in_wilayah(survei.wilayah_id).active(today_of(survei))
    return rows.filter(unsur__in=KETUA, kontak__berhenti_at__isnull=True, kontak__isnull=False)\
        .select_related("kontak")  # fmt: skip


def _undangan(
    survei: SurveiPercaya, kontak: Kontak | None, *, rt: str = "", ketua: bool = False
) -> Kiriman:
    kelompok = K.KETUA if ketua else K.WARGA
    return Kiriman(
        kunci=f"percaya:{survei.pk}:{kontak.pk if kontak else 0}",
        templat="percaya_undang_ketua" if ketua else "percaya_undang",
        slots={
            "kelurahan": survei.wilayah.nama,
            "url": survei_url(survei, rt=rt, kelompok=kelompok),
            "hingga": f"{survei.tutup:%d/%m/%Y}",
        },
        kontak=kontak,
        wilayah=survei.wilayah_id,
        rujukan=_rujukan(survei),
    )
