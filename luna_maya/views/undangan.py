"""Residents invite the lurah: the form, code and PIN, the answer, taking it back."""

import uuid
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luna_maya.forms.undangan import BukaUndanganForm, UndangForm
from luna_maya.models import Undangan
from luna_maya.services.kabar import place_name
from luna_maya.services.undangan import (
    Ajuan,
    UndanganTertutup,
    find_undangan,
    make_undangan,
    pin_of_kunci,
    withdraw_undangan,
)
from pesan.bangun import KELUAR, wake
from pesan.hitungan import count_up
from pesan.pin import PinSalah, PinTerkunci
from pesan.services import kontak_of_formulir
from pesan.sesi_pin import SesiPin
from wilayah.arah import SeeOther
from wilayah.asal import origin_hash
from wilayah.format import tanggal_panjang
from wilayah.halaman import Area, find_kelurahan, remember
from wilayah.models import Wilayah

SESI = SesiPin("undangan", "luna_maya.undangan.sesi", 30 * 60)
_GARAM, _UMUR = "luna_maya.undang.terkirim", 24 * 3600
_PER_JAM = 12  # invitations an hour and address: a hall or a kiosk serves several people
KABAR = {
    "cabut": "Undangan sudah dicabut. Terima kasih sudah memberi tahu.",
    "tetap": "Undangan ini tidak dapat dicabut lagi.",
    "keluar": "Anda sudah keluar.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undang(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/undang-lurah/`: the form."""
    area = find_kelurahan(slug)
    form = UndangForm(initial={"token": uuid.uuid4()}, kode=area.kode)
    if request.method == "POST":
        form = UndangForm(request.POST, kode=area.kode)
        if form.is_valid() and (jawab := _store(request, area, form)) is not None:
            return jawab
    context = {"area": area, "form": form}
    status = 422 if form.is_bound else 200
    return remember(render(request, "luna_maya/undang.html", context, status=status), area)


def _store(request: HttpRequest, area: Area, form: UndangForm) -> HttpResponse | None:
    """The redirect to code and PIN; None with the error on the form."""
    kunci = f"undang-lurah:{origin_hash(request)}"
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] > _PER_JAM:
        form.add_error(None, "Terlalu banyak undangan dari tempat ini. Coba satu jam lagi.")
        return None
    data = form.cleaned_data
    wilayah = find_place(area.kode, data["rw"], data["rt"])
    ajuan = Ajuan(
        acara=data["acara"], mulai_at=form.moment(data), wilayah=wilayah, nama=data["nama"],
        tempat=data["tempat"], alamat=data["alamat"], ada_anak=data["ada_anak"],
        pesan=_note(data, wilayah),
        kontak=kontak_of_formulir(
            data["kontak"], garam="undangan", token=data["token"], wilayah=wilayah
        ),
    )  # fmt: skip
    undangan, _pin = make_undangan(ajuan, kunci=f"web:{data['token']}")
    wake(KELUAR)
    tanda = signing.dumps(undangan.pk, salt=_GARAM)
    return redirect("luna_undang_terkirim", area.slug, tanda)


def find_place(kelurahan: str, rw: str, rt: str) -> Wilayah:
    """The RT where it is known, else the RW, else the kelurahan: a public form makes no areas."""
    kode = [kelurahan, f"{kelurahan}.{rw}", f"{kelurahan}.{rw}.{rt}"]
    found: Wilayah = Wilayah.objects.filter(pk__in=kode).order_by("-kode")[0]
    return found


def _note(data: dict[str, Any], wilayah: Wilayah) -> str:
    """The words, with RT and RW as typed where we do not know them; staff pick the right one."""
    if wilayah.kode.count(".") == 5:
        return str(data["pesan"])
    return f"RT {data['rt']} RW {data['rw']}. {data['pesan']}".strip()


@never_cache
@require_safe
def terkirim(request: HttpRequest, slug: str, tanda_undang: str) -> HttpResponse:
    """Code and PIN, for a day."""
    area = find_kelurahan(slug)
    try:
        pk = signing.loads(tanda_undang[:200], salt=_GARAM, max_age=_UMUR)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    undangan = _rows(area).filter(pk=pk).first()
    if undangan is None:
        raise Http404
    context = _facts(undangan, area) | {"pin": pin_of_kunci(undangan.kunci)}
    return _private(render(request, "luna_maya/undang_terkirim.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """The door by code and PIN, or the invitation behind it."""
    area = find_kelurahan(slug)
    if request.method == "POST":
        return _sign_in(request, area)
    undangan = _opened(request, area)
    if undangan is None:
        return _door(request, area, BukaUndanganForm())
    context = _facts(undangan, area) | {"kabar": KABAR.get(request.GET.get("kabar", ""), "")}
    return SESI.open(
        _private(render(request, "luna_maya/undang_status.html", context)),
        undangan.pk, undangan.pin_hash,
    )  # fmt: skip


def _sign_in(request: HttpRequest, area: Area) -> HttpResponse:
    form = BukaUndanganForm(request.POST)
    if not form.is_valid():
        return _door(request, area, form, 422)
    data = form.cleaned_data
    try:
        undangan = find_undangan(data["kode"], data["pin"], asal=origin_hash(request))
    except (PinSalah, PinTerkunci) as galat:
        form.add_error("kode", str(galat))
        return _door(request, area, form, 429 if isinstance(galat, PinTerkunci) else 422)
    return SESI.open(redirect("luna_undang_status", area.slug), undangan.pk, undangan.pin_hash)


def _door(
    request: HttpRequest, area: Area, form: BukaUndanganForm, status: int = 200
) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"area": area, "form": form, "kabar": kabar}
    return _private(render(request, "luna_maya/undang_masuk.html", context, status=status))


def _opened(request: HttpRequest, area: Area) -> Undangan | None:
    rows = _rows(area)
    return SESI.read(request, lambda pk: rows.filter(pk=pk).first())


def _rows(area: Area) -> Any:
    rows = Undangan.objects.in_wilayah(area.kode).filter(dihapus_at__isnull=True)
    return rows.select_related("wilayah", "kontak", "kunjungan", "wakil")


def _facts(undangan: Undangan, area: Area) -> dict[str, Any]:
    kode = str(undangan.wilayah_id)
    kunjungan = undangan.kunjungan
    batal = kunjungan is not None and kunjungan.status == "batal"
    return {
        "area": area,
        "undangan": undangan,
        "waktu": tanggal_panjang(undangan.mulai_at, kode),
        "datang": tanggal_panjang(kunjungan.mulai_at, kode) if kunjungan and not batal else "",
        "batal": batal,
        "tempat": place_name(undangan.wilayah),
        "bisa_cabut": undangan.status in {"baru", "diterima"}
        and (kunjungan.mulai_at if kunjungan else undangan.mulai_at) > timezone.now()
        and not batal,
    }


@never_cache
@require_POST
def cabut(request: HttpRequest, slug: str) -> HttpResponse:
    """The inviter takes it back."""
    area = find_kelurahan(slug)
    undangan = _opened(request, area)
    alamat = f"/{area.slug}/undang-lurah/status/"
    if undangan is None:
        return SeeOther(alamat)
    try:
        withdraw_undangan(undangan)
    except UndanganTertutup:
        return SeeOther(f"{alamat}?kabar=tetap")
    wake(KELUAR)
    return SeeOther(f"{alamat}?kabar=cabut")


@require_POST
def keluar(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget the invitation in this browser."""
    area = find_kelurahan(slug)
    return SESI.close(redirect(f"/{area.slug}/undang-lurah/status/?kabar=keluar"))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
