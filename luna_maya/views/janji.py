"""The public pages of the lurah's visits: what it is, what came of it, promises kept and not."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from luna_maya.hasil_kunjungan import add_up, results_of
from luna_maya.keadaan_janji import Keadaan, in_keadaan, state_of, with_awal
from luna_maya.models import JenisKunjungan, Kunjungan, RiwayatJanji, SebutanKunjungan
from luna_maya.tampil_kunjungan import (
    allowed,
    documents_of,
    held_visits,
    next_visits,
    place_of,
    public_promises,
)
from luna_maya.tempat import short_place
from wilayah.ekspor import escape_formula
from wilayah.halaman import Area, find_kelurahan, remember
from wilayah.models import Wilayah
from wilayah.zona import at_place

SEHALAMAN = 10
_UMUR_DATA = 5 * 60  # a host who takes permission back is gone from it this soon


@require_safe
def luna_maya(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/`: the visits as this kelurahan calls them, next and held, and totals."""
    area = find_kelurahan(slug)
    sebutan = SebutanKunjungan.names_in(area.kode)
    semua = list(held_visits(area.kode))
    hasil = results_of(semua)
    halaman = Paginator(semua, SEHALAMAN).get_page(request.GET.get("hal"))
    boleh = allowed(semua)
    context = {
        "area": area,
        "jenis": _kinds(area, sebutan),
        "mendatang": next_visits(area.kode, sebutan, timezone.now()),
        "halaman": halaman,
        "kunjungan": [
            {
                "k": satu,
                "nama": satu.jenis.name_in(sebutan),
                "hari": _day(satu.mulai_at, area),
                "tempat": place_of(satu, boleh[satu.pk]),
                "hasil": hasil[satu.pk],
            }
            for satu in halaman
        ],
        "jumlah": add_up(hasil.values()),
        "banyak": len(semua),
        # only where the RT may be named, as on the page of the rotation
        "rt": len({k.wilayah_id for k in semua if boleh[k.pk].sebut_rt}),
        "rt_semua": Wilayah.objects.filter(
            kode__startswith=f"{area.kode}.", tingkat=Wilayah.Tingkat.RT
        ).count(),
        "sejak": _day(semua[-1].mulai_at, area) if semua else None,
    }
    return remember(render(request, "luna_maya/janji_beranda.html", context), area)


@require_safe
def luna_kunjungan(request: HttpRequest, slug: str, kode_kunjungan: str) -> HttpResponse:
    """One visit that is over: where and when, and what came of it."""
    area = find_kelurahan(slug)
    satu = held_visits(area.kode).filter(kode=kode_kunjungan).first()
    if satu is None:
        raise Http404("kunjungan tidak ditemukan")
    boleh = allowed([satu])[satu.pk]
    sebutan = SebutanKunjungan.names_in(area.kode)
    context = {
        "area": area,
        "k": satu,
        "nama": satu.jenis.name_in(sebutan),
        "hari": _day(satu.mulai_at, area),
        "tempat": place_of(satu, boleh),
        "hasil": results_of([satu])[satu.pk],
        "janji": _lines(with_awal(public_promises(area.kode).filter(kunjungan=satu)), area),
        "dokumentasi": documents_of(satu, boleh),
    }
    return remember(render(request, "luna_maya/janji_kunjungan.html", context), area)


