"""Taking over a conversation, writing in it, handing it back. Each act is in the report's history,
which is append-only and holds no words."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from curhat.models import AmbilAlih, Curhat, RiwayatCurhat, TandaBaca
from curhat.models.obrolan import visible_curhat
from curhat.services.kabar import curhat_slots
from curhat.services.pesan_petugas import approved, blocked, may_reach, write_warga
from curhat.triase.samaran import mask_catatan
from pesan.models import Kontak, PesanKeluar
from pesan.models.kanal import Saluran
from pesan.services import queue_pesan
from wilayah.models import Pengguna
from wilayah.peran import peran_with

P, Sebab = RiwayatCurhat.Peristiwa, AmbilAlih.Sebab
DI_LUAR_JENDELA = (
    "Jendela 24 jam WhatsApp sudah tertutup dan belum ada templat yang disetujui. "
    "Pakai teks SMS, atau tunggu warga menulis lagi."
)


class SudahDiambil(Exception):  # noqa: N818 - the domain's word
    """Somebody else holds this conversation."""

    def __init__(self, oleh: Pengguna) -> None:
        super().__init__(f"Percakapan ini sedang dipegang {oleh}.")


def obrolan_link(kontak: int) -> str:
    """Absolute address of the conversation in the admin."""
    return settings.SITE_URL + reverse("admin:curhat_obrolan_change", args=[kontak])


def curhat_of(kontak: Kontak, by: Pengguna, aksi: str = "view") -> Curhat | None:
    """The newest report of this contact that this person's roles open."""
    rows = visible_curhat(by, peran_with("curhat.obrolan", aksi)).filter(kontak=kontak)
    found: Curhat | None = rows.select_related("wilayah", "kontak").order_by("-id").first()
    return found


@transaction.atomic
def take_obrolan(kontak: Kontak, *, by: Pengguna) -> AmbilAlih:
    """A person answers from now on, the assistant is silent, the resident is told so.

    Taken twice by the same person it is the same. Raises SudahDiambil when another holds it,
    ValueError where there is no report of one's own or no way to the resident.
    """
    kontak = Kontak.objects.select_for_update().get(pk=kontak.pk)
    curhat = curhat_of(kontak, by, "change")
    if curhat is None:
        raise ValueError("Tidak ada laporan warga ini di wilayah Anda.")
    if alasan := blocked(curhat):
        raise ValueError(alasan)
    now = timezone.now()
    lama = AmbilAlih.objects.open().select_related("by").filter(kontak=kontak).first()
    if lama is not None and lama.kedaluwarsa_at > now:
        if lama.by_id != by.pk:
            raise SudahDiambil(lama.by)
        return lama
    if lama is not None:
        _end(lama, Sebab.KEDALUWARSA, by=None)
    ambil = AmbilAlih.objects.create(
        kontak=kontak,
        curhat=curhat,
        wilayah_id=curhat.wilayah.kode_kelurahan or curhat.wilayah_id,
        by=by,
        since=now,
        staf_at=now,
    )
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.AMBIL_ALIH, by=by)
    tell_taken(ambil)
    return ambil


def tell_taken(ambil: AmbilAlih) -> None:
    """Tell the resident that a person is there, once and only when it can reach them.

    Outside the window that is when they write again (`curhat.ambil_alih`).
    """
    if ambil.diberi_tahu_at is not None:
        return
    if not may_reach(ambil.kontak, "ambil_alih", ambil.wilayah_id):
        return
    if _say(ambil, "ambil_alih") is not None:
        ambil.diberi_tahu_at = timezone.now()
        ambil.save(update_fields=["diberi_tahu_at"])


def _say(ambil: AmbilAlih, templat: str) -> PesanKeluar | None:
    return queue_pesan(
        kunci=f"obrolan:{ambil.pk}:{templat}",
        templat=templat,
        slots=curhat_slots(ambil.curhat),
        kontak=ambil.kontak,
        wilayah=ambil.curhat.wilayah_id,
        rujukan=ambil.curhat.kode,
    )


@transaction.atomic
def return_obrolan(ambil: AmbilAlih, *, by: Pengguna) -> AmbilAlih:
    """The assistant answers again; the resident is told. A second time does nothing."""
    ambil = _locked(ambil)
    if ambil.until is None:
        _end(ambil, Sebab.DIKEMBALIKAN, by=by)
    return ambil


