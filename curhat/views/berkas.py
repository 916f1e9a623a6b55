"""A file we sent about a report, for the resident who follows it; 404 for everyone else."""

import io

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from curhat.models import Curhat
from curhat.views.sesi_lacak import followed_curhat
from pesan.lampiran import serve_private
from pesan.models import BerkasKeluar


def berkas_of(curhat: Curhat) -> QuerySet[BerkasKeluar]:
    """The files that messages to this report's person brought, newest first."""
    if curhat.kontak_id is None:
        return BerkasKeluar.objects.none()
    return BerkasKeluar.objects.filter(
        pesan__rujukan=curhat.kode, pesan__kontak=curhat.kontak_id, status=BerkasKeluar.Status.ADA
    ).order_by("-id")


@require_safe
@never_cache
def berkas(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`/lacak/berkas/<pk>/`."""
    curhat = followed_curhat(request)
    row = berkas_of(curhat).filter(pk=pk).first() if curhat is not None else None
    if row is None:
        raise Http404
    try:
        isi = row.read_isi()
    except FileNotFoundError:
        raise Http404("berkas tidak ada") from None
    return serve_private(io.BytesIO(isi), row.nama, row.mime)
