"""The door of payment gateways, and the stand-in's page where one pays with a click."""

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ekonomi.bayar.dasar import MuatanRusak, TandaTanganSalah
from ekonomi.bayar.tiruan import make_callback
from ekonomi.models import Tagihan
from ekonomi.services.bayar import process_peristiwa, receive_callback
from pesan.bangun import KELUAR, wake
from pesan.simulasi.hanya_demo import hanya_demo
from wilayah.arah import SeeOther

log = structlog.get_logger("ekonomi.bayar")
BATAS = 100_000  # bytes; a notification is about one kilobyte


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, gerbang: str) -> HttpResponse:
    """`/webhook/bayar/<gerbang>/`: verified on the raw bytes, stored, answered 200.

    Its effect follows at once; if that fails, the row is there and the sweep takes it up.
    """
    try:
        badan = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if len(badan) > BATAS:
        return HttpResponse(status=413)
    try:
        peristiwa = receive_callback(gerbang, badan, request.headers)
    except KeyError:
        return HttpResponse(status=404)
    except MuatanRusak:
        return HttpResponse(status=400)
    except TandaTanganSalah:
        log.warning("tanda_tangan_bayar_salah", gerbang=gerbang)
        return HttpResponse(status=403)
    if peristiwa is not None:
        try:
            process_peristiwa(peristiwa.pk)
        except Exception:  # it is stored; the gateway must not send it again for our fault
            log.exception("peristiwa_bayar_gagal", peristiwa=peristiwa.pk)
        wake(KELUAR)
    return HttpResponse(status=200)


@hanya_demo
@require_http_methods(["GET", "HEAD", "POST"])
def tiruan(request: HttpRequest, nomor_tagihan: str) -> HttpResponse:
    """The stand-in's own page: pay, or let it fail. It reports by a signed callback, as others."""
    tagihan = get_object_or_404(
        Tagihan.objects.select_related("pesanan__lapak"), nomor=nomor_tagihan, gerbang="tiruan"
    )
    if request.method == "POST":
        keadaan = request.POST.get("keadaan", "lunas")
        if keadaan in ("lunas", "gagal"):
            badan, kepala = make_callback(tagihan, keadaan)
            peristiwa = receive_callback("tiruan", badan, kepala)
            if peristiwa is not None:
                process_peristiwa(peristiwa.pk)
                wake(KELUAR)
        return SeeOther(reverse("pesanan"))
    context = {"area": None, "tagihan": tagihan}
    return render(request, "ekonomi/bayar_tiruan.html", context)
