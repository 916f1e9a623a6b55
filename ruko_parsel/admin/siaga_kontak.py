"""Whom villages are warned through: numbers, tests, and who is due for one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, pilihan, teks
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.cakupan import villages_of
from ruko_parsel.models import KontakSiaga, UjiKontak
from ruko_parsel.models.siaga import UMUR_KONTAK
from ruko_parsel.services.siaga import (
    IsiKontak,
    add_kontak,
    change_kontak,
    record_uji,
    retire_kontak,
)
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Wilayah

LABEL = "ruko_parsel.kontaksiaga"
_JELAS = (
    "Beri tahu orangnya bahwa nomornya dipakai hanya untuk peringatan bencana, terlihat oleh "
    "petugas desa dan kecamatan, dan dihapus bila ia tidak bertugas lagi."
)


class KontakForm(forms.Form):
    """A role, its person and a second one."""

    jabatan = teks("Tugas", panjang=80, help_text="Misalnya: ketua tim siaga, kepala desa.")
    urut = forms.IntegerField(
        label="Urutan dihubungi", min_value=1, max_value=20, widget=UnfoldAdminIntegerFieldWidget
    )
    nama = teks("Nama", panjang=120)
    nomor = teks("Nomor telepon atau WhatsApp", panjang=30, help_text=_JELAS)
    nama_kedua = teks("Orang kedua", panjang=120, wajib=False)
    nomor_kedua = teks("Nomor orang kedua", panjang=30, wajib=False)


class KontakBaruForm(KontakForm):
    wilayah = forms.ModelChoiceField(Wilayah.objects.none(), label="Desa atau kelurahan")
    field_order = ["wilayah"]


class UjiForm(forms.Form):
    """What a test call gave."""

    orang = pilihan("Siapa yang dihubungi", [("1", "Orang pertama"), ("2", "Orang kedua")])
    hasil = pilihan("Hasil", UjiKontak.Hasil.choices)
    catatan = teks("Catatan", panjang=240, wajib=False)


def _change(obj: KontakSiaga, user: Any, form: Any) -> str:
    change_kontak(obj, IsiKontak(**form.cleaned_data), by=user)
    return "Kontak diperbarui."


def _test(obj: KontakSiaga, user: Any, form: Any) -> str:
    isi = form.cleaned_data
    record_uji(obj, hasil=isi["hasil"], orang=int(isi["orang"]), catatan=isi["catatan"], by=user)
    return "Uji kontak dicatat."


def _retire(obj: KontakSiaga, user: Any, _form: Any) -> str:
    retire_kontak(obj, by=user)
    return "Kontak tidak dipakai lagi; nama dan nomornya dihapus."


def _active(obj: KontakSiaga, user: Any) -> bool:
    return bool(obj.aktif)


class BasiFilter(DropdownFilter):
    """Contacts whose numbers nobody has made sure of for half a year."""

    title = "uji nomor"
    parameter_name = "uji"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("basi", "Belum diuji 6 bulan"), ("segar", "Sudah diuji")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        batas = timezone.now() - UMUR_KONTAK
        if self.value() == "basi":
            return queryset.filter(diperiksa_at__lt=batas)
        return queryset.filter(diperiksa_at__gte=batas) if self.value() == "segar" else queryset


@admin.register(KontakSiaga)
class KontakSiagaAdmin(LangkahAdmin):
    """No export: numbers of people leave this page by nobody's file."""

    akibat_langkah = AKIBAT["siaga_kontak"]
    list_display = ("wilayah", "urut", "jabatan", "nama", "tampil_uji", "tampil_pakai")
    list_filter = (BasiFilter, "aktif", WilayahFilter)
    list_select_related = ("wilayah",)
    search_fields = ("jabatan", "wilayah__nama")
    form_tambah = KontakBaruForm
    judul_tambah = "Kontak siaga baru"
    teks_tambah = (_JELAS,)
    langkah = (
        Langkah("uji", "Catat uji telepon", _test, UjiForm, _active, utama=True),
        Langkah("ubah", "Ubah orang atau nomor", _change, KontakForm, _active),
        Langkah("lepas", "Tidak dipakai lagi", _retire, YakinForm, _active, bahaya=True),
    )

    @display(description="uji terakhir")
    def tampil_uji(self, obj: KontakSiaga) -> str:
        hari = tanggal_pendek(obj.diperiksa_at)
        return f"{hari}, perlu diuji" if obj.is_stale() else hari

    @display(description="dipakai", boolean=True)
    def tampil_pakai(self, obj: KontakSiaga) -> bool:
        return bool(obj.aktif)

    def build_tambah(self, request: HttpRequest, *data: Any) -> forms.Form:
        form: Any = super().build_tambah(request, *data)
        desa = villages_of(request.user, LABEL, "add")
        form.fields["wilayah"].queryset = Wilayah.objects.filter(pk__in=[d.pk for d in desa])
        if not data and desa:
            form.initial = {"wilayah": desa[0].pk, "urut": 1}
        return form

    def tambah(self, request: HttpRequest, form: Any) -> KontakSiaga:
        user: Any = request.user
        isi = dict(form.cleaned_data)
        return add_kontak(isi.pop("wilayah"), IsiKontak(**isi), by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> forms.Form:
        form = super().build(langkah, obj, *data)
        if isinstance(form, KontakForm) and not data:
            form.initial = {kolom: getattr(obj, kolom) for kolom in form.fields}
        if isinstance(form, UjiForm) and obj.kontak_kedua_id is None:
            orang: Any = form.fields["orang"]
            orang.choices = [("1", "Orang pertama")]
        return form

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kedua = f"{obj.nama_kedua}, {obj.nomor_kedua}" if obj.nomor_kedua else "belum ada"
        rinci = [
            ("Desa", str(obj.wilayah)), ("Tugas", obj.jabatan), ("Urutan", str(obj.urut)),
            ("Orang pertama", f"{obj.nama}, {obj.nomor}" if obj.nomor else "sudah dihapus"),
            ("Orang kedua", kedua),
            ("Terakhir dipastikan", tanggal_panjang(obj.diperiksa_at, obj.wilayah_id)),
            ("Keadaan", "dipakai" if obj.aktif else "tidak dipakai lagi"),
        ]  # fmt: skip
        if obj.aktif and obj.is_stale():
            rinci.append(("Perhatian", "Belum diuji enam bulan. Telepon dan catat hasilnya."))
        uji = obj.uji.select_related("by")[:30]
        return [
            Bagian("", rinci=rinci),
            Bagian(
                "Uji telepon", kepala=["Waktu", "Orang", "Hasil", "Catatan", "Oleh"],
                baris=[
                    [tanggal_panjang(u.at, obj.wilayah_id), str(u.orang), u.get_hasil_display(),
                     u.catatan, str(u.by)]
                    for u in uji
                ],
            ),
        ]  # fmt: skip
