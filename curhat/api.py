"""The API: tickets, notices, dashboard figures, curhat in the seed's columns, and ingest.

Everything is scoped by `visible_to`; what is hidden is a 404.
"""

from datetime import timedelta
from typing import Any, cast

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curhat.ekspor import for_export, write_rows
from curhat.models import Curhat, Isu, Tiket
from curhat.ringkasan import HARI, summarise
from curhat.serializers import (
    GagalSerializer,
    IngestJawabanSerializer,
    IngestSerializer,
    TiketSerializer,
)
from curhat.services.ingest import WilayahTidakDikenal, ingest
from curhat.services.kabar import notify_again
from pesan.bangun import KELUAR, wake
from wilayah.asal import origin_hash
from wilayah.ekspor import read_saringan
from wilayah.kunci_api import LajuKunci
from wilayah.models import CatatanEkspor, KunciApi, Pengguna
from wilayah.peran import peran_with


class MayReadTiket(BasePermission):
    """Roles whose permissions include reading tickets."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.has_perm("curhat.view_tiket"))


class MayActOnTiket(BasePermission):
    """Roles whose permissions include working on tickets."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.has_perm("curhat.change_tiket"))


class MayReadCurhat(BasePermission):
    """Roles whose permissions include reading curhat."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.has_perm("curhat.view_curhat"))


class MayIngest(BasePermission):
    """Only a token that was made for sending."""

    message = "Kunci API ini tidak dibuat untuk mengirim curhat."

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, KunciApi) and request.auth.boleh_kirim


class TiketFilter(django_filters.FilterSet):
    """?wilayah=35.77.03&status=baru&urgensi_min=4&kategori=lingkungan&terbuka=true&sejak=…"""

    wilayah = django_filters.CharFilter(method="filter_wilayah", label="Kode wilayah (awalan)")
    status = django_filters.ChoiceFilter(choices=Tiket.Status.choices)
    kategori = django_filters.CharFilter(field_name="curhat__kategori_id")
    urgensi_min = django_filters.NumberFilter(field_name="urgensi", lookup_expr="gte")
    terbuka = django_filters.BooleanFilter(method="filter_terbuka")
    sejak = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")

    class Meta:
        model = Tiket
        fields: list[str] = []

    def filter_wilayah(self, rows: Any, _name: str, value: str) -> Any:
        return rows.in_wilayah(value)

    def filter_terbuka(self, rows: Any, _name: str, value: bool) -> Any:  # noqa: FBT001 - django-filter's signature
        return rows.open() if value else rows.exclude(pk__in=rows.open())


class Halaman(CursorPagination):
    ordering = "-id"
    page_size = 50
    page_size_query_param = "per_halaman"
    max_page_size = 200


def _pembaca(label: str) -> frozenset[str]:
    """Roles that may read this model: a permission held elsewhere must not open rows here."""
    return peran_with(label, "view")


class TiketList(generics.ListAPIView[Tiket]):
    """Tickets the caller may see, newest first."""

    permission_classes = [IsAuthenticated, MayReadTiket]
    serializer_class = TiketSerializer
    pagination_class = Halaman
    filterset_class = TiketFilter
    queryset = Tiket.objects.none()

    def get_queryset(self) -> QuerySet[Tiket, Any]:
        rows = Tiket.objects.visible_to(self.request.user, peran=_pembaca("curhat.tiket"))
        isu = Isu.objects.live().filter(Q(tiket=OuterRef("pk")) | Q(tiket=OuterRef("digabung_ke")))
        rows = rows.annotate(kode_isu=Subquery(isu.values("kode")[:1]))
        return rows.select_related("wilayah", "instansi", "curhat", "digabung_ke")


class TiketNotify(APIView):
    """Tell the lurah and the moderators of a ticket again. `id` is the ticket number."""

    permission_classes = [IsAuthenticated, MayActOnTiket]
    throttle_classes = [LajuKunci]
    throttle_scope = "notify"

    @extend_schema(
        request=None,
        responses={
            202: OpenApiResponse(description="Jumlah pemberitahuan yang diantrekan"),
            404: GagalSerializer,
        },
    )
    def post(self, request: Request, nomor: str) -> Response:
        boleh = peran_with("curhat.tiket", "change")
        rows = Tiket.objects.visible_to(request.user, peran=boleh)
        tiket = get_object_or_404(rows, nomor=nomor.replace("\x00", ""))
        queued = notify_again(tiket, by=cast("Pengguna", request.user))
        wake(KELUAR)
        return Response({"id": tiket.nomor, "queued": queued}, status=status.HTTP_202_ACCEPTED)


def _named_area(request: Request) -> str:
    """The code of `?wilayah=`; a null character, which PostgreSQL refuses, is left out."""
    return str(request.query_params.get("wilayah", "")).replace("\x00", "")


class CurhatList(APIView):
    """Curhat in the seed's columns, newest first; each page taken is on record as an export."""

    permission_classes = [IsAuthenticated, MayReadCurhat]

    @extend_schema(
        operation_id="curhat_list",
        parameters=[
            OpenApiParameter("wilayah", str, description="Kode wilayah (awalan)"),
            OpenApiParameter("cursor", str),
        ],
        responses={200: OpenApiResponse(description="Halaman baris dengan kolom curhat_messages")},
    )
    def get(self, request: Request) -> Response:
        rows = Curhat.objects.visible_to(request.user, peran=_pembaca("curhat.curhat"))
        if kode := _named_area(request):
            rows = rows.in_wilayah(kode)
        halaman = Halaman()
        page = halaman.paginate_queryset(for_export(rows), request, view=self) or []
        CatatanEkspor.objects.create(
            by=cast("Pengguna", request.user),
            apa="curhat lewat API",
            bentuk="json",
            jumlah=len(page),
            saringan=read_saringan(request.query_params),
            asal_hash=origin_hash(request),
        )
        return halaman.get_paginated_response(write_rows(page))


