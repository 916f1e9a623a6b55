"""A new visit: which kelurahan, which kind, then the form with what that kind usually has."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from luna_maya.forms.kunjungan import KunjunganForm, heads_of, initial_kunjungan
from luna_maya.jadwal_bebas import Kehendak, say_clash
from luna_maya.models import JenisKunjungan, Kunjungan, SebutanKunjungan, TuanRumah
from luna_maya.services.kunjungan import Bentrok, Rencana, schedule_kunjungan
from luna_maya.services.tuan_rumah import (
    CalonTuanRumah,
    TuanRumahGanda,
    place_of,
    schedule_at_new_host,
)
from pesan.bangun import KELUAR, wake
from wilayah.admin_dasar import scoped_rows
from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.zona import at_place

_TEMPLAT = "admin/luna_maya/kunjungan_baru.html"


def kelurahan_for(user: Any, label: str = "luna_maya.kunjungan") -> list[Wilayah]:
    """Kelurahan where this user's roles may add a row of that model."""
    rows: Any = scoped_rows(Wilayah, user, peran_with(label, "add"))
    return list(rows.kelurahan().in_service().order_by("kode")[:100])


def chosen_kelurahan(user: Any, kode: str, label: str = "luna_maya.kunjungan") -> Any:
    """(the kelurahan chosen or the only one, all of them); None where one must be chosen."""
    semua = kelurahan_for(user, label)
    if len(semua) == 1:
        return semua[0], semua
    return next((w for w in semua if w.kode == kode), None), semua


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What the address of the page has chosen already."""

    wilayah: Wilayah
    jenis: JenisKunjungan

    @property
    def sebutan(self) -> str:
        return self.jenis.name_in(SebutanKunjungan.names_in(self.wilayah.kode))


def new_kunjungan_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Three questions, one a page: where, what kind, and the visit itself."""
    wilayah, semua = chosen_kelurahan(request.user, request.GET.get("di", ""))
    context |= {"lanjut": _kept(request.GET)}
    if wilayah is None:
        return TemplateResponse(request, _TEMPLAT, context | {"kelurahan": semua})
    jenis = JenisKunjungan.objects.filter(aktif=True)
    satu = jenis.filter(kode=request.GET.get("jenis", "")).first()
    context |= {"wilayah": wilayah, "banyak": len(semua) > 1}
    if satu is None:
        nama = SebutanKunjungan.names_in(wilayah.kode)
        pilih = [(j, j.name_in(nama)) for j in jenis]
        return TemplateResponse(request, _TEMPLAT, context | {"pilih_jenis": pilih})
    return _form_page(request, context, Pilihan(wilayah, satu))


def _form_page(request: HttpRequest, context: dict[str, Any], pilih: Pilihan) -> HttpResponse:
    if request.method == "POST":
        form = KunjunganForm(request.POST, jenis=pilih.jenis, wilayah=pilih.wilayah)
        kunjungan = (_sent_before(form) or _save(form, request.user)) if form.is_valid() else None
        if kunjungan is not None:
            wake(KELUAR)
            messages.success(request, "Kunjungan direncanakan.")
            return redirect(kunjungan)
    else:
        awal = initial_kunjungan(pilih.jenis, pilih.wilayah) | _prefill(request.GET)
        form = KunjunganForm(initial=awal, jenis=pilih.jenis, wilayah=pilih.wilayah)
    isi = context | {
        "form": form,
        "media": form.media,
        "jenis": pilih.jenis,
        "sebutan": pilih.sebutan,
        "title": f"{pilih.sebutan}: kunjungan baru",
    }
    return TemplateResponse(request, _TEMPLAT, isi, status=422 if form.is_bound else 200)


def _kept(query: QueryDict) -> str:
    """What the address says already, for the links to the next question: "&hari=…" or nothing."""
    isi = {kunci: query[kunci] for kunci in ("hari", "mulai", "tuan_rumah") if query.get(kunci)}
    return f"&{urlencode(isi)}" if isi else ""


def _prefill(query: QueryDict) -> dict[str, Any]:
    """What another page asks for: a host, a day; the hour is the kind's usual one."""
    isi: dict[str, Any] = {}
    if query.get("tuan_rumah", "").isdecimal():
        isi["tuan_rumah"] = query["tuan_rumah"]
    hari = query.get("hari") or query.get("mulai")
    if hari:
        isi["hari"] = hari[:10]
    return isi


def _sent_before(form: KunjunganForm) -> Kunjungan | None:
    """The visit that this very form made already: sent twice is once."""
    data = form.cleaned_data
    rumah: dict[str, Any] = {"tuan_rumah": data["tuan_rumah"]}
    if data["nama_baru"]:
        nama = " ".join(data["nama_baru"].split())
        rumah = {"tuan_rumah__nama": nama, "tuan_rumah__wilayah__kode__startswith": form.kelurahan}
    rows: Any = Kunjungan.objects.standing().filter(
        **rumah, lurah=data["lurah"], jenis=form.jenis, mulai_at=data["mulai_at"],
        selesai_at=data["selesai_at"],
    )  # fmt: skip
    found: Kunjungan | None = rows.first()
    return found


def _save(form: KunjunganForm, user: Any) -> Kunjungan | None:
    """The visit; None with the form's errors filled in."""
    data = form.cleaned_data
    try:
        if not data["nama_baru"]:
            return schedule_kunjungan(_plan(form, data["tuan_rumah"]), by=user)
        calon = CalonTuanRumah(
            data["nama_baru"], place_of(form.kelurahan, data["rw_baru"], data["rt_baru"]),
            tempat=data["tempat_baru"] or form.jenis.tempat[0], alamat=data["alamat_baru"],
        )  # fmt: skip
        return schedule_at_new_host(calon, lambda rumah: _plan(form, rumah), by=user)
    except Bentrok as error:
        form.add_error("hari", say_clash(_want(form), str(error)))
    except TuanRumahGanda as error:
        form.add_error("nama_baru", str(error))
    except ValueError as error:
        form.add_error("rw_baru", str(error))
    return None


def _want(form: KunjunganForm) -> Kehendak:
    data = form.cleaned_data
    return Kehendak(
        wilayah=form.kelurahan, lurah=data["lurah"], tuan_rumah=data["tuan_rumah"],
        kendaraan=data["kendaraan"], mulai_at=data["mulai_at"], selesai_at=data["selesai_at"],
    )  # fmt: skip


def _plan(form: KunjunganForm, rumah: TuanRumah) -> Rencana:
    data = form.cleaned_data
    tokoh = {t.pk: t for t in data["tokoh"]}
    if data["setempat"]:
        hari = at_place(data["mulai_at"] or timezone.now(), form.kelurahan).date()
        tokoh |= {t.pk: t for t in heads_of(str(rumah.wilayah_id), hari)}
    return Rencana(
        jenis=form.jenis, tuan_rumah=rumah, lurah=data["lurah"], mulai_at=data["mulai_at"],
        selesai_at=data["selesai_at"], kendaraan=data["kendaraan"], acara=data["acara"],
        agenda=data["agenda"], tokoh=list(tokoh.values()),
        petugas=[p for p in data["petugas"] if p.pk != data["lurah"].pk],
    )  # fmt: skip
