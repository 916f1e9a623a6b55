"""Surveys: made from a set of questions, opened for a programme's households, answered, closed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import JawabanSurvei, Keikutsertaan, Pengukuran, Program, Rumah, Survei
from ekonomi.services.omzet import Asal, OmzetKeliru, default_bulan, record_omzet
from pesan.services import queue_pesan
from wilayah.kalender import to_wib
from wilayah.models import Pengguna
from wilayah.pertanyaan import (
    Pertanyaan,
    load_kumpulan,
    missing,
    read_pertanyaan,
    tell_apart,
)

S, B = Survei.Status, JawabanSurvei.Status
GARAM = "ekonomi.survei"
JEDA_PENGINGAT = timedelta(days=7)
JAM_KIRIM = range(8, 18)


class SurveiTertutup(Exception):  # noqa: N818 - the domain's word
    """This survey takes no answers (any more)."""


class BelumLengkap(ValueError):  # noqa: N818
    """Required questions are open; `kurang` are they."""

    def __init__(self, kurang: list[Pertanyaan]) -> None:
        self.kurang = kurang
        super().__init__("Masih ada pertanyaan yang belum dijawab.")


def questions_of(survei: Survei) -> list[Pertanyaan]:
    """The questions as they were when this survey was made."""
    return read_pertanyaan(survei.pertanyaan)


@transaction.atomic
def draft_survei(
    program: Program, *, kode: str, judul: str, bulan_ke: int, buka: date, tutup: date,
    by: Pengguna | None,
) -> Survei:  # fmt: skip
    """A survey with the questions that ship as `kode`. Raises LookupError for an unknown set."""
    isi = load_kumpulan(kode)
    return Survei.objects.create(
        program=program, judul=judul, bulan_ke=bulan_ke, buka=buka, tutup=tutup, kode=kode,
        versi=isi["versi"], pertanyaan=isi["pertanyaan"], by=by,
    )  # fmt: skip


@transaction.atomic
def open_survei(survei: Survei, *, by: Pengguna | None = None) -> int:
    """Open it, or take in households that joined since; gives how many were added.

    Raises SurveiTertutup for one that was closed.
    """
    survei = Survei.objects.select_for_update(of=("self",)).get(pk=survei.pk)
    if survei.status == S.TUTUP:
        raise SurveiTertutup("Survei ini sudah ditutup.")
    if survei.status == S.DRAF:
        survei.status = S.BUKA
        survei.save(update_fields=["status"])
    ikut = Keikutsertaan.objects.filter(program=survei.program_id, keluar__isnull=True)
    rumah = Rumah.objects.active().filter(pk__in=ikut.values("rumah"))
    baru = rumah.exclude(jawaban_survei__survei=survei).order_by("wilayah", "nama_kepala", "pk")
    nomor = survei.jawaban.aggregate(n=Max("nomor"))["n"] or 0
    rows = [
        JawabanSurvei(survei=survei, rumah=satu, nomor=nomor + n, kontak=satu.kontak)
        for n, satu in enumerate(baru.select_related("kontak"), start=1)
    ]
    JawabanSurvei.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def close_survei(survei: Survei, *, by: Pengguna | None = None) -> Survei:
    """No more answers; what was half answered stays as it is and does not count."""
    survei = Survei.objects.select_for_update(of=("self",)).get(pk=survei.pk)
    survei.status = S.TUTUP
    survei.save(update_fields=["status"])
    survei.jawaban.exclude(tanya="").update(tanya="")
    return survei


@transaction.atomic
def save_jawaban(
    baris: JawabanSurvei,
    isian: Mapping[str, Any],
    *,
    cara: str,
    by: Pengguna | None = None,
    selesai: bool = False,
) -> JawabanSurvei:
    """Keep these answers (None: passed over) beside those given before; `selesai` hands them in.

    Raises SurveiTertutup, or BelumLengkap when required ones are missing at the end.
    """
    baris = _lock_open(baris)
    now = timezone.now()
    baris.jawaban = {**baris.jawaban, **isian}
    baris.cara, baris.oleh = cara, by
    baris.mulai_at = baris.mulai_at or now
    if baris.status != B.SELESAI:
        baris.status = B.BERJALAN
    if selesai:
        kurang = missing(questions_of(baris.survei), baris.jawaban)
        if kurang:
            raise BelumLengkap(kurang)
        baris.status, baris.selesai_at, baris.tanya = B.SELESAI, now, ""
        _take_income(baris, by)
    baris.save()
    return baris


@transaction.atomic
def refuse_survei(baris: JawabanSurvei) -> JawabanSurvei:
    """The household does not want to answer, and is not asked again."""
    baris = _lock_open(baris)
    baris.status, baris.tanya, baris.selesai_at = B.MENOLAK, "", None
    baris.save()
    return baris


@transaction.atomic
def enter_kertas(
    baris: JawabanSurvei, isian: Mapping[str, Any], *, by: Pengguna
) -> list[tuple[Pertanyaan, str, str]]:
    """Type a paper in. The second time, by another person, it is compared with the first.

    Gives where the two differ (the first stays until `settle_kertas`); empty: all is well.
    Raises BelumLengkap, SurveiTertutup, PermissionError for the same person's second entry.
    """
    tanya = questions_of(baris.survei)
    if baris.status != B.SELESAI or baris.cara != JawabanSurvei.Cara.KERTAS:
        save_jawaban(baris, isian, cara=JawabanSurvei.Cara.KERTAS, by=by, selesai=True)
        return []
    baris = _lock_open(baris)
    if baris.oleh_id == by.pk:
        raise PermissionError("Masukan kedua harus oleh orang lain.")
    kurang = missing(tanya, isian)
    if kurang:
        raise BelumLengkap(kurang)
    beda = tell_apart(tanya, baris.jawaban, isian)
    baris.masukan_kedua, baris.oleh_kedua, baris.dicocokkan = dict(isian), by, not beda
    baris.save(update_fields=["masukan_kedua", "oleh_kedua", "dicocokkan"])
    return beda


@transaction.atomic
def settle_kertas(baris: JawabanSurvei, *, pakai_kedua: bool, by: Pengguna) -> JawabanSurvei:
    """Somebody looked at the paper again and says which of the two entries is right."""
    baris = JawabanSurvei.objects.select_for_update(of=("self",)).get(pk=baris.pk)
    if baris.masukan_kedua is not None:
        if pakai_kedua:
            baris.jawaban = baris.masukan_kedua
        baris.dicocokkan = True
        baris.save(update_fields=["jawaban", "dicocokkan"])
    return baris


def run_survei() -> int:
    """What the scheduler does: invitations, one reminder, and closing what is over."""
    now = timezone.now()
    hari = to_wib(now).date()
    for lewat in Survei.objects.filter(status=S.BUKA, tutup__lt=hari):
        close_survei(lewat)
    if to_wib(now).hour not in JAM_KIRIM:
        return 0
    terbuka = Survei.objects.filter(status=S.BUKA, buka__lte=hari, tutup__gte=hari)
    return sum(send_undangan(survei, now) for survei in terbuka)


def send_undangan(survei: Survei, now: datetime) -> int:
    """Invite whoever has a contact and was not invited, remind once after a week; how many."""
    ingat = Q(diundang_at__lt=now - JEDA_PENGINGAT, diingatkan_at__isnull=True)
    rows = (
        JawabanSurvei.objects.reachable()
        .filter(survei=survei, kontak__isnull=False, kontak__berhenti_at__isnull=True)
        .filter(Q(diundang_at__isnull=True) | ingat)
        .order_by("nomor")
    )
    return sum(_send_one(pk, now) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _send_one(pk: int, now: datetime) -> bool:
    baris = (
        JawabanSurvei.objects.reachable()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("survei", "kontak", "rumah")
        .filter(pk=pk)
        .first()
    )
    if baris is None:
        return False
    lagi = baris.diundang_at is not None
    kolom = "diingatkan_at" if lagi else "diundang_at"
    setattr(baris, kolom, now)
    baris.save(update_fields=[kolom])
    queue_pesan(
        kunci=f"survei:{baris.pk}:{'ingat' if lagi else 'undang'}",
        templat="survei_ingat" if lagi else "survei_undang",
        slots={
            "judul": baris.survei.judul,
            "url": survei_url(baris),
            "hingga": f"{baris.survei.tutup:%d/%m/%Y}",
        },
        kontak=baris.kontak,
        wilayah=baris.rumah.wilayah_id,
    )
    return True


def survei_url(baris: JawabanSurvei) -> str:
    """The personal link to a household's form; works as long as the survey is open."""
    tanda = signing.dumps(baris.pk, salt=GARAM)
    return f"{settings.SITE_URL}{reverse('survei_isi', args=[tanda])}"


