"""Training for residents: what is offered, registering, and following one's registration."""

import io
import uuid
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekonomi.angka_pelatihan import with_counts
from ekonomi.forms.pelatihan import VERSI_PERSETUJUAN, DaftarPelatihanForm, KodePinForm
from ekonomi.models import Angkatan, Peserta
from ekonomi.services.pelatihan_kontak import kontak_of_form
from ekonomi.services.peserta import (
    Calon,
    PendaftaranTutup,
    SudahTerdaftar,
    find_peserta,
    pin_of_token,
    register_peserta,
    withdraw_peserta,
)
from ekonomi.services.sertifikat import SertifikatDihapus, nama_berkas, render_sertifikat
from hadir.models import SesiHadir
from hadir.services import hadir_di
from pesan.bangun import KELUAR, wake
from pesan.berkas import PDF
from pesan.hitungan import count_up
from pesan.lampiran import serve_private
from pesan.pintu_pin import try_door
from pesan.sesi_pin import SesiPin
from wilayah.asal import origin_hash
from wilayah.halaman import Area, area_of, find_kelurahan, remember
from wilayah.models import Wilayah

SESI = SesiPin("pelatihan", "ekonomi.pelatihan", 30 * 60, "/pelatihan/")
_GARAM, _UMUR_TERDAFTAR = "pelatihan.terdaftar", 24 * 3600
_PER_JAM = 30  # registrations an hour and address: a hall registers its people one after another
SEDIKIT = 5  # cells with fewer people are not shown
KABAR = {
    "mundur": "Pendaftaran Anda sudah dibatalkan. Terima kasih sudah memberi tahu.",
    "keluar": "Anda sudah keluar. Perangkat ini tidak lagi membuka pendaftaran tadi.",
    "tetap": "Hasilnya sudah ada, jadi pendaftaran ini tidak dapat dibatalkan lagi.",
}


