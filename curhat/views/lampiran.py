"""A file of a report, for its staff and for the resident who follows it; 404 for everyone else."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from curhat.models import Curhat, Tiket
from curhat.views.sesi_lacak import followed_curhat
from pesan.lampiran import serve_lampiran
from pesan.models import Lampiran
from wilayah.peran import peran_with


@require_safe
@cache_control(private=True, max_age=600)
def lampiran(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`/lampiran/<pk>/`."""
    row = Lampiran.objects.filter(pk=pk, status=Lampiran.Status.ADA).first()
    if row is None or not (_is_followed(request, row) or _is_visible(request, row)):
        raise Http404
    return serve_lampiran(row)


def _is_followed(request: HttpRequest, row: Lampiran) -> bool:
    curhat = followed_curhat(request)
    return curhat is not None and row in curhat.lampiran.all()


def _is_visible(request: HttpRequest, row: Lampiran) -> bool:
    """Staff who may see a curhat that holds it, or a ticket of such a curhat (an agency's own)."""
    user = request.user
    tiket = Tiket.objects.visible_to(user, peran=peran_with("curhat.tiket", "view"))
    curhat = Curhat.objects.visible_to(user, peran=peran_with("curhat.curhat", "view"))
    if row.jenis == Lampiran.Jenis.TANDA_TANGAN:  # who wants to be hidden has no signature to show
        curhat = curhat.filter(anonim=False)
        tiket = tiket.filter(curhat__anonim=False)
    if curhat.filter(lampiran=row).exists():
        return True
    return tiket.filter(curhat__lampiran=row).exists()
