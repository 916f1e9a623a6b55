"""Pasar Rakyat: the public page with its calendar, and the seller's page behind the card."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar, Event, vGeo

from ekonomi.angka_pasar import draw_bars, growth_of, history_of
from ekonomi.forms.pasar import JualForm, KartuForm, PesanLapakForm
from ekonomi.models import AksesOmzet, JualPasar, LapakPasar, Pasar, PasarHari, SewaLapak, Usaha
from ekonomi.services.akses_omzet import open_akses, usaha_of_akses
from ekonomi.services.lapak_pasar import LAPOR, book_lapak, record_jual, release_lapak
from ekonomi.services.pasar_kabar import goods_of
from pesan.bangun import KELUAR, wake
from pesan.pintu_pin import try_door
from pesan.sesi_pin import SesiPin
from wilayah.asal import origin_hash
from wilayah.halaman import Area, area_of, find_kelurahan, remember

SESI = SesiPin("pasar", "ekonomi.pasar", 30 * 60, "/pasar/")
KABAR = {
    "pesan": "Lapaknya sudah Anda pesan.",
    "lepas": "Lapaknya sudah dilepas.",
    "jual": "Terima kasih, penjualannya sudah kami catat.",
    "keluar": "Anda sudah keluar dari perangkat ini.",
}


@require_safe
def daftar(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/pasar/`: markets with their next days, what will be sold, and how it grows."""
    area = find_kelurahan(slug)
    pasar = Pasar.objects.in_wilayah(area.kode).filter(aktif=True).order_by("nama")
    context = {
        "area": area,
        "pasar": [_market(satu) for satu in pasar[:20]],
        "peta": settings.LEAFLET_CONFIG,
    }
    return remember(render(request, "ekonomi/pasar.html", context), area)


def _market(pasar: Pasar) -> dict[str, Any]:
    hari = list(PasarHari.objects.filter(pasar=pasar).coming(timezone.now())[:4])
    berikut = next((satu for satu in hari if not satu.is_batal), None)
    angka = history_of(pasar, umum=True)
    return {
        "pasar": pasar,
        "hari": hari,
        "berikut": berikut,
        "dagangan": goods_of(berikut) if berikut else [],
        "usaha": _shown(berikut) if berikut else [],
        "grafik": draw_bars(angka),
        "tumbuh": growth_of(angka),
        "sembunyi": any(a.total is None for a in angka),
    }


def _shown(hari: PasarHari) -> list[str]:
    """Businesses whose owners agreed that their name may stand here."""
    rows = SewaLapak.objects.valid().filter(hari=hari, tampil=True)
    return sorted(rows.values_list("usaha__nama", flat=True))


