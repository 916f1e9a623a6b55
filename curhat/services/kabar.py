"""Who is told what about a ticket: lurah, moderators, the unit, the resident.

Every notice is an outbox row written in the caller's transaction. A case marked rahasia reaches
only those who may see it, and without its summary.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from curhat import acuan
from curhat.models import Curhat, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.services.anggota import served
from pesan.hitungan import count_up, read_hitungan
from pesan.models import PesanKeluar
from pesan.models.kanal import Saluran
from pesan.services import Kiriman, queue_pesan, queue_pesan_many
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Penugasan
from wilayah.peran import Peran

# What messages about a sensitive ticket say instead: a phone may be read by somebody else.
_NETRAL = {
    "unit": "petugas yang ditunjuk",
    "tindakan": "baca di halaman lacak dengan kode dan PIN",
    "alasan": "baca di halaman lacak dengan kode dan PIN",
}
_FORMULIR = {Saluran.WEB, Saluran.KIOS}
RINGKAS = timedelta(minutes=10)


def staff_link(tiket: Tiket) -> str:
    """Absolute address of the ticket in the admin."""
    return settings.SITE_URL + tiket.get_absolute_url()


def lacak_link(curhat: Curhat) -> str:
    """Absolute address where the resident follows the report."""
    return f"{settings.SITE_URL}{reverse('lacak')}?kode={curhat.kode}"


def penanggung_jawab(wilayah: str) -> list[Pengguna]:
    """The lurah and the moderators of the kelurahan nearest to this area, each once."""
    holding = Penugasan.objects.holding(wilayah, Peran.LURAH, Peran.MODERATOR)
    seen: dict[int, Pengguna] = {}
    for tugas in holding.select_related("pengguna"):
        seen.setdefault(tugas.pengguna_id, tugas.pengguna)
    return list(seen.values())


def tiket_slots(tiket: Tiket, *, curhat: Curhat | None = None, **lebih: Any) -> dict[str, Any]:
    """The slots that ticket templates share; see fixtures/templat_pesan.csv.

    `curhat`: the report of whoever is told, where it is not the ticket's own.
    """
    curhat = curhat or tiket.curhat
    return {
        **curhat_slots(curhat),
        "id": tiket.nomor,
        "nomor": tiket.nomor,
        "urgency_score": tiket.urgensi,
        "status": tiket.get_status_display(),
        "unit": str(tiket.instansi or tiket.petugas or "petugas kelurahan"),
        "batas": tanggal_panjang(tiket.due_at, tiket.wilayah_id),
        "tindakan": tiket.tindakan,
        "alasan": tiket.tindakan,
        "url": staff_link(tiket),
        **lebih,
        **(_NETRAL if curhat.rahasia else {}),
    }


def curhat_slots(curhat: Curhat) -> dict[str, Any]:
    """The slots that templates about a curhat share."""
    wilayah = curhat.wilayah
    return {
        "kode": curhat.kode,
        "kelurahan": _nama_kelurahan(curhat),
        "rt": "–" if curhat.rahasia else wilayah.rt or "–",
        "rw": "–" if curhat.rahasia else wilayah.rw or "–",
        "kategori": "Kasus peka" if curhat.rahasia else curhat.subkategori.nama,
        "summary": "Buka tautan untuk membaca." if curhat.rahasia else curhat.ringkasan,
        "ringkasan": "Kasus peka." if curhat.rahasia else curhat.ringkasan,
        "url_lacak": lacak_link(curhat),
    }


def _nama_kelurahan(curhat: Curhat) -> str:
    return acuan.wilayah_row(curhat.wilayah.kode_kelurahan or curhat.wilayah_id).nama


def notify_urgent(tiket: Tiket, *, kecuali: Pengguna | None = None) -> int:
    """[NOTIF] to the lurah and moderators, once for each round of the ticket.

    `kecuali`: who has just written the report down themselves, on a visit. A flood of web forms,
    which nobody has to put a name to, becomes one notice.
    """
    kepada = [p for p in penanggung_jawab(tiket.wilayah_id) if p != kecuali]
    if tiket.curhat.saluran in _FORMULIR and (ke := _count_formulir(tiket)):
        return _notify_ringkas(tiket, kepada, ke)
    return _notify("notif_lurah", kepada, tiket, f"notif:{tiket.pk}:{tiket.putaran}")


def _count_formulir(tiket: Tiket) -> str:
    """The name of the ten minutes in which this one is too many for its kelurahan, else ""."""
    kunci = f"notif:{tiket.curhat.wilayah.kode_kelurahan or tiket.wilayah_id}"
    if count_up({kunci: 1}, RINGKAS)[kunci] <= settings.NOTIF_FORMULIR_MAKS:
        return ""
    return f"ringkas:{kunci}:{int(read_hitungan([kunci])[kunci].hingga.timestamp())}"


def _notify_ringkas(tiket: Tiket, kepada: Iterable[Pengguna], kunci: str) -> int:
    slots = {
        "kelurahan": _nama_kelurahan(tiket.curhat),
        "batas": settings.NOTIF_FORMULIR_MAKS,
        "url": settings.SITE_URL + reverse("admin:curhat_tiket_changelist"),
    }
    return sum(
        queue_pesan(
            kunci=f"{kunci}:{pengguna.pk}",
            templat="notif_ringkas",
            slots=slots,
            pengguna=pengguna,
            wilayah=tiket.wilayah,
        )
        is not None
        for pengguna in kepada
    )


def notify_naik(tiket: Tiket) -> int:
    """[NOTIF] because the matter has become more urgent: once for each urgency of a round."""
    kunci = f"naik:{tiket.pk}:{tiket.putaran}:{tiket.urgensi}"
    return _notify("notif_lurah", penanggung_jawab(tiket.wilayah_id), tiket, kunci)


def notify_kritis(tiket: Tiket, *, kunci: str) -> int:
    """[NOTIF] because critical words came in a conversation that staff hold."""
    return _notify("notif_lurah", penanggung_jawab(tiket.wilayah_id), tiket, f"kritis:{kunci}")


def notify_tarik(tiket: Tiket) -> int:
    """[NOTIF] without the words, for one that was waiting when the resident took them back."""
    kepada = penanggung_jawab(tiket.wilayah_id)
    return _notify("notif_lurah", kepada, tiket, f"tarik:{tiket.pk}")


@transaction.atomic
def notify_again(tiket: Tiket, *, by: Pengguna) -> int:
    """[NOTIF] on somebody's request (`POST /api/ticket/{id}/notify`); each request is on record."""
    baris = RiwayatTiket.objects.create(
        tiket=tiket,
        dari=tiket.status,
        ke=tiket.status,
        by=by,
        untuk_warga=False,
        catatan="Lurah dan moderator diberi tahu lagi.",
    )
    kepada = penanggung_jawab(tiket.wilayah_id)
    return _notify("notif_lurah", kepada, tiket, f"notif-lagi:{tiket.pk}:{baris.pk}")


