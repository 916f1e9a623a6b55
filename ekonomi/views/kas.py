"""The teller's screen, made for a phone: find the member, take the money, give the receipt."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buku_besar.services import GalatBuku, saldo
from ekonomi.forms.kas import BatalForm, BayarForm, LunasForm, SimpananForm, TutupKasForm
from ekonomi.kuitansi import render_kuitansi
from ekonomi.models import AnggotaKoperasi, Angsuran, Koperasi, Pinjaman
from ekonomi.services.koperasi import close_kas, move_simpanan
from ekonomi.services.pinjaman import (
    AngsuranGanda,
    GalatPinjaman,
    MungkinGanda,
    pay_off,
    payoff_of,
    receive_angsuran,
    unpaid_of,
    void_angsuran,
)
from ekonomi.services.pinjaman.kunci import BANK, KAS
from ekonomi.services.pinjaman.laporan import portfolio
from ekonomi.services.pinjaman.pengingat import due_of
from pesan.bangun import KELUAR, wake
from wilayah.models import Pengguna
from wilayah.peran import peran_with

View = Callable[..., HttpResponse]
_LABEL = "ekonomi.angsuran"
_DAFTAR = 20  # members or loans on one screen; more are found by typing
_PEKAN = timedelta(days=7)


def teller(aksi: str) -> Callable[[View], View]:
    """Staff with this permission on payments; everyone else finds nothing here."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not cast("Pengguna", request.user).has_perm(f"ekonomi.{aksi}_angsuran"):
                raise Http404
            return view(request, *args, **kwargs)

        return never_cache(login_required(inner))

    return wrap


def _user(request: HttpRequest) -> Pengguna:
    return cast("Pengguna", request.user)


def _peran(aksi: str = "view") -> frozenset[str]:
    return peran_with(_LABEL, aksi)


def koperasi_of(request: HttpRequest, aksi: str = "view") -> Koperasi:
    """The cooperative this person works for; of several the one asked for. Raises Http404."""
    rows: Any = Koperasi.objects.visible_to(request.user, peran=_peran(aksi))
    rows = rows.select_related("buku", "wilayah").order_by("wilayah")
    pilih = request.GET.get("koperasi", "")
    if pilih.isdecimal():
        return cast("Koperasi", get_object_or_404(rows, pk=pilih))
    pertama = rows.first()
    if pertama is None:
        raise Http404
    return cast("Koperasi", pertama)


def _anggota(request: HttpRequest, pk: int, aksi: str = "view") -> AnggotaKoperasi:
    rows = AnggotaKoperasi.objects.visible_to(request.user, peran=_peran(aksi))
    return get_object_or_404(
        rows.select_related("koperasi__buku", "koperasi__wilayah", "rumah", "usaha"), pk=pk
    )


def _pinjaman(request: HttpRequest, pk: int, aksi: str) -> Pinjaman:
    rows = Pinjaman.objects.visible_to(request.user, peran=_peran(aksi))
    return get_object_or_404(rows.select_related("anggota__koperasi"), pk=pk)


def _may_receive(request: HttpRequest) -> bool:
    return _user(request).has_perm("ekonomi.add_angsuran")


@require_safe
@teller("view")
def kas_beranda(request: HttpRequest) -> HttpResponse:
    """Who is due, and a box to find anyone by name, member number or loan number."""
    if not Koperasi.objects.visible_to(_user(request), peran=_peran()).exists():
        return render(request, "ekonomi/kas_kosong.html")
    koperasi = koperasi_of(request)
    hari, cari = timezone.localdate(), request.GET.get("q", "").strip()[:60]
    masuk = Angsuran.objects.filter(
        pinjaman__anggota__koperasi=koperasi, tanggal=hari, pembatalan__isnull=True
    ).aggregate(n=Sum("jumlah", default=0))
    konteks = {
        "koperasi": koperasi,
        "cari": cari,
        "ketemu": _search(koperasi, cari) if cari else None,
        "jatuh": _due(koperasi, hari),
        "hari": hari,
        "kas": saldo(koperasi.buku, KAS),
        "bank": saldo(koperasi.buku, BANK),
        "masuk": masuk["n"],
        "boleh": _may_receive(request),
    }
    return render(request, "ekonomi/kas_beranda.html", konteks)


