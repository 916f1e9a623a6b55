"""The desk's board: what is open, by state, with counts; taken or moved many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pesan.bangun import KELUAR, wake
from ruko_parsel.models import Bidang, Permintaan
from ruko_parsel.models.permintaan import late_q
from ruko_parsel.services.permintaan import LangkahTerlarang
from ruko_parsel.services.telaah import change_bidang, take_permintaan
from wilayah.admin_dasar import scoped_rows
from wilayah.format import URGENSI, tanggal_panjang
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.tenggat import sisa

S = Permintaan.Status
TERBUKA = tuple(satu for satu in S if satu not in Permintaan.ENDED)
PER_HALAMAN = 60
MAKS_MASSAL = 100
_LABEL = "ruko_parsel.disposisi"  # who works at a desk


def desk_rows(request: HttpRequest) -> QuerySet[Any]:
    """Requests of this person's desk. Raises Http404 for anybody else."""
    user: Any = request.user
    if not user.has_perm("ruko_parsel.view_disposisi"):
        raise Http404
    return scoped_rows(Permintaan, user, peran_with(_LABEL, "view"))


@dataclass(frozen=True, slots=True)
class Saringan:
    """What the board is narrowed to, as it stands in the address."""

    lihat: str = ""
    bidang: str = ""
    desa: str = ""
    urgensi: str = ""

    @classmethod
    def read(cls, data: Any) -> "Saringan":
        bersih = {nama: str(data.get(nama, "")).replace("\0", "")[:40] for nama in cls.__slots__}
        return cls(**bersih)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By section, village and urgency: the counts are of these rows."""
        if self.bidang:
            rows = rows.filter(bidang=self.bidang)
        if self.desa:
            rows = rows.filter(wilayah=self.desa)
        if self.urgensi.isdecimal():
            rows = rows.filter(urgensi=int(self.urgensi[:2]))
        return rows

    def pick(self, rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
        """The tab: one state, mine, late, waiting for the village."""
        tab = {
            "saya": Q(petugas=user), "terlambat": late_q(timezone.now()),
            "menunggu": Q(dijeda_at__isnull=False), "tanpa": Q(petugas__isnull=True),
        }  # fmt: skip
        if self.lihat in tab:
            return rows.filter(tab[self.lihat])
        return rows.filter(status=self.lihat) if self.lihat in TERBUKA else rows

    def query(self, **lain: str) -> str:
        isi = {nama: getattr(self, nama) for nama in self.__slots__} | lain
        return urlencode({nama: nilai for nama, nilai in isi.items() if nilai})


@require_safe
def papan(request: HttpRequest) -> HttpResponse:
    """The open requests of one's desk, by state, the most urgent first."""
    user: Any = request.user
    saring = Saringan.read(request.GET)
    semua = desk_rows(request).filter(status__in=TERBUKA)
    rows = saring.narrow(semua)
    halaman = Paginator(_ordered(saring.pick(rows, user)), PER_HALAMAN).get_page(
        request.GET.get("hal")
    )
    desa = Wilayah.objects.filter(pk__in=semua.order_by().values("wilayah").distinct()).order_by(
        "kode"
    )
    context = {
        **admin.site.each_context(request),
        "title": "Papan permintaan",
        "saring": saring,
        "tab": _tabs(rows, saring, user),
        "kelompok": _groups(list(halaman)),
        "halaman": halaman,
        "tanpa_hal": saring.query(),
        "bidang": Bidang.objects.all(),
        "desa": desa,
        "urgensi": [(str(n), kata) for n, kata in URGENSI.items()],
    }
    return TemplateResponse(request, "admin/ruko_parsel/papan.html", context)


def _ordered(rows: QuerySet[Any]) -> QuerySet[Any]:
    urut = Case(
        *(When(status=satu, then=Value(ke)) for ke, satu in enumerate(TERBUKA)),
        output_field=IntegerField(),
    )
    rows = rows.select_related("wilayah", "bidang", "masalah", "petugas")
    return rows.annotate(urut=urut).order_by("urut", "-urgensi", "due_at", "pk")


