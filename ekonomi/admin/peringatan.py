"""Warnings: why each was raised, and its action plans."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from ekonomi.kpi.tulis import tanggal_hari, tulis_nilai
from ekonomi.models import Peringatan, RencanaAksi
from ekonomi.services.peringatan import finish_aksi, plan_aksi
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, tanggal, teks
from wilayah.bagian_halaman import Bagian


class RencanaForm(forms.Form):
    """What will be done, by whom, until when."""

    apa = teks("Yang dilakukan", panjang=300)
    siapa = teks("Penanggung jawab", panjang=120, help_text="Jabatan atau nama petugas.")
    tenggat = tanggal("Paling lambat")


class SelesaiForm(forms.Form):
    """Which plan is done and what came of it."""

    rencana = pilihan("Rencana", [])
    hasil = paragraf("Hasilnya", baris=3, max_length=300)


def _plan(obj: Peringatan, user: Any, form: Any) -> str:
    plan_aksi(obj, by=user, **form.cleaned_data)
    return "Rencana aksi dicatat."


def _finish(obj: Peringatan, user: Any, form: Any) -> str:
    rencana = RencanaAksi.objects.get(pk=form.cleaned_data["rencana"], peringatan=obj)
    finish_aksi(rencana, hasil=form.cleaned_data["hasil"], by=user)
    return "Hasil rencana aksi dicatat."


def _has_running(obj: Peringatan, _user: Any) -> bool:
    return obj.rencana.filter(selesai_pada__isnull=True).exists()


@admin.register(Peringatan)
class PeringatanAdmin(LangkahAdmin):
    """Raised by the night's work; staff answer with plans."""

    list_display = ("indikator", "periode", "pada", "capaian", "keadaan", "program")
    list_filter = ("periode", ("pulih_pada", admin.EmptyFieldListFilter))
    list_select_related = ("indikator", "program")
    langkah = (
        Langkah("rencana", "Tulis rencana aksi", _plan, RencanaForm, utama=True),
        Langkah("selesai", "Catat hasil rencana", _finish, SelesaiForm, boleh=_has_running),
    )

    @display(description="capaian dari garis")
    def capaian(self, obj: Peringatan) -> str:
        satuan = obj.indikator.satuan
        return f"{tulis_nilai(obj.nilai, satuan)} dari {tulis_nilai(obj.garis, satuan)}"

    @display(description="keadaan", label={"Terbuka": "warning", "Pulih": "success"})
    def keadaan(self, obj: Peringatan) -> str:
        return "Terbuka" if obj.is_open else "Pulih"

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if langkah.kunci == "selesai":
            kolom: Any = form.fields["rencana"]
            kolom.choices = [(r.pk, r.apa) for r in obj.rencana.filter(selesai_pada__isnull=True)]
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        hari = obj.pulih_pada
        return [
            Bagian(
                "",
                [obj.kalimat],
                rinci=[
                    ("Sejak", f"{tanggal_hari(obj.pada)} (hari ke-{obj.hari})"),
                    ("Periode", obj.periode),
                    ("Pulih", tanggal_hari(hari) if hari else "belum"),
                ],
            ),
            Bagian(
                "Rencana aksi",
                kepala=["Yang dilakukan", "Siapa", "Paling lambat", "Hasil"],
                baris=[
                    [r.apa, r.siapa, tanggal_hari(r.tenggat), r.hasil or "berjalan"]
                    for r in obj.rencana.all()
                ],
            ),
        ]
