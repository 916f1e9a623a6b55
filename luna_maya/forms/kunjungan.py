"""Forms of a visit's page. Times are read on the clock of the kelurahan."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminSelectWidget

from luna_maya.jadwal_bebas import place_words
from luna_maya.models import JenisKunjungan, Kendaraan, Kunjungan, Tempat, Tokoh, TuanRumah, Unsur
from pesan.admin_langkah import paragraf, teks
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above
from wilayah.zona import at_place, nama_zona, zona_of

SETEMPAT = (Unsur.KETUA_RT, Unsur.KETUA_RW)
PANJANG_JAWABAN = 2000
TERJAUH = timedelta(days=731)  # a typing error, not a plan; the calendar ends before the year 10000


def _hari(label: str, **lain: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **lain
    )


def _jam(label: str, **lain: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **lain
    )


def lurah_rows(kelurahan: str) -> Any:
    """Who may lead: today's lurah of this kelurahan."""
    tugas = Penugasan.objects.on(timezone.localdate())
    tugas = tugas.filter(peran=Peran.LURAH, wilayah=kelurahan)
    return Pengguna.objects.filter(is_active=True, pk__in=tugas.values("pengguna"))


def petugas_rows(kelurahan: str) -> Any:
    """Users who work in this kelurahan, or for an agency there."""
    tugas = Penugasan.objects.on(timezone.localdate()).at(kelurahan)
    rows = Pengguna.objects.filter(is_active=True, is_superuser=False)
    return rows.filter(pk__in=tugas.values("pengguna")).order_by("nama", "pk")


def tokoh_rows(kelurahan: str, hari: date) -> Any:
    """Who comes along, in office on that day."""
    rows = Tokoh.objects.in_wilayah(kelurahan).active(hari)
    return rows.order_by("unsur", "wilayah", "nama")


def heads_of(wilayah: str, hari: date) -> Any:
    """The heads of this RT and its RW."""
    rows = Tokoh.objects.active(hari).filter(unsur__in=SETEMPAT)
    return rows.filter(wilayah__in=above(wilayah))