def _search(koperasi: Koperasi, cari: str) -> list[AnggotaKoperasi]:
    rows = AnggotaKoperasi.objects.filter(koperasi=koperasi)
    for kata in cari.split():
        rows = rows.filter(
            Q(nama__icontains=kata) | Q(nomor__icontains=kata) | Q(pinjaman__nomor__iexact=kata)
        )
    return list(rows.distinct().order_by("nama")[:_DAFTAR])


def _due(koperasi: Koperasi, hari: date) -> list[Pinjaman]:
    """Late ones and those of the coming week, the latest first. `telat` is set on each."""
    rows = (
        Pinjaman.objects.running()
        .filter(anggota__koperasi=koperasi, tempo_berikut__lte=hari + _PEKAN)
        .select_related("anggota")
        .order_by("tempo_berikut")[:_DAFTAR]
    )
    hasil = list(rows)
    for satu in hasil:
        satu.telat = satu.hari_tunggak(hari)
    return hasil


@require_safe
@teller("view")
def kas_anggota(request: HttpRequest, anggota_id: int) -> HttpResponse:
    """A member: savings, each loan with what is due and the button that takes it."""
    return _anggota_page(request, _anggota(request, anggota_id))


def _anggota_page(
    request: HttpRequest,
    anggota: AnggotaKoperasi,
    *,
    keliru: BayarForm | LunasForm | None = None,
    simpanan: SimpananForm | None = None,
    pinjaman_id: int = 0,
    status: int = 200,
) -> HttpResponse:
    rows = anggota.pinjaman.select_related("produk", "kelompok").order_by("-id")
    konteks = {
        "anggota": anggota,
        "koperasi": anggota.koperasi,
        "pinjaman": [_kartu(p, keliru if p.pk == pinjaman_id else None) for p in rows],
        "simpanan": simpanan or SimpananForm(initial={"jumlah": anggota.koperasi.simpanan_wajib}),
        "salah_simpanan": simpanan is not None,
        "mutasi": anggota.mutasi.select_related("jurnal")[:8],
        "form": keliru or simpanan,
        "boleh": _may_receive(request),
    }
    return render(request, "ekonomi/kas_anggota.html", konteks, status=status)


def _kartu(pinjaman: Pinjaman, keliru: BayarForm | LunasForm | None) -> dict[str, Any]:
    """One loan as the member's page shows it."""
    hari = timezone.localdate()
    kartu: dict[str, Any] = {"p": pinjaman, "telat": pinjaman.hari_tunggak(hari)}
    if pinjaman.status in Pinjaman.OUT:
        kartu["angsuran"] = pinjaman.angsuran.select_related("jurnal", "pembatalan", "pembayar")[:6]
    if pinjaman.status == Pinjaman.Status.BERJALAN:
        tagihan = unpaid_of(pinjaman)
        kartu |= {
            "tagihan": tagihan[:6], "tagih": due_of(pinjaman, hari), "banyak": len(tagihan),
            "utang": sum(satu.sisa for satu in tagihan), "lunas": payoff_of(pinjaman, hari),
        }  # fmt: skip
        kartu["lunasi"] = LunasForm(pinjaman=pinjaman, initial={"jumlah": kartu["lunas"]})
    elif pinjaman.status == Pinjaman.Status.DIHAPUS:
        kartu["utang"] = kartu["tagih"] = pinjaman.sisa_pokok - pinjaman.dipulihkan
    else:
        return kartu
    salah = keliru if isinstance(keliru, BayarForm) else None
    kartu["cepat"] = BayarForm(pinjaman=pinjaman, initial={"jumlah": kartu["tagih"]})
    kartu["bayar"] = salah or BayarForm(pinjaman=pinjaman, initial={"jumlah": kartu["tagih"]})
    kartu["terbuka"] = keliru is not None
    return kartu


@require_POST
@teller("add")
def kas_bayar(request: HttpRequest, pinjaman_id: int) -> HttpResponse:
    """Take a payment; the same form sent twice shows the receipt that is there."""
    pinjaman = _pinjaman(request, pinjaman_id, "add")
    form = BayarForm(request.POST, pinjaman=pinjaman)
    if form.is_valid():
        isi = form.cleaned_data
        try:
            angsuran = receive_angsuran(
                pinjaman, jumlah=isi["jumlah"], kunci=isi["kunci"], by=_user(request),
                tanggal=isi["tanggal"], cara=isi["cara"], pembayar=isi.get("pembayar"),
                sengaja=isi["sengaja"],
            )  # fmt: skip
            return _done(request, angsuran)
        except AngsuranGanda as error:
            return _done(request, error.angsuran, ganda=str(error))
        except MungkinGanda as error:
            form.add_error("sengaja", str(error))
        except (GalatPinjaman, GalatBuku) as error:
            form.add_error("jumlah", str(error))
    anggota = _anggota(request, pinjaman.anggota_id)
    return _anggota_page(request, anggota, keliru=form, pinjaman_id=pinjaman.pk, status=422)