@require_safe
def luna_janji(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/luna-maya/janji/`: promises by RT, filtered by RT and state."""
    area = find_kelurahan(slug)
    hari = _day(timezone.now(), area)
    rows = with_awal(public_promises(area.kode))
    ada = Counter[str]()
    rt: dict[str, str] = {}
    for satu in rows:
        ada[state_of(satu, hari)] += 1
        rt[satu.wilayah_id] = short_place(satu.wilayah_id) or "Seluruh kelurahan"
    pilih_rt = request.GET.get("rt", "")
    pilih_keadaan = request.GET.get("keadaan", "")
    disaring = in_keadaan(rows, pilih_keadaan, hari)
    if pilih_rt in rt:
        disaring = disaring.filter(wilayah=pilih_rt)
    halaman = Paginator(disaring.order_by("wilayah", "tenggat", "pk"), 25).get_page(
        request.GET.get("hal")
    )
    context = {
        "area": area,
        "jumlah": sum(ada.values()),
        "batang": _bars(ada),
        "pilihan_rt": sorted(rt.items()),
        "pilihan_keadaan": Keadaan.choices,
        "rt": pilih_rt if pilih_rt in rt else "",
        "keadaan": pilih_keadaan if pilih_keadaan in Keadaan.values else "",
        "halaman": halaman,
        "saring": _query(pilih_rt if pilih_rt in rt else "", pilih_keadaan),
        "janji": _lines(halaman.object_list, area, boleh_tautan=True),
    }
    return remember(render(request, "luna_maya/janji_daftar.html", context), area)


@require_safe
@cache_control(public=True, max_age=_UMUR_DATA)
def data_kunjungan(_request: HttpRequest, slug: str) -> HttpResponse:
    """Open data: one line a visit that is over, no host, no person."""
    area = find_kelurahan(slug)
    sebutan = SebutanKunjungan.names_in(area.kode)
    semua = list(held_visits(area.kode))
    hasil, boleh = results_of(semua), allowed(semua)
    kepala = (
        "kode", "tanggal", "jenis", "sebutan", "tempat", "catatan", "tiket", "tiket_selesai",
        "potensi", "janji", "janji_ditepati", "median_hari_bertindak",
    )  # fmt: skip
    baris = (
        (
            k.kode, _day(k.mulai_at, area).isoformat(), k.jenis.kode, k.jenis.name_in(sebutan),
            place_of(k, boleh[k.pk]), hasil[k.pk].jumlah_catatan, hasil[k.pk].jumlah_tiket,
            hasil[k.pk].tiket_selesai, hasil[k.pk].potensi, hasil[k.pk].jumlah_janji,
            hasil[k.pk].janji_ditepati, hasil[k.pk].median_hari,
        )
        for k in semua
    )  # fmt: skip
    return _csv("kunjungan-lurah", area, kepala, baris)


@require_safe
@cache_control(public=True, max_age=_UMUR_DATA)
def data_janji(_request: HttpRequest, slug: str) -> HttpResponse:
    """Open data: one line a promise, with both days where it was moved."""
    area = find_kelurahan(slug)
    hari = _day(timezone.now(), area)
    kepala = (
        "rt_rw", "janji", "dijanjikan", "tenggat_semula", "tenggat", "keadaan", "ditepati_pada",
        "hasil_atau_alasan",
    )  # fmt: skip
    baris = (
        (
            short_place(j.wilayah_id), j.isi, _day(j.created_at, area).isoformat(), j.awal,
            j.tenggat, state_of(j, hari).label, j.ditepati_pada, j.keterangan,
        )
        for j in with_awal(public_promises(area.kode)).order_by("wilayah", "tenggat", "pk")
    )  # fmt: skip
    return _csv("janji-lurah", area, kepala, baris)


def _kinds(area: Area, sebutan: dict[str, str]) -> list[dict[str, str]]:
    """Kinds of visits, the kelurahan's own names first."""
    panjang = dict(
        SebutanKunjungan.objects.filter(wilayah=area.kode).values_list("jenis__kode", "kepanjangan")
    )
    semua = JenisKunjungan.objects.filter(aktif=True)
    return [
        {
            "nama": satu.name_in(sebutan),
            "kepanjangan": panjang.get(satu.kode, ""),
            "keterangan": satu.keterangan,
        }
        for satu in sorted(semua, key=lambda j: j.kode not in sebutan)
    ]


def _day(waktu: Any, area: Area) -> date:
    return at_place(waktu, area.kode).date()


def _lines(rows: Any, area: Area, *, boleh_tautan: bool = False) -> list[dict[str, Any]]:
    """Promises (rows of `with_awal`) as the pages show them; the visit is linked only where its RT
    may be named.
    """
    janji = list(rows)
    hari = _day(timezone.now(), area)
    kunjungan = {k.pk: k for k in _visits(janji)} if boleh_tautan else {}
    boleh = allowed(list(kunjungan.values()))
    bukti = set(
        RiwayatJanji.objects.filter(
            janji__in=[j.pk for j in janji], bukti__isnull=False, diurungkan__isnull=True
        ).values_list("janji_id", flat=True)
    )
    return [
        {
            "j": satu,
            "tempat": short_place(satu.wilayah_id) or "Seluruh kelurahan",
            "keadaan": state_of(satu, hari),
            "diundur": satu.awal != satu.tenggat,
            "berbukti": satu.pk in bukti,
            "kunjungan": kunjungan[satu.kunjungan_id]
            if satu.kunjungan_id in boleh and boleh[satu.kunjungan_id].sebut_rt
            else None,
        }
        for satu in janji
    ]


def _query(rt: str, keadaan: str) -> str:
    """The filter as it stands, for links to other pages: "rt=…&" or nothing."""
    isi = {"rt": rt, "keadaan": keadaan if keadaan in Keadaan.values else ""}
    teks = urlencode({kunci: nilai for kunci, nilai in isi.items() if nilai})
    return f"{teks}&" if teks else ""


def _visits(janji: Sequence[Any]) -> Any:
    pk = {satu.kunjungan_id for satu in janji if satu.kunjungan_id}
    return Kunjungan.objects.filter(pk__in=pk).select_related("jenis", "tuan_rumah")


def _bars(ada: Counter[str]) -> list[dict[str, Any]]:
    """Shares of one bar, with the numbers that it is drawn from."""
    jumlah, x = max(1, sum(ada.values())), 0.0
    batang = []
    for keadaan in (Keadaan.TEPAT, Keadaan.TERLAMBAT, Keadaan.BERJALAN, Keadaan.LEWAT,
                    Keadaan.GUGUR):  # fmt: skip
        lebar = ada[keadaan] * 100 / jumlah
        batang.append({
            "kunci": keadaan.value, "label": keadaan.label, "jumlah": ada[keadaan],
            "x": f"{x:.3f}%", "lebar": f"{lebar:.3f}%",
        })  # fmt: skip
        x += lebar
    return batang


def _csv(
    nama: str, area: Area, kepala: Sequence[str], baris: Iterable[Sequence[Any]]
) -> HttpResponse:
    isi = io.StringIO(newline="")
    tulis = csv.writer(isi)
    tulis.writerow(kepala)
    for satu in baris:
        tulis.writerow(["" if nilai is None else escape_formula(nilai) for nilai in satu])
    response = HttpResponse(isi.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{nama}-{area.slug}.csv"'
    return response