class PilihTuan(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A host by name and RT."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.nama}, {place_words(str(obj.wilayah_id))} ({obj.get_tempat_display()})"


class PilihTokoh(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People by name, office and what they serve."""

    def label_from_instance(self, obj: Any) -> str:
        tempat = place_words(str(obj.wilayah_id))
        return f"{obj}" if tempat == "kelurahan" else f"{obj}, {tempat}"


class WaktuForm(forms.Form):
    """A day and two hours; the second at or before the first is the next day."""

    hari = _hari("Tanggal")
    mulai = _jam("Mulai")
    sampai = _jam("Sampai", help_text="Jam yang lebih awal dari mulai berarti keesokan harinya.")

    def __init__(self, *args: Any, kelurahan: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kelurahan = kelurahan
        zona = nama_zona(kelurahan)
        self.fields["mulai"].label = f"Mulai ({zona})"
        self.fields["sampai"].label = f"Sampai ({zona})"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"hari", "mulai", "sampai"} <= data.keys():
            return data
        if data["hari"] > timezone.localdate() + TERJAUH:
            self.add_error("hari", "Pilih malam paling lama dua tahun dari sekarang.")
            return data
        data["mulai_at"], data["selesai_at"] = span(
            data["hari"], data["mulai"], data["sampai"], self.kelurahan
        )
        if data["selesai_at"] <= timezone.now():
            self.add_error("hari", "Waktunya sudah lewat. Pilih malam yang akan datang.")
        return data


def span(hari: date, mulai: time, sampai: time, kelurahan: str) -> tuple[datetime, datetime]:
    """Both moments on the clock of the place; `sampai` at or before `mulai` is the next day."""
    zona = zona_of(kelurahan)
    besok = hari + timedelta(days=1) if sampai <= mulai else hari
    return (
        datetime.combine(hari, mulai, tzinfo=zona), datetime.combine(besok, sampai, tzinfo=zona)
    )  # fmt: skip


def initial_waktu(mulai_at: datetime, selesai_at: datetime, kelurahan: str) -> dict[str, Any]:
    """What a WaktuForm shows for a visit."""
    mulai, selesai = at_place(mulai_at, kelurahan), at_place(selesai_at, kelurahan)
    return {"hari": mulai.date(), "mulai": mulai.time(), "sampai": selesai.time()}


class KunjunganForm(WaktuForm):
    """A new visit: of one kind, in one kelurahan, at a host there or a new one."""

    tuan_rumah = PilihTuan(
        TuanRumah.objects.none(), label="Tuan rumah atau tempat", required=False,
        widget=UnfoldAdminSelect2Widget, empty_label="Cari nama atau RT",
    )  # fmt: skip
    nama_baru = teks("Nama tuan rumah atau tempat", panjang=120, wajib=False)
    rt_baru = teks("RT", panjang=5, wajib=False)
    rw_baru = teks("RW", panjang=5, wajib=False)
    tempat_baru = forms.ChoiceField(
        label="Jenis tempat", required=False, widget=UnfoldAdminSelectWidget
    )
    alamat_baru = teks(
        "Alamat", panjang=300, wajib=False, help_text="Hanya terlihat oleh yang berangkat."
    )
    lurah = forms.ModelChoiceField(
        Pengguna.objects.none(), label="Dipimpin oleh", widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )  # fmt: skip
    kendaraan = forms.ModelChoiceField(
        Kendaraan.objects.none(), label="Kendaraan", required=False,
        widget=UnfoldAdminSelectWidget, empty_label="Tanpa kendaraan kelurahan",
    )  # fmt: skip
    tokoh = PilihTokoh(
        Tokoh.objects.none(), label="Yang ikut", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    setempat = forms.BooleanField(label="Ajak ketua RT dan RW setempat", required=False)
    petugas = forms.ModelMultipleChoiceField(
        Pengguna.objects.none(), label="Petugas yang ikut", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    acara = teks("Acara", panjang=160, wajib=False, help_text="Misalnya: tahlilan hari ketujuh.")
    agenda = paragraf("Agenda", wajib=False, baris=3, max_length=2000)
    WAKTU = ("hari", "mulai", "sampai")
    BARU = ("nama_baru", "rw_baru", "rt_baru", "tempat_baru", "alamat_baru")
    IKUT = ("lurah", "kendaraan", "setempat", "tokoh", "petugas")
    ISI = ("acara", "agenda")

    def __init__(self, *args: Any, jenis: JenisKunjungan, wilayah: Wilayah, **kwargs: Any) -> None:
        super().__init__(*args, kelurahan=wilayah.kode, **kwargs)
        self.jenis = jenis
        kode, kolom = wilayah.kode, self.fields
        rumah = TuanRumah.objects.in_wilayah(kode).willing().filter(tempat__in=jenis.tempat)
        pilih: Any = kolom
        pilih["tuan_rumah"].queryset = rumah.order_by("wilayah", "nama")
        pilih["lurah"].queryset = lurah_rows(kode)
        pilih["kendaraan"].queryset = Kendaraan.objects.filter(wilayah=kode, aktif=True)
        pilih["tokoh"].queryset = tokoh_rows(kode, timezone.localdate())
        pilih["petugas"].queryset = petugas_rows(kode).exclude(pk__in=lurah_rows(kode))
        pilih["tempat_baru"].choices = [c for c in Tempat.choices if c[0] in jenis.tempat]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        nama, rumah = data.get("nama_baru", ""), data.get("tuan_rumah")
        if nama and rumah:
            self.add_error("nama_baru", "Pilih dari daftar atau tulis yang baru, salah satu saja.")
        if not nama and rumah is None and "tuan_rumah" not in self.errors:
            self.add_error("tuan_rumah", "Pilih tuan rumah, atau tulis yang baru di bawahnya.")
        if nama and not data.get("rw_baru"):
            self.add_error("rw_baru", "Isi nomor RW-nya.")
        return data

    def groups(self) -> Iterable[tuple[str, list[Any]]]:
        """The fields as the page shows them."""
        for judul, nama in (
            ("Kapan", self.WAKTU), ("Di mana", ("tuan_rumah",)),
            ("Siapa yang berangkat", self.IKUT), ("Untuk apa", self.ISI),
        ):  # fmt: skip
            yield judul, [self[satu] for satu in nama]

    def new_host(self) -> list[Any]:
        return [self[satu] for satu in self.BARU]


def initial_kunjungan(jenis: JenisKunjungan, wilayah: Wilayah) -> dict[str, Any]:
    """What a new visit of this kind begins with: its hours, its people, tomorrow."""
    kode = wilayah.kode
    besok = at_place(timezone.now(), kode).date() + timedelta(days=1)
    mulai = datetime.combine(besok, jenis.mulai_biasa, tzinfo=zona_of(kode))
    ikut = [u for u in jenis.hadir if u not in SETEMPAT]
    return {
        **initial_waktu(mulai, mulai + timedelta(minutes=jenis.lama_menit), kode),
        "lurah": lurah_rows(kode).first(),
        "tokoh": list(tokoh_rows(kode, besok).filter(unsur__in=ikut)),
        "setempat": any(u in jenis.hadir for u in SETEMPAT),
    }


class PindahForm(WaktuForm):
    """Another time for a visit, and why."""

    alasan = teks("Alasan", panjang=200)


class BatalForm(forms.Form):
    """Why a visit is called off."""

    alasan = teks("Alasan", panjang=200)
    yakin = forms.BooleanField(
        label="Ya, batalkan kunjungan ini",
        error_messages={"required": "Centang dulu bila kunjungan ini memang dibatalkan."},
    )


class IkutForm(forms.Form):
    """Who comes along, and in what."""

    tokoh = PilihTokoh(
        Tokoh.objects.none(), label="Yang ikut", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    petugas = forms.ModelMultipleChoiceField(
        Pengguna.objects.none(), label="Petugas yang ikut", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kendaraan = forms.ModelChoiceField(
        Kendaraan.objects.none(), label="Kendaraan", required=False,
        widget=UnfoldAdminSelectWidget, empty_label="Tanpa kendaraan kelurahan",
    )  # fmt: skip

    def __init__(self, *args: Any, kunjungan: Kunjungan, **kwargs: Any) -> None:
        ikut = list(kunjungan.peserta.all())
        tokoh = [p.tokoh_id for p in ikut if p.tokoh_id]
        petugas = [p.pengguna_id for p in ikut if p.pengguna_id]
        awal = {"tokoh": tokoh, "petugas": petugas, "kendaraan": kunjungan.kendaraan_id}
        kwargs["initial"] = awal
        super().__init__(*args, **kwargs)
        kode = ".".join(str(kunjungan.wilayah_id).split(".")[:4])
        hari = at_place(kunjungan.mulai_at, kode).date()
        kolom: Any = self.fields
        # who is on the list already stays choosable, in office or not
        kolom["tokoh"].queryset = Tokoh.objects.filter(
            pk__in=[*tokoh, *tokoh_rows(kode, hari).values_list("pk", flat=True)]
        )
        kolom["petugas"].queryset = Pengguna.objects.filter(
            pk__in=[*petugas, *petugas_rows(kode).values_list("pk", flat=True)]
        ).exclude(pk=kunjungan.lurah_id)
        kendaraan = Kendaraan.objects.filter(wilayah=kode)
        kolom["kendaraan"].queryset = kendaraan.filter(aktif=True) | kendaraan.filter(
            pk=kunjungan.kendaraan_id
        )


class HadirForm(forms.Form):
    """Who was there and what was said: a choice a person, a text a question of the kind."""

    _HADIR = (("", "Belum dicatat"), ("ya", "Hadir"), ("tidak", "Tidak hadir"))

    def __init__(self, *args: Any, kunjungan: Kunjungan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for satu in kunjungan.peserta.select_related("tokoh", "pengguna"):
            awal = {True: "ya", False: "tidak", None: ""}[satu.hadir]
            self.fields[f"hadir_{satu.pk}"] = forms.ChoiceField(
                label=str(satu), choices=self._HADIR, required=False, initial=awal,
                widget=UnfoldAdminSelectWidget,
            )  # fmt: skip
        for tanya in kunjungan.jenis.tanya():
            kunci = str(tanya["kunci"])
            self.fields[f"jawab_{kunci}"] = paragraf(
                str(tanya["teks"]), wajib=False, baris=3, max_length=PANJANG_JAWABAN,
                initial=kunjungan.jawaban.get(kunci, ""), help_text=str(tanya.get("petunjuk", "")),
            )  # fmt: skip

    @property
    def hadir(self) -> dict[int, bool | None]:
        """{PesertaKunjungan: there or not} of what was filled in."""
        kata = {"ya": True, "tidak": False, "": None}
        return {
            int(nama[6:]): kata[nilai]
            for nama, nilai in self.cleaned_data.items()
            if nama.startswith("hadir_")
        }

    @property
    def jawaban(self) -> dict[str, str]:
        return {n[6:]: v for n, v in self.cleaned_data.items() if n.startswith("jawab_")}
