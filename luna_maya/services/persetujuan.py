"""A host is asked, answers, changes the answer, takes it back; each answer is a row that stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luna_maya.izin import izin_of
from luna_maya.kait import run_kait
from luna_maya.models import AjakanTuanRumah, Kunjungan, PersetujuanTuanRumah, TuanRumah, Unsur
from luna_maya.models.persetujuan import IZIN
from luna_maya.services.kabar import Penerima, along_of, tell_along, tell_host
from luna_maya.services.kunjungan import (
    LangkahTerlarang,
    cancel_kunjungan,
    lock_kunjungan,
    log_kunjungan,
    move_kunjungan,
    reschedule_kunjungan,
)
from luna_maya.teks_izin import PERLU_WALI, load_teks
from pesan.models import Lampiran
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of
from wilayah.models import Pengguna

GARAM = "luna_maya.undangan"
J, Cara, S = PersetujuanTuanRumah.Jawaban, PersetujuanTuanRumah.Cara, Kunjungan.Status
BELUM_PASTI = frozenset({S.RENCANA, S.MENUNGGU})
AKAN_DATANG = BELUM_PASTI | {S.PASTI}
TERJAUH = timedelta(days=366)  # how far ahead a host may wish
TIDAK_COCOK = "Waktunya belum cocok untuk tuan rumah."
BERHALANGAN = "Tuan rumah berhalangan."


class WaktuBerubah(ValueError):  # noqa: N818 - the domain's word
    """The answer is to a time that has been changed since; the host is asked again."""

    def __init__(self) -> None:
        super().__init__("Waktunya sedang diatur ulang. Mohon tunggu undangan yang baru.")


class PerluWali(ValueError):  # noqa: N818
    """With children in the house a parent or guardian must agree to what was chosen."""

    def __init__(self) -> None:
        super().__init__(
            "Ada anak di rumah ini. Centang persetujuan orang tua atau wali, atau pilih tidak "
            "untuk foto, video, suara, dan tampil di halaman umum."
        )


@dataclass(frozen=True, slots=True)
class Jawab:
    """How an answer came. On paper: `by` and `pindaian`; by word of mouth: `by`.

    `untuk`: the time the host was shown (None: not known, the visit's present one is meant).
    """

    cara: str
    by: Pengguna | None = None
    pindaian: Lampiran | None = None
    untuk: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What a host allows; what is not named is not allowed. `wali`: a guardian agrees to it."""

    izin: Mapping[str, bool] = field(default_factory=dict)
    wali: bool = False

    @classmethod
    def usual(cls, tuan_rumah: TuanRumah) -> "Pilihan":
        """Of a host who says yes and nothing more."""
        return cls(load_teks().defaults(ada_anak=tuan_rumah.ada_anak))

    def columns(self) -> dict[str, bool]:
        return {f"izin_{apa}": bool(self.izin.get(apa)) for apa in IZIN}

    def check(self, *, ada_anak: bool) -> None:
        """Raises PerluWali."""
        if ada_anak and not self.wali and any(self.izin.get(apa) for apa in PERLU_WALI):
            raise PerluWali


@transaction.atomic
def invite_tuan_rumah(kunjungan: Kunjungan, *, by: Pengguna | None) -> AjakanTuanRumah:
    """Ask the host by chat, or again; the visit waits for the answer.

    Without a number nothing goes out: the link (`undangan_url`) or paper is handed over.
    Raises LangkahTerlarang for a visit that is agreed, has begun, is over or called off.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status not in BELUM_PASTI or kunjungan.mulai_at <= timezone.now():
        raise LangkahTerlarang(
            "Tuan rumah hanya dapat diundang untuk kunjungan yang belum disepakati dan belum lewat."
        )
    if kunjungan.status == S.RENCANA:
        kunjungan = move_kunjungan(kunjungan, to=S.MENUNGGU, by=by, apa="Tuan rumah diundang")
    else:
        log_kunjungan(kunjungan, "Tuan rumah diundang lagi", by=by)
    ajakan = _ask(kunjungan, by)
    teks = load_teks()
    kode = str(kunjungan.wilayah_id)
    area = area_of(kode)
    tell_host(
        kunjungan, "luna_ajak", langkah=f"ajak{ajakan.putaran}", hingga=kunjungan.mulai_at,
        url=undangan_url(kunjungan), rombongan=party_of(kunjungan),
        anak=teks.anak if kunjungan.tuan_rumah.ada_anak else "",
        kepala=area.kepala if area else "Lurah", kelurahan=area.nama if area else "",
    )  # fmt: skip
    return ajakan


def _ask(kunjungan: Kunjungan, by: Pengguna | None) -> AjakanTuanRumah:
    """Open the question anew; the visit is locked."""
    ajakan = AjakanTuanRumah.objects.filter(kunjungan=kunjungan).first()
    if ajakan is None:
        ajakan = AjakanTuanRumah(kunjungan=kunjungan, putaran=0)
    ajakan.putaran += 1
    ajakan.kontak = kunjungan.tuan_rumah.kontak
    ajakan.untuk_mulai_at, ajakan.by = kunjungan.mulai_at, by
    ajakan.tanya, ajakan.tanya_at = AjakanTuanRumah.Tanya.JAWAB, timezone.now()
    ajakan.draf = {}
    ajakan.save()
    return ajakan


@transaction.atomic
def agree_kunjungan(kunjungan: Kunjungan, pilihan: Pilihan, jawab: Jawab) -> PersetujuanTuanRumah:
    """The host says yes to the visit and to what may be recorded; later, changes the latter.

    The same answer again is the row that is there. Raises WaktuBerubah, PerluWali,
    LangkahTerlarang for a visit that was called off or has passed without an answer.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status == S.BATAL:
        raise LangkahTerlarang("Kunjungan ini sudah dibatalkan.")
    _check_time(kunjungan, jawab)
    if kunjungan.status in AKAN_DATANG and kunjungan.selesai_at <= timezone.now():
        raise LangkahTerlarang("Waktu kunjungan ini sudah lewat.")
    ada_anak = kunjungan.tuan_rumah.ada_anak
    pilihan.check(ada_anak=ada_anak)
    terakhir = last_answer(kunjungan)
    if _is_same(terakhir, pilihan) and terakhir is not None and kunjungan.status not in BELUM_PASTI:
        return terakhir
    lama = izin_of(kunjungan)
    baris = _write(kunjungan, J.YA, jawab, wali_setuju=pilihan.wali, **pilihan.columns())
    TuanRumah.objects.filter(pk=kunjungan.tuan_rumah_id).update(kesediaan="ya")
    if kunjungan.status in BELUM_PASTI:
        _close_question(kunjungan)
        move_kunjungan(kunjungan, to=S.PASTI, by=jawab.by, apa="Tuan rumah bersedia")
        _tell_staff(kunjungan, baris, kecuali_rombongan=True)
    elif _is_less(lama, izin_of(kunjungan)):
        run_kait(kunjungan, izin_of(kunjungan))
        log_kunjungan(kunjungan, "Tuan rumah mengurangi izin", by=jawab.by)
    return baris


@transaction.atomic
def ask_other_time(
    kunjungan: Kunjungan, *, minta: datetime | None, jawab: Jawab
) -> PersetujuanTuanRumah:
    """The host wants another time; the visit waits until staff move it and ask again.

    Raises WaktuBerubah, LangkahTerlarang, ValueError for a time that has passed.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status not in AKAN_DATANG:
        raise LangkahTerlarang("Kunjungan ini tidak dapat dipindah lagi.")
    _check_time(kunjungan, jawab)
    if minta is not None and minta <= timezone.now():
        raise ValueError("Waktu itu sudah lewat. Pilih waktu yang akan datang.")
    if minta is not None and minta > timezone.now() + TERJAUH:
        raise ValueError("Pilih waktu paling lama setahun dari sekarang.")
    terakhir = last_answer(kunjungan)
    if terakhir is not None and terakhir.jawaban == J.TANGGAL_LAIN:
        sama = terakhir.minta_mulai_at == minta
        if sama and terakhir.untuk_mulai_at == kunjungan.mulai_at:
            return terakhir
    lama = izin_of(kunjungan)
    baris = _write(kunjungan, J.TANGGAL_LAIN, jawab, minta_mulai_at=minta)
    _close_question(kunjungan)
    kode = str(kunjungan.wilayah_id)
    catatan = f"Minta {tanggal_panjang(minta, kode)}" if minta else ""
    if kunjungan.status == S.MENUNGGU:
        log_kunjungan(kunjungan, "Tuan rumah minta waktu lain", by=jawab.by, catatan=catatan)
    else:
        move_kunjungan(
            kunjungan, to=S.MENUNGGU, by=jawab.by, apa="Tuan rumah minta waktu lain",
            catatan=catatan,
        )  # fmt: skip
    if _is_less(lama, izin_of(kunjungan)):
        run_kait(kunjungan, izin_of(kunjungan))
    _tell_staff(kunjungan, baris, minta=tanggal_panjang(minta, kode) if minta else "")
    return baris


@transaction.atomic
def refuse_kunjungan(kunjungan: Kunjungan, jawab: Jawab) -> PersetujuanTuanRumah:
    """The host says no: the visit is called off with a neutral reason, the host not asked again.

    Raises WaktuBerubah, LangkahTerlarang. Twice is once.
    """
    kunjungan = lock_kunjungan(kunjungan)
    terakhir = last_answer(kunjungan)
    if terakhir is not None and terakhir.jawaban == J.TIDAK and kunjungan.status == S.BATAL:
        return terakhir
    if kunjungan.status not in AKAN_DATANG:
        raise LangkahTerlarang(
            f"Kunjungan ini sudah {kunjungan.get_status_display().lower()}, tidak perlu dijawab."
        )
    _check_time(kunjungan, jawab)
    baris = _write(kunjungan, J.TIDAK, jawab)
    TuanRumah.objects.filter(pk=kunjungan.tuan_rumah_id).update(kesediaan="tidak")
    _close_question(kunjungan)
    batal = cancel_kunjungan(kunjungan, alasan=TIDAK_COCOK, by=jawab.by, kabari_tuan=False)
    _tell_staff(batal, baris, kecuali_rombongan=True)
    run_kait(batal, izin_of(batal))
    return baris


@transaction.atomic
def withdraw_persetujuan(kunjungan: Kunjungan, jawab: Jawab) -> PersetujuanTuanRumah:
    """The host takes it back, at any time and without a reason.

    Before or during the visit it is called off and everybody concerned hears it at once; always,
    what was recorded of this host goes from the public page (`luna_maya.kait`). Twice is once.
    """
    kunjungan = lock_kunjungan(kunjungan)
    terakhir = last_answer(kunjungan)
    if terakhir is not None and terakhir.jawaban == J.CABUT:
        return terakhir
    baris = _write(kunjungan, J.CABUT, jawab)
    _close_question(kunjungan)
    jalan = kunjungan.status in AKAN_DATANG | {S.BERLANGSUNG}
    if jalan and kunjungan.selesai_at > timezone.now():
        kunjungan = cancel_kunjungan(
            kunjungan, alasan=BERHALANGAN, by=jawab.by, kabari_tuan=False
        )  # fmt: skip
        TuanRumah.objects.filter(pk=kunjungan.tuan_rumah_id).update(kesediaan="belum")
        _tell_staff(kunjungan, baris, kecuali_rombongan=True)
    else:
        log_kunjungan(kunjungan, "Tuan rumah mencabut persetujuan", by=jawab.by)
        _tell_staff(kunjungan, baris)
    run_kait(kunjungan, izin_of(kunjungan))
    return baris


@transaction.atomic
def move_to_wish(kunjungan: Kunjungan, *, by: Pengguna) -> Kunjungan:
    """Move the visit to the time its host wished for, and ask again.

    Raises LangkahTerlarang without such a wish, Bentrok where somebody is taken then.
    """
    kunjungan = lock_kunjungan(kunjungan)
    terakhir = last_answer(kunjungan)
    minta = terakhir.minta_mulai_at if terakhir and terakhir.jawaban == J.TANGGAL_LAIN else None
    if minta is None or minta <= timezone.now():
        raise LangkahTerlarang("Tidak ada waktu yang diminta tuan rumah, atau sudah lewat.")
    lama = kunjungan.selesai_at - kunjungan.mulai_at
    kunjungan = reschedule_kunjungan(
        kunjungan, mulai_at=minta, selesai_at=minta + lama, by=by,
        alasan="Sesuai waktu yang diminta tuan rumah.",
    )  # fmt: skip
    if kunjungan.status in BELUM_PASTI:
        invite_tuan_rumah(kunjungan, by=by)
    return kunjungan


def last_answer(kunjungan: Kunjungan) -> PersetujuanTuanRumah | None:
    """The answer that counts."""
    return PersetujuanTuanRumah.objects.filter(kunjungan=kunjungan).order_by("-pk").first()


def undangan_url(kunjungan: Kunjungan) -> str:
    """The host's personal link, for the answer now and the withdrawal later."""
    return f"{settings.SITE_URL}{reverse('luna_undangan', args=[sign_undangan(kunjungan)])}"


def sign_undangan(kunjungan: Kunjungan) -> str:
    """Bound to the host too: a visit given to another host has another link."""
    return signing.dumps([kunjungan.pk, kunjungan.tuan_rumah_id], salt=GARAM)


def kunjungan_of_link(tanda: str) -> Kunjungan | None:
    """The visit a host's link opens; None for a forged one, or when the host's data are gone."""
    try:
        pk, tuan = signing.loads(tanda[:200], salt=GARAM)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Kunjungan.objects.select_related("jenis", "tuan_rumah__kontak", "wilayah", "lurah")
    found: Kunjungan | None = rows.filter(
        pk=pk, tuan_rumah=tuan, tuan_rumah__dihapus_at__isnull=True
    ).first()
    return found


def party_of(kunjungan: Kunjungan) -> str:
    """Who comes, by office and not by name: "Lurah, Babinsa, Ketua RT"."""
    unsur = list(kunjungan.peserta.values_list("unsur", flat=True))
    urut = [str(satu.label) for satu in Unsur if satu == Unsur.LURAH or satu.value in unsur]
    return ", ".join(urut)


def _check_time(kunjungan: Kunjungan, jawab: Jawab) -> None:
    if kunjungan.status not in AKAN_DATANG:
        return
    dari_warga = jawab.cara in {Cara.CHAT, Cara.TAUTAN}
    if dari_warga and kunjungan.status == S.RENCANA:
        raise WaktuBerubah
    if jawab.untuk is not None and jawab.untuk != kunjungan.mulai_at:
        raise WaktuBerubah


def _write(kunjungan: Kunjungan, jawaban: str, jawab: Jawab, **kolom: Any) -> PersetujuanTuanRumah:
    return PersetujuanTuanRumah.objects.create(
        kunjungan=kunjungan, jawaban=jawaban, cara=jawab.cara, versi=load_teks().versi,
        by=jawab.by, pindaian=jawab.pindaian, untuk_mulai_at=kunjungan.mulai_at,
        ada_anak=kunjungan.tuan_rumah.ada_anak, **kolom,
    )  # fmt: skip


def _is_same(baris: PersetujuanTuanRumah | None, pilihan: Pilihan) -> bool:
    if baris is None or baris.jawaban != J.YA or baris.wali_setuju != pilihan.wali:
        return False
    return all(baris.is_allowed(apa) == bool(pilihan.izin.get(apa)) for apa in IZIN)


def _is_less(lama: Any, kini: Any) -> bool:
    nama = ("may_catat", "may_foto", "may_video", "may_suara", "may_sebut_rt", "may_tampil")
    return any(getattr(lama, satu) and not getattr(kini, satu) for satu in nama)


def _close_question(kunjungan: Kunjungan) -> None:
    AjakanTuanRumah.objects.filter(kunjungan=kunjungan).update(tanya="", draf={})


def _tell_staff(
    kunjungan: Kunjungan,
    baris: PersetujuanTuanRumah,
    *,
    minta: str = "",
    kecuali_rombongan: bool = False,
) -> None:
    """The lurah, and whoever planned it, hear the answer; not who entered it.

    `kecuali_rombongan`: not those going either, who have just been told what came of it.
    """
    orang = {p.pk: p for p in (kunjungan.lurah, kunjungan.by) if p is not None}
    ke = [Penerima(pengguna=p) for p in orang.values()]
    if kecuali_rombongan:
        ikut = {satu.kunci for satu in along_of(kunjungan)}
        ke = [satu for satu in ke if satu.kunci not in ikut]
    tell_along(
        kunjungan, "luna_jawab_petugas", langkah=f"jawab{baris.pk}", kecuali=baris.by, ke=ke,
        jawaban=baris.get_jawaban_display().lower(), minta=minta,
    )  # fmt: skip