@require_POST
@teller("add")
def kas_lunasi(request: HttpRequest, pinjaman_id: int) -> HttpResponse:
    """Take all that is owed today."""
    pinjaman = _pinjaman(request, pinjaman_id, "add")
    form = LunasForm(request.POST, pinjaman=pinjaman)
    if form.is_valid():
        isi = form.cleaned_data
        try:
            angsuran = pay_off(
                pinjaman, jumlah=isi["jumlah"], kunci=isi["kunci"], by=_user(request),
                cara=isi["cara"],
            )  # fmt: skip
            return _done(request, angsuran)
        except AngsuranGanda as error:
            return _done(request, error.angsuran, ganda=str(error))
        except (GalatPinjaman, GalatBuku) as error:
            form.add_error(None, str(error))
    anggota = _anggota(request, pinjaman.anggota_id)
    return _anggota_page(request, anggota, keliru=form, pinjaman_id=pinjaman.pk, status=422)


def _done(request: HttpRequest, angsuran: Angsuran, *, ganda: str = "") -> HttpResponse:
    """To the receipt of the payment; of another loan's payment only with the words."""
    boleh = Angsuran.objects.visible_to(request.user, peran=_peran()).filter(pk=angsuran.pk)
    if ganda:
        messages.warning(request, ganda)
    else:
        wake(KELUAR)
        messages.success(request, "Pembayaran sudah dicatat.")
    if not boleh.exists():
        return redirect("kas")
    return redirect("kas_kuitansi", angsuran_id=angsuran.pk)


@require_POST
@teller("add")
def kas_simpanan(request: HttpRequest, anggota_id: int) -> HttpResponse:
    """Savings in or out."""
    anggota = _anggota(request, anggota_id, "add")
    form = SimpananForm(request.POST)
    if form.is_valid():
        isi = form.cleaned_data
        try:
            mutasi = move_simpanan(
                anggota, jenis=isi["jenis"], jumlah=int(isi["arah"]) * isi["jumlah"],
                kunci=isi["kunci"], by=_user(request), cara=isi["cara"],
            )  # fmt: skip
        except (GalatPinjaman, GalatBuku) as error:
            form.add_error("jumlah", str(error))
        else:
            messages.success(request, f"Simpanan dicatat, bukti {mutasi.jurnal.nomor_lengkap}.")
            return redirect("kas_anggota", anggota_id=anggota.pk)
    return _anggota_page(request, anggota, simpanan=form, status=422)


def _kuitansi(request: HttpRequest, pk: int, aksi: str = "view") -> Angsuran:
    rows = Angsuran.objects.visible_to(request.user, peran=_peran(aksi))
    return get_object_or_404(
        rows.select_related(
            "jurnal", "oleh", "pembayar", "pembatalan__oleh", "pinjaman__anggota__koperasi"
        ),
        pk=pk,
    )


@require_safe
@teller("view")
def kas_kuitansi(request: HttpRequest, angsuran_id: int) -> HttpResponse:
    """The receipt on the screen: to print, to show, to undo."""
    return _kuitansi_page(request, _kuitansi(request, angsuran_id))


def _kuitansi_page(
    request: HttpRequest, angsuran: Angsuran, form: BatalForm | None = None, status: int = 200
) -> HttpResponse:
    batal = getattr(angsuran, "pembatalan", None)
    konteks = {
        "angsuran": angsuran, "pinjaman": angsuran.pinjaman, "batal": batal,
        "anggota": angsuran.pinjaman.anggota, "koperasi": angsuran.pinjaman.anggota.koperasi,
        "form": form or BatalForm(), "salah": form is not None,
        "boleh": batal is None and _may_receive(request),
    }  # fmt: skip
    return render(request, "ekonomi/kas_kuitansi.html", konteks, status=status)


