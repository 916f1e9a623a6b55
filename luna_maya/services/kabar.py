"""Messages about a visit: to its host and to everyone going, owed with the step that causes them.

The host's address is written only to those going, and only where nobody else can read it: a message
to somebody without a login is never shown to staff; a message to staff is, so it links to the
visit's page instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from luna_maya.models import Kunjungan, RiwayatKunjungan, SebutanKunjungan
from pesan.models import Kontak, PesanKeluar
from pesan.services import queue_pesan_many
from pesan.services.keluar import Kiriman
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import at_place, nama_zona

S = Kunjungan.Status


@dataclass(frozen=True, slots=True)
class Penerima:
    """Somebody to write to: a contact, or a user of the portal."""

    kontak: Kontak | None = None
    pengguna: Pengguna | None = None

    @property
    def kunci(self) -> str:
        if self.pengguna is not None:
            return f"p{self.pengguna.pk}"
        return f"k{self.kontak.pk}" if self.kontak is not None else ""


def along_of(kunjungan: Kunjungan) -> list[Penerima]:
    """The lurah and everyone coming along who can be written to, each once; one query.

    Not who has left office since: such a message may hold the host's address.
    """
    rows = kunjungan.peserta.select_related("pengguna", "tokoh__pengguna", "tokoh__kontak")
    rows = rows.exclude(tokoh__selesai__lt=timezone.localdate())
    semua = [Penerima(pengguna=kunjungan.lurah)]
    for satu in rows:
        tokoh = satu.tokoh
        orang = satu.pengguna or (tokoh.pengguna if tokoh else None)
        kontak = tokoh.kontak if tokoh is not None and orang is None else None
        if orang is not None or kontak is not None:
            semua.append(Penerima(kontak=kontak, pengguna=orang))
    return list({satu.kunci: satu for satu in semua}.values())


def host_of(kunjungan: Kunjungan) -> Penerima | None:
    """The host, where there is a number to write to."""
    kontak = kunjungan.tuan_rumah.kontak
    return Penerima(kontak=kontak) if kontak is not None else None


def visit_slots(kunjungan: Kunjungan) -> dict[str, Any]:
    """What every message about a visit may fill in; nothing of the host's. One or two queries."""
    kode = str(kunjungan.wilayah_id)
    kelurahan = ".".join(kode.split(".")[:4])
    sebutan = SebutanKunjungan.names_in(kelurahan)
    return {
        "acara": kunjungan.acara or kunjungan.jenis.name_in(sebutan),
        "waktu": tanggal_panjang(kunjungan.mulai_at, kode),
        "sampai": span_end(kunjungan),
        "rt": place_name(kunjungan.wilayah),
        "kode": kunjungan.kode,
    }


def span_end(kunjungan: Kunjungan) -> str:
    """When it ends, on the clock of the place: the hour, with the day where it is another one."""
    kode = str(kunjungan.wilayah_id)
    mulai, selesai = (at_place(t, kode) for t in (kunjungan.mulai_at, kunjungan.selesai_at))
    if mulai.date() == selesai.date():
        return f"{selesai:%H.%M} {nama_zona(kode)}"
    return tanggal_panjang(selesai, kode)


def place_name(wilayah: Wilayah) -> str:
    """ "RT 02 RW 01", "RW 01", or the kelurahan's name."""
    bagian = wilayah.kode.split(".")[4:]
    if not bagian:
        return wilayah.nama
    return f"RT {bagian[1]} RW {bagian[0]}" if len(bagian) == 2 else f"RW {bagian[0]}"


def staff_url(kunjungan: Kunjungan) -> str:
    """The visit's page, where those going read the address."""
    return f"{settings.SITE_URL}{kunjungan.get_absolute_url()}"


def going_slots(kunjungan: Kunjungan, penerima: Penerima) -> dict[str, Any]:
    """Where to go: the host and the address for a contact, the page for a user (see above)."""
    rumah = kunjungan.tuan_rumah
    if penerima.pengguna is not None:
        # what to mind in that house (a baby, an ill person) is on the page too, not in the outbox
        return {"tuan": "", "alamat": "", "perhatian": "", "url": staff_url(kunjungan)}
    return {"tuan": rumah.nama, "alamat": rumah.alamat, "url": ""}


def tell_along(
    kunjungan: Kunjungan,
    templat: str,
    *,
    langkah: str,
    kecuali: Pengguna | None = None,
    ke: Iterable[Penerima] | None = None,
    dengan_alamat: bool = True,
    hingga: datetime | None = None,
    **slots: Any,
) -> int:
    """Owe everyone going (but whoever did it) one message of this step; gives how many."""
    dasar = visit_slots(kunjungan) | slots
    kiriman = []
    for satu in along_of(kunjungan) if ke is None else ke:
        if kecuali is not None and satu.pengguna == kecuali:
            continue
        tempat = going_slots(kunjungan, satu) if dengan_alamat else {}
        isi = dasar | tempat
        kiriman.append(
            _kiriman(kunjungan, satu, templat=templat, langkah=langkah, slots=isi, hingga=hingga)
        )
    return len(queue_pesan_many(kiriman))


