"""A household's or business's own page of turnover: by code and PIN, or by a personal link."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.forms.omzet import IsiOmzetForm, MasukOmzetForm
from ekonomi.grafik import Garis, line_chart
from ekonomi.models import (
    AksesOmzet,
    JawabanSurvei,
    KunjunganPendamping,
    Pendampingan,
    Pengukuran,
    Rumah,
    Usaha,
)
from ekonomi.omzet_baca import nama_bulan
from ekonomi.omzet_bulanan import months_of_rumah, months_of_usaha
from ekonomi.services.akses_omzet import (
    akses_of_link,
    open_akses,
    signed_akses,
    usaha_of_akses,
)
from ekonomi.services.omzet import (
    Asal,
    OmzetKeliru,
    OmzetSudahDiputus,
    Pemilik,
    confirm_omzet,
    default_bulan,
    record_omzet,
    void_omzet,
)
from ekonomi.services.survei import is_open, survei_url
from ekonomi.services.tingkat import Penilaian, assess_many
from pesan.bangun import KELUAR, wake
from pesan.pin import PinSalah, PinTerkunci
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.halaman import Area, area_of

COOKIE, UMUR = "omzet", 30 * 60
GARAM = "ekonomi.omzet.sesi"
J = Pengukuran.Jenis
BULAN_GRAFIK = 12
KABAR = {
    "simpan": "Terima kasih, sudah kami catat.",
    "tanya": "Angkanya kami tanyakan dulu: lihat di bawah.",
    "benar": "Terima kasih, angkanya kami hitung.",
    "batal": "Baik, angka itu tidak kami hitung.",
    "berubah": "Angka itu sudah diputuskan. Periksa keadaannya di bawah.",
    "keluar": "Anda sudah keluar dari halaman omzet.",
    "tautan": "Tautannya sudah tidak berlaku. Masuk dengan kode dan PIN di kartu.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def omzet(request: HttpRequest) -> HttpResponse:
    """`/omzet/`: the door; behind it the months, a form, and what is asked about."""
    akses = followed_akses(request)
    if request.method == "POST" and request.POST.get("langkah") != "isi":
        return _sign_in(request)
    if akses is None:
        return _door(request, MasukOmzetForm())
    if akses.mentor_id:
        return SeeOther(reverse("mentor"))
    if request.method == "POST":
        return _save(request, akses)
    return _page(request, akses)


@never_cache
@require_safe
def tautan(request: HttpRequest, tanda: str) -> HttpResponse:
    """`/omzet/<tanda>/`: a personal link opens the page and leaves the address."""
    akses = akses_of_link(tanda)
    if akses is None:
        return SeeOther(f"{reverse('omzet')}?kabar=tautan")
    return keep_akses(SeeOther(_home(akses)), akses)


@never_cache
@require_POST
def jawab(request: HttpRequest, pengukuran: int) -> HttpResponse:
    """The owner's answer to a figure we asked about: `ya`, or `tidak` to drop it."""
    akses = followed_akses(request)
    if akses is None:
        return SeeOther(reverse("omzet"))
    baris = _questions(akses).filter(pk=pengukuran).first()
    if baris is None:
        return _back("berubah")
    benar = request.POST.get("jawab") == "ya"
    try:
        if benar:
            confirm_omzet(baris, alasan="Dibenarkan pemiliknya di halaman.")
        else:
            void_omzet(baris, alasan="Dibatalkan pemiliknya di halaman.")
    except OmzetSudahDiputus:
        return _back("berubah")
    wake(KELUAR)
    return _back("benar" if benar else "batal")


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """This browser forgets the card."""
    response = SeeOther(f"{reverse('omzet')}?kabar=keluar")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def followed_akses(request: HttpRequest) -> AksesOmzet | None:
    """The card this browser holds; a replaced or withdrawn card ends it."""
    return signed_akses(request.COOKIES.get(COOKIE, ""), GARAM, UMUR)


