"""The portal's addresses, and before them a bare view that inserts one row and answers 200."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as alamat_portal
from pesan.models import PesanMasuk


@csrf_exempt
def insert_one(request: HttpRequest) -> HttpResponse:
    """What any intake costs at the least here: read the body, one INSERT, 200."""
    PesanMasuk.objects.create(
        saluran="api", id_penyedia=f"dasar:{uuid.uuid4()}", muatan="", jenis="sistem"
    )
    return HttpResponse(f"{len(request.body)}")


urlpatterns = [path("bench/dasar", insert_one), *alamat_portal]
