"""The home page of staff, and the portal's identity on their pages (see UNFOLD in the settings)."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from curhat.models import Kategori
from curhat.ringkasan import summarise
from dasbor.bagian import Bagian, Kartu
from dasbor.kesehatan import read_database
from dasbor.papan import (
    build_papan,
    kartu_nilai,
    visible_curhat,
    visible_tiket,
)
from pesan.models import PintuDitolak
from wilayah.peran import Peran


def gaya_admin(request: HttpRequest) -> str:
    """The style sheet of our identity on unfold's pages."""
    return static("gaya/admin.css")


def skrip_admin(request: HttpRequest) -> str:
    """What every staff page loads besides."""
    return static("js/navigasi.js")


def isi_beranda(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds `papan` (the sections of this person's day) to the context of the admin's home."""
    user: Any = request.user
    papan = build_papan(user)
    if user.is_superuser:
        papan.append(_system())
    elif Peran.DATA_OFFICER in user.peran_aktif:
        papan.insert(0, _kpi(user))
    context["papan"] = papan
    context["sapaan"] = user.nama or user.username
    context["peran"] = [Peran(p).label for p in sorted(user.peran_aktif)]
    context["waktu"] = timezone.now()
    tugas = user.penugasan_aktif
    context["wilayah_kini"] = next((str(t.wilayah_id) for t in tugas if t.wilayah_id), None)
    return context


def _kpi(user: Any) -> Bagian:
    sejak = timezone.now() - timedelta(days=30)
    angka = summarise(visible_curhat(user), visible_tiket(user), sejak=sejak)
    bagian = Bagian("Tiga puluh hari terakhir")
    bagian.kartu = [
        Kartu("curhat", angka["total_curhat"], reverse("admin:curhat_curhat_changelist")),
        Kartu("ditindaklanjuti", _percent(angka["persen_tertindaklanjuti"])),
        Kartu("rata-rata waktu jawab", _seconds(angka["rata_rata_detik_respon"])),
        Kartu("tiket terbuka", angka["tiket"]["terbuka"]),
        Kartu("beres menurut warga", angka["tiket"]["terselesaikan"]),
        Kartu("ditutup tanpa penyelesaian", angka["tiket"]["ditutup_tanpa_penyelesaian"]),
        kartu_nilai(user, timezone.now()),
    ]
    nama = dict(Kategori.objects.values_list("slug", "nama"))
    most = max([row["jumlah"] for row in angka["kategori_teratas"]] + [1])
    bagian.kelurahan = [
        {"nama": nama.get(row["kategori"], row["kategori"]), "terbuka": row["jumlah"],
         "bagian": round(100 * row["jumlah"] / most), "hanya": True}
        for row in angka["kategori_teratas"]
    ]  # fmt: skip
    return bagian


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return (
        f"{seconds:.1f} detik".replace(".", ",") if seconds < 120 else f"{seconds / 60:.0f} menit"
    )


def _system() -> Bagian:
    now = timezone.now()
    keadaan = read_database(now)
    ditolak = PintuDitolak.objects.filter(hari=timezone.localdate()).aggregate(n=Sum("jumlah"))
    buruk = {nama: keadaan[nama] != "baik" for nama in ("worker", "scheduler")}
    return Bagian(
        "Keadaan sistem",
        kartu=[
            *(Kartu(nama, keadaan[nama], nada="bahaya" if rusak else "")
              for nama, rusak in buruk.items()),
            Kartu("pesan keluar antre", keadaan["keluar_antre"]),
            Kartu("pesan masuk menunggu", keadaan["masuk_menunggu"]),
            Kartu("ditolak di pintu hari ini", ditolak["n"] or 0),
        ],
        tautan=[("Status lengkap (JSON)", reverse("status"))],
    )  # fmt: skip
