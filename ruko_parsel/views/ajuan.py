"""Residents ask the kecamatan: the form, its receipt, the page behind code and PIN."""

import uuid
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pesan.bangun import KELUAR, wake
from pesan.hitungan import count_up
from pesan.lampiran import serve_lampiran
from pesan.pintu_pin import try_door
from pesan.services import kontak_of_formulir
from pesan.sesi_pin import SesiPin
from ruko_parsel.forms.ajuan import (
    AjuanWargaForm,
    BukaPermintaanForm,
    TambahWargaForm,
    TarikWargaForm,
)
from ruko_parsel.lampiran_permintaan import files_of
from ruko_parsel.models import Permintaan, TandaTerima
from ruko_parsel.pihak import desk_is_open
from ruko_parsel.services.ajuan import (
    add_tambahan,
    file_once,
    find_permintaan,
    title_of,
    withdraw_permintaan,
)
from ruko_parsel.services.permintaan import BOLEH, Ajuan
from ruko_parsel.warga_meja import part_of_desk
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.format import tanggal_panjang
from wilayah.halaman import Area, find_kelurahan, remember
from wilayah.models import Wilayah

SESI = SesiPin("permintaan", "ruko_parsel.permintaan.sesi", 30 * 60)
_GARAM, _UMUR = "ruko_parsel.ajuan.terkirim", 24 * 3600
_PER_JAM = 12  # requests an hour and address: a hall or a kiosk serves several people
_TAMBAH_PER_JAM = 20
KABAR = {
    "tambah": "Keterangan Anda sudah kami tambahkan.",
    "tarik": "Permintaan ini sudah ditarik. Terima kasih sudah memberi tahu.",
    "keluar": "Anda sudah keluar.",
}
S = Permintaan.Status


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ajukan(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/koordinasi/`: the form, or why there is none."""
    area = find_kelurahan(slug)
    if not desk_is_open(area.kode):
        return remember(render(request, "ruko_parsel/ajuan_tutup.html", {"area": area}), area)
    form = AjuanWargaForm(initial={"token": uuid.uuid4()})
    if request.method == "POST":
        form = AjuanWargaForm(request.POST, request.FILES)
        periksa = "periksa" in request.POST
        if form.is_valid() and not periksa and (jawab := _store(request, area, form)) is not None:
            return jawab
    salah = form.is_bound and bool(form.errors)
    context = {"area": area, "form": form, "periksa": form.is_bound and not salah}
    jawab = render(request, "ruko_parsel/ajuan.html", context, status=422 if salah else 200)
    return remember(jawab, area)


def _store(request: HttpRequest, area: Area, form: AjuanWargaForm) -> HttpResponse | None:
    """The redirect to code and PIN; None with the error on the form."""
    data = form.cleaned_data
    kunci = f"web:{data['token']}"
    tanda = TandaTerima.objects.select_related("permintaan").filter(kunci=kunci).first()
    if tanda is None:
        hitung = f"ruko-ajuan:{origin_hash(request)}"
        if count_up({hitung: 1}, timedelta(hours=1))[hitung] > _PER_JAM:
            form.add_error(None, "Terlalu banyak permintaan dari tempat ini. Coba satu jam lagi.")
            return None
        desa = Wilayah.objects.get(pk=area.kode)
        ajuan = Ajuan(
            wilayah=desa, jenis=data["jenis"], masalah=data["masalah"],
            judul=title_of(data["uraian"]), uraian=data["uraian"], urgensi=data["urgensi"],
            rahasia=data["rahasia"], saluran=Permintaan.Saluran.WEB,
            kontak=kontak_of_formulir(
                data["kontak"], garam="ruko", token=data["token"], wilayah=desa
            ),
        )  # fmt: skip
        tanda = file_once(ajuan, kunci=kunci, berkas=data["lampiran"])
        wake(KELUAR)
    return SeeOther(
        reverse(
            "ruko_koordinasi_terkirim",
            args=[area.slug, signing.dumps(tanda.permintaan_id, salt=_GARAM)],
        )
    )


@never_cache
@require_safe
def terkirim(request: HttpRequest, slug: str, tanda_ajuan: str) -> HttpResponse:
    """Code and PIN, for a day."""
    area = find_kelurahan(slug)
    try:
        pk = signing.loads(tanda_ajuan[:200], salt=_GARAM, max_age=_UMUR)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    rows = TandaTerima.objects.filter(hingga__gt=timezone.now()).exclude(pin="")
    tanda = rows.filter(permintaan__in=_rows(area).filter(pk=pk)).first()
    if tanda is None:
        raise Http404
    permintaan = tanda.permintaan
    context = {
        "area": area,
        "permintaan": permintaan,
        "pin": tanda.pin,
        "batas": tanggal_panjang(permintaan.due_at, area.kode),
    }
    return _private(render(request, "ruko_parsel/ajuan_terkirim.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """The door by code and PIN, or the request behind it."""
    area = find_kelurahan(slug)
    if request.method == "POST":
        form = BukaPermintaanForm(request.POST)
        buka, kode = try_door(
            form, lambda kode, pin: find_permintaan(kode, pin, asal=origin_hash(request))
        )
        if buka is None:
            return _door(request, area, form, kode)
        tempat = buka.wilayah.slug or area.slug  # a village's code opens on any village's page
        return SESI.open(
            SeeOther(reverse("ruko_koordinasi_status", args=[tempat])), buka.pk, buka.pin_hash
        )
    permintaan = _opened(request, area)
    if permintaan is None:
        return _door(request, area, BukaPermintaanForm())
    return _page(request, area, permintaan)


def _door(
    request: HttpRequest, area: Area, form: BukaPermintaanForm, status: int = 200
) -> HttpResponse:
    context = {"area": area, "form": form, "kabar": KABAR.get(request.GET.get("kabar", ""), "")}
    return _private(render(request, "ruko_parsel/ajuan_masuk.html", context, status=status))


def _opened(request: HttpRequest, area: Area) -> Permintaan | None:
    hasil: Permintaan | None = SESI.read_from(request, _rows(area).exclude(pin_hash=""))
    return hasil


def _rows(area: Area) -> Any:
    rows = Permintaan.objects.in_wilayah(area.kode)
    return rows.select_related("wilayah", "masalah", "bidang", "kontak", "diteruskan_ke")


def _page(
    request: HttpRequest, area: Area, permintaan: Permintaan, *,
    form: TambahWargaForm | None = None, form_tarik: TarikWargaForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Where the request stands, what was answered, and what its resident may do."""
    salah = form is not None or form_tarik is not None
    riwayat = [
        (tanggal_panjang(satu.at, area.kode), satu.apa, satu.catatan)
        for satu in permintaan.riwayat.filter(untuk_desa=True)
    ]
    context = {
        "area": area,
        "permintaan": permintaan,
        "riwayat": riwayat[::-1],
        "tambahan": [
            (tanggal_panjang(satu.created_at, area.kode), satu)
            for satu in permintaan.tambahan.all()
        ],
        "berkas": list(files_of(permintaan)),
        "batas": tanggal_panjang(permintaan.due_at, area.kode),
        "boleh_tambah": not permintaan.is_ended,
        "boleh_tarik": S.DIKEMBALIKAN in BOLEH[permintaan.status],
        "form": form or TambahWargaForm(),
        "form_tarik": form_tarik or TarikWargaForm(),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
        **part_of_desk(permintaan),
    }
    jawab = render(request, "ruko_parsel/ajuan_status.html", context, status=422 if salah else 200)
    return SESI.open(_private(jawab), permintaan.pk, permintaan.pin_hash)


@never_cache
@require_POST
def tambah(request: HttpRequest, slug: str) -> HttpResponse:
    """The resident adds a word or a file."""
    area = find_kelurahan(slug)
    permintaan = _opened(request, area)
    alamat = reverse("ruko_koordinasi_status", args=[area.slug])
    if permintaan is None:
        return SeeOther(alamat)
    form = TambahWargaForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            _refuse_often(permintaan)
            add_tambahan(permintaan, teks=data["teks"], berkas=data["lampiran"], by=None)
        except ValueError as galat:
            form.add_error("teks", str(galat))
        else:
            wake(KELUAR)
            return SeeOther(f"{alamat}?kabar=tambah")
    return _page(request, area, permintaan, form=form)


def _refuse_often(permintaan: Permintaan) -> None:
    hitung = f"ruko-tambah:{permintaan.pk}"
    if count_up({hitung: 1}, timedelta(hours=1))[hitung] > _TAMBAH_PER_JAM:
        raise ValueError("Terlalu sering. Coba satu jam lagi, ya.")


@never_cache
@require_POST
def tarik(request: HttpRequest, slug: str) -> HttpResponse:
    """The resident takes it back."""
    area = find_kelurahan(slug)
    permintaan = _opened(request, area)
    alamat = reverse("ruko_koordinasi_status", args=[area.slug])
    if permintaan is None:
        return SeeOther(alamat)
    form = TarikWargaForm(request.POST)
    if form.is_valid():
        try:
            withdraw_permintaan(permintaan, alasan=form.cleaned_data["alasan"], by=None)
        except ValueError as galat:
            form.add_error("alasan", str(galat))
        else:
            wake(KELUAR)
            return SeeOther(f"{alamat}?kabar=tarik")
    return _page(request, area, permintaan, form_tarik=form)


@require_POST
def keluar(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget the request in this browser."""
    area = find_kelurahan(slug)
    alamat = reverse("ruko_koordinasi_status", args=[area.slug])
    return SESI.close(redirect(f"{alamat}?kabar=keluar"))


@require_safe
@never_cache
def berkas(request: HttpRequest, slug: str, berkas_ruko: int) -> HttpResponseBase:
    """A file of the request that is open in this browser."""
    permintaan = _opened(request, find_kelurahan(slug))
    row = files_of(permintaan).filter(pk=berkas_ruko).first() if permintaan is not None else None
    if row is None:
        raise Http404
    return serve_lampiran(row)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
