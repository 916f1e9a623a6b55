"""What a request's page shows of the meetings it is on, and the step that puts it on an agenda."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from pesan.admin_langkah import Langkah, teks
from ruko_parsel.models import Permintaan, Rapat
from ruko_parsel.pihak import is_desa, is_meja
from ruko_parsel.rapat_tampil import KECAMATAN, Sudut, agenda_of, decisions_about
from ruko_parsel.services.agenda_rapat import add_permintaan, meetings_for
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang


def _sudut(request: HttpRequest, permintaan: Permintaan) -> Sudut | None:
    """Whose eyes these are; None for who stands on neither side."""
    if is_meja(request.user, permintaan):
        return KECAMATAN
    if is_desa(request.user, permintaan):
        return Sudut(desa=str(permintaan.wilayah_id))
    return None


def show_meetings(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """On which agendas it stands; for the village once the meeting was announced."""
    sudut = _sudut(request, permintaan)
    if sudut is None:
        return None
    baris = [
        (
            tanggal_panjang(satu.rapat.mulai_at, str(satu.rapat.wilayah_id)), satu.rapat.judul,
            satu.rapat.tempat, satu.rapat.get_status_display(), f"{satu.menit} menit",
        )
        for satu in agenda_of(permintaan, sudut)
    ]  # fmt: skip
    if not baris:
        return None
    return Bagian(
        "Dibahas di rapat", kepala=("Waktu", "Rapat", "Tempat", "Keadaan", "Giliran"), baris=baris
    )


def show_decisions(request: HttpRequest, permintaan: Permintaan) -> Bagian | None:
    """What meetings decided about it; for the village what is in force."""
    sudut = _sudut(request, permintaan)
    if sudut is None:
        return None
    baris = [
        (satu.rapat.judul, satu.isi, satu.oleh_siapa, f"{satu.batas:%d-%m-%Y}", satu.keadaan)
        for satu in decisions_about(permintaan, sudut)
    ]
    if not baris:
        return None
    return Bagian(
        "Keputusan rapat", kepala=("Rapat", "Keputusan", "Penanggung jawab", "Batas", "Keadaan"),
        baris=baris,
    )  # fmt: skip


class PilihRapat(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A meeting with its day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))}: {obj.judul}"


class AgendaForm(forms.Form):
    """Which meeting, how long, who brings it."""

    rapat = PilihRapat(
        label="Rapat", queryset=Rapat.objects.none(), widget=UnfoldAdminSelectWidget,
        error_messages={"required": "Pilih rapatnya."},
    )  # fmt: skip
    menit = forms.IntegerField(
        label="Berapa menit", min_value=1, max_value=240, initial=10,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    pembawa = teks("Dibawakan oleh", panjang=120, wajib=False)

    def fit(self, obj: Any) -> None:
        rapat: Any = self.fields["rapat"]
        rapat.queryset = meetings_for(obj)


def _add(obj: Permintaan, user: Any, form: Any) -> str:
    data = form.cleaned_data
    rapat = data["rapat"]
    if not add_permintaan(rapat, [obj], by=user, menit=data["menit"], pembawa=data["pembawa"]):
        raise ValueError("Permintaan ini sudah ada di agenda rapat itu.")
    return f"Masuk agenda {rapat.judul}."


def _may_add(obj: Permintaan, _user: Any) -> bool:
    return not obj.is_ended and meetings_for(obj).exists()


ADD_AGENDA = Langkah("agenda", "Masukkan ke agenda rapat", _add, AgendaForm, _may_add)


def links_of_meetings(request: HttpRequest, permintaan: Permintaan) -> list[tuple[str, str]]:
    """For the desk: each meeting it is on; where none comes, a way to plan one."""
    if not is_meja(request.user, permintaan):
        return []
    hasil = [
        (f"Rapat: {satu.rapat.judul}", satu.rapat.get_absolute_url())
        for satu in agenda_of(permintaan, KECAMATAN)
    ]
    if not hasil and not permintaan.is_ended and not meetings_for(permintaan).exists():
        hasil.append(("Rencanakan rapat", reverse("admin:ruko_parsel_rapat_add")))
    return hasil
