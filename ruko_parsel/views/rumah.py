"""Pages of the house that open without a login: opening hours, screen, queue, guest book.

None shows a name. Screen, queue and guest book are reached by addresses that nobody can guess and
that the desk can take back.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pesan.hitungan import count_up
from ruko_parsel.forms.tamu import AntreForm, TamuForm
from ruko_parsel.jam_ruang import JamRumah, hour_words, local_day, next_open, read_hari
from ruko_parsel.kata_hari import day_words, read_tanggal
from ruko_parsel.keadaan_antrean import ahead_of, read_keadaan, wait_words
from ruko_parsel.models import Antrean, Hari, Ruang, Tamu, TandaRumah
from ruko_parsel.services.antrean import take_antrean
from ruko_parsel.services.tamu import KodeKeliru, sign_in_tamu, sign_out_tamu
from ruko_parsel.services.tanda_rumah import find_tanda
from wilayah.asal import origin_hash
from wilayah.halaman import area_of
from wilayah.kripto import new_code
from wilayah.models import Wilayah
from wilayah.zona import at_place, nama_zona

_KARCIS, _TAMU = "ruko.karcis", "ruko.tamu"
_UMUR_KARCIS = 24 * 3600
_PER_JAM = 60  # forms an hour and address: a phone network or a kiosk serves many people
_SEBELUM_BUKA = timedelta(minutes=30)
_DEPAN = 14  # days ahead that are looked over for closed ones


@require_safe
def jadwal(request: HttpRequest, kode_kecamatan: str) -> HttpResponse:
    """`/ruko-parsel/<kode>/jadwal/`: hours, closed days, which rooms are free on a day."""
    rumah = _house(kode_kecamatan)
    now = timezone.now()
    di = str(rumah.pk)
    kini = local_day(now, di)
    awal = read_tanggal(request.GET.get("tanggal", ""), next_open(di, kini) or kini)
    hari = max(awal, kini)
    jam = JamRumah(di, kini, kini + timedelta(days=_DEPAN))
    baris = read_hari(di, hari, now)
    grid = next((b.sel for b in baris if b.sel), [])
    context = {
        "area": area_of(di), "rumah": rumah, "zona": nama_zona(di), "tanggal": hari,
        "judul_hari": day_words(hari), "baris": baris,
        "jam": [f"{sel.mulai:%H.%M}" for sel in grid],
        "pekan": [(satu.label, hour_words(jam.weekly(None, satu.value))) for satu in Hari],
        "tutup": _closed_days(jam, kini),
        "lalu": hari - timedelta(days=1) if hari > kini else None,
        "nanti": hari + timedelta(days=1),
        "buka": _is_open(di, now), "keadaan": read_keadaan(di, now),
    }  # fmt: skip
    return render(request, "ruko_parsel/rumah_jadwal.html", context)


def _house(kode: str) -> Wilayah:
    """A kecamatan that has rooms. Raises Http404."""
    rumah = Wilayah.objects.filter(pk=kode[:13], tingkat=Wilayah.Tingkat.KECAMATAN).first()
    if rumah is None or not Ruang.objects.filter(wilayah=rumah, aktif=True).exists():
        raise Http404
    return rumah


def _closed_days(jam: JamRumah, kini: Any) -> list[tuple[str, str]]:
    """Days soon that are closed though one would expect them open, and why."""
    hari = (kini + timedelta(days=n) for n in range(_DEPAN + 1))
    return [
        (day_words(satu), alasan)
        for satu in hari
        if jam.hours(None, satu) and (alasan := jam.closed(None, satu))
    ]


def _is_open(di: str, now: datetime) -> bool:
    """Whether numbers are given now: from half an hour before opening until closing."""
    hari = local_day(now, di)
    return any(b - _SEBELUM_BUKA <= now < t for b, t in JamRumah(di, hari, hari).spans(None, hari))


def _tanda(jenis: str, tanda: str) -> TandaRumah:
    found = find_tanda(jenis, tanda)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def layar(request: HttpRequest, tanda_layar: str) -> HttpResponse:
    """`/ruko-parsel/layar/<tanda>/`: the waiting room's screen; `?bagian=1` its inside alone."""
    tanda = _tanda(TandaRumah.Jenis.LAYAR, tanda_layar)
    di, now = str(tanda.wilayah_id), timezone.now()
    keadaan = read_keadaan(di, now)
    context = {
        "rumah": tanda.wilayah, "keadaan": keadaan,
        "utama": keadaan.dipanggil[0] if keadaan.dipanggil else None,
        "lain": keadaan.dipanggil[1:6],
        "jam": f"{at_place(now, di):%H.%M} {nama_zona(di)}",
    }  # fmt: skip
    bagian = request.GET.get("bagian") == "1"
    templat = "ruko_parsel/rumah_layar_isi.html" if bagian else "ruko_parsel/rumah_layar.html"
    return _private(render(request, templat, context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def antre(request: HttpRequest, tanda_antre: str) -> HttpResponse:
    """`/ruko-parsel/antre/<tanda>/`: take a number."""
    tanda = _tanda(TandaRumah.Jenis.ANTRE, tanda_antre)
    di, now = str(tanda.wilayah_id), timezone.now()
    buka = _is_open(di, now)
    form = AntreForm(initial={"kunci": new_code(20)})
    if request.method == "POST" and buka:
        form = AntreForm(request.POST)
        if form.is_valid() and not _too_many(request, form, "antre"):
            data = form.cleaned_data
            kunci = f"{tanda.pk}:{data['kunci']}"
            antrean = take_antrean(di, kunci=kunci, bidang=data["bidang"], by=None)
            alamat = reverse("ruko_karcis", args=[signing.dumps(antrean.pk, salt=_KARCIS)])
            return redirect(f"{alamat}?dari={tanda.tanda}")
    keadaan = read_keadaan(di, now)
    context = {
        "rumah": tanda.wilayah, "form": form, "keadaan": keadaan, "buka": buka,
        "perkiraan": wait_words(keadaan.menunggu, keadaan),
        "berikut": "" if buka else _next_words(di, now),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return _private(render(request, "ruko_parsel/rumah_antre.html", context, status=status))


def _next_words(di: str, now: datetime) -> str:
    """When it opens next; today's later hours included."""
    hari = local_day(now, di)
    jam = JamRumah(di, hari, hari)
    nanti = [b for b, _t in jam.spans(None, hari) if b > now]
    if nanti:
        return f"Hari ini buka lagi pukul {nanti[0]:%H.%M} {nama_zona(di)}."
    buka = next_open(di, hari + timedelta(days=1))
    return f"Buka lagi {day_words(buka)}." if buka else ""


@never_cache
@require_safe
def karcis(request: HttpRequest, tanda_karcis: str) -> HttpResponse:
    """`/ruko-parsel/karcis/<tanda>/`: one's number, who is called, how long it may take."""
    antrean = Antrean.objects.select_related("wilayah", "ruang", "bidang").filter(
        pk=_read(tanda_karcis, _KARCIS)
    ).first()  # fmt: skip
    if antrean is None:
        raise Http404
    keadaan = read_keadaan(str(antrean.wilayah_id), timezone.now())
    di_depan = ahead_of(antrean)
    S = Antrean.Status  # noqa: N806
    dari = find_tanda(TandaRumah.Jenis.ANTRE, request.GET.get("dari", ""))
    context = {
        "dari": dari.tanda if dari is not None else "",
        "rumah": antrean.wilayah, "antrean": antrean, "keadaan": keadaan, "di_depan": di_depan,
        "perkiraan": wait_words(di_depan, keadaan),
        "menunggu": antrean.status == S.MENUNGGU, "dipanggil": antrean.status == S.DIPANGGIL,
        "lewat": antrean.status == S.LEWAT,
        "dilayani": antrean.status == S.DILAYANI, "usai": antrean.status == S.SELESAI,
    }  # fmt: skip
    return _private(render(request, "ruko_parsel/rumah_karcis.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tamu(request: HttpRequest, tanda_tamu: str) -> HttpResponse:
    """`/ruko-parsel/tamu/<tanda>/`: the guest book on one's own phone."""
    tanda = _tanda(TandaRumah.Jenis.TAMU, tanda_tamu)
    form = TamuForm(initial={"kunci": new_code(20)})
    if request.method == "POST":
        form = TamuForm(request.POST)
        if form.is_valid() and not _too_many(request, form, "tamu"):
            try:
                satu = sign_in_tamu(
                    str(tanda.wilayah_id), form.isi(), cara=Tamu.Cara.QR,
                    kunci=f"{tanda.pk}:{form.cleaned_data['kunci']}",
                )  # fmt: skip
            except KodeKeliru as galat:
                form.add_error("kode", str(galat))
            except ValueError as galat:
                form.add_error(None, str(galat))
            else:
                return redirect("ruko_tamu_masuk", signing.dumps(satu.pk, salt=_TAMU))
    desa = Wilayah.objects.in_wilayah(str(tanda.wilayah_id)).kelurahan().order_by("kode")
    context = {
        "rumah": tanda.wilayah, "form": form, "desa": [w.nama_lengkap for w in desa[:60]],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return _private(render(request, "ruko_parsel/rumah_tamu.html", context, status=status))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tamu_masuk(request: HttpRequest, tanda_kunjungan_tamu: str) -> HttpResponse:
    """`/ruko-parsel/tamu-masuk/<tanda>/`: signed in; the number, and a button to go out."""
    satu = Tamu.objects.select_related("wilayah", "antrean", "pemesanan__ruang").filter(
        pk=_read(tanda_kunjungan_tamu, _TAMU)
    ).first()  # fmt: skip
    if satu is None:
        raise Http404
    if request.method == "POST":
        sign_out_tamu(satu, by=None)
        return redirect("ruko_tamu_masuk", tanda_kunjungan_tamu)
    di = str(satu.wilayah_id)
    context = {
        "rumah": satu.wilayah, "tamu": satu,
        "masuk": f"{at_place(satu.masuk_at, di):%H.%M} {nama_zona(di)}",
        "keluar": f"{at_place(satu.keluar_at, di):%H.%M} {nama_zona(di)}" if satu.keluar_at else "",
        "karcis": signing.dumps(satu.antrean_id, salt=_KARCIS) if satu.antrean_id else "",
    }  # fmt: skip
    return _private(render(request, "ruko_parsel/rumah_tamu_masuk.html", context))


def _too_many(request: HttpRequest, form: Any, apa: str) -> bool:
    kunci = f"ruko-{apa}:{origin_hash(request)}"
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] <= _PER_JAM:
        return False
    form.add_error(None, "Terlalu banyak dari tempat ini. Silakan ke meja tamu.")
    return True


def _read(tanda: str, garam: str) -> int:
    """The row a link of the last day is about. Raises Http404."""
    try:
        return int(signing.loads(tanda[:200], salt=garam, max_age=_UMUR_KARCIS))
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # not no-referrer: a browser would send its forms with "Origin: null", which is refused
    response["Referrer-Policy"] = "same-origin"
    return response
