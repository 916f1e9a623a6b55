"""What staff can do to a ticket from its page: one form and one service for each move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from curhat.models import Tiket
from curhat.perpindahan import next_moves
from curhat.services import tiket as layanan
from curhat.services.bagi import may_share, officers_for, share_tiket, unshare_tiket
from curhat.services.kabar import notify_again
from wilayah.meja_tawar import desks_for
from wilayah.models import Instansi, Pengguna, Penugasan, Wilayah
from wilayah.scope import above

S = Tiket.Status
_TIKET = "curhat.tiket"


class CatatanForm(forms.Form):
    """An optional note."""

    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class AlasanForm(forms.Form):
    """A reason the resident will read."""

    alasan = forms.CharField(
        label="Alasan (dibaca warga)",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class TindakanForm(forms.Form):
    """What was done, for the resident to confirm."""

    tindakan = forms.CharField(
        label="Apa yang sudah dilakukan (dibaca warga)",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class PesanForm(forms.Form):
    """Words for the resident."""

    teks = forms.CharField(
        label="Pesan untuk warga",
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class TugasForm(CatatanForm):
    """To which unit or which person."""

    instansi = forms.ModelChoiceField(
        Instansi.objects.none(),
        label="Unit/dinas",
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )
    petugas = forms.ModelChoiceField(
        Pengguna.objects.none(),
        label="atau petugas",
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )

    field_order = ["instansi", "petugas", "catatan"]

    def __init__(self, *args: Any, tiket: Tiket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        serving = Instansi.objects.serving(tiket.wilayah_id).exclude(jenis=Instansi.Jenis.DARURAT)
        instansi: Any = self.fields["instansi"]
        instansi.queryset = serving
        instansi.initial = tiket.instansi_id or tiket.curhat.unit_id
        petugas: Any = self.fields["petugas"]
        petugas.queryset = _people_of(tiket)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("instansi") and not data.get("petugas"):
            raise forms.ValidationError("Pilih unit atau petugas yang menangani.")
        return data


def _people_of(tiket: Tiket) -> Any:
    """Staff assigned to the ticket's kelurahan or its kecamatan, today."""
    dekat = above(tiket.wilayah_id)[2:4]
    hari_ini = Penugasan.objects.on(timezone.localdate()).filter(wilayah__in=dekat)
    return Pengguna.objects.filter(is_active=True, pk__in=hari_ini.values("pengguna")).order_by(
        "nama"
    )


