"""Following a report: code and PIN, its progress, and what its resident may do to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from curhat.forms import (
    BelumForm,
    FormWarga,
    KeteranganForm,
    MasukLacakForm,
    NilaiForm,
    PilihanForm,
)
from curhat.masalah import shared_of
from curhat.models import Curhat, Penilaian, Tiket
from curhat.perpindahan import WARGA, ForbiddenMove, may_move
from curhat.services.buka import reopen_curhat
from curhat.services.curhat import mark_selesai
from curhat.services.hapus import erase_laporan, owns_kontak, withdraw_kontak
from curhat.services.lacak import PinSalah, PinTerkunci, add_keterangan, check_pin, set_pilihan
from curhat.services.nilai import NilaiTetap, may_change, rate_jawaban
from curhat.services.surat import surat_of
from curhat.services.tiket import confirm_selesai
from curhat.views.berkas import berkas_of
from curhat.views.jejak import build_jejak, status_in_words
from curhat.views.sesi_lacak import close_lacak, followed_curhat, open_lacak
from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak, store_unggahan
from pesan.models import Lampiran
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import Area, area_of, find_area
from wilayah.tenggat import sisa_lagi

S = Tiket.Status

KABAR = {
    "tambah": "Terima kasih, keterangan Anda sudah kami terima.",
    "selesai": "Terima kasih. Kami catat: sudah beres menurut Anda.",
    "belum": "Baik, laporan ini kami buka lagi dan petugas sudah diberi tahu.",
    "belum_dicatat": "Baik, kami catat. Petugas akan membacanya.",
    "nilai": "Terima kasih, penilaian Anda sudah kami catat.",
    "nilai_tetap": "Penilaian hanya dapat diubah dalam sehari; yang tercatat tetap berlaku.",
    "pilihan": "Pilihan Anda sudah kami simpan.",
    "hapus": "Baik. Nomor atau surel Anda kami hapus dalam 24 jam. Laporan tetap berjalan.",
    "yakin": "Belum dihapus. Centang dulu “Saya yakin”, lalu tekan tombolnya lagi.",
    "terhapus": "Data Anda sudah dihapus. Terima kasih sudah pernah bercerita.",
    "surat_batal": "Suratnya kami batalkan.",
    "keluar": "Anda sudah keluar. Perangkat ini tidak lagi membuka laporan tadi.",
    "berubah": "Laporan ini baru saja berubah. Periksa keadaannya di bawah.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lacak(request: HttpRequest, slug: str = "") -> HttpResponse:
    """`/lacak/` and `/<slug>/lacak/`: the door, or the report when the door was passed."""
    area = find_area(slug) if slug else None
    if request.method == "POST":
        return _sign_in(request, area)
    curhat = followed_curhat(request)
    if curhat is None:
        return _door(request, area, MasukLacakForm())
    return _report_page(request, curhat)


def _door(
    request: HttpRequest, area: Area | None, form: MasukLacakForm, status: int = 200
) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"area": area, "form": form, "kabar": kabar}
    return render(request, "curhat/lacak_masuk.html", context, status=status)


def _sign_in(request: HttpRequest, area: Area | None) -> HttpResponse:
    form = MasukLacakForm(request.POST)
    if not form.is_valid():
        return _door(request, area, form, 422)
    data = form.cleaned_data
    try:
        curhat = check_pin(data["kode"], data["pin"], asal=origin_hash(request))
    except PinSalah as error:
        form.add_error("kode", str(error))
        return _door(request, area, form, 422)
    except PinTerkunci as error:
        form.add_error("kode", str(error))
        return _door(request, area, form, 429)
    return open_lacak(SeeOther(page_url(curhat)), curhat)


def page_url(curhat: Curhat, kabar: str = "") -> str:
    """Where a report is followed: under its kelurahan's slug where that is in service."""
    area = area_of(curhat.wilayah_id)
    url = reverse("lacak_di", args=[area.slug]) if area else reverse("lacak")
    return f"{url}?kabar={kabar}" if kabar else url


def _report_page(
    request: HttpRequest, curhat: Curhat, *, status: int = 200, **forms: FormWarga
) -> HttpResponse:
    tiket = curhat.tiket_terakhir
    jalan = tiket is not None and tiket.status not in Tiket.ENDED
    bersama = shared_of(curhat)
    context: dict[str, Any] = {
        "area": area_of(curhat.wilayah_id),
        "curhat": curhat,
        "tiket": tiket,
        "jawaban": next(iter(curhat.jawaban.all()), None),
        "status": status_in_words(curhat),
        "sisa": sisa_lagi(tiket.due_at, timezone.now()) if jalan and not tiket.dijeda_at else "",
        "jejak": build_jejak(curhat),
        "lampiran": [row for row in curhat.lampiran.all() if row.status == Lampiran.Status.ADA],
        "surat": list(surat_of(curhat)[:20]),
        "berkas": list(berkas_of(curhat)[:20]),
        "tanya_selesai": tiket is not None
        and tiket.status == S.MENUNGGU_KONFIRMASI
        and not (bersama and bersama.sudah),
        "bersama": bersama,
        "boleh_sesudah": _may_confirm(curhat, tiket) and not (bersama and bersama.sudah),
        "boleh_belum": _may_reopen(curhat, tiket),
        "punya_kontak": bool(curhat.kontak and curhat.kontak.alamat) and owns_kontak(curhat),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
        "form_keterangan": KeteranganForm(),
        "form_belum": BelumForm(),
        "form_nilai": _nilai_form(curhat),
        "form_pilihan": PilihanForm(initial={"anonim": curhat.anonim, "tembusan": curhat.tembusan}),
    } | forms
    response = render(request, "curhat/lacak.html", context, status=status)
    return open_lacak(response, curhat)


