"""Where a request was handed over from: its story, and the one history of both sides."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html

from ruko_parsel.models import Permintaan
from ruko_parsel.pihak import is_desa, is_meja
from ruko_parsel.services.kabar_asal import handed_over
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import isi_of

HILANG = "Cerita ini sudah dihapus di asalnya."
_SIAPA = {
    RiwayatRujukan.Dari.LANGKAH: "",
    RiwayatRujukan.Dari.ASAL: "Desa",
    RiwayatRujukan.Dari.TUJUAN: "Kecamatan",
}


def show_origin(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """What was handed over, in its own words as they stand there now, for the two sides alone."""
    rows = handed_over(permintaan)
    if not rows or not _party(request, permintaan):
        return None
    rinci: list[tuple[str, str]] = []
    for rujukan in rows:
        rinci.append(("Dari", _source(request.user, rujukan)))
        rinci.append(("Cerita", isi_of(rujukan).teks.strip() if rujukan.sumber else HILANG))
        rinci.append(("Alasan dirujuk", _reason(rujukan)))
    return Bagian("Dirujuk dari", rinci=rinci)


def show_shared_history(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """Every step of the hand-over and the news both ways, as the other side reads it too."""
    rows = handed_over(permintaan)
    if not rows or not _party(request, permintaan):
        return None
    kode = str(permintaan.wilayah_id)
    semua = RiwayatRujukan.objects.filter(rujukan__in=rows).select_related("by")
    baris = [
        (tanggal_panjang(r.at, kode), _what(r), r.catatan, str(r.by) if r.by else "")
        for r in semua.order_by("at", "pk")
    ]
    return Bagian(
        "Riwayat bersama", kepala=("Kapan", "Apa", "Catatan", "Siapa"), baris=baris,
        teks=["Terbaca sama oleh desa dan kecamatan."],
    )  # fmt: skip


def _party(request: HttpRequest, permintaan: Permintaan) -> bool:
    return is_desa(request.user, permintaan) or is_meja(request.user, permintaan)


def _what(satu: RiwayatRujukan) -> str:
    kabar = _SIAPA[RiwayatRujukan.Dari(satu.dari)]
    return f"Kabar {kabar.lower()}" if kabar else satu.get_status_display()


def _reason(rujukan: Rujukan) -> str:
    pertama = rujukan.riwayat.order_by("pk").values_list("catatan", flat=True).first()
    return pertama or rujukan.alasan or "–"


def _source(user: Any, rujukan: Rujukan) -> str:
    """Its name, a link where this reader may open it."""
    sumber: Any = rujukan.sumber
    nama = f"{rujukan.sumber_tipe.name.capitalize()} {_name(sumber)}".strip()
    if not hasattr(sumber, "get_absolute_url") or not _may_open(user, sumber):
        return nama
    return format_html('<a href="{}" class="underline">{}</a>', sumber.get_absolute_url(), nama)


def _name(sumber: Any) -> str:
    return str(getattr(sumber, "nomor", ""))


def _may_open(user: Any, sumber: Any) -> bool:
    if not user.has_perm(f"{sumber._meta.app_label}.view_{sumber._meta.model_name}"):
        return False
    rows = type(sumber)._default_manager.visible_to(user)
    return bool(rows.filter(pk=sumber.pk).exists())