def keep_akses(response: HttpResponse, akses: AksesOmzet) -> HttpResponse:
    """Let this browser hold the card for thirty minutes from now."""
    value = signing.dumps([akses.pk, akses.pin_hash[:16]], salt=GARAM)
    response.set_cookie(
        COOKIE, value, max_age=UMUR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def card_area(akses: AksesOmzet) -> Area | None:
    """The kelurahan whose page this is."""
    return area_of(akses.wilayah_id)


def _home(akses: AksesOmzet) -> str:
    return reverse("mentor" if akses.mentor_id else "omzet")


def _back(kabar: str) -> HttpResponse:
    return SeeOther(f"{reverse('omzet')}?kabar={kabar}")


def _door(request: HttpRequest, form: MasukOmzetForm, status: int = 200) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"form": form, "kabar": kabar}
    return render(request, "ekonomi/omzet_masuk.html", context, status=status)


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = MasukOmzetForm(request.POST)
    if not form.is_valid():
        return _door(request, form, 422)
    data = form.cleaned_data
    try:
        akses = open_akses(data["kode"], data["pin"], asal=origin_hash(request))
    except (PinSalah, PinTerkunci) as error:
        form.add_error("kode", str(error))
        return _door(request, form, 429 if isinstance(error, PinTerkunci) else 422)
    return keep_akses(SeeOther(_home(akses)), akses)


def owners_of(akses: AksesOmzet) -> dict[str, tuple[Pemilik, str, str]]:
    """What the card may report: key -> (business or household, kind, words)."""
    hasil: dict[str, tuple[Pemilik, str, str]] = {
        f"u{satu.pk}": (satu, J.OMZET, f"Omzet {satu.nama}") for satu in usaha_of_akses(akses)
    }
    rumah = akses.rumah or (akses.usaha.rumah if akses.usaha else None)
    if rumah is not None:
        if not hasil:
            hasil["ro"] = (rumah, J.OMZET, "Omzet jualan keluarga")
        hasil["rp"] = (rumah, J.PENDAPATAN, "Pendapatan seluruh keluarga")
    return hasil


def _save(request: HttpRequest, akses: AksesOmzet) -> HttpResponse:
    pemilik = owners_of(akses)
    form = _form(pemilik, request.POST)
    if not form.is_valid():
        return _page(request, akses, form=form, status=422)
    data = form.cleaned_data
    punya, jenis, _kata = pemilik[data["apa"]]
    asal = Asal(Pengukuran.Cara.FORMULIR, kontak=akses.kontak)
    try:
        baris = record_omzet(
            punya, bulan=data["bulan"], nilai=data["nilai"], asal=asal, jenis=jenis
        )
    except OmzetKeliru as error:
        form.add_error("nilai", str(error))
        return _page(request, akses, form=form, status=422)
    wake(KELUAR)
    return _back("tanya" if baris.status == Pengukuran.Status.DITANYAKAN else "simpan")


def _form(pemilik: Mapping[str, Any], data: Any = None, **initial: Any) -> IsiOmzetForm:
    apa = [(kunci, kata) for kunci, (_punya, _jenis, kata) in pemilik.items()]
    return IsiOmzetForm(data, apa=apa, hari=timezone.localdate(), initial=initial)


def _questions(akses: AksesOmzet) -> Any:
    punya = [satu for satu, _jenis, _kata in owners_of(akses).values()]
    usaha = [satu.pk for satu in punya if isinstance(satu, Usaha)]
    rumah = [satu.pk for satu in punya if isinstance(satu, Rumah)]
    rows = Pengukuran.objects.questioned()
    return (rows.filter(usaha__in=usaha) | rows.filter(rumah__in=rumah)).select_related(
        "usaha", "rumah"
    )


def _page(
    request: HttpRequest, akses: AksesOmzet, *, form: IsiOmzetForm | None = None, status: int = 200
) -> HttpResponse:
    pemilik = owners_of(akses)
    hari = timezone.localdate()
    context = {
        "area": card_area(akses),
        "akses": akses,
        "kabar": KABAR.get(request.GET.get("kabar", ""), "") if form is None else "",
        "form": form or _first_form(request, pemilik, hari),
        "tanya": [(satu, nama_bulan(satu.bulan)) for satu in _questions(akses)],
        "catatan": [
            _sheet(kunci, punya, jenis, kata, hari)
            for kunci, (punya, jenis, kata) in pemilik.items()
        ],
        "survei": _open_survei(akses, hari),
        "kelas": _steps_up(akses, hari),
    }
    return keep_akses(render(request, "ekonomi/omzet.html", context, status=status), akses)