def _tabs(rows: QuerySet[Any], saring: Saringan, user: Any) -> list[dict[str, Any]]:
    """Each view with its count; one query."""
    hitung: dict[str, Any] = {
        "semua": Count("pk"),
        "saya": Count("pk", filter=Q(petugas=user)),
        "tanpa": Count("pk", filter=Q(petugas__isnull=True)),
        "terlambat": Count("pk", filter=late_q(timezone.now())),
        "menunggu": Count("pk", filter=Q(dijeda_at__isnull=False)),
    }
    hitung |= {satu.value: Count("pk", filter=Q(status=satu)) for satu in TERBUKA}
    banyak = rows.order_by().aggregate(**hitung)
    nama = [
        ("", "Semua terbuka", "semua"), ("saya", "Saya tangani", "saya"),
        ("tanpa", "Belum ada petugas", "tanpa"), ("terlambat", "Terlambat", "terlambat"),
        ("menunggu", "Menunggu desa", "menunggu"),
        *((satu.value, satu.label, satu.value) for satu in TERBUKA),
    ]  # fmt: skip
    return [
        {"label": label, "banyak": banyak[kunci], "query": saring.query(lihat=nilai) or "lihat=",
         "kini": saring.lihat == nilai, "genting": nilai == "terlambat" and banyak[kunci] > 0}
        for nilai, label, kunci in nama
    ]  # fmt: skip


def _groups(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows under their states, each with what its line shows."""
    now = timezone.now()
    kelompok: list[dict[str, Any]] = []
    for satu in rows:
        if not kelompok or kelompok[-1]["status"] != satu.status:
            kelompok.append(
                {"status": satu.status, "label": satu.get_status_display(), "baris": []}
            )
        kelompok[-1]["baris"].append({
            "p": satu,
            "batas": tanggal_panjang(satu.due_at, str(satu.wilayah_id)),
            "sisa": _left(satu, now),
            "terlambat": satu.is_late(now),
        })  # fmt: skip
    return kelompok


def _left(permintaan: Any, now: Any) -> str:
    if permintaan.dijeda_at is not None:
        return "Menunggu desa"
    if not permintaan.waits_answer:
        return "Sudah dijawab" if permintaan.ditanggapi_at else "Diteruskan"
    return str(sisa(permintaan.due_at, now))


@require_POST
def papan_massal(request: HttpRequest) -> HttpResponse:
    """ "Saya tangani" or another section for every ticked request; what cannot be is said."""
    rows = desk_rows(request)
    user: Any = request.user
    pilihan = [int(nilai) for nilai in request.POST.getlist("pilih") if nilai.isdecimal()]
    semua = list(rows.filter(pk__in=pilihan[:MAKS_MASSAL], status__in=TERBUKA).order_by("pk"))
    kembali = f"{reverse('admin:ruko_parsel_papan')}?{Saringan.read(request.POST).query()}"
    if not semua:
        messages.error(request, "Centang dulu permintaannya.")
        return redirect(kembali)
    if request.POST.get("aksi") == "bidang":
        bidang = Bidang.objects.filter(pk=request.POST.get("ke_bidang", "")[:30]).first()
        if bidang is None:
            messages.error(request, "Pilih bidang tujuannya.")
            return redirect(kembali)
        jadi = _each(semua, lambda satu: change_bidang(satu, bidang, by=user))
        messages.success(request, f"{jadi} permintaan dipindah ke {bidang}.")
    else:
        jadi = _each(semua, lambda satu: take_permintaan(satu, by=user))
        messages.success(request, f"{jadi} permintaan sekarang Anda tangani.")
    if jadi < len(semua):
        messages.warning(request, f"{len(semua) - jadi} permintaan sudah berakhir lebih dulu.")
    wake(KELUAR)
    return redirect(kembali)


def _each(rows: Sequence[Any], step: Any) -> int:
    """Take the step on each, in a transaction of its own; gives how many went well."""
    jadi = 0
    for satu in rows:
        try:
            step(satu)
        except LangkahTerlarang:
            continue
        jadi += 1
    return jadi
