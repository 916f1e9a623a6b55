"""The page minutes are written on: a text for each item, decisions, approval."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from pesan.admin_langkah import LangkahAdmin, paragraf, teks
from pesan.bangun import KELUAR, wake
from ruko_parsel.forms.rapat import NotulenForm, hari_field
from ruko_parsel.models import AgendaRapat, Notulen, Rapat
from ruko_parsel.orang import desk_of
from ruko_parsel.rapat_tampil import KECAMATAN, agenda_lines, decisions_for
from ruko_parsel.services.notulen import (
    IsiKeputusan,
    SudahBerubah,
    add_keputusan,
    approve_notulen,
    default_tenggat,
    drop_draft,
    may_approve,
    open_notulen,
    remove_keputusan,
    save_notulen,
)
from ruko_parsel.services.rapat import RapatKeliru
from ruko_parsel.services.undangan_rapat import assigned, villages_of
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran


class KeputusanForm(forms.Form):
    """What was decided, who does it, by when, and for whom."""

    isi = paragraf("Isi keputusan", baris=2, max_length=240)
    agenda = forms.ModelChoiceField(
        AgendaRapat.objects.none(), label="Pokok agenda", required=False
    )
    penanggung_jawab = forms.ModelChoiceField(
        Pengguna.objects.none(), label="Penanggung jawab", required=False
    )
    penanggung_teks = teks(
        "Atau penanggung jawab tanpa akun", panjang=120, wajib=False,
        help_text="Misalnya BPD Inan. Kemajuannya ditanyakan lewat notulis.",
    )  # fmt: skip
    tenggat = hari_field("Paling lambat")
    desa = forms.ModelChoiceField(
        Wilayah.objects.none(), label="Berlaku untuk", required=False,
        empty_label="Semua desa, atau desa dari pokoknya",
    )  # fmt: skip

    def __init__(self, *args: Any, rapat: Rapat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kode = str(rapat.wilayah_id)
        isian: dict[str, Any] = self.fields
        isian["agenda"].queryset = rapat.agenda.all()
        orang = [p.pk for p, _d in assigned(kode, (Peran.LURAH, Peran.MODERATOR))]
        orang += [p.pk for p in desk_of(kode)]
        isian["penanggung_jawab"].queryset = Pengguna.objects.filter(pk__in=orang).order_by("nama")
        pk = [w.pk for w in villages_of(kode)]
        isian["desa"].queryset = Wilayah.objects.filter(pk__in=pk).order_by("kode")
        isian["tenggat"].initial = default_tenggat(rapat)


class LayarNotulen(LangkahAdmin):
    """Adds the page of the minutes to the admin of meetings."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.minutes_view)
        nama = "ruko_parsel_rapat_notulen"
        return [path("<int:pk>/notulen/", view, name=nama), *super().get_urls()]

    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read for who may see the meeting; written by who may change it."""
        rapat = self.find(request, pk)
        boleh = self.may_act(request, rapat)
        user: Any = request.user
        try:
            notulen = open_notulen(rapat, by=user) if boleh else _newest(rapat)
        except RapatKeliru as error:
            messages.error(request, str(error))
            return redirect(rapat.get_absolute_url())
        if request.method == "POST" and boleh:
            return self._post(request, rapat, notulen)
        return self._minutes_page(request, rapat, notulen)

    def _post(self, request: HttpRequest, rapat: Rapat, notulen: Notulen) -> HttpResponse:
        langkah = request.POST.get("langkah", "simpan")
        if langkah == "simpan":
            return self._save(request, rapat, notulen)
        if langkah == "putuskan":
            return self._decide(request, rapat, notulen)
        user: Any = request.user
        try:
            kabar = _other_step(rapat, notulen, langkah, request.POST.get("nomor", ""), user)
        except (ValueError, PermissionError) as error:
            messages.error(request, str(error))
        else:
            wake(KELUAR)
            messages.success(request, kabar)
        return redirect(_page(rapat))

    def _save(self, request: HttpRequest, rapat: Rapat, notulen: Notulen) -> HttpResponse:
        form = NotulenForm(request.POST, pokok=_items(rapat))
        mesin = request.headers.get("Accept") == "application/json"
        user: Any = request.user
        if form.is_valid():
            data = form.cleaned_data
            try:
                notulen = save_notulen(
                    notulen, pembuka=data["pembuka"], penutup=data["penutup"], teks=form.texts(),
                    simpanan=data["simpanan"], by=user,
                )  # fmt: skip
            except SudahBerubah as error:
                form.add_error(None, str(error))
                data = request.POST.copy()
                data["simpanan"] = str(_newest(rapat).simpanan)
                form.data = data
            except RapatKeliru as error:
                form.add_error(None, str(error))
            else:
                if mesin:
                    return JsonResponse({"simpanan": notulen.simpanan, "kabar": "Tersimpan."})
                messages.success(request, "Draf notulen disimpan.")
                return redirect(_page(rapat))
        if mesin:
            return JsonResponse({"kabar": "Belum tersimpan. Tekan Simpan untuk melihat sebabnya."},
                                status=409)  # fmt: skip
        return self._minutes_page(request, rapat, notulen, form=form, status=422)

    def _decide(self, request: HttpRequest, rapat: Rapat, notulen: Notulen) -> HttpResponse:
        form = KeputusanForm(request.POST, rapat=rapat, auto_id="putus_%s")
        user: Any = request.user
        if form.is_valid():
            try:
                add_keputusan(notulen, IsiKeputusan(**form.cleaned_data), by=user)
            except RapatKeliru as error:
                form.add_error(error.kolom or None, str(error))
            else:
                messages.success(request, "Keputusan dicatat.")
                return redirect(f"{_page(rapat)}#keputusan")
        return self._minutes_page(request, rapat, notulen, putus=form, status=422)

    def _minutes_page(
        self, request: HttpRequest, rapat: Rapat, notulen: Notulen | None, *, form: Any = None,
        putus: Any = None, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        boleh = self.may_act(request, rapat)
        draf = notulen is not None and not notulen.is_beku
        teks = dict(notulen.isi.values_list("agenda", "teks")) if notulen is not None else {}
        if form is None and draf and notulen is not None:
            form = NotulenForm(pokok=_items(rapat), initial=_stored(notulen, teks))
        context = {
            **self.page_context(request, f"Notulen: {rapat.judul}"),
            "rapat": rapat,
            "notulen": notulen,
            "draf": draf and boleh,
            "form": form,
            "putus": putus or KeputusanForm(rapat=rapat, auto_id="putus_%s"),
            "bacaan": [(judul, teks.get(pk, "")) for pk, judul in _items(rapat)],
            "keputusan": decisions_for(rapat, KECAMATAN, notulen) if notulen is not None else [],
            "versi": rapat.notulen.select_related("disetujui_oleh").order_by("-versi"),
            "boleh_setuju": draf and may_approve(rapat, request.user),
            "usai": rapat.status == Rapat.Status.SELESAI,
            "kembali": rapat.get_absolute_url(),
        }
        return TemplateResponse(
            request, "admin/ruko_parsel/rapat_notulen.html", context, status=status
        )


def _newest(rapat: Rapat) -> Any:
    return rapat.notulen.order_by("-versi").first()


def _items(rapat: Rapat) -> list[tuple[int, str]]:
    return [(b.agenda.pk, f"{b.nomor}. {b.judul}{f' ({b.desa})' if b.desa else ''}")
            for b in agenda_lines(rapat, KECAMATAN)]  # fmt: skip


def _stored(notulen: Notulen, teks: dict[int, str]) -> dict[str, Any]:
    isi = {f"agenda_{pk}": satu for pk, satu in teks.items()}
    return {"simpanan": notulen.simpanan, "pembuka": notulen.pembuka, "penutup": notulen.penutup,
            **isi}  # fmt: skip


def _page(rapat: Rapat) -> str:
    return reverse("admin:ruko_parsel_rapat_notulen", args=[rapat.pk])


def _other_step(rapat: Rapat, notulen: Notulen, langkah: str, nomor: str, user: Any) -> str:
    """Approve, strike a decision, or give a correction up. Raises ValueError, PermissionError."""
    if langkah == "setujui":
        approve_notulen(notulen, by=user)
        return "Notulen disetujui. Keputusannya berlaku, dan yang bertugas sudah dikabari."
    if langkah == "buang":
        drop_draft(notulen, by=user)
        return "Koreksi dibatalkan; versi sebelumnya tetap berlaku."
    satu = rapat.keputusan.filter(pk=nomor).first() if nomor.isdecimal() else None
    if langkah != "hapus" or satu is None:
        raise RapatKeliru("Langkah ini tidak tersedia; halamannya baru saja berubah.")
    remove_keputusan(satu, by=user)
    return "Keputusan dihapus dari draf."
