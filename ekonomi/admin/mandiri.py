"""Rumah Mandiri: consents, the frozen rankings, rewards and ambassadors."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from ekonomi.kpi.tulis import tanggal_hari
from ekonomi.models import (
    Duta,
    Hadiah,
    KegiatanDuta,
    PemberianHadiah,
    PeringkatBulan,
    PersetujuanTampil,
    Program,
    Rumah,
)
from ekonomi.persetujuan_tampil import TEKS
from ekonomi.services.mandiri import (
    agree_tampil,
    appoint_duta,
    give_hadiah,
    sign_persetujuan,
    withdraw_tampil,
)
from pesan.admin_langkah import Langkah, LangkahAdmin, paragraf, pilihan, tanggal, teks
from pesan.lampiran import store_unggahan
from wilayah.admin_dasar import ReadOnlyScopedAdmin, ScopedAdmin
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang
from wilayah.kalender import to_wib

P = PersetujuanTampil


def rumah_field(label: str = "Rumah tangga") -> "forms.ModelChoiceField[Rumah]":
    """One household, of the rows that the page offers."""
    return forms.ModelChoiceField(Rumah.objects.none(), label=label, widget=UnfoldAdminSelectWidget)


class SetujuForm(forms.Form):
    """What a household agreed to after it was read to."""

    nomor = teks("household_id", panjang=40, help_text="Nomor rumah tangga, misalnya KT-0001.")
    untuk = pilihan("Untuk", P.Untuk.choices)
    nama_tampil = teks("Nama yang ditampilkan", panjang=80, help_text="Misalnya Keluarga Bu Sri.")
    cara = pilihan("Cara persetujuan", P.Cara.choices)
    dibacakan = forms.BooleanField(label="Kalimatnya sudah dibacakan dan keluarga ini setuju")


class CabutForm(forms.Form):
    """How the household took it back."""

    cara = teks("Dicabut lewat", panjang=60, help_text="Misalnya telepon kepada fasilitator.")


def _withdraw(obj: PersetujuanTampil, _user: Any, form: Any) -> str:
    withdraw_tampil(obj, cara=form.cleaned_data["cara"])
    return "Persetujuan dicabut; nama tidak tampil lagi."


@admin.register(PersetujuanTampil)
class PersetujuanTampilAdmin(LangkahAdmin):
    """Who may be named in public; a row is closed, never removed."""

    list_display = ("nama_tampil", "rumah", "untuk", "diberi_at", "keadaan")
    list_filter = ("untuk", ("dicabut_at", admin.EmptyFieldListFilter))
    list_select_related = ("rumah",)
    search_fields = ("nama_tampil", "rumah__nomor")
    form_tambah = SetujuForm
    judul_tambah = "Catat persetujuan tampil"
    teks_tambah = tuple(TEKS.values())
    langkah = (
        Langkah(
            "cabut", "Cabut persetujuan", _withdraw, CabutForm,
            boleh=lambda obj, _user: obj.dicabut_at is None,
        ),
    )  # fmt: skip

    @display(description="keadaan", label={"Berlaku": "success", "Dicabut": "danger"})
    def keadaan(self, obj: PersetujuanTampil) -> str:
        return "Berlaku" if obj.dicabut_at is None else "Dicabut"

    def tambah(self, request: HttpRequest, form: Any) -> PersetujuanTampil:
        user: Any = request.user
        data = form.cleaned_data
        rumah = self.rows_to_add(request, Rumah).active().filter(nomor__iexact=data["nomor"])
        if len(rumah) != 1:
            raise ValueError(f"household_id {data['nomor']} tidak ditemukan di wilayah Anda.")
        return agree_tampil(
            rumah[0], untuk=data["untuk"], nama_tampil=data["nama_tampil"], cara=data["cara"],
            by=user,
        )  # fmt: skip

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        alamat = settings.SITE_URL + reverse("tampil_cabut", args=[sign_persetujuan(obj)])
        rinci = [
            ("Rumah tangga", str(obj.rumah)),
            ("Untuk", obj.get_untuk_display()),
            ("Nama tampil", obj.nama_tampil),
            ("Disetujui", f"{tanggal_panjang(obj.diberi_at)}, {obj.get_cara_display().lower()}"),
            ("Versi kalimat", str(obj.versi)),
        ]
        if obj.dicabut_at is not None:
            rinci.append(("Dicabut", f"{tanggal_panjang(obj.dicabut_at)}, {obj.dicabut_cara}"))
        else:
            rinci.append(("Tautan cabut untuk keluarga", alamat))
        return [Bagian("", rinci=rinci), Bagian("Kalimatnya", [TEKS[obj.untuk]])]


class PeringkatResource(AmanResource):
    """A month's ranking by household number."""

    class Meta:
        model = PeringkatBulan
        fields = ("bulan", "urutan", "rumah__nomor", "skor")
        export_order = fields


