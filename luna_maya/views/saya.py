"""`/luna-maya/saya/`: the visits I go on, for whoever comes along, with or without a role."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luna_maya.alamat_tuan import TERTUTUP, hosts_open_to
from luna_maya.halaman_kunjungan import head_in, log_url_of, names_everywhere
from luna_maya.jadwal_bebas import place_words
from luna_maya.kontak_malam import TEKS_SETUJU
from luna_maya.models import Kunjungan, PesertaKunjungan, PetugasMalam
from luna_maya.services.kontak_malam import NomorHilang, agree_malam, withdraw_malam

_LALU = timedelta(days=60)  # how long a visit stays on the list afterwards
_BANYAK = 60


def _mine(request: HttpRequest) -> Any:
    """Visits this person goes on, with what a card needs."""
    ikut = PesertaKunjungan.objects.select_related("tokoh", "pengguna")
    return (
        Kunjungan.objects.going(request.user)
        .select_related("jenis", "tuan_rumah", "lurah", "kendaraan")
        .prefetch_related(Prefetch("peserta", ikut))
    )


def _card(kunjungan: Any, nama: dict[str, dict[str, str]], terbuka: set[int]) -> dict[str, Any]:
    rumah = kunjungan.tuan_rumah
    buka = rumah.pk in terbuka and kunjungan.status != Kunjungan.Status.BATAL
    return {
        "kunjungan": kunjungan,
        "kepala": head_in(kunjungan, nama),
        "tempat": place_words(str(kunjungan.wilayah_id)),
        "tuan_rumah": rumah.nama if buka else "",
        "perhatian": rumah.perhatian_khusus if buka else "",
        "ada_anak": buka and rumah.ada_anak,
        "alamat": (rumah.alamat or "Belum dicatat") if buka else TERTUTUP,
        "ikut": [str(p) for p in kunjungan.peserta.all()],
        "url_catat": log_url_of(kunjungan),
    }


def _cards(request: HttpRequest, rows: list[Any]) -> list[dict[str, Any]]:
    """Cards of these visits: two more queries, however many there are."""
    nama = names_everywhere()
    terbuka = hosts_open_to(request.user, [k.tuan_rumah_id for k in rows])
    return [_card(k, nama, terbuka) for k in rows]


@require_safe
@login_required
@never_cache
def daftar(request: HttpRequest) -> HttpResponse:
    """My visits: those to come first, then the last two months; and my consent for the night."""
    now = timezone.now()
    akan = list(_mine(request).standing().filter(selesai_at__gt=now).order_by("mulai_at")[:_BANYAK])
    lalu = list(
        _mine(request)
        .filter(selesai_at__lte=now, selesai_at__gt=now - _LALU)
        .order_by("-mulai_at")[:_BANYAK]
    )
    kartu = _cards(request, akan + lalu)
    context = {
        "akan": kartu[: len(akan)],
        "lalu": kartu[len(akan) :],
        "malam": list(_my_malam(request)),
        "teks_setuju": TEKS_SETUJU,
    }
    return render(request, "luna_maya/saya.html", context)


@require_safe
@login_required
@never_cache
def kunjungan(request: HttpRequest, kode_kunjungan: str) -> HttpResponse:
    """One visit that I go on; for anybody else there is no such page."""
    satu = _mine(request).filter(kode=kode_kunjungan[:8]).first()
    if satu is None:
        raise Http404
    isi = _cards(request, [satu])[0]
    context = {**isi, "pertanyaan": satu.jenis.tanya()}
    return render(request, "luna_maya/saya_kunjungan.html", context)


def _my_malam(request: HttpRequest) -> Any:
    orang = Q(pengguna=request.user) | Q(tokoh__pengguna=request.user)
    rows = PetugasMalam.objects.filter(orang, aktif=True)
    return rows.select_related("wilayah", "tokoh")


@require_POST
@login_required
def setuju(request: HttpRequest, petugas_malam: int) -> HttpResponse:
    """My own consent to be shown at night: given, or taken back."""
    petugas = get_object_or_404(_my_malam(request), pk=petugas_malam)
    user: Any = request.user
    if request.POST.get("aksi") == "cabut":
        withdraw_malam(petugas, by=user)
        messages.success(request, "Persetujuan dicabut. Nomor Anda tidak ditampilkan lagi.")
    else:
        try:
            agree_malam(petugas, by=user)
        except NomorHilang:
            messages.error(request, "Nomor Anda sudah dihapus. Minta kelurahan mengisinya lagi.")
        else:
            messages.success(request, "Terima kasih. Nomor Anda tampil pada jam Anda bertugas.")
    return redirect("luna_saya")
