"""The pages behind a personal link: an invitation with its papers, and a decision to report on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pesan.bangun import KELUAR, wake
from pesan.lampiran import LampiranDitolak, store_unggahan
from pesan.models import Lampiran
from ruko_parsel.cetak.rapat import (
    compile_kertas,
    compose_agenda,
    compose_notulen,
    compose_undangan,
)
from ruko_parsel.forms.rapat import JawabForm, KerjaForm
from ruko_parsel.kalender_rapat import acara_of
from ruko_parsel.models import Keputusan, Rapat, UndanganRapat
from ruko_parsel.rapat_tampil import agenda_lines, decisions_for, sudut_of
from ruko_parsel.services.kabar_rapat import undangan_of_link
from ruko_parsel.services.keputusan import finish_keputusan, keputusan_of_link, report_keputusan
from ruko_parsel.services.notulen import approved_notulen
from ruko_parsel.services.rapat import RapatKeliru
from ruko_parsel.services.undangan_rapat import answer_undangan
from wilayah.format import tanggal_panjang
from wilayah.halaman import area_of
from wilayah.ical import build_kalender

S = Rapat.Status
_PAKAI_ULANG = {"hadir": "Terima kasih, jawaban Anda sudah tercatat.",
                "selesai": "Terima kasih, tercatat selesai.",
                "belum": "Terima kasih, keadaannya sudah tercatat."}  # fmt: skip


class SeeOther(HttpResponse):
    """After a form: 303 to a page that can be reloaded."""

    status_code = 303

    def __init__(self, alamat: str) -> None:
        super().__init__()
        self["Location"] = alamat


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undangan(request: HttpRequest, tanda_rapat: str) -> HttpResponse:
    """`/ruko-parsel/undangan/<tanda>/`: a meeting for who is asked to it, and the answer."""
    satu = _invitation(tanda_rapat)
    form, status = JawabForm(initial=_answered(satu)), 200
    if request.method == "POST":
        form = JawabForm(request.POST)
        if form.is_valid() and _take(satu, form):
            wake(KELUAR)
            return SeeOther(f"{reverse('ruko_rapat_undangan', args=[tanda_rapat])}?kabar=hadir")
        status = 422
    response = render(
        request, "ruko_parsel/rapat_undangan.html", _context(satu, tanda_rapat, form)
        | {"kabar": _PAKAI_ULANG.get(request.GET.get("kabar", ""), "")}, status=status,
    )  # fmt: skip
    return _private(response)


def _invitation(tanda: str) -> UndanganRapat:
    satu = undangan_of_link(tanda)
    if satu is None:
        raise Http404
    return satu


def _answered(satu: UndanganRapat) -> dict[str, str]:
    if satu.jawaban == UndanganRapat.Jawaban.BELUM:
        return {}
    return {"jawaban": satu.jawaban, "wakil": satu.wakil, "alasan": satu.alasan}


def _take(satu: UndanganRapat, form: JawabForm) -> bool:
    try:
        answer_undangan(satu, cara=UndanganRapat.Cara.TAUTAN, by=satu.pengguna, **form.cleaned_data)
    except RapatKeliru as error:
        form.add_error(error.kolom or None, str(error))
        return False
    return True


def _context(satu: UndanganRapat, tanda: str, form: JawabForm) -> dict[str, Any]:
    rapat, sudut = satu.rapat, sudut_of(satu)
    kode = str(rapat.wilayah_id)
    notulen = approved_notulen(rapat)
    bisa = rapat.status in {S.DIUNDANG, S.BERLANGSUNG} and rapat.selesai_at > timezone.now()
    return {
        "area": area_of(str(satu.wilayah_id)),
        "undangan": satu,
        "rapat": rapat,
        "tanda": tanda,
        "form": form,
        "bisa": bisa,
        "batal": rapat.status == S.BATAL,
        "waktu": tanggal_panjang(rapat.mulai_at, kode),
        "agenda": agenda_lines(rapat, sudut),
        "notulen": notulen,
        "keputusan": decisions_for(rapat, sudut, notulen) if notulen is not None else [],
    }


@never_cache
@require_safe
def berkas(request: HttpRequest, tanda_rapat: str, berkas_rapat: str) -> HttpResponse:
    """A paper of the meeting as its holder may read it: undangan, agenda, notulen, acara.ics."""
    satu = _invitation(tanda_rapat)
    nama, _titik, bentuk = berkas_rapat.partition(".")
    if berkas_rapat == "acara.ics":
        rapat = satu.rapat
        isi = build_kalender(rapat.judul, [acara_of(rapat, satu)])
        return _file(isi, "text/calendar; charset=utf-8", f"rapat-{rapat.pk}.ics")
    if bentuk not in {"pdf", "docx"} or nama not in {"undangan", "agenda", "notulen"}:
        raise Http404
    isi, mime = _compose(satu, nama, bentuk)
    return _file(isi, mime, f"{nama}-rapat-{satu.rapat_id}.{bentuk}")


def _compose(satu: UndanganRapat, nama: str, bentuk: str) -> tuple[bytes, str]:
    rapat, sudut = satu.rapat, sudut_of(satu)
    if nama == "undangan":
        return compile_kertas(compose_undangan(rapat, satu), bentuk)
    if nama == "agenda":
        return compile_kertas(compose_agenda(rapat, sudut), bentuk)
    try:
        return compile_kertas(compose_notulen(rapat, sudut), bentuk)
    except LookupError:
        raise Http404 from None


def _file(isi: bytes, mime: str, nama: str) -> HttpResponse:
    response = HttpResponse(isi, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{nama}"'
    response["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # "no-referrer" would make browsers send `Origin: null` with the form, which is refused
    response["Referrer-Policy"] = "same-origin"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keputusan(request: HttpRequest, tanda_keputusan: str) -> HttpResponse:
    """`/ruko-parsel/keputusan/<tanda>/`: what is mine to do, and how it goes on."""
    satu = keputusan_of_link(tanda_keputusan)
    if satu is None:
        raise Http404
    form, status = KerjaForm(), 200
    if request.method == "POST":
        form = KerjaForm(request.POST, request.FILES)
        if form.is_valid() and report(satu, form, by=_owner(satu)):
            wake(KELUAR)
            kabar = form.cleaned_data["keadaan"]
            alamat = reverse("ruko_rapat_keputusan", args=[tanda_keputusan])
            return SeeOther(f"{alamat}?kabar={kabar}")
        status = 422
    kode = str(satu.rapat.wilayah_id)
    context = {
        "area": area_of(str(satu.wilayah_id or kode)),
        "keputusan": satu,
        "tanda": tanda_keputusan,
        "form": form,
        "riwayat": [(tanggal_panjang(r.at, kode), r) for r in _steps(satu)],
        "kabar": _PAKAI_ULANG.get(request.GET.get("kabar", ""), ""),
    }
    return _private(render(request, "ruko_parsel/rapat_keputusan.html", context, status=status))


def _steps(satu: Keputusan) -> Any:
    baris = satu.tindak_lanjut
    return baris.riwayat.all() if baris is not None else ()


def report(satu: Keputusan, form: Any, *, by: Any) -> bool:
    """Take a valid KerjaForm; what is refused stands in the form."""
    data = form.cleaned_data
    try:
        if data["keadaan"] == "belum":
            report_keputusan(satu, catatan=data["catatan"], by=by)
        else:
            finish_keputusan(satu, hasil=data["catatan"], bukti=_proof(data["bukti"]), by=by)
    except LampiranDitolak as error:
        form.add_error("bukti", str(error))
        return False
    except RapatKeliru as error:
        form.add_error(error.kolom or None, str(error))
        return False
    return True


def _owner(satu: Keputusan) -> Any:
    return satu.tindak_lanjut.siapa if satu.tindak_lanjut is not None else None


def _proof(berkas: Any) -> Lampiran | None:
    return store_unggahan(berkas, Lampiran.Jenis.BERKAS) if berkas else None
