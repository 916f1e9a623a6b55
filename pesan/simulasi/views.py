"""The simulator's pages: a resident's phone and the lurah's, over the real webhook and outbox."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
from django.contrib import messages as kabar
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pesan.models import NomorKanal
from pesan.simulasi.hanya_demo import hanya_demo
from pesan.simulasi.kirim import post_message
from pesan.simulasi.layar import fingerprint, resident_screen, staff_screen
from pesan.simulasi.media import read_media, save_media
from pesan.simulasi.orang import WARGA, Orang, demo_numbers, find_orang
from pesan.simulasi.suara import silent_voice_note

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

BATAS_UNGGAH = 16 * 1024 * 1024  # what WhatsApp takes; the portal itself keeps less


KELURAHAN_AWAL = "35.77.03.1009"  # Kel. Taman, where the demo's people live


@never_cache
@require_safe
@hanya_demo
def simulasi(request: HttpRequest) -> HttpResponse:
    """The resident's phone."""
    return render(request, "pesan/simulasi.html", _resident(request))


@never_cache
@require_safe
@hanya_demo
def layar(request: HttpRequest) -> HttpResponse:
    """The conversation alone; 204 while it is what the page already shows."""
    return _fragment(request, _resident(request))


@never_cache
@require_safe
@hanya_demo
def lurah(request: HttpRequest) -> HttpResponse:
    """The phone of the lurah and the moderators; `?bagian=1` gives the conversation alone."""
    isi = _staff(request)
    if "bagian" in request.GET:
        return _fragment(request, isi)
    return render(request, "pesan/simulasi_lurah.html", isi)


@require_POST
@hanya_demo
def kirim(request: HttpRequest) -> HttpResponse:
    """Send what was written, attached or tapped, to the real webhook."""
    nomor, orang = _chosen(request.POST)
    try:
        for jenis, isi in _contents(request):
            post_message(nomor, orang, jenis, isi)
    except httpx.HTTPError:
        kabar.error(request, "Pesan belum sampai. Coba kirim sekali lagi.")
    if getattr(request, "htmx", False):
        return render(request, "pesan/bagian_layar.html", _resident(request))
    return redirect(f"{reverse('simulasi')}?{_query(nomor, orang)}")


@require_safe
@hanya_demo
def foto(request: HttpRequest, id_media: str) -> HttpResponse:
    """A picture on the simulated phone, as it was sent."""
    mime, isi = read_media(id_media)
    if mime not in ("image/jpeg", "image/png", "image/webp"):
        raise Http404("bukan foto")
    return HttpResponse(isi, content_type=mime, headers={"Content-Security-Policy": "sandbox"})


def _contents(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """The messages one press of the button sends, as (type, object) of the Cloud API."""
    isi: list[tuple[str, dict[str, Any]]] = []
    teks = request.POST.get("teks", "").strip()
    if judul := request.POST.get("tombol", ""):
        bentuk = "list_reply" if request.POST.get("bentuk") == "daftar" else "button_reply"
        return [("interactive", {"type": bentuk, bentuk: {"id": judul, "title": judul}})]
    if request.POST.get("aksi") == "suara":
        id_media = save_media(silent_voice_note(), "audio/ogg")
        return [("audio", {"id": id_media, "mime_type": "audio/ogg; codecs=opus", "voice": True})]
    if request.POST.get("aksi") == "lokasi":
        return _point(request.POST.get("lat", ""), request.POST.get("lng", ""))
    for berkas in request.FILES.getlist("berkas"):
        isi.append(_file(berkas, teks))
        teks = ""
    return [*isi, ("text", {"body": teks})] if teks else isi


def _point(lat: str, lng: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        titik = {
            "latitude": float(lat.replace(",", ".")),
            "longitude": float(lng.replace(",", ".")),
        }
    except ValueError:
        return []
    return [("location", titik)]


def _file(berkas: "UploadedFile[Any]", teks: str) -> tuple[str, dict[str, Any]]:
    mime = berkas.content_type or "application/octet-stream"
    jenis = {"image": "image", "audio": "audio", "video": "video"}.get(mime.split("/")[0])
    id_media = save_media(berkas.read(BATAS_UNGGAH), mime)
    isi: dict[str, Any] = {"id": id_media, "mime_type": mime}
    if teks and jenis != "audio":
        isi["caption"] = teks
    if jenis is None:
        isi["filename"] = (berkas.name or "berkas")[:80]
    return jenis or "document", isi


def _chosen(pilihan: Any) -> tuple[NomorKanal, Orang]:
    """The chosen number and person. Raises Http404 where there is no demo number at all."""
    nomor = demo_numbers()
    if not nomor:
        raise Http404("belum ada nomor demo")
    by_kode = {n.wilayah_id: n for n in nomor}
    terpilih = by_kode.get(pilihan.get("kel")) or by_kode.get(KELURAHAN_AWAL) or nomor[0]
    return terpilih, find_orang(pilihan.get("warga", ""))


def _query(nomor: NomorKanal, orang: Orang) -> str:
    return urlencode({"kel": nomor.wilayah_id, "warga": orang.kunci})


def _resident(request: HttpRequest) -> dict[str, Any]:
    nomor, orang = _chosen(request.POST if request.method == "POST" else request.GET)
    balon = resident_screen(nomor, orang)
    return _context(nomor, balon, f"{reverse('simulasi_layar')}?{_query(nomor, orang)}") | {
        "orang": orang,
        "semua_orang": WARGA,
    }


def _staff(request: HttpRequest) -> dict[str, Any]:
    nomor, _orang = _chosen(request.GET)
    alamat = f"{reverse('simulasi_lurah')}?kel={nomor.wilayah_id}&bagian=1"
    return _context(nomor, staff_screen(nomor), alamat) | {"petugas": True}


def _context(nomor: NomorKanal, balon: list[Any], alamat: str) -> dict[str, Any]:
    return {
        "nomor": nomor,
        "semua_nomor": demo_numbers(),
        "balon": balon,
        "sidik": fingerprint(balon),
        "alamat_layar": alamat,
    }


def _fragment(request: HttpRequest, isi: dict[str, Any]) -> HttpResponse:
    if request.GET.get("sidik") == isi["sidik"]:
        return HttpResponse(status=204)
    return render(request, "pesan/bagian_layar.html", isi)
