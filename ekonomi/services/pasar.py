"""A market and its days: made ahead by the rule, moved or called off with a reason, announced."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from ekonomi.models import LanggananPasar, Pasar, PasarHari, RiwayatPasar, SewaLapak
from ekonomi.services.pasar_kabar import announce_slots, tell_penyewa
from pesan.models import Kontak
from pesan.services import Kiriman, queue_pesan_many, record_persetujuan
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

MUKA = timedelta(days=120)  # how far ahead the days of a rule are made
VERSI_LANGGANAN = "pasar-langganan-1"  # the wording of templat pasar_langganan
P, S = RiwayatPasar.Peristiwa, PasarHari.Status


@transaction.atomic
def save_pasar(pasar: Pasar, *, by: Pengguna | None) -> Pasar:
    """Keep a market and make its days anew where the rule changed.

    Days to come that nobody booked and nobody touched give way; others stay as they are.
    """
    pasar.rrule = pasar.write_rrule()
    pasar.full_clean()
    pasar.save()
    fresh = PasarHari.objects.filter(
        pasar=pasar, asal__isnull=False, mulai_at__gt=timezone.now(), status=S.TERJADWAL,
        urutan=0, sewa__isnull=True, riwayat__isnull=True,
    )  # fmt: skip
    PasarHari.objects.filter(pk__in=list(fresh.values_list("pk", flat=True))).delete()
    extend_hari(pasar)
    return pasar


def extend_hari(pasar: Pasar, *, sejak: date | None = None) -> int:
    """Make the days of the coming months that are not there yet; gives how many. Safe to repeat."""
    if not pasar.aktif:
        return 0
    hari_ini = timezone.localdate()
    hari = pasar.days_between(sejak or hari_ini, hari_ini + MUKA)
    ada = set(PasarHari.objects.filter(pasar=pasar, asal__in=hari).values_list("asal", flat=True))
    baru = [_day(pasar, satu, asal=satu) for satu in hari if satu not in ada]
    PasarHari.objects.bulk_create(baru, ignore_conflicts=True)
    return len(baru)


def _day(pasar: Pasar, hari: date, *, asal: date | None) -> PasarHari:
    mulai, selesai = (_at(hari, jam) for jam in (pasar.jam_mulai, pasar.jam_selesai))
    return PasarHari(pasar=pasar, asal=asal, mulai_at=mulai, selesai_at=selesai)


def _at(hari: date, jam: time) -> datetime:
    return datetime.combine(hari, jam, tzinfo=timezone.get_current_timezone())


@transaction.atomic
def add_hari(pasar: Pasar, hari: date, *, alasan: str = "", by: Pengguna) -> PasarHari:
    """An extra market day outside the rule. Raises ValueError for a day that has one already."""
    list(Pasar.objects.select_for_update().filter(pk=pasar.pk))
    _refuse_double(pasar, hari)
    row = _day(pasar, hari, asal=None)
    row.alasan = mask_catatan(alasan)[:300]
    row.save()
    log_pasar(row, P.TAMBAH, by=by, catatan=alasan)
    return row


@transaction.atomic
def move_hari(
    row: PasarHari, *, hari: date, mulai: time, selesai: time, alasan: str, by: Pengguna
) -> PasarHari:
    """Another day or hour for one market day; stall holders are told.

    Raises ValueError without a reason, for a past or occupied day, for hours the wrong way round.
    """
    row = _lock_open(row, alasan)
    if selesai <= mulai:
        raise ValueError("Jam selesai harus sesudah jam mulai.")
    if _at(hari, selesai) <= timezone.now():
        raise ValueError("Hari pasar tidak dapat dipindah ke waktu yang sudah lewat.")
    _refuse_double(row.pasar, hari, kecuali=row)
    row.mulai_at, row.selesai_at = _at(hari, mulai), _at(hari, selesai)
    row.alasan, row.urutan = mask_catatan(alasan.strip())[:300], row.urutan + 1
    row.save(update_fields=["mulai_at", "selesai_at", "alasan", "urutan"])
    log_pasar(row, P.PINDAH, by=by, catatan=alasan)
    tell_penyewa(row, "pasar_dipindah", alasan=row.alasan)
    return row


@transaction.atomic
def cancel_hari(row: PasarHari, *, alasan: str, by: Pengguna) -> PasarHari:
    """Call one market day off; stall holders are told why. Raises ValueError without a reason."""
    row = _lock_open(row, alasan)
    row.status, row.alasan = S.BATAL, mask_catatan(alasan.strip())[:300]
    row.urutan += 1
    row.save(update_fields=["status", "alasan", "urutan"])
    log_pasar(row, P.BATAL, by=by, catatan=alasan)
    tell_penyewa(row, "pasar_dibatalkan", alasan=row.alasan)
    SewaLapak.objects.valid().filter(hari=row).update(
        dibatalkan_at=timezone.now(), alasan="Hari pasar dibatalkan"
    )
    return row


@transaction.atomic
def announce_hari(row: PasarHari, *, by: Pengguna) -> int:
    """Tell who subscribed of one market day, each once; gives how many it is owed to.

    Raises ValueError for a day that is called off or over.
    """
    row = _lock_open(row, "-")
    kelurahan = str(row.pasar.wilayah.kode_kelurahan)
    pelanggan = LanggananPasar.objects.filter(wilayah=kelurahan).select_related("kontak")
    slots = announce_slots(row)
    kiriman = [
        Kiriman(
            kunci=f"pasar-umum:{row.pk}:{row.urutan}:{satu.kontak_id}", templat="pasar_pengumuman",
            slots=slots, kontak=satu.kontak, wilayah=row.pasar.wilayah,
        )
        for satu in pelanggan
    ]  # fmt: skip
    terutang = len(queue_pesan_many(kiriman))
    log_pasar(row, P.UMUM, by=by, catatan=f"Kepada {terutang} pelanggan")
    return terutang


@transaction.atomic
def subscribe_pasar(kontak: Kontak, wilayah: Wilayah) -> bool:
    """Remember that this person wants to hear of markets; False when they already do."""
    _row, baru = LanggananPasar.objects.get_or_create(kontak=kontak, wilayah=wilayah)
    if baru:
        record_persetujuan(kontak, "simpan_alamat", Kontak.Simpan.DICABUT, VERSI_LANGGANAN, "pasar")
    return baru


@transaction.atomic
def unsubscribe_pasar(kontak: Kontak) -> bool:
    """No more announcements; the address is kept only as long as something else needs it."""
    jumlah, _rinci = LanggananPasar.objects.filter(kontak=kontak).delete()
    if jumlah:
        record_persetujuan(kontak, "simpan_alamat", Kontak.Simpan.TIKET, VERSI_LANGGANAN, "pasar")
    return jumlah > 0


def log_pasar(row: PasarHari, peristiwa: str, *, by: Pengguna | None, catatan: str = "") -> None:
    """A row of the market day's history."""
    RiwayatPasar.objects.create(
        hari=row, peristiwa=peristiwa, by=by,
        catatan=mask_catatan(catatan)[:300] if catatan else "",
    )  # fmt: skip


def lock_hari(row: PasarHari) -> PasarHari:
    """The market day anew and locked: who books a stall holds this."""
    rows = PasarHari.objects.select_for_update(of=("self",)).select_related("pasar__wilayah")
    found: PasarHari = rows.get(pk=row.pk)
    return found


def _lock_open(row: PasarHari, alasan: str) -> PasarHari:
    if not alasan.strip():
        raise ValueError("Tuliskan alasannya; pemilik lapak akan membacanya.")
    row = lock_hari(row)
    if row.is_batal:
        raise ValueError("Hari pasar ini sudah dibatalkan.")
    if row.selesai_at <= timezone.now():
        raise ValueError("Hari pasar ini sudah lewat.")
    return row


def _refuse_double(pasar: Pasar, hari: date, *, kecuali: PasarHari | None = None) -> None:
    sama = PasarHari.objects.filter(
        pasar=pasar, mulai_at__gte=_at(hari, time.min), mulai_at__lte=_at(hari, time.max)
    )
    if kecuali is not None:
        sama = sama.exclude(pk=kecuali.pk)
    if sama.exclude(status=S.BATAL).exists():
        raise ValueError("Pada hari itu sudah ada pasar.")