class BagiForm(CatatanForm):
    """To which one officer a sensitive case is shown."""

    petugas = forms.ModelChoiceField(
        Pengguna.objects.none(),
        label="Petugas unit pendamping",
        widget=UnfoldAdminSelectWidget(),
    )
    field_order = ["petugas", "catatan"]

    def __init__(self, *args: Any, tiket: Tiket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        petugas: Any = self.fields["petugas"]
        petugas.queryset = officers_for(tiket)


class AlihForm(AlasanForm):
    """To which agency, or up to the kecamatan or the city."""

    ke_instansi = forms.ModelChoiceField(
        Instansi.objects.none(),
        label="Ke dinas/unit",
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )
    ke_wilayah = forms.ModelChoiceField(
        Wilayah.objects.none(),
        label="atau ke kecamatan/kota",
        required=False,
        widget=UnfoldAdminSelectWidget(),
    )

    field_order = ["ke_instansi", "ke_wilayah", "alasan"]

    def __init__(self, *args: Any, tiket: Tiket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instansi: Any = self.fields["ke_instansi"]
        serving = Instansi.objects.serving(tiket.wilayah_id)
        instansi.queryset = serving.exclude(jenis=Instansi.Jenis.DARURAT)
        wilayah: Any = self.fields["ke_wilayah"]
        wilayah.queryset = Wilayah.objects.filter(pk__in=above(tiket.wilayah_id)[1:3])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("ke_instansi")) == bool(data.get("ke_wilayah")):
            raise forms.ValidationError("Pilih salah satu: dinas/unit, atau kecamatan/kota.")
        return data


class TawarForm(AlasanForm):
    """To which desk of another app: public works here, the kecamatan's coordination desk."""

    meja = forms.ChoiceField(label="Meja", widget=UnfoldAdminSelectWidget())
    field_order = ["meja", "alasan"]

    def __init__(self, *args: Any, tiket: Tiket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meja: Any = self.fields["meja"]
        meja.choices = [(t.kunci, t.label) for t in desks_for(_TIKET, tiket.wilayah_id)]


class UrgensiForm(CatatanForm):
    """Another urgency, with why."""

    urgensi = forms.TypedChoiceField(
        label="Urgensi",
        coerce=int,
        widget=UnfoldAdminSelectWidget(),
        choices=[
            (5, "5 Darurat"),
            (4, "4 Mendesak"),
            (3, "3 Sedang"),
            (2, "2 Ringan"),
            (1, "1 Rendah"),
        ],
    )
    field_order = ["urgensi", "catatan"]


_MEMAKAI_TIKET = TugasForm | AlihForm | BagiForm | TawarForm


@dataclass(frozen=True, slots=True)
class Langkah:
    """One button on a ticket's page. `ke` None: allowed in every open state."""

    kunci: str
    label: str
    form: type[forms.Form]
    ke: str | None
    run: Callable[..., Any]

    def build(self, tiket: Tiket, data: Any = None) -> forms.Form:
        """The form, bound where data is given; ids carry the key: a page holds several forms."""
        extra: dict[str, Any] = {"tiket": tiket} if issubclass(self.form, _MEMAKAI_TIKET) else {}
        return self.form(data, auto_id=f"{self.kunci}_%s", **extra)


def _notify(tiket: Tiket, *, by: Pengguna, catatan: str = "") -> None:
    notify_again(tiket, by=by)


def _unshare(tiket: Tiket, *, by: Pengguna, catatan: str = "") -> None:
    unshare_tiket(tiket, by=by)


def _confirm(tiket: Tiket, *, by: Pengguna, catatan: str = "") -> None:
    layanan.confirm_selesai(tiket, by=by)


def _offer(tiket: Tiket, *, by: Pengguna, meja: str, alasan: str) -> None:
    tempat = {satu.kunci: satu.tempat for satu in desks_for(_TIKET, tiket.wilayah_id)}
    if meja not in tempat:
        raise ValueError("Meja ini sedang tidak bertugas. Pilih meja lain.")
    layanan.divert_tiket(tiket, by=by, alasan=alasan, ke_wilayah=tempat[meja], meja=meja)


LANGKAH = (
    Langkah("verifikasi", "Verifikasi", CatatanForm, S.DIVERIFIKASI, layanan.verify_tiket),
    Langkah("tugaskan", "Tugaskan", TugasForm, S.DITUGASKAN, layanan.assign_tiket),
    Langkah("mulai", "Mulai kerjakan", CatatanForm, S.DIKERJAKAN, layanan.start_tiket),
    Langkah(
        "tutup",
        "Selesai dikerjakan, minta konfirmasi",
        TindakanForm,
        S.MENUNGGU_KONFIRMASI,
        layanan.close_tiket,
    ),
    Langkah("konfirmasi", "Warga menyatakan selesai", CatatanForm, S.SELESAI, _confirm),
    Langkah(
        "tutup-belum", "Tutup tanpa penyelesaian", AlasanForm, S.SELESAI, layanan.close_unsolved
    ),
    Langkah("buka", "Buka lagi", AlasanForm, S.DIBUKA_LAGI, layanan.reopen_tiket),
    Langkah("alihkan", "Alihkan", AlihForm, S.DIALIHKAN, layanan.divert_tiket),
    Langkah("tawarkan", "Tawarkan ke meja lain", TawarForm, S.DIALIHKAN, _offer),
    Langkah("tolak", "Tidak dapat diteruskan", AlasanForm, S.DITOLAK, layanan.reject_tiket),
    Langkah(
        "bukan-kewenangan",
        "Bukan kewenangan",
        AlasanForm,
        S.BUKAN_KEWENANGAN,
        layanan.decline_tiket,
    ),
    Langkah("urgensi", "Ubah urgensi", UrgensiForm, None, layanan.correct_urgensi),
    Langkah("pesan", "Kirim pesan ke warga", PesanForm, None, layanan.message_warga),
    Langkah("bagikan", "Bagikan ke petugas unit", BagiForm, None, share_tiket),
    Langkah("cabut-bagi", "Cabut pembagian", CatatanForm, None, _unshare),
    Langkah("beri-tahu", "Beri tahu lurah lagi", CatatanForm, None, _notify),
)
BY_KUNCI = {langkah.kunci: langkah for langkah in LANGKAH}


_BAGI = {"bagikan", "cabut-bagi"}


def steps_of(tiket: Tiket, by: Any) -> list[Langkah]:
    """What this person may do now, the usual next step first (the order of the table of moves).

    A ticket handed over waits for the other desk's answer (Rujukan). A sensitive one is shared
    by the lurah alone.
    """
    terbuka = tiket.status not in Tiket.ENDED
    allowed = [] if tiket.status == S.DIALIHKAN else next_moves(tiket.status)
    moves = [s for ke in allowed for s in LANGKAH if s.ke == ke]
    if tiket.curhat.rahasia or tiket.wilayah_id.count(".") < 3:  # a sensitive case stays here
        moves = [s for s in moves if s.kunci != "tawarkan"]
    kontak = tiket.curhat.kontak
    sapa = kontak is not None and bool(kontak.alamat) and kontak.berhenti_at is None
    tutup = set() if sapa else {"pesan"}
    if not (tiket.curhat.rahasia and may_share(tiket, by)):
        tutup |= _BAGI
    selalu = [s for s in LANGKAH if s.ke is None and s.kunci not in tutup]
    return moves + (selalu if terbuka else [])


def take_step(request: HttpRequest, tiket: Tiket, kunci: str) -> forms.Form | None:
    """Run one step with the posted form; the bound form with its errors when it is not valid.

    Raises KeyError for an unknown step, ForbiddenMove or ValueError from the service.
    """
    langkah = BY_KUNCI[kunci]
    form = langkah.build(tiket, request.POST)
    if not form.is_valid():
        return form
    langkah.run(tiket, by=request.user, **form.cleaned_data)
    return None