@admin.register(PeringkatBulan)
class PeringkatBulanAdmin(EksporAdmin, ReadOnlyScopedAdmin):
    """Frozen by the night's work after each month."""

    resource_classes = [PeringkatResource]
    list_display = ("urutan", "rumah", "skor", "bulan", "program")
    list_filter = ("bulan",)
    list_select_related = ("rumah", "program")
    search_fields = ("rumah__nomor",)


class BeriForm(forms.Form):
    """To whom a reward goes."""

    rumah = rumah_field("Rumah tangga (menurut peringkat)")
    bulan = tanggal("Peringkat bulan", help_text="Hari mana pun dalam bulan itu.")
    tanda_terima = forms.FileField(label="Tanda terima (foto atau PDF)", required=False)
    catatan = teks("Catatan", wajib=False)


def _give(obj: Hadiah, user: Any, form: Any) -> str:
    data = form.cleaned_data
    bukti = store_unggahan(data["tanda_terima"], "berkas") if data["tanda_terima"] else None
    give_hadiah(
        obj, data["rumah"], bulan=data["bulan"], by=user, tanda_terima=bukti,
        catatan=data["catatan"],
    )  # fmt: skip
    return "Pemberian hadiah dicatat."


class HadiahForm(forms.Form):
    """A new reward."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget
    )
    jenis = pilihan("Jenis", Hadiah.Jenis.choices)
    nama = teks("Nama hadiah", panjang=120)
    keterangan = teks("Keterangan", panjang=300, wajib=False)
    kuota = forms.IntegerField(label="Kuota", min_value=1, max_value=500)
    berlaku_sampai = tanggal("Diberikan sampai", required=False)


@admin.register(Hadiah)
class HadiahAdmin(LangkahAdmin):
    """Rewards, how many are left, and who got them."""

    list_display = ("nama", "jenis", "sisa", "berlaku_sampai", "program")
    list_filter = ("jenis",)
    list_select_related = ("program",)
    form_tambah = HadiahForm
    judul_tambah = "Hadiah baru"
    langkah = (Langkah("beri", "Berikan kepada rumah tangga", _give, BeriForm, utama=True),)

    @display(description="sisa")
    def sisa(self, obj: Hadiah) -> str:
        return f"{obj.kuota - obj.pemberian.count()} dari {obj.kuota}"

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        kolom: Any = form.fields["program"]
        kolom.queryset = self.rows_to_add(request, Program)
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Hadiah:
        hadiah = Hadiah(**form.cleaned_data)
        try:
            hadiah.full_clean()
        except forms.ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        hadiah.save()
        return hadiah

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        kolom: Any = form.fields["rumah"]
        terakhir = PeringkatBulan.objects.filter(program=obj.program_id).order_by("-bulan").first()
        if terakhir is not None:
            kolom.queryset = Rumah.objects.filter(
                peringkat__program=obj.program_id, peringkat__bulan=terakhir.bulan,
                peringkat__urutan__lte=40,
            ).order_by("peringkat__urutan")  # fmt: skip
            form.fields["bulan"].initial = terakhir.bulan
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        pemberian = obj.pemberian.select_related("rumah", "by")
        return [
            Bagian(
                "",
                rinci=[
                    ("Jenis", obj.get_jenis_display()),
                    ("Kuota", f"{obj.kuota}, sisa {obj.kuota - len(pemberian)}"),
                    ("Keterangan", obj.keterangan or "–"),
                ],
            ),
            Bagian(
                "Yang sudah menerima",
                kepala=["Rumah tangga", "Peringkat bulan", "Diberikan", "Tanda terima"],
                baris=[
                    [str(p.rumah), f"{p.bulan:%m-%Y}", tanggal_hari(p.diberikan_pada),
                     "ada" if p.tanda_terima_id else "belum ada"]
                    for p in pemberian
                ],
            ),
        ]  # fmt: skip


@admin.register(PemberianHadiah)
class PemberianHadiahAdmin(ReadOnlyScopedAdmin):
    """All rewards given; they are given from the reward's own page."""

    list_display = ("rumah", "hadiah", "bulan", "diberikan_pada", "by")
    list_filter = ("hadiah__jenis",)
    list_select_related = ("rumah", "hadiah", "by")