def jawaban_of_link(tanda: str) -> JawabanSurvei | None:
    """The form a personal link opens; None for a forged one."""
    try:
        pk = signing.loads(tanda, salt=GARAM)
    except (signing.BadSignature, ValueError):
        return None
    rows = JawabanSurvei.objects.select_related("survei__program", "rumah__wilayah")
    return rows.filter(pk=pk).first()


def is_open(survei: Survei, hari: date) -> bool:
    """Whether answers are taken on this day."""
    return survei.status == S.BUKA and survei.buka <= hari <= survei.tutup


def _lock_open(baris: JawabanSurvei) -> JawabanSurvei:
    baris = (
        JawabanSurvei.objects.select_for_update(of=("self",))
        .select_related("survei", "rumah")
        .get(pk=baris.pk)
    )
    if not is_open(baris.survei, timezone.localdate()):
        raise SurveiTertutup("Survei ini sudah ditutup. Terima kasih atas niat baik Anda.")
    return baris


def _take_income(baris: JawabanSurvei, by: Pengguna | None) -> None:
    """What the survey says of a month's income is a measurement too, unless one is there."""
    nilai = baris.jawaban.get("pendapatan")
    if not isinstance(nilai, int):
        return
    bulan = default_bulan(timezone.localdate().replace(day=1))
    ada = baris.rumah.pengukuran.filter(jenis=Pengukuran.Jenis.PENDAPATAN, bulan=bulan)
    if ada.exclude(status__in=["batal", "dikoreksi"]).exists():
        return
    asal = Asal(Pengukuran.Cara.SURVEI, by=by, kontak=baris.kontak, kunci=f"survei:{baris.pk}")
    try:
        record_omzet(
            baris.rumah, bulan=bulan, nilai=nilai, asal=asal, jenis=Pengukuran.Jenis.PENDAPATAN
        )
    except OmzetKeliru:
        return