def notify_petugas(tiket: Tiket) -> int:
    """The unit's officers, or the one person, that a ticket was given to."""
    if tiket.petugas is not None:
        kepada: Iterable[Pengguna] = [tiket.petugas]
    else:
        kepada = _officers(tiket)
    if tiket.curhat.rahasia:  # nobody hears of a sensitive case who may not open it
        kepada = [p for p in kepada if Tiket.objects.visible_to(p).filter(pk=tiket.pk).exists()]
    return _notify("notif_petugas", kepada, tiket, f"tugas:{tiket.pk}:{tiket.riwayat.count()}")


def _officers(tiket: Tiket) -> list[Pengguna]:
    tugas = Penugasan.objects.filter(instansi=tiket.instansi).select_related("pengguna")
    return [t.pengguna for t in tugas.on(timezone.localdate()) if t.pengguna.is_active]


def notify_lewat(tiket: Tiket, kunci: str) -> int:
    """A deadline has passed; `pesan.tangga` names `kunci`, once for each deadline and stage."""
    return _notify("notif_lewat", penanggung_jawab(tiket.wilayah_id), tiket, kunci)


def notify_tembusan(curhat: Curhat) -> int:
    """A copy for the lurah because the resident asked for it."""
    kepada = penanggung_jawab(curhat.wilayah_id)
    slots = curhat_slots(curhat) | {
        "urgency_score": curhat.urgensi,
        "id": curhat.kode,
        "solusi": _saran(curhat),
        "url": settings.SITE_URL + reverse("admin:curhat_curhat_change", args=[curhat.pk]),
    }
    for pengguna in kepada:
        queue_pesan(
            kunci=f"tembusan:{curhat.pk}:{pengguna.pk}",
            templat="notif_tembusan",
            slots=slots,
            pengguna=pengguna,
            wilayah=curhat.wilayah,
            rujukan=curhat.kode,
        )
    tembusan = RiwayatCurhat.Peristiwa.TEMBUSAN
    if kepada and not curhat.riwayat.filter(peristiwa=tembusan).exists():
        RiwayatCurhat.objects.create(curhat=curhat, peristiwa=tembusan)
    return len(kepada)