def _first_form(request: HttpRequest, pemilik: Mapping[str, Any], hari: date) -> IsiOmzetForm:
    """Last month's form, or the month whose "Perbaiki" was pressed."""
    bulan = request.GET.get("bulan") or f"{default_bulan(hari):%Y-%m}"
    apa = request.GET.get("apa", "")
    return _form(pemilik, bulan=bulan, apa=apa if apa in pemilik else next(iter(pemilik), ""))


def _sheet(kunci: str, punya: Pemilik, jenis: str, kata: str, hari: date) -> dict[str, Any]:
    """One business or household: its chart and its months, newest first."""
    angka, sumber = months_of_owner(punya, jenis)
    awal = _baseline(punya, jenis)
    return {
        "kunci": kunci,
        "kata": kata,
        "garis": chart_of(angka, hari, acuan=awal),
        "awal": awal,
        "baris": [
            (f"{bulan:%Y-%m}", nama_bulan(bulan), nilai, sumber.get(bulan, ""))
            for bulan, nilai in sorted(angka.items(), reverse=True)[:BULAN_GRAFIK]
        ],
    }


def months_of_owner(punya: Pemilik, jenis: str) -> tuple[dict[date, int], dict[date, str]]:
    """(month to Rupiah, month to where it comes from where that is not a report)."""
    if isinstance(punya, Usaha):
        bulanan = months_of_usaha([punya.pk]).get(punya.pk, {})
        return (
            {b: satu.nilai for b, satu in bulanan.items()},
            {b: "dari penjualan tercatat" for b, s in bulanan.items() if s.sumber == "penjualan"},
        )
    return months_of_rumah([punya.pk], jenis).get(punya.pk, {}), {}


def _baseline(punya: Pemilik, jenis: str) -> int | None:
    owner = {"usaha" if isinstance(punya, Usaha) else "rumah": punya}
    rows = Pengukuran.objects.valid().filter(**owner, jenis=jenis, is_baseline=True)
    return rows.values_list("nilai", flat=True).first()


def chart_of(angka: Mapping[date, int], hari: date, *, acuan: int | None = None) -> Garis | None:
    """The last twelve months as a line, from the first measured one on."""
    if not angka:
        return None
    bulan, semua = hari.replace(day=1), []
    for _ in range(BULAN_GRAFIK):
        semua.append(bulan)
        bulan = date(bulan.year - (bulan.month == 1), (bulan.month - 2) % 12 + 1, 1)
    ada = [b for b in reversed(semua) if b >= min(angka)]
    titik = [(nama_bulan(b)[:3], angka.get(b)) for b in ada]
    while titik and titik[-1][1] is None:
        titik.pop()
    return line_chart(titik, acuan=acuan)


def _open_survei(akses: AksesOmzet, hari: date) -> list[tuple[str, str]]:
    """(title, link) of surveys this household has not answered."""
    rumah = akses.rumah_id or (akses.usaha.rumah_id if akses.usaha else None)
    rows = JawabanSurvei.objects.reachable().filter(rumah=rumah, survei__status="buka")
    return [
        (satu.survei.judul, survei_url(satu))
        for satu in rows.select_related("survei")
        if is_open(satu.survei, hari)
    ]


def _steps_up(akses: AksesOmzet, hari: date) -> list[tuple[Penilaian, Pendampingan | None, Any]]:
    """Each business: what it fulfils of the next step, its mentor, the steps agreed upon."""
    nilai = assess_many(usaha_of_akses(akses), hari)
    usaha = [n.usaha.pk for n in nilai]
    pasangan = {
        p.usaha_id: p
        for p in Pendampingan.objects.running().filter(usaha__in=usaha).select_related("mentor")
    }
    langkah: dict[int, list[KunjunganPendamping]] = {}
    rows = KunjunganPendamping.objects.open_steps().filter(pendampingan__usaha__in=usaha)
    for satu in rows.select_related("pendampingan").order_by("tenggat", "pk"):
        langkah.setdefault(satu.pendampingan.usaha_id, []).append(satu)
    return [
        (n, pasangan.get(n.usaha.pk), langkah.get(n.usaha.pk, []))
        for n in nilai
        if n.ke is not None or n.usaha.pk in pasangan
    ]
