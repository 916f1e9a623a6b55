"""Who is told what about a market: outbox rows, and the words to copy into groups."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ekonomi.models import PasarHari, SewaLapak
from pesan.services import Kiriman, queue_pesan_many
from wilayah.format import rupiah, tanggal_panjang
from wilayah.halaman import area_of


def hari_slots(row: PasarHari) -> dict[str, Any]:
    """What every message about a market day may say."""
    area = area_of(str(row.pasar.wilayah_id))
    alamat = reverse("pasar", args=[area.slug]) if area else reverse("pasar_lapak")
    return {
        "pasar": row.pasar.nama,
        "waktu": tanggal_panjang(row.mulai_at),
        "sampai": f"{timezone.localtime(row.selesai_at):%H.%M}",
        "tempat": row.pasar.tempat,
        "kelurahan": area.nama if area else row.pasar.wilayah.nama,
        "url": f"{settings.SITE_URL}{alamat}",
        "url_lapak": f"{settings.SITE_URL}{reverse('pasar_lapak')}",
    }


def goods_of(row: PasarHari) -> list[str]:
    """What will be sold, each once, without who sells it."""
    kata = SewaLapak.objects.valid().filter(hari=row).values_list("dagangan", flat=True)
    satuan = [satu.strip() for teks in kata for satu in teks.split(",") if satu.strip()]
    return list(dict.fromkeys(satuan))


def announce_slots(row: PasarHari) -> dict[str, Any]:
    """As `hari_slots`, with what will be sold."""
    barang = goods_of(row)
    return hari_slots(row) | {"dagangan": ", ".join(barang[:12])}


def announce_words(row: PasarHari) -> str:
    """The announcement to copy into the groups of RT and RW."""
    s = announce_slots(row)
    dagangan = f"\nYang dijual antara lain: {s['dagangan']}." if s["dagangan"] else ""
    return (
        f"*{s['pasar']}* datang lagi!\n{s['waktu']} sampai {s['sampai']}, di {s['tempat']}."
        f"{dagangan}\nMau berjualan? Pesan lapak di {s['url_lapak']}\n"
        f"Jadwal dan peta: {s['url']}"
    )


def tell_penyewa(row: PasarHari, templat: str, **lain: Any) -> int:
    """To every stall holder who can be reached; gives how many."""
    sewa = SewaLapak.objects.valid().filter(hari=row, usaha__kontak__isnull=False)
    slots = hari_slots(row) | lain
    kiriman = [
        Kiriman(
            kunci=f"{templat}:{row.pk}:{row.urutan}:{satu.usaha_id}", templat=templat,
            slots=slots | {"lapak": satu.lapak.nomor}, kontak=satu.usaha.kontak,
            wilayah=row.pasar.wilayah,
        )
        for satu in sewa.select_related("usaha__kontak", "lapak")
    ]  # fmt: skip
    return len(queue_pesan_many(kiriman))


def tell_dipesan(sewa: SewaLapak) -> None:
    """The stall is theirs."""
    if sewa.usaha.kontak is None:
        return
    slots = hari_slots(sewa.hari) | {
        "lapak": sewa.lapak.nomor,
        "biaya": rupiah(sewa.biaya) if sewa.biaya else "gratis",
    }
    kiriman = Kiriman(
        kunci=f"pasar-sewa:{sewa.pk}", templat="pasar_lapak_dipesan", slots=slots,
        kontak=sewa.usaha.kontak, wilayah=sewa.hari.pasar.wilayah,
    )  # fmt: skip
    queue_pesan_many([kiriman])
