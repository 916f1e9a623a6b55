""" "Saya juga": joining a problem that others told of, before or instead of a report of one's own.

Nothing here needs JavaScript or an account. Who joins gets a code and a PIN like anybody.
"""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from curhat.forms import LaporForm, SayaJugaForm, TempatForm
from curhat.isu_masuk import must_not_wait
from curhat.masalah import (
    Masalah,
    draft_report,
    near_problems,
    place_parts,
    problem_of,
    told,
)
from curhat.models import AnggotaIsu
from curhat.services.curhat import CurhatBaru, triase_baru
from curhat.views.arah import terima_url
from pesan.kanal.web import store_laporan
from wilayah.arah import SeeOther
from wilayah.formulir import clean_text
from wilayah.halaman import Area, find_kelurahan
from wilayah.kripto import keyed_hash

COOKIE = "perangkat"  # says nothing but "this browser"; by it one device counts once
_COOKIE_UMUR = 30 * 24 * 3600
_MAKS_KETIK = 2000  # characters read while somebody types


def near_report(area: Area, form: LaporForm) -> list[Masalah]:
    """Open problems like the report just filled in; none where it must not wait.

    What is urgent or private goes on at once, and so does what brings files: they would be lost on
    the page between.
    """
    data = form.cleaned_data
    if data["resmi"] or form.unggahan() or not data["cerita"]:
        return []
    return _near(area, data["cerita"], data)


@never_cache
@require_POST
def mirip(request: HttpRequest, slug: str) -> HttpResponse:
    """What may be told of already, for the form while it is filled in: a fragment of its page.

    A POST, so that no words of a resident stand in an address.
    """
    area = find_kelurahan(slug)
    tempat = TempatForm(request.POST)
    data: dict[str, Any] = tempat.cleaned_data if tempat.is_valid() else {}
    titik = {nama: _number(request, nama) for nama in ("lat", "lng")}
    teks = clean_text(request.POST.get("cerita", ""))[:_MAKS_KETIK]
    context = {"area": area, "mirip": _near(area, teks, data | titik)}
    return render(request, "bagian/mirip.html", context)


def _number(request: HttpRequest, nama: str) -> float | None:
    try:
        angka = float(request.POST.get(nama, ""))
    except ValueError:
        return None
    return angka if -180 <= angka <= 180 else None


def _near(area: Area, teks: str, data: dict[str, Any]) -> list[Masalah]:
    """Problems like these words at this place (`rt`, `rw`, `lat`, `lng`; each may be missing)."""
    tempat = {"rt": data.get("rt") or None, "rw": data.get("rw") or None}
    titik = {"lat": data.get("lat"), "lng": data.get("lng")}
    if not teks.strip():
        tanpa = not (tempat["rt"] and tempat["rw"]) and titik["lat"] is None
        return [] if tanpa else near_problems(draft_report(area.kode, **tempat, **titik))
    (t,) = triase_baru([CurhatBaru(teks, "web", area.kode, timezone.now())])
    if must_not_wait(t) or t.rahasia or t.kosong:
        return []
    tempat = {"rt": tempat["rt"] or t.rt, "rw": tempat["rw"] or t.rw}
    draf = draft_report(area.kode, **tempat, **titik)
    isi = {"kategori": t.kategori, "subkategori": t.subkategori, "jalan": t.jalan or ""}
    return near_problems(told(draf, teks=t.teks_tersamar, **isi))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saya_juga(request: HttpRequest, slug: str, tanda: str) -> HttpResponse:
    """`/<slug>/isu/<key>/`: join an open problem; the same form sent twice joins once."""
    area = find_kelurahan(slug)
    found = problem_of(tanda, area.kode)
    if found is None:
        return render(request, "curhat/saya_juga_tutup.html", {"area": area}, status=404)
    tiket, masalah = found
    perangkat = device_of(request)
    ikut = _has_joined(tiket.pk, perangkat)
    form = SayaJugaForm(
        request.POST if request.method == "POST" else None, initial={"token": uuid.uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        perangkat = perangkat or new_device()
        data = form.cleaned_data
        isi = {
            "teks": data["keterangan"] or f"Saya juga mengalami: {masalah.judul}.",
            "kontak": data["kontak"],
            "kontak_diberikan": bool(data["kontak"]),
            "simpan": "tiket" if data["kontak"] else None,
            "anonim": data["anonim"] or None,
            "isu_saja": not data["keterangan"],
            **place_parts(tiket.wilayah),
            **join_fields(tanda, perangkat),
        }
        pesan = store_laporan(wilayah=area.kode, data=isi, token=data["token"])
        return keep_device(SeeOther(terima_url(area, pesan)), perangkat)
    context: dict[str, Any] = {
        "area": area, "masalah": masalah, "form": form, "sudah_ikut": ikut and not form.is_bound,
    }  # fmt: skip
    return render(request, "curhat/saya_juga.html", context, status=422 if form.is_bound else 200)


def join_fields(tanda: str, perangkat: str) -> dict[str, str]:
    """What a stored form says when its sender joins a problem (read by `curhat.isu_masuk`)."""
    return {"isu": tanda, "perangkat": keyed_hash("isu-orang", f"perangkat:{perangkat}")}


def device_of(request: HttpRequest) -> str:
    """The random word this browser holds, "" for none."""
    nilai = request.COOKIES.get(COOKIE, "")
    return nilai if 20 <= len(nilai) <= 60 else ""


def new_device() -> str:
    return secrets.token_urlsafe(24)


def keep_device(response: HttpResponse, perangkat: str) -> HttpResponse:
    """Let the browser keep its word for a month."""
    response.set_cookie(
        COOKIE, perangkat, max_age=_COOKIE_UMUR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _has_joined(tiket: int, perangkat: str) -> bool:
    if not perangkat:
        return False
    orang = join_fields("", perangkat)["perangkat"]
    rows = AnggotaIsu.objects.filter(isu__tiket=tiket, ended_at__isnull=True, orang=orang)
    return rows.exists()
