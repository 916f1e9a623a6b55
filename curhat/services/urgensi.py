"""One place that changes urgency: curhat, severity, escalation and open ticket stay together."""

from datetime import datetime

from curhat.aturan_aktif import aturan_aktif
from curhat.batas_waktu import aturan_penyelesaian
from curhat.models import Curhat, RiwayatTiket, Tiket
from curhat.services.anggota import earliest_due, highest_urgensi
from curhat.services.kabar import notify_naik
from curhat.triase.kegawatan import KEPARAHAN
from curhat.triase.samaran import mask_pribadi
from wilayah.models import Pengguna
from wilayah.tenggat import due_at


def rate(curhat: Curhat, urgensi: int) -> None:
    """Urgency with what follows from it, unsaved: severity, escalation, emergency only at 5."""
    curhat.urgensi, curhat.keparahan = urgensi, KEPARAHAN[urgensi]
    curhat.eskalasi = urgensi >= aturan_aktif().ambang_eskalasi
    curhat.darurat = curhat.darurat and urgensi == 5


def rate_tiket(
    tiket: Tiket,
    curhat: Curhat,
    *,
    by: Pengguna | None = None,
    catatan: str = "",
    urgensi: int | None = None,
) -> None:
    """Bring a locked open ticket in line with its curhat's urgency and subject, and save it.

    One that serves several is as urgent as the most urgent of them, unless staff set `urgensi`.
    The deadline follows from when this round began; who is in charge hears of a rise.
    """
    lama = tiket.urgensi
    tiket.urgensi = highest_urgensi(tiket, curhat) if urgensi is None else urgensi
    set_due(tiket, tiket.curhat, round_start(tiket))
    tiket.due_at = earliest_due(tiket, tiket.due_at)
    tiket.save(update_fields=["urgensi", "due_at", "due_aturan", "updated_at"])
    if lama == tiket.urgensi and not catatan:
        return
    RiwayatTiket.objects.create(
        tiket=tiket,
        dari=tiket.status,
        ke=tiket.status,
        by=by,
        untuk_warga=False,
        catatan=mask_pribadi(f"Urgensi {lama} menjadi {tiket.urgensi}. {catatan}".strip()).teks,
    )
    if tiket.urgensi > lama and (curhat.eskalasi or tiket.urgensi > curhat.urgensi):
        notify_naik(tiket)


def set_due(tiket: Tiket, curhat: Curhat, mulai: datetime) -> None:
    """The deadline of work begun at `mulai`, with the rule it comes from, unsaved."""
    aturan = aturan_penyelesaian(curhat.subkategori, tiket.urgensi)
    tiket.due_at = due_at(mulai, aturan, tiket.wilayah_id)
    tiket.due_aturan = aturan.nama


def round_start(tiket: Tiket) -> datetime:
    """When this round of the work began: the last reopening, else the making of the ticket.

    Time that waited for the resident lies before a reopening, so no pause is ever charged.
    """
    dibuka = tiket.riwayat.filter(ke=Tiket.Status.DIBUKA_LAGI).exclude(
        dari=Tiket.Status.DIBUKA_LAGI
    )
    terakhir = dibuka.order_by("-id").first()
    return terakhir.at if terakhir is not None else tiket.created_at