@require_safe
def daftar(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/pelatihan/`: what can be joined now, what comes, what was."""
    area = find_kelurahan(slug)
    rows = Angkatan.objects.in_wilayah(area.kode).public().select_related("kursus")
    semua = list(with_counts(rows).exclude(status="batal").order_by("mulai")[:200])
    kini = timezone.now()
    context = {
        "area": area,
        "buka": [_card(a) for a in semua if a.accepts(kini)],
        "jalan": [a for a in semua if a.is_berjalan and not a.accepts(kini)],
        "selesai": [_finished(a) for a in reversed(semua) if a.status == "selesai"][:12],
    }
    return remember(render(request, "ekonomi/pelatihan_daftar.html", context), area)


def _card(angkatan: Any) -> dict[str, Any]:
    """A batch with its free seats; the waiting list is named when there is none."""
    return {"a": angkatan, "sisa": max(0, angkatan.kuota - angkatan.n_kursi)}


def _finished(angkatan: Any) -> dict[str, Any]:
    """A batch that is over, with counts of five and more only."""
    lulus, ikut = angkatan.n_lulus, angkatan.n_kursi
    aman = ikut >= SEDIKIT and _big(angkatan.n_perempuan) and _big(ikut - angkatan.n_perempuan)
    return {
        "a": angkatan,
        "lulus": lulus if _big(lulus) and _big(ikut - lulus) else None,
        "perempuan": angkatan.n_perempuan * 100 // ikut if aman else None,
    }


def _big(n: int) -> bool:
    return n == 0 or n >= SEDIKIT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def angkatan(request: HttpRequest, slug: str, nomor_angkatan: int) -> HttpResponse:
    """One batch: what is taught, when and where, and the form as long as it is open."""
    area = find_kelurahan(slug)
    rows = with_counts(Angkatan.objects.filter(wilayah=area.kode).public())
    row = get_object_or_404(
        rows.select_related("kursus", "wilayah"), nomor=min(nomor_angkatan, 10**6)
    )
    form = DaftarPelatihanForm(initial={"token": uuid.uuid4()})
    if request.method == "POST":
        form = DaftarPelatihanForm(request.POST)
        if form.is_valid() and (jawab := _register(request, area, row, form)) is not None:
            return jawab
    context = {
        "area": area,
        "angkatan": row,
        "sisa": max(0, row.kuota - row.n_kursi),
        "terima": row.accepts(timezone.now()),
        "materi": [b.strip() for b in row.kursus.materi.split("\n") if b.strip()],
        "sesi": SesiHadir.objects.about(row.rujukan).order_by("mulai_at")[:60],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "ekonomi/pelatihan_angkatan.html", context, status=status)


def _register(
    request: HttpRequest, area: Area, row: Angkatan, form: DaftarPelatihanForm
) -> HttpResponse | None:
    """The redirect to code and PIN; None with the error on the form."""
    kunci = f"daftar-pelatihan:{origin_hash(request)}"
    if count_up({kunci: 1}, timedelta(hours=1))[kunci] > _PER_JAM:
        form.add_error(None, "Terlalu banyak pendaftaran dari tempat ini. Coba satu jam lagi.")
        return None
    data = form.cleaned_data
    calon = Calon(
        nama=data["nama"],
        jenis_kelamin=data["jenis_kelamin"],
        tahun_lahir=data["tahun_lahir"],
        kelompok=[data["kelompok"]] if data["kelompok"] else [],
        asal_wilayah=_home(area, data["rw"], data["rt"]),
        kontak=kontak_of_form(data["kontak"], token=data["token"], wilayah=row.wilayah),
        persetujuan=VERSI_PERSETUJUAN,
    )
    try:
        hasil = register_peserta(row, calon, asal=Peserta.Asal.WEB, token=data["token"])
    except (PendaftaranTutup, SudahTerdaftar) as error:
        form.add_error("nama" if isinstance(error, SudahTerdaftar) else None, str(error))
        return None
    wake(KELUAR)
    tanda = signing.dumps([hasil.peserta.pk, data["token"]], salt=_GARAM)
    return redirect("pelatihan_terdaftar", tanda)


def _home(area: Area, rw: str, rt: str) -> Wilayah | None:
    """The RT or RW where it is known; a public form makes no areas."""
    kode = [k for k in (rw and f"{area.kode}.{rw}", rw and rt and f"{area.kode}.{rw}.{rt}") if k]
    found: Wilayah | None = Wilayah.objects.filter(pk__in=kode).order_by("-kode").first()
    return found


@never_cache
@require_safe
def terdaftar(request: HttpRequest, tanda: str) -> HttpResponse:
    """Code and PIN after registering; this address works for a day."""
    try:
        pk, token = signing.loads(tanda[:300], salt=_GARAM, max_age=_UMUR_TERDAFTAR)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    rows = Peserta.objects.filter(dihapus_at__isnull=True)
    peserta = get_object_or_404(rows.select_related("angkatan__kursus", "kontak"), pk=pk)
    context = {
        "area": area_of(peserta.angkatan.wilayah_id),
        "peserta": peserta,
        "angkatan": peserta.angkatan,
        "pin": pin_of_token(str(token)),
    }
    return _private(render(request, "ekonomi/pelatihan_terdaftar.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saya(request: HttpRequest) -> HttpResponse:
    """`/pelatihan/saya/`: the door by code and PIN, or one's registration behind it."""
    if request.method == "POST":
        return _sign_in(request)
    peserta = _followed(request)
    if peserta is None:
        return _door(request, KodePinForm())
    return SESI.open(_own_page(request, peserta), peserta.pk, peserta.pin_hash)


def _followed(request: HttpRequest) -> Peserta | None:
    rows = Peserta.objects.filter(dihapus_at__isnull=True)
    found: Peserta | None = SESI.read_from(
        request, rows.select_related("angkatan__kursus", "angkatan__wilayah", "kontak")
    )
    return found


def _sign_in(request: HttpRequest) -> HttpResponse:
    form = KodePinForm(request.POST)
    asal = origin_hash(request)
    peserta, status = try_door(form, lambda kode, pin: find_peserta(kode, pin, asal=asal))
    if peserta is None:
        return _door(request, form, status)
    return SESI.open(redirect("pelatihan_saya"), peserta.pk, peserta.pin_hash)


def _door(request: HttpRequest, form: KodePinForm, status: int = 200) -> HttpResponse:
    kabar = KABAR.get(request.GET.get("kabar", ""), "")
    context = {"form": form, "kabar": kabar, "area": None}
    return _private(render(request, "ekonomi/pelatihan_masuk.html", context, status=status))


def _own_page(request: HttpRequest, peserta: Peserta) -> HttpResponse:
    row = peserta.angkatan
    hadir = set(
        hadir_di(row.rujukan).filter(kunci_orang=peserta.kunci_orang).values_list("sesi", flat=True)
    )
    kini = timezone.now()
    antre = Peserta.objects.filter(angkatan=row, status="cadangan")
    context = {
        "area": area_of(row.wilayah_id),
        "peserta": peserta,
        "angkatan": row,
        "sesi": [
            (s, s.pk in hadir, s.selesai_at < kini)
            for s in SesiHadir.objects.about(row.rujukan).order_by("mulai_at")
        ],
        "urutan": antre.filter(Q(created_at__lt=peserta.created_at) | Q(pk=peserta.pk)).aggregate(
            n=Count("pk")
        )["n"],
        "sertifikat": peserta.sertifikat.filter(dicabut_at__isnull=True).first(),
        "bisa_batal": peserta.status in ("daftar", "diterima", "cadangan", "hadir"),
        "kabar": KABAR.get(request.GET.get("kabar", ""), ""),
    }
    return _private(render(request, "ekonomi/pelatihan_saya.html", context))


@never_cache
@require_POST
def batal(request: HttpRequest) -> HttpResponse:
    """The person gives up their place."""
    peserta = _followed(request)
    if peserta is None:
        return redirect("pelatihan_saya")
    try:
        withdraw_peserta(peserta, alasan="Dibatalkan sendiri di halaman pendaftaran")
    except ValueError:
        return redirect(_own_url("tetap"))
    wake(KELUAR)
    return redirect(_own_url("mundur"))


@require_POST
def keluar(request: HttpRequest) -> HttpResponse:
    """Forget the registration in this browser."""
    return SESI.close(redirect(_own_url("keluar")))


def _own_url(kabar: str) -> str:
    return f"/pelatihan/saya/?kabar={kabar}"


@never_cache
@require_safe
def sertifikat_saya(request: HttpRequest) -> HttpResponseBase:
    """One's own certificate as PDF."""
    peserta = _followed(request)
    if peserta is None:
        return redirect("pelatihan_saya")
    row = peserta.sertifikat.filter(dicabut_at__isnull=True).first()
    if row is None:
        raise Http404
    try:
        isi = render_sertifikat(row)
    except SertifikatDihapus:
        raise Http404 from None
    return serve_private(io.BytesIO(isi), nama_berkas(row), PDF)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