def _notify(templat: str, kepada: Iterable[Pengguna], tiket: Tiket, kunci: str) -> int:
    slots = tiket_slots(tiket, solusi=_saran(tiket.curhat))
    count = 0
    for pengguna in kepada:
        queue_pesan(
            kunci=f"{kunci}:{pengguna.pk}",
            templat=templat,
            slots=slots,
            pengguna=pengguna,
            wilayah=tiket.wilayah,
            rujukan=tiket.nomor,
        )
        count += 1
    return count


def _saran(curhat: Curhat) -> str:
    """Short solution B/C of the answer, for the lurah's notice."""
    if curhat.rahasia:
        return "Tangani langsung dan rahasia."
    jawaban = curhat.jawaban.first()
    bagian = jawaban.bagian if jawaban else {}
    return str(bagian.get("b") or bagian.get("a") or "Hubungi warga dan tinjau lokasi.")[:300]


def tell_warga(
    tiket: Tiket, templat: str | Callable[[Curhat], str], *, kunci: str, **lebih: Any
) -> list[PesanKeluar]:
    """A message to each resident whom the ticket serves, about their own report and its code.

    `templat` may say which words a report's resident gets. Gives the messages; a resident whom
    there is no way to reach has none, nor has one who said that messages are not safe.
    """
    kiriman = [
        Kiriman(
            kunci=kunci if curhat.pk == tiket.curhat_id else f"{kunci}:{curhat.pk}",
            templat=templat if isinstance(templat, str) else templat(curhat),
            slots=tiket_slots(tiket, curhat=curhat, **lebih),
            kontak=curhat.kontak,
            wilayah=curhat.wilayah,
            rujukan=curhat.kode,
        )
        for curhat in served(tiket)
        if _may_tell(curhat)
    ]
    return list(queue_pesan_many(kiriman).values())


def _may_tell(curhat: Curhat) -> bool:
    return curhat.kontak is not None and not (curhat.rahasia and curhat.aman_dibalas is False)


def tell_one(tiket: Tiket, curhat: Curhat, templat: str, *, kunci: str) -> None:
    """A message to one of the residents a ticket serves, which the others do not get."""
    if _may_tell(curhat):
        queue_pesan(
            kunci=kunci,
            templat=templat,
            slots=tiket_slots(tiket, curhat=curhat),
            kontak=curhat.kontak,
            wilayah=curhat.wilayah,
            rujukan=curhat.kode,
        )
