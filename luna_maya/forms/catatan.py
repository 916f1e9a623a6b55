"""Forms of the observation log: big choices, few words, everything else optional."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from luna_maya.catatan_baca import place_of
from luna_maya.models import Catatan, Kunjungan
from luna_maya.services.catatan import Berkas, IsiCatatan
from wilayah.formulir import FOTO, BanyakBerkas, FormWarga, Teks
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.scope import prefix_q
from wilayah.sinyal import read_kategori
from wilayah.zona import at_place

SUARA = "audio/*,.m4a,.mp3,.ogg,.amr,.aac,.webm"
_BARU = (("", "Tidak tahu"), ("ya", "Ya, baru di sini"), ("tidak", "Sudah pernah didengar"))


class Waktu(forms.CharField):
    """A device's time in ISO 8601 with its zone; what cannot be read is no time at all."""

    def clean(self, value: Any) -> datetime | None:
        try:
            waktu = parse_datetime(str(value or "")[:40])
        except ValueError:
            return None
        return waktu if waktu is not None and waktu.tzinfo is not None else None


class BerkasApaAdanya(forms.FileField):
    """Files as they came: a bad one costs only itself, so the service looks at each."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [f for f in (data if isinstance(data, list | tuple) else [data]) if f]


class SekaliForm(FormWarga):
    """What every form of the offline queue carries: its key and the device's times."""

    kunci = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Halaman ini perlu dibuka ulang sebelum menyimpan.",
            "invalid": "Halaman ini perlu dibuka ulang sebelum menyimpan.",
        },
    )
    dicatat_at = Waktu(required=False, widget=forms.HiddenInput)
    jam_kirim = Waktu(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"kunci": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class CatatanForm(SekaliForm):
    """One entry. What the host refused the page does not show and the service does not keep."""

    jenis = forms.ChoiceField(
        label="Ini tentang apa?",
        choices=Catatan.Jenis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dulu jenis catatannya."},
    )
    isi = Teks(
        label="Apa yang dilihat atau didengar?",
        max_length=4000,
        help_text="Cukup satu dua kalimat. Nama dan nomor orang disamarkan sendiri.",
        widget=forms.Textarea(attrs={"rows": 4, "enterkeyhint": "enter"}),
        error_messages={"required": "Tulis apa yang dilihat atau didengar."},
    )
    janji_isi = Teks(
        label="Bunyi janji untuk warga",
        required=False,
        max_length=240,
        help_text="Kalimat ini dibaca siapa saja di halaman janji RT.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tenggat = forms.DateField(
        label="Ditepati paling lambat",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": "Tulis tanggalnya seperti 31-12-2026."},
    )
    tempat = forms.ChoiceField(label="RT atau RW", choices=())
    kategori = forms.ChoiceField(label="Pokok soal", choices=(), required=False)
    baru_terungkap = forms.ChoiceField(
        label="Baru terungkap di sini?",
        choices=_BARU,
        required=False,
        help_text="Belum pernah terdengar di rapat, curhat, atau saluran lain.",
    )
    pihak = Teks(
        label="Siapa yang terlibat (boleh kosong)",
        required=False,
        max_length=200,
        help_text="Disimpan tersandi dan hanya tampil tersamar.",
    )
    setuju_laporan = forms.BooleanField(
        label="Warga setuju hal ini dijadikan laporan",
        required=False,
        help_text="Tanyakan dulu. Laporan tetap tanpa nama.",
    )
    foto = BerkasApaAdanya(label="Foto", required=False)
    kamera = BerkasApaAdanya(label="Ambil foto", required=False)
    suara = BerkasApaAdanya(label="Rekaman suara", required=False)

    def __init__(self, *args: Any, kunjungan: Kunjungan, **kwargs: Any) -> None:
        self.kunjungan = kunjungan
        awal = {"tempat": kunjungan.wilayah_id, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=awal, **kwargs)
        self.fields["tempat"].choices = place_choices(kunjungan)  # type: ignore[attr-defined]
        self.fields["kategori"].choices = kategori_choices()  # type: ignore[attr-defined]
        self.fields["foto"].widget = BanyakBerkas(attrs={"accept": FOTO, "multiple": True})
        self.fields["kamera"].widget = BanyakBerkas(
            attrs={"accept": "image/*", "capture": "environment"}
        )
        self.fields["suara"].widget = BanyakBerkas(attrs={"accept": SUARA, "multiple": True})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("jenis") == Catatan.Jenis.JANJI:
            self._check_janji(data)
        return data

    def _check_janji(self, data: dict[str, Any]) -> None:
        if not data.get("janji_isi"):
            self.add_error("janji_isi", "Tulis janjinya dalam satu kalimat untuk warga.")
        if "tenggat" not in self.errors:
            self._check_tenggat(data.get("tenggat"))

    def _check_tenggat(self, tenggat: date | None) -> None:
        hari = at_place(self.kunjungan.mulai_at, self.kunjungan.wilayah_id).date()
        if tenggat is None:
            self.add_error("tenggat", "Pilih tanggal janji itu ditepati.")
        elif tenggat < hari:
            self.add_error("tenggat", "Tanggal janji tidak boleh sebelum kunjungan.")
        elif (tenggat - hari).days > 730:
            self.add_error("tenggat", "Janji paling lama dua tahun sesudah kunjungan.")

    def isi_catatan(self) -> IsiCatatan:
        """What the service takes. Call after is_valid."""
        data = self.cleaned_data
        kategori, _, subkategori = data["kategori"].partition("/")
        baru = {"ya": True, "tidak": False}.get(data["baru_terungkap"])
        return IsiCatatan(
            jenis=data["jenis"], isi=data["isi"], tempat=Wilayah.objects.get(pk=data["tempat"]),
            kategori=kategori, subkategori=subkategori, pihak=data["pihak"],
            setuju_laporan=data["setuju_laporan"], baru_terungkap=baru,
            janji_isi=data["janji_isi"], tenggat=data["tenggat"],
        )  # fmt: skip

    def berkas(self) -> Berkas:
        """The files, of the camera and of the gallery together."""
        data = self.cleaned_data
        return Berkas(foto=[*data["kamera"], *data["foto"]], suara=data["suara"])


class UbahForm(CatatanForm):
    """An entry that is here already; `buang`: attachments to leave out."""

    buang = forms.MultipleChoiceField(
        label="Buang lampiran", required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, catatan: Catatan, **kwargs: Any) -> None:
        janji = getattr(catatan, "janji_lurah", None)
        awal = {
            "kunci": catatan.kunci, "jenis": catatan.jenis, "isi": catatan.isi,
            "tempat": catatan.wilayah_id, "pihak": catatan.pihak,
            "kategori": f"{catatan.kategori}/{catatan.subkategori}" if catatan.kategori else "",
            "baru_terungkap": {True: "ya", False: "tidak", None: ""}[catatan.baru_terungkap],
            "setuju_laporan": catatan.setuju_laporan,
            "janji_isi": janji.isi if janji else "", "tenggat": janji.tenggat if janji else None,
        }  # fmt: skip
        super().__init__(*args, kunjungan=catatan.kunjungan, initial=awal, **kwargs)
        buang = [(str(satu.pk), str(satu)) for satu in catatan.lampiran.all()]
        self.fields["buang"].choices = buang  # type: ignore[attr-defined]


class JawabanForm(SekaliForm):
    """The kind's questions. A question left as it was shown is not sent as changed."""

    def __init__(self, *args: Any, kunjungan: Kunjungan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tanya = kunjungan.jenis.tanya()
        for satu in self.tanya:
            nama = f"jawab_{satu['kunci']}"
            kini = kunjungan.jawaban.get(satu["kunci"], "")
            self.fields[nama] = Teks(
                label=satu["teks"], required=False, max_length=4000, initial=kini,
                help_text=satu.get("petunjuk", ""), widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[nama].template_name = self.template_isian  # type: ignore[attr-defined]
            self.fields[f"awal_{satu['kunci']}"] = Teks(
                required=False, initial=kini, widget=forms.HiddenInput
            )

    def berubah(self) -> dict[str, str]:
        """{question: text} of what was changed on this device."""
        data = self.cleaned_data
        pasang = ((satu["kunci"], data[f"jawab_{satu['kunci']}"]) for satu in self.tanya)
        return {kunci: teks for kunci, teks in pasang if teks != data[f"awal_{kunci}"]}

    def soal(self) -> list[Any]:
        """The visible fields, in order."""
        return [self[f"jawab_{satu['kunci']}"] for satu in self.tanya]


class TugasForm(FormWarga):
    """Something to do, by whom, until when."""

    isi = Teks(label="Yang dikerjakan", max_length=240)
    petugas: Any = forms.ModelChoiceField(
        label="Dikerjakan oleh", queryset=None, empty_label="Pilih"
    )
    tenggat = forms.DateField(
        label="Paling lambat",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, kunjungan: Kunjungan, hari: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hari = hari
        self.fields["petugas"].queryset = people_for(kunjungan)  # type: ignore[attr-defined]

    def clean_tenggat(self) -> date:
        tenggat: date = self.cleaned_data["tenggat"]
        if tenggat < self.hari:
            raise forms.ValidationError("Tanggalnya sudah lewat.")
        return tenggat


def people_for(kunjungan: Kunjungan) -> Any:
    """Who may be given a task: staff assigned in the kelurahan today, and those who came along."""
    kelurahan = str(kunjungan.wilayah.kode_kelurahan)
    di_sini = Penugasan.objects.on(timezone.localdate()).filter(prefix_q("wilayah", kelurahan))
    ikut = Q(pk__in=kunjungan.peserta.filter(pengguna__isnull=False).values("pengguna"))
    orang = Pengguna.objects.filter(Q(pk__in=di_sini.values("pengguna")) | ikut)
    return orang.filter(is_active=True).order_by("nama")


def place_choices(kunjungan: Kunjungan) -> list[tuple[str, str]]:
    """RT and RW of the visit's kelurahan; the visit's own first."""
    kelurahan = str(kunjungan.wilayah.kode_kelurahan)
    tempat = Wilayah.objects.in_wilayah(kelurahan).order_by("kode")
    daftar = [(satu.kode, place_of(satu)) for satu in tempat.only("kode", "nama", "tingkat")]
    return sorted(daftar, key=lambda satu: satu[0] != kunjungan.wilayah_id)


def kategori_choices() -> list[Any]:
    """The taxonomy as grouped choices, "kategori/subkategori"."""
    kelompok: dict[str, list[tuple[str, str]]] = {}
    for kategori, nama, sub, nama_sub in read_kategori():
        kelompok.setdefault(nama, []).append((f"{kategori}/{sub}", nama_sub))
    return [("", "Belum ditentukan"), *kelompok.items()]