class DashboardSummary(APIView):
    """Figures of a period (hari, minggu, bulan) over what the caller may see."""

    permission_classes = [IsAuthenticated, MayReadTiket]

    @extend_schema(
        parameters=[
            OpenApiParameter("periode", str, enum=list(HARI)),
            OpenApiParameter("wilayah", str, description="Kode wilayah (awalan)"),
        ],
        responses={200: OpenApiResponse(description="Angka ringkasan")},
    )
    def get(self, request: Request) -> Response:
        periode = request.query_params.get("periode", "bulan")
        if periode not in HARI:
            return Response({"detail": f"periode salah satu dari {', '.join(HARI)}"}, status=400)
        curhat = Curhat.objects.visible_to(request.user, peran=_pembaca("curhat.curhat")).filter(
            ditahan=False
        )
        tiket = Tiket.objects.visible_to(request.user, peran=_pembaca("curhat.tiket"))
        if kode := _named_area(request):
            curhat, tiket = curhat.in_wilayah(kode), tiket.in_wilayah(kode)
        sejak = timezone.now() - timedelta(days=HARI[periode])
        return Response({"periode": periode, **summarise(curhat, tiket, sejak=sejak)})


class Ingest(APIView):
    """Take one cleaned message in the seed's flat form; the same `id` again answers the same."""

    permission_classes = [MayIngest]
    throttle_classes = [LajuKunci]
    throttle_scope = "ingest"

    @extend_schema(
        request=IngestSerializer,
        responses={
            201: IngestJawabanSerializer,
            200: IngestJawabanSerializer,
            400: GagalSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        masukan = IngestSerializer(data=request.data)
        masukan.is_valid(raise_exception=True)
        assert isinstance(request.auth, KunciApi)  # noqa: S101 - MayIngest has seen to it
        try:
            hasil, baru = ingest(request.auth, masukan.validated_data)
        except WilayahTidakDikenal as error:
            return Response({"detail": str(error)}, status=status.HTTP_400_BAD_REQUEST)
        wake(KELUAR)
        return Response(
            IngestJawabanSerializer(hasil).data,
            status=status.HTTP_201_CREATED if baru else status.HTTP_200_OK,
        )