def tell_host(
    kunjungan: Kunjungan,
    templat: str,
    *,
    langkah: str,
    hingga: datetime | None = None,
    **slots: Any,
) -> bool:
    """Owe the host one message of this step; False where there is no number."""
    tuan = host_of(kunjungan)
    if tuan is None:
        return False
    isi = visit_slots(kunjungan) | slots
    satu = _kiriman(kunjungan, tuan, templat=templat, langkah=langkah, slots=isi, hingga=hingga)
    return bool(queue_pesan_many([satu]))


def _kiriman(
    kunjungan: Kunjungan,
    ke: Penerima,
    *,
    templat: str,
    langkah: str,
    slots: dict[str, Any],
    hingga: datetime | None,
) -> Kiriman:
    return Kiriman(
        kunci=f"luna:{kunjungan.pk}:{langkah}:{ke.kunci}",
        templat=templat,
        slots=slots,
        kontak=ke.kontak,
        pengguna=ke.pengguna,
        wilayah=kunjungan.wilayah_id,
        rujukan=kunjungan.kode,
        kedaluwarsa_at=hingga,
    )


def is_news(kunjungan: Kunjungan) -> bool:
    """Whether it still helps anybody to hear of this visit: it has not ended."""
    return kunjungan.selesai_at > timezone.now()


def tell_scheduled(kunjungan: Kunjungan, langkah: RiwayatKunjungan, *, by: Pengguna | None) -> None:
    """A visit was planned: those going hear it; the host too where the kind asks for no answer."""
    if not is_news(kunjungan):
        return
    nama, hingga = f"jadwal{langkah.pk}", kunjungan.selesai_at
    tell_along(kunjungan, "luna_jadwal", langkah=nama, kecuali=by, hingga=hingga)
    if kunjungan.status == S.PASTI:
        tell_host(kunjungan, "luna_pasti_tuan", langkah=nama, hingga=hingga)


def tell_added(
    kunjungan: Kunjungan, langkah: RiwayatKunjungan, *, baru: Iterable[Penerima], by: Pengguna
) -> None:
    """Who was asked along after the visit was planned hears it now."""
    if is_news(kunjungan):
        tell_along(
            kunjungan, "luna_jadwal", langkah=f"ikut{langkah.pk}", kecuali=by, ke=baru,
            hingga=kunjungan.selesai_at,
        )  # fmt: skip


def tell_rescheduled(
    kunjungan: Kunjungan, langkah: RiwayatKunjungan, *, semula: datetime, by: Pengguna | None
) -> None:
    """A visit was moved: reminders of the old time are void, everybody hears the new one."""
    void_reminders(kunjungan)
    if not is_news(kunjungan):
        return
    kode = str(kunjungan.wilayah_id)
    slots: dict[str, Any] = {"semula": tanggal_panjang(semula, kode), "alasan": langkah.catatan}
    nama, hingga = f"pindah{langkah.pk}", kunjungan.selesai_at
    tell_along(kunjungan, "luna_pindah", langkah=nama, kecuali=by, hingga=hingga, **slots)
    if has_been_told(kunjungan):
        tell_host(kunjungan, "luna_pindah_tuan", langkah=nama, hingga=hingga, **slots)


def tell_cancelled(
    kunjungan: Kunjungan,
    langkah: RiwayatKunjungan,
    *,
    by: Pengguna | None,
    kabari_tuan: bool = True,
) -> None:
    """A visit was called off: reminders are void, everybody concerned hears it at once."""
    void_reminders(kunjungan)
    if not is_news(kunjungan):
        return
    nama, alasan = f"batal{langkah.pk}", kunjungan.alasan_batal
    batas = max(kunjungan.selesai_at, timezone.now() + timedelta(hours=1))
    tell_along(
        kunjungan, "luna_batal", langkah=nama, kecuali=by, dengan_alamat=False, hingga=batas,
        alasan=alasan,
    )  # fmt: skip
    if kabari_tuan and has_been_told(kunjungan):
        tell_host(kunjungan, "luna_batal_tuan", langkah=nama, hingga=batas, alasan=alasan)


def tell_confirmed(kunjungan: Kunjungan, langkah: RiwayatKunjungan, *, by: Pengguna | None) -> None:
    """The visit stands: everyone going and the host hear it."""
    if not is_news(kunjungan):
        return
    nama, hingga = f"pasti{langkah.pk}", kunjungan.selesai_at
    tell_along(kunjungan, "luna_pasti", langkah=nama, kecuali=by, hingga=hingga)
    tell_host(kunjungan, "luna_pasti_tuan", langkah=nama, hingga=hingga)


def has_been_told(kunjungan: Kunjungan) -> bool:
    """Whether the host has ever heard of this visit from us; a plan nobody spoke of stays one."""
    kontak = kunjungan.tuan_rumah.kontak_id
    if kontak is None:
        return False
    return PesanKeluar.objects.filter(rujukan=kunjungan.kode, kontak=kontak).exists()


def void_reminders(kunjungan: Kunjungan) -> int:
    """Reminders of the visit's old time that have not gone out never will; gives how many."""
    rows = PesanKeluar.objects.filter(
        rujukan=kunjungan.kode, kunci__startswith=f"luna:{kunjungan.pk}:ingat",
        status=PesanKeluar.Status.QUEUED,
    )  # fmt: skip
    return rows.update(status=PesanKeluar.Status.EXPIRED, galat="kunjungan dipindah atau batal")