@require_safe
def kalender(_request: HttpRequest, slug: str) -> HttpResponse:
    """The market days of a kelurahan as a calendar feed; called-off days say so."""
    area = find_kelurahan(slug)
    sejak = timezone.now() - timedelta(days=30)
    rows = PasarHari.objects.in_wilayah(area.kode).filter(mulai_at__gt=sejak, pasar__aktif=True)
    isi = Calendar()
    isi.add("prodid", "-//HAI LURAH//Pasar Rakyat//ID")
    isi.add("version", "2.0")
    isi.add("x-wr-calname", f"Pasar Rakyat {area.nama_panjang}")
    for row in rows.select_related("pasar").order_by("mulai_at")[:300]:
        isi.add_component(_event(area, row))
    response = HttpResponse(isi.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="pasar.ics"'
    return response


def _event(area: Area, row: PasarHari) -> Event:
    acara = Event()
    acara.add("uid", f"pasar-{row.pk}@{area.slug}")
    acara.add("summary", row.pasar.nama)
    acara.add("dtstart", row.mulai_at)
    acara.add("dtend", row.selesai_at)
    acara.add("dtstamp", timezone.now())
    acara.add("sequence", row.urutan)
    acara.add("location", f"{row.pasar.tempat}, {area.nama_panjang}")
    acara.add("status", "CANCELLED" if row.is_batal else "CONFIRMED")
    if row.alasan:
        acara.add("description", row.alasan)
    if row.pasar.lat is not None and row.pasar.lng is not None:
        acara.add("geo", vGeo((float(row.pasar.lat), float(row.pasar.lng))))
    return acara


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lapak(request: HttpRequest) -> HttpResponse:
    """`/pasar/lapak/`: the door by card, then stalls to book and sales to enter."""
    if request.method == "POST":
        return _sign_in(request)
    akses = _followed(request)
    if akses is None:
        return _door(request, KartuForm())
    return _own_page(request, akses)


def _followed(request: HttpRequest) -> AksesOmzet | None:
    rows = AksesOmzet.objects.active().filter(mentor__isnull=True)
    found: AksesOmzet | None = SESI.read_from(request, rows.select_related("usaha", "rumah"))
    return found


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = KartuForm(request.POST)
    asal = origin_hash(request)
    akses, status = try_door(form, lambda kode, pin: open_akses(kode, pin, asal=asal))
    if akses is None:
        return _door(request, form, status)
    if not usaha_of_akses(akses):
        form.add_error("kode", "Kartu ini belum punya usaha. Daftarkan usahanya ke petugas dulu.")
        return _door(request, form, 422)
    return SESI.open(redirect("pasar_lapak"), akses.pk, akses.pin_hash)


def _door(request: HttpRequest, form: KartuForm, status: int = 200) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"form": form, "kabar": kabar, "area": None}
    return _private(render(request, "ekonomi/pasar_masuk.html", context, status=status))