def _nilai_form(curhat: Curhat) -> NilaiForm | None:
    """The form that rates the newest answer, with what was given; None once it is settled."""
    jawaban = next(iter(curhat.jawaban.all()), None)
    if jawaban is None:
        return None
    ada = Penilaian.objects.filter(jawaban=jawaban).first()
    if ada is not None and not may_change(ada):
        return None
    return NilaiForm(initial={"nilai": ada.nilai if ada else None})


def _may_confirm(curhat: Curhat, tiket: Tiket | None) -> bool:
    if tiket is None:
        return curhat.ditutup_at is None
    return may_move(tiket.status, S.SELESAI, WARGA)


def _may_reopen(curhat: Curhat, tiket: Tiket | None) -> bool:
    return tiket is not None and may_move(tiket.status, S.DIBUKA_LAGI, WARGA)


def _with_curhat(
    view: Callable[[HttpRequest, Curhat], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """POST only, for whoever holds the cookie of a report; others are asked for code and PIN."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        curhat = followed_curhat(request)
        if curhat is None:
            return SeeOther(reverse("lacak"))
        return view(request, curhat)

    return require_POST(never_cache(inner))


@_with_curhat
def tambah(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """More words or photos."""
    form = KeteranganForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            foto = [store_unggahan(file) for file in form.cleaned_data["foto"]]
        except LampiranDitolak as error:
            form.add_error("foto", str(error))
        else:
            add_keterangan(
                curhat, teks=form.cleaned_data["teks"], lampiran=foto, asal=origin_hash(request)
            )
            wake(KELUAR)
            return _back(curhat, "tambah")
    return _report_page(request, curhat, status=422, form_keterangan=form)


@_with_curhat
def sesudah(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """SESUDAH: it is solved."""
    tiket = curhat.tiket_terakhir
    try:
        if tiket is None:
            mark_selesai(curhat, asal=origin_hash(request))
        else:
            confirm_selesai(tiket, asal=origin_hash(request), curhat=curhat)
    except ForbiddenMove:  # staff moved it while the page was open
        return _back(curhat, "berubah")
    wake(KELUAR)
    return _back(curhat, "selesai")


@_with_curhat
def belum(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """BELUM: it is not solved, and what is still wrong."""
    form = BelumForm(request.POST)
    if not form.is_valid():
        return _report_page(request, curhat, status=422, form_belum=form)
    alasan = form.cleaned_data["alasan"]
    dibuka = reopen_curhat(curhat, alasan=alasan, asal=origin_hash(request))
    wake(KELUAR)
    return _back(curhat, "belum" if dibuka else "belum_dicatat")


@_with_curhat
def nilai(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """How much the answer helped."""
    form = NilaiForm(request.POST)
    if not form.is_valid():
        return _report_page(request, curhat, status=422, form_nilai=form)
    try:
        rate_jawaban(curhat, nilai=form.cleaned_data["nilai"], asal=origin_hash(request))
    except NilaiTetap:
        return _back(curhat, "nilai_tetap")
    return _back(curhat, "nilai")


@_with_curhat
def pilihan(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """Hidden or not, copy to the lurah or not."""
    form = PilihanForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        set_pilihan(
            curhat, anonim=data["anonim"], tembusan=data["tembusan"], asal=origin_hash(request)
        )
        wake(KELUAR)
    return _back(curhat, "pilihan")


@_with_curhat
def hapus(request: HttpRequest, curhat: Curhat) -> HttpResponse:
    """Take back the number or e-mail (`apa` = kontak), or erase all (`semua`, with `yakin`)."""
    if request.POST.get("apa") != "semua":
        withdraw_kontak(curhat)
        return _back(curhat, "hapus")
    if not request.POST.get("yakin"):
        return _back(curhat, "yakin")
    erase_laporan(curhat)
    return close_lacak(SeeOther(f"{reverse('lacak')}?kabar=terhapus"))


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """Leave: this browser forgets the report."""
    return close_lacak(SeeOther(f"{reverse('lacak')}?kabar=keluar"))


def _back(curhat: Curhat, kabar: str) -> HttpResponse:
    curhat.refresh_from_db(fields=["wilayah"])
    return SeeOther(page_url(curhat, kabar))
