"""The API of households: the seed's columns, and summary_kpi; no names for who may only count."""

from typing import Any, cast

from django.db.models import Q
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ekonomi.angka_rumah import summarise_few
from ekonomi.ekspor_rumah import KOLOM_KPI, mask_kata, mask_pk, summarise_kpi
from ekonomi.models import Rumah
from ekonomi.seed import spell_alamat
from wilayah.asal import origin_hash
from wilayah.ekspor import read_saringan
from wilayah.models import CatatanEkspor, Pengguna
from wilayah.peran import peran_with

_DI = OpenApiParameter("wilayah", str, description="Kode wilayah (awalan)")


class MayReadRumah(BasePermission):
    """Roles that may read households, or count them."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        return bool(user.has_perm("ekonomi.view_rumah") or user.has_perm("ekonomi.view_angkarumah"))


class HalamanRumah(CursorPagination):
    ordering = "id"
    page_size = 100
    page_size_query_param = "per_halaman"
    max_page_size = 1000


def _rows(request: Request) -> tuple[Any, Any]:
    """(all households this caller reads or counts, those of them that they may know)."""
    kenal = Rumah.objects.visible_to(request.user, peran=peran_with("ekonomi.rumah", "view"))
    hitung = peran_with("ekonomi.angkarumah", "view")
    semua = Rumah.objects.active().filter(
        Q(pk__in=kenal.values("pk"))
        | Q(pk__in=Rumah.objects.visible_to(request.user, peran=hitung).values("pk"))
    )
    if kode := str(request.query_params.get("wilayah", "")).replace("\x00", ""):
        semua = semua.in_wilayah(kode)
    return semua, kenal


def spell_json(rumah: Rumah, *, kenal: bool) -> dict[str, Any]:
    """The seed's columns with its types; without anybody in them where not `kenal`."""
    kode = rumah.wilayah_id if kenal else ".".join(rumah.wilayah_id.split(".")[:5])
    return {
        "household_id": rumah.nomor if kenal else mask_pk(rumah.pk),
        "nama_kepala_keluarga": rumah.nama_kepala if kenal else "",
        "alamat_rt_rw": spell_alamat(rumah.alamat if kenal else "", kode),
        "dtks_status": rumah.dtks,
        "potensi_usaha": rumah.potensi_usaha if kenal else mask_kata(rumah.potensi_usaha),
        "pelatihan_participation": rumah.pelatihan,
        "modal_received": rumah.modal,
        "omzet_monthly": rumah.omzet,
        "umkm_onboarded": rumah.onboarded,
        "date_updated": rumah.diperbarui,
    }


class RumahList(APIView):
    """Households in the seed's columns; each page taken is on record as an export."""

    permission_classes = [IsAuthenticated, MayReadRumah]

    @extend_schema(
        operation_id="rumah_list",
        parameters=[_DI, OpenApiParameter("cursor", str)],
        responses={200: OpenApiResponse(description="Halaman rumah tangga, kolom dokumen program")},
    )
    def get(self, request: Request) -> Response:
        semua, kenal = _rows(request)
        halaman = HalamanRumah()
        page: list[Any] = halaman.paginate_queryset(semua, request, view=self) or []
        milik = set(kenal.filter(pk__in=[r.pk for r in page]).values_list("pk", flat=True))
        CatatanEkspor.objects.create(
            by=cast("Pengguna", request.user),
            apa="rumah tangga lewat API",
            bentuk="json",
            jumlah=len(page),
            saringan=read_saringan(request.query_params),
            asal_hash=origin_hash(request),
        )
        return halaman.get_paginated_response(
            [spell_json(rumah, kenal=rumah.pk in milik) for rumah in page]
        )


class RumahSummaryKpi(APIView):
    """The seed's summary: percent_active, avg_omzet, dtks_count.

    Null where fewer than five households would be pointed at, for who may only count.
    """

    permission_classes = [IsAuthenticated, MayReadRumah]

    @extend_schema(
        operation_id="rumah_summary_kpi",
        parameters=[_DI],
        responses={200: OpenApiResponse(description="Tiga angka ringkasan")},
    )
    def get(self, request: Request) -> Response:
        semua, kenal = _rows(request)
        tahu = not semua.exclude(pk__in=kenal.values("pk")).exists()
        kpi = summarise_kpi(semua) if tahu else summarise_few(semua)
        return Response({nama: getattr(kpi, nama, None) for nama in KOLOM_KPI})