@require_safe
@teller("view")
def kas_kuitansi_pdf(request: HttpRequest, angsuran_id: int) -> HttpResponse:
    """The same for a small printer."""
    angsuran = _kuitansi(request, angsuran_id)
    response = HttpResponse(render_kuitansi(angsuran), content_type="application/pdf")
    nama = angsuran.nomor_kuitansi.replace(" ", "-").replace("/", "-")
    response["Content-Disposition"] = f'inline; filename="{nama}.pdf"'
    return response


@require_POST
@teller("add")
def kas_batal(request: HttpRequest, angsuran_id: int) -> HttpResponse:
    """Undo a payment, with a reason."""
    angsuran = _kuitansi(request, angsuran_id, "add")
    form = BatalForm(request.POST)
    if form.is_valid():
        try:
            void_angsuran(angsuran, alasan=form.cleaned_data["alasan"], by=_user(request))
        except (GalatPinjaman, GalatBuku) as error:
            form.add_error("alasan", str(error))
        else:
            wake(KELUAR)
            messages.success(request, "Pembayaran dibatalkan; jadwalnya kembali seperti semula.")
            return redirect("kas_kuitansi", angsuran_id=angsuran.pk)
    return _kuitansi_page(request, angsuran, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@teller("view")
def kas_tutup(request: HttpRequest) -> HttpResponse:
    """The day's count against the ledger, and the counts before it."""
    menulis = request.method == "POST"
    koperasi = koperasi_of(request, "add" if menulis else "view")
    form = TutupKasForm(request.POST if menulis else None)
    if menulis and form.is_valid():
        isi = form.cleaned_data
        try:
            close_kas(
                koperasi, dihitung=isi["dihitung"], penjelasan=isi["penjelasan"], by=_user(request)
            )
        except (GalatPinjaman, GalatBuku) as error:
            form.add_error("dihitung", str(error))
        else:
            messages.success(request, "Kas hari ini sudah ditutup.")
            return redirect(f"{request.path}?koperasi={koperasi.pk}")
    hari = timezone.localdate()
    riwayat = list(koperasi.tutup_kas.select_related("oleh")[:14])
    konteks = {
        "koperasi": koperasi, "form": form, "hari": hari, "riwayat": riwayat,
        "sudah": any(satu.tanggal == hari for satu in riwayat),
        "saldo": saldo(koperasi.buku, KAS), "boleh": _may_receive(request),
    }  # fmt: skip
    return render(request, "ekonomi/kas_tutup.html", konteks, status=422 if form.errors else 200)


@require_safe
@teller("view")
def kas_portofolio(request: HttpRequest) -> HttpResponse:
    """What is lent and how much of it is late; made to be printed."""
    koperasi, hari = koperasi_of(request), timezone.localdate()
    telat = list(
        Pinjaman.objects.late(hari)
        .filter(anggota__koperasi=koperasi)
        .select_related("anggota")
        .order_by("tempo_berikut")
    )
    for satu in telat:
        satu.telat = satu.hari_tunggak(hari)
    konteks = {
        "koperasi": koperasi, "hari": hari, "porto": portfolio(koperasi, on=hari), "telat": telat,
    }  # fmt: skip
    return render(request, "ekonomi/kas_portofolio.html", konteks)


@require_safe
@teller("view")
def kas_kartu(request: HttpRequest, pinjaman_id: int) -> HttpResponse:
    """One loan's card: terms, every schedule, every payment; made to be printed."""
    rows = Pinjaman.objects.visible_to(request.user, peran=_peran())
    pinjaman = get_object_or_404(
        rows.select_related("anggota__koperasi__wilayah", "produk", "kelompok"), pk=pinjaman_id
    )
    konteks = {
        "pinjaman": pinjaman, "koperasi": pinjaman.anggota.koperasi,
        "telat": pinjaman.hari_tunggak(timezone.localdate()),
        "jadwal": pinjaman.jadwal.filter(versi=pinjaman.jadwal_versi),
        "lama": pinjaman.jadwal.exclude(versi=pinjaman.jadwal_versi),
        "angsuran": pinjaman.angsuran.select_related("jurnal", "pembayar", "pembatalan").order_by(
            "id"
        ),
        "riwayat": pinjaman.riwayat.select_related("by"),
    }  # fmt: skip
    return render(request, "ekonomi/kas_kartu.html", konteks)
