"""What residents see of grants: the public criteria, one's own grant, and the shop's counter."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.forms.hibah import FotoPakaiForm, KodePinForm, PedagangMasukForm, TukarForm
from ekonomi.models import Hibah, KriteriaHibah, PaketHibah, Pedagang, Program
from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.periksa import open_hibah, send_foto
from ekonomi.services.hibah.voucher import open_pedagang, open_voucher, redeem_voucher
from pesan.pin import PinSalah, PinTerkunci, clean_kode
from pesan.pintu_pin import try_door
from pesan.sesi_pin import SesiPin
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.format import rupiah
from wilayah.halaman import area_of, find_kelurahan, remember
from wilayah.scope import prefix_q

SESI_HIBAH = SesiPin("hibah", "ekonomi.hibah", 30 * 60)
SESI_PEDAGANG = SesiPin("pedagang", "ekonomi.pedagang", 8 * 3600)
_PALING_SEDIKIT = 5  # a public count below it is not shown
KABAR = {
    "foto": "Terima kasih, fotonya sudah kami terima.",
    "keluar": "Anda sudah keluar dari halaman ini.",
}


@require_safe
def hibah(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/hibah/`: packages, criteria with their points, and how to object. No names."""
    area = find_kelurahan(slug)
    program = Program.objects.running().filter(prefix_q("wilayah", area.kode)).first()
    paket = (
        PaketHibah.objects.filter(program=program)
        .select_related("program")
        .annotate(diterima=Count("hibah", filter=Q(hibah__status__in=Hibah.DITERIMA)))
        .order_by("nama")
    )
    kriteria = list(KriteriaHibah.objects.filter(program=program, aktif=True))
    context = {
        "area": area,
        "program": program,
        "paket": [(p, shown_count(p.diterima)) for p in paket],
        "kriteria": kriteria,
        "penuh": sum(k.bobot for k in kriteria),
    }
    return remember(render(request, "ekonomi/hibah.html", context), area)


def shown_count(n: int) -> str:
    """A count for the public: small ones are not told."""
    if n == 0:
        return "belum ada"
    return str(n) if n >= _PALING_SEDIKIT else f"kurang dari {_PALING_SEDIKIT}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saya(request: HttpRequest) -> HttpResponse:
    """`/rumah/hibah/`: the door, or one's grant when the door was passed."""
    if request.method != "POST":
        milik = _followed(request)
        return _page(request, milik) if milik else _door(request, KodePinForm())
    form = KodePinForm(request.POST)
    asal = origin_hash(request)
    milik, status = try_door(
        form, lambda kode, pin: open_hibah(clean_kode(kode, "HB"), pin, asal=asal)
    )
    if milik is None:
        return _door(request, form, status)
    return SESI_HIBAH.open(SeeOther(reverse("hibah_saya")), milik.pk, milik.pin_hash)


def _followed(request: HttpRequest) -> Hibah | None:
    rows = Hibah.objects.select_related("paket", "wilayah").prefetch_related(
        "pemeriksaan__foto", "voucher__penukaran__pedagang", "riwayat"
    )
    found: Hibah | None = SESI_HIBAH.read_from(request, rows)
    return found


def _door(request: HttpRequest, form: KodePinForm, status: int = 200) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"form": form, "kabar": kabar}
    return render(request, "ekonomi/hibah_masuk.html", context, status=status)


def _page(
    request: HttpRequest, milik: Hibah, form: FotoPakaiForm | None = None, status: int = 200
) -> HttpResponse:
    periksa = list(milik.pemeriksaan.all())
    bisa = milik.status in (Hibah.Status.DISERAHKAN, Hibah.Status.DIPERIKSA)
    context: dict[str, Any] = {
        "area": area_of(str(milik.wilayah_id)),
        "hibah": milik,
        "pemeriksaan": periksa,
        "berikut": next((p for p in periksa if p.diperiksa_at is None), None) if bisa else None,
        "voucher": list(milik.voucher.all()),
        "form": form or FotoPakaiForm(),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    response = render(request, "ekonomi/hibah_saya.html", context, status=status)
    return SESI_HIBAH.open(response, milik.pk, milik.pin_hash)


@never_cache
@require_POST
def foto(request: HttpRequest) -> HttpResponse:
    """Pictures of the use, from the household's own page."""
    milik = _followed(request)
    if milik is None:
        return SeeOther(reverse("hibah_saya"))
    form = FotoPakaiForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            send_foto(milik, form.cleaned_data["foto"])
        except HibahDitolak as error:
            form.add_error("foto", str(error))
    if form.errors:
        return _page(request, milik, form, 422)
    return SeeOther(f"{reverse('hibah_saya')}?kabar=foto")


@never_cache
@require_POST
def keluar(_request: HttpRequest) -> HttpResponse:
    """Forget the grant, or the shop, in this browser."""
    response = SeeOther(f"{reverse('hibah_saya')}?kabar=keluar")
    return SESI_PEDAGANG.close(SESI_HIBAH.close(response))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voucher(request: HttpRequest) -> HttpResponse:
    """`/bayar/voucher/`: a shop signs in once a day, then takes vouchers at its counter."""
    toko = _shop(request)
    if toko is None:
        return _shop_door(request)
    form = TukarForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kabar = _redeem(request, toko, form)
        if kabar:
            response = SeeOther(f"{reverse('voucher_tukar')}?ditukar={kabar}")
            return SESI_PEDAGANG.open(response, toko.pk, toko.pin_hash)
    status = 422 if form.is_bound else 200
    tukar = toko.penukaran.select_related("voucher").order_by("-pk")
    belum = [t for t in tukar if t.pelunasan_id is None]
    context = {
        "area": area_of(str(toko.wilayah_id)),
        "toko": toko,
        "form": form,
        "tukar": tukar[:20],
        "terutang": sum(t.jumlah for t in belum),
        "ditukar": tukar.filter(voucher__kode=request.GET.get("ditukar", "")).first(),
    }
    return render(request, "ekonomi/voucher.html", context, status=status)


def _shop(request: HttpRequest) -> Pedagang | None:
    rows = Pedagang.objects.filter(aktif=True)
    found: Pedagang | None = SESI_PEDAGANG.read_from(request, rows)
    return found


def _shop_door(request: HttpRequest) -> HttpResponse:
    form = PedagangMasukForm(request.POST if "pin" in request.POST else None)
    asal, status = origin_hash(request), 200
    if form.is_bound:
        toko, status = try_door(
            form, lambda kode, pin: open_pedagang(clean_kode(kode, "PD"), pin, asal=asal)
        )
        if toko is not None:
            response = SeeOther(reverse("voucher_tukar"))
            return SESI_PEDAGANG.open(response, toko.pk, toko.pin_hash)
    return render(request, "ekonomi/voucher_masuk.html", {"form": form}, status=status)


def _redeem(request: HttpRequest, toko: Pedagang, form: TukarForm) -> str:
    """Take the voucher; gives its code, or puts what was wrong into the form."""
    data, asal = form.cleaned_data, origin_hash(request)
    try:
        lembar = open_voucher(clean_kode(data["kode"], "VC"), data["pin"], asal=asal)
        redeem_voucher(
            lembar, pedagang=toko, jumlah=data["jumlah"], barang=data["barang"], asal=asal
        )
    except (PinSalah, PinTerkunci) as error:
        form.add_error("kode", str(error))
        return ""
    except HibahDitolak as error:
        form.add_error("jumlah" if rupiah(lembar.nilai) in str(error) else "kode", str(error))
        return ""
    return str(lembar.kode)