def _own_page(
    request: HttpRequest, akses: AksesOmzet, *, keliru: Any = None, status: int = 200
) -> HttpResponse:
    usaha = usaha_of_akses(akses)
    kini = timezone.now()
    milik = SewaLapak.objects.valid().filter(usaha__in=usaha, hari__selesai_at__gt=kini - LAPOR)
    jual = Prefetch(
        "jual", JualPasar.objects.filter(diganti_at__isnull=True), to_attr="jual_berlaku"
    )
    sewa = list(
        milik.select_related("hari__pasar", "lapak", "usaha")
        .prefetch_related(jual)
        .order_by("hari__mulai_at")
    )
    context = {
        "area": area_of(akses.wilayah_id),
        "usaha": usaha,
        "akan": [s for s in sewa if s.hari.mulai_at > kini],
        "lalu": [_with_sale_form(s, keliru) for s in sewa if s.hari.mulai_at <= kini],
        "buka": _bookable(akses, usaha, keliru),
        "form": keliru,
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    response = render(request, "ekonomi/pasar_lapak.html", context, status=status)
    return _private(SESI.open(response, akses.pk, akses.pin_hash))


def _with_sale_form(sewa: SewaLapak, keliru: Any) -> dict[str, Any]:
    ada = next(iter(sewa.jual_berlaku), None)  # type: ignore[attr-defined]
    form = JualForm(initial={"sewa": sewa.pk, "jumlah": ada.jumlah if ada else None},
                    auto_id=f"jual{sewa.pk}_%s")  # fmt: skip
    if isinstance(keliru, JualForm) and keliru.data.get("sewa") == str(sewa.pk):
        form = keliru
    return {"sewa": sewa, "jual": ada, "form": form}


def _bookable(akses: AksesOmzet, usaha: list[Usaha], keliru: Any) -> list[dict[str, Any]]:
    """The coming days of the kelurahan's markets with their free stalls and a form each."""
    hari = (
        PasarHari.objects.in_wilayah(str(akses.wilayah_id)[:13])
        .filter(mulai_at__gt=timezone.now(), status="terjadwal", pasar__aktif=True)
        .select_related("pasar")
        .order_by("mulai_at")[:6]
    )
    hasil = []
    for satu in hari:
        bebas, belum = free_lapak(satu), _without_stall(satu, usaha)
        form = PesanLapakForm(
            initial={"hari": satu.pk}, usaha=belum, lapak=bebas, auto_id=f"pesan{satu.pk}_%s"
        )
        if isinstance(keliru, PesanLapakForm) and keliru.data.get("hari") == str(satu.pk):
            form = keliru
        hasil.append({"hari": satu, "bebas": len(bebas), "belum": belum, "form": form})
    return hasil


def free_lapak(hari: PasarHari) -> list[LapakPasar]:
    """Stalls of this market that nobody has on this day."""
    isi = SewaLapak.objects.valid().filter(hari=hari).values("lapak")
    return list(LapakPasar.objects.filter(pasar=hari.pasar_id, aktif=True).exclude(pk__in=isi))


def _without_stall(hari: PasarHari, usaha: list[Usaha]) -> list[Usaha]:
    punya = set(
        SewaLapak.objects.valid().filter(hari=hari, usaha__in=usaha).values_list("usaha", flat=True)
    )
    return [u for u in usaha if u.pk not in punya]


@never_cache
@require_POST
def pesan(request: HttpRequest) -> HttpResponse:
    """A stall for one of the card's businesses."""
    akses = _followed(request)
    if akses is None:
        return redirect("pasar_lapak")
    kode, rows = str(akses.wilayah_id)[:13], PasarHari.objects.select_related("pasar")
    hari_pk = request.POST.get("hari", "")
    hari = rows.in_wilayah(kode).filter(pk=hari_pk).first() if hari_pk.isdecimal() else None
    if hari is None:
        return redirect("pasar_lapak")
    usaha = usaha_of_akses(akses)
    form = PesanLapakForm(
        request.POST, usaha=usaha, lapak=free_lapak(hari), auto_id=f"pesan{hari.pk}_%s"
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            book_lapak(
                hari, LapakPasar.objects.get(pk=data["lapak"]),
                next(u for u in usaha if u.pk == data["usaha"]),
                dagangan=data["dagangan"], tampil=data["tampil"],
            )  # fmt: skip
        except ValueError as error:
            form.add_error("lapak", str(error))
        else:
            wake(KELUAR)
            return redirect(_own_url("pesan"))
    return _own_page(request, akses, keliru=form, status=422)


def _own_sewa(request: HttpRequest, akses: AksesOmzet) -> SewaLapak | None:
    pk = request.POST.get("sewa", "")
    if not pk.isdecimal():
        return None
    rows = SewaLapak.objects.filter(usaha__in=usaha_of_akses(akses), pk=pk)
    found: SewaLapak | None = rows.select_related("hari__pasar", "usaha", "lapak").first()
    return found


@never_cache
@require_POST
def lepas(request: HttpRequest) -> HttpResponse:
    """Give a stall back."""
    akses = _followed(request)
    sewa = _own_sewa(request, akses) if akses else None
    if akses is None or sewa is None:
        return redirect("pasar_lapak")
    try:
        release_lapak(sewa)
    except ValueError:
        return redirect("pasar_lapak")
    return redirect(_own_url("lepas"))


@never_cache
@require_POST
def jual(request: HttpRequest) -> HttpResponse:
    """What a stall sold."""
    akses = _followed(request)
    sewa = _own_sewa(request, akses) if akses else None
    if akses is None or sewa is None:
        return redirect("pasar_lapak")
    form = JualForm(request.POST, auto_id=f"jual{sewa.pk}_%s")
    if form.is_valid():
        try:
            record_jual(sewa, form.cleaned_data["jumlah"], cara=JualPasar.Cara.PENJUAL)
        except ValueError as error:
            form.add_error("jumlah", str(error))
        else:
            return redirect(_own_url("jual"))
    return _own_page(request, akses, keliru=form, status=422)


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """Forget the card in this browser."""
    return SESI.close(redirect(_own_url("keluar")))


def _own_url(kabar: str) -> str:
    return f"/pasar/lapak/?kabar={kabar}"


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