def _end(ambil: AmbilAlih, sebab: str, *, by: Pengguna | None) -> None:
    ambil.until, ambil.sebab = timezone.now(), sebab
    ambil.save(update_fields=["until", "sebab"])
    RiwayatCurhat.objects.create(
        curhat=ambil.curhat,
        peristiwa=P.KEMBALI,
        by=by,
        catatan=Sebab(sebab).label,
    )
    if ambil.diberi_tahu_at and may_reach(ambil.kontak, "kembali_asisten", ambil.wilayah_id):
        _say(ambil, "kembali_asisten")


def expire_obrolan(now: datetime) -> int:
    """End what staff have left for too long, and tell both sides. Safe to repeat."""
    count = 0
    for pk in list(AmbilAlih.objects.expired(now).values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            ambil = (
                AmbilAlih.objects.expired(now)
                .select_for_update(of=("self",), skip_locked=True)
                .select_related("kontak", "curhat__wilayah", "by")
                .filter(pk=pk)
                .first()
            )
            if ambil is None:
                continue
            _end(ambil, Sebab.KEDALUWARSA, by=None)
            _notify(ambil, "notif_obrolan_usai", f"obrolan-usai:{ambil.pk}")
            count += 1
    return count


def notify_holder(ambil: AmbilAlih, kunci: str) -> None:
    """Tell who holds the conversation that the resident has written; never the words."""
    _notify(ambil, "notif_obrolan", kunci)


def _notify(ambil: AmbilAlih, templat: str, kunci: str) -> None:
    slots = curhat_slots(ambil.curhat) | {
        "url": obrolan_link(ambil.kontak_id),
        "jam": settings.AMBIL_ALIH_JAM,
    }
    queue_pesan(
        kunci=kunci,
        templat=templat,
        slots=slots,
        pengguna=ambil.by,
        wilayah=ambil.curhat.wilayah_id,
        rujukan=ambil.curhat.kode,
    )


@transaction.atomic
def write_obrolan(ambil: AmbilAlih, *, by: Pengguna, teks: str) -> PesanKeluar:
    """The holder's words to the resident: free within the window, else by the approved template.

    Raises SudahDiambil for anybody but the holder, ValueError where the words would not arrive.
    """
    ambil = _locked(ambil)
    if ambil.until is not None:
        raise ValueError("Percakapan sudah dikembalikan ke asisten. Ambil alih lagi untuk menulis.")
    if ambil.by_id != by.pk:
        raise SudahDiambil(ambil.by)
    kontak = ambil.kontak
    terbuka = kontak.saluran == Saluran.WHATSAPP and kontak.jendela_terbuka
    surel = "@" in kontak.alamat
    if not (terbuka or surel or approved("dari_petugas", ambil.curhat.wilayah_id)):
        raise ValueError(DI_LUAR_JENDELA)
    baris = RiwayatCurhat.objects.create(
        curhat=ambil.curhat,
        peristiwa=P.PESAN,
        by=by,
        catatan="Keadaan kirimannya ada di obrolan.",
    )
    kunci = f"obrolan:{ambil.pk}:tulis:{baris.pk}"
    pesan = write_warga(ambil.curhat, teks=teks.strip(), kunci=kunci, langsung=terbuka)
    ambil.staf_at = timezone.now()
    ambil.save(update_fields=["staf_at"])
    return pesan


def _locked(ambil: AmbilAlih) -> AmbilAlih:
    return (
        AmbilAlih.objects.select_for_update(of=("self",))
        .select_related("kontak", "curhat__wilayah", "curhat__kontak", "by")
        .get(pk=ambil.pk)
    )


@transaction.atomic
def reveal_alamat(kontak: Kontak, *, by: Pengguna, alasan: str) -> str:
    """The resident's number or e-mail, shown once for a stated reason; that it was is on record.

    Raises ValueError where there is none, or the resident asked to be hidden.
    """
    curhat = curhat_of(kontak, by, "change")
    if curhat is None or not kontak.alamat:
        raise ValueError("Alamat balasan sudah dihapus; warga hanya terjangkau lewat kode dan PIN.")
    if not alasan.strip():
        raise ValueError("Tuliskan mengapa nomor perlu dibuka.")
    if Curhat.objects.filter(kontak=kontak, anonim=True).exists():
        raise ValueError("Warga meminta disembunyikan; nomornya tidak dibuka untuk siapa pun.")
    RiwayatCurhat.objects.create(
        curhat=curhat,
        peristiwa=P.ALAMAT,
        by=by,
        catatan=mask_catatan(alasan.strip())[:300],
    )
    return kontak.alamat


def mark_read(kontak: Kontak, *, by: Pengguna) -> None:
    """This person has seen the conversation up to now."""
    TandaBaca.objects.update_or_create(
        pengguna=by, kontak_id=kontak.pk, defaults={"at": timezone.now()}
    )