class DutaForm(forms.Form):
    """A family that becomes an ambassador."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label="Program", widget=UnfoldAdminSelectWidget
    )
    persetujuan = forms.ModelChoiceField(
        P.objects.none(), label="Persetujuan untuk duta", widget=UnfoldAdminSelectWidget
    )
    cerita = paragraf("Ceritanya", baris=6, max_length=3000)
    foto = forms.FileField(label="Foto", required=False)
    tampil_foto = forms.BooleanField(label="Keluarga mengizinkan fotonya tampil", required=False)


class KegiatanForm(forms.Form):
    """What the ambassador did."""

    tanggal = tanggal("Tanggal")
    kegiatan = teks("Kegiatan", panjang=160)
    tempat = teks("Tempat", panjang=120, wajib=False)
    hadir = forms.IntegerField(label="Yang hadir", min_value=0, max_value=5000, required=False)


def _activity(obj: Duta, user: Any, form: Any) -> str:
    KegiatanDuta.objects.create(duta=obj, by=user, **form.cleaned_data)
    return "Kegiatan dicatat."


def _end(obj: Duta, _user: Any, form: Any) -> str:
    withdraw_tampil(obj.persetujuan, cara=form.cleaned_data["cara"])
    return "Masa duta diakhiri; cerita dan fotonya dihapus."


@admin.register(Duta)
class DutaAdmin(LangkahAdmin):
    """The ten pilot families."""

    list_display = ("nama", "sejak", "sampai", "program")
    list_filter = (("sampai", admin.EmptyFieldListFilter),)
    list_select_related = ("persetujuan", "program")
    form_tambah = DutaForm
    judul_tambah = "Duta baru"
    langkah = (
        Langkah("kegiatan", "Catat kegiatan", _activity, KegiatanForm, utama=True,
                boleh=lambda obj, _user: obj.sampai is None),
        Langkah("akhiri", "Akhiri dan cabut persetujuan", _end, CabutForm,
                boleh=lambda obj, _user: obj.sampai is None),
    )  # fmt: skip

    @display(description="keluarga")
    def nama(self, obj: Duta) -> str:
        return obj.persetujuan.nama_tampil or "(sudah dicabut)"

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form = super().build_tambah(request, *data)
        program: Any = form.fields["program"]
        program.queryset = self.rows_to_add(request, Program)
        setuju: Any = form.fields["persetujuan"]
        setuju.queryset = self.rows_to_add(request, PersetujuanTampil).filter(
            untuk=P.Untuk.DUTA, dicabut_at__isnull=True, duta__isnull=True
        )
        return form

    def tambah(self, request: HttpRequest, form: Any) -> Duta:
        user: Any = request.user
        data = form.cleaned_data
        foto = store_unggahan(data["foto"]) if data["foto"] else None
        return appoint_duta(
            data["program"], data["persetujuan"], cerita=data["cerita"], foto=foto,
            tampil_foto=data["tampil_foto"], by=user,
        )  # fmt: skip

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        setuju = obj.persetujuan
        pada = tanggal_hari(to_wib(setuju.diberi_at).date())
        return [
            Bagian(
                "",
                [obj.cerita or "Ceritanya sudah dihapus."],
                rinci=[
                    ("Keluarga", setuju.nama_tampil or "–"),
                    ("Persetujuan", f"{pada}, {'berlaku' if not setuju.dicabut_at else 'dicabut'}"),
                    ("Foto", "tampil" if obj.tampil_foto else "tidak tampil"),
                    ("Masa", f"{tanggal_hari(obj.sejak)} sampai "
                     f"{tanggal_hari(obj.sampai) if obj.sampai else 'sekarang'}"),
                ],
            ),
            Bagian(
                "Kegiatan",
                kepala=["Tanggal", "Kegiatan", "Tempat", "Hadir"],
                baris=[
                    [tanggal_hari(k.tanggal), k.kegiatan, k.tempat, str(k.hadir or "–")]
                    for k in obj.kegiatan.all()
                ],
            ),
        ]  # fmt: skip


@admin.register(KegiatanDuta)
class KegiatanDutaAdmin(ScopedAdmin):
    """All activities of ambassadors."""

    list_display = ("tanggal", "kegiatan", "tempat", "hadir")
    date_hierarchy = "tanggal"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # from the ambassador's own page, which knows who writes
