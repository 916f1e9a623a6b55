"""The people of the simulator: invented, with numbers (0800) that no telephone can have."""

from dataclasses import dataclass

from pesan.models import NomorKanal
from pesan.models.kanal import Saluran
from pesan.muat import AWALAN_NOMOR_DEMO


@dataclass(frozen=True, slots=True)
class Orang:
    """One invented resident. `wa_id` is empty for who hides the number: only `user_id` goes."""

    kunci: str
    nama: str
    wa_id: str
    user_id: str


WARGA = tuple(
    Orang(kunci, nama, f"628001000{n:04d}" if punya_nomor else "", f"ID.80010000{n:04d}")
    for n, (kunci, nama, punya_nomor) in enumerate(
        (
            ("sariyem", "Bu Sariyem", True),
            ("darsono", "Pak Darsono", True),
            ("wening", "Mbak Wening", True),
            ("bagas", "Mas Bagas", True),
            ("tuminah", "Mbah Tuminah", True),
            ("rahma", "Bu Rahma (tanpa nomor)", False),
        ),
        start=1,
    )
)


def find_orang(kunci: str) -> Orang:
    """The person, or the first one."""
    return next((o for o in WARGA if o.kunci == kunci), WARGA[0])


def demo_numbers() -> list[NomorKanal]:
    """The numbers the simulator may speak to: never a real one, even in demo mode."""
    return list(
        NomorKanal.objects.filter(
            saluran=Saluran.WHATSAPP, aktif=True, tampilan__startswith=AWALAN_NOMOR_DEMO
        )
        .select_related("wilayah")
        .order_by("wilayah_id")
    )
