"""`/surat/`: anybody who holds a letter asks whether it is genuine. No personal data, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dokumen.forms import PeriksaForm
from dokumen.services.periksa import HasilPeriksa, TerlaluSering, find_token, verify_token
from wilayah.asal import origin_hash

_TUNGGU = "Terlalu banyak percobaan dari tempat Anda. Coba lagi satu jam lagi."
_TAK_DIKENAL = "Kode ini tidak kami kenal. Periksa lagi huruf dan angkanya."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def periksa(request: HttpRequest) -> HttpResponse:
    """The form for the code under the QR; a known one leads to the letter's own page."""
    if request.method != "POST":
        return _page(request, form=PeriksaForm())
    form = PeriksaForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        token = find_token(form.cleaned_data["kode"], asal=origin_hash(request))
    except TerlaluSering:
        form.add_error("kode", _TUNGGU)
        return _page(request, form=form, status=429)
    if token is None:
        form.add_error("kode", _TAK_DIKENAL)
        return _page(request, form=form, status=422)
    return redirect("surat_hasil", token)


@never_cache
@require_safe
def surat(request: HttpRequest, token: str) -> HttpResponse:
    """What stands behind a QR: genuine, withdrawn, or unknown (404)."""
    try:
        hasil = verify_token(token[:60], asal=origin_hash(request))
    except TerlaluSering:
        form = PeriksaForm({"kode": ""})
        form.errors["kode"] = form.error_class([_TUNGGU])
        return _page(request, form=form, status=429)
    return _page(
        request, form=PeriksaForm(), hasil=hasil, dicari=True, status=200 if hasil else 404
    )


def _page(
    request: HttpRequest,
    *,
    form: PeriksaForm,
    hasil: HasilPeriksa | None = None,
    dicari: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "hasil": hasil, "dicari": dicari}
    response = render(request, "dokumen/periksa.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
