"""One proposal as the page shows it: reasons with bars, and the forms that decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from luna_maya.baca_rencana import nama_rt
from luna_maya.forms.rencana import LewatiForm, TerimaForm, TukarForm
from luna_maya.models import Kendaraan, TuanRumah, UsulKunjungan
from wilayah.format import tanggal_panjang
from wilayah.models import Wilayah

LEBAR = 200  # pixels of the longest bar


@dataclass(frozen=True, slots=True)
class Batang:
    """A factor's bar; `lebar` in pixels, `kurang` where it takes points away."""

    label: str
    poin: str
    kalimat: str
    lebar: int
    kurang: bool


@dataclass(slots=True)
class Kartu:
    """`terbuka`: which of the forms stands open because something in it was wrong."""

    usul: UsulKunjungan
    nama: str
    kapan: str
    batang: list[Batang]
    terima: TerimaForm
    tukar: TukarForm
    lewati: LewatiForm
    terbuka: str = ""

    def form(self, kunci: str) -> forms.Form | None:
        pilihan: dict[str, forms.Form] = {
            "terima": self.terima, "tukar": self.tukar, "lewati": self.lewati,
        }  # fmt: skip
        return pilihan.get(kunci)


def make_kartu(
    usul: Sequence[UsulKunjungan],
    kelurahan: Wilayah,
    *,
    isian: Mapping[str, Any] | None = None,
    langkah: str = "",
    galat: Mapping[int, tuple[str, Any]] | None = None,
) -> list[Kartu]:
    """Cards with their forms; what may be chosen is read once for all. `isian` fills `langkah`."""
    kendaraan = Kendaraan.objects.filter(wilayah=kelurahan, aktif=True)
    tuan = TuanRumah.objects.willing().in_wilayah(kelurahan.pk).select_related("wilayah")
    rt = Wilayah.objects.in_wilayah(kelurahan.pk).filter(tingkat=Wilayah.Tingkat.RT)
    isi_tuan, isi_rt = list(tuan.order_by("wilayah", "nama")), list(rt.order_by("kode"))
    isi_kendaraan = [("", "Tanpa kendaraan"), *((k.pk, str(k)) for k in kendaraan)]
    terbesar = max((abs(f["poin"]) for satu in usul for f in satu.faktor), default=1) or 1
    hasil = []
    for satu in usul:
        kunci, salah = (galat or {}).get(satu.pk, ("", None))

        def data(apa: str) -> Any:
            return isian if apa == langkah else None

        kartu = Kartu(
            satu, nama_rt(satu.wilayah), tanggal_panjang(satu.mulai_at, satu.wilayah_id),
            _bars(satu, terbesar),
            TerimaForm(data("terima"), usul=satu, kendaraan=kendaraan),
            TukarForm(data("tukar"), usul=satu, tuan_rumah=tuan, rt=rt),
            LewatiForm(data("lewati"), usul=satu), kunci,
        )  # fmt: skip
        if salah is not None:
            setattr(kartu, kunci, salah)
        kartu.tukar.share_choices(isi_tuan, isi_rt)
        pilih: Any = kartu.terima.fields["kendaraan"]
        pilih.widget.choices = isi_kendaraan
        hasil.append(kartu)
    return hasil


def _bars(usul: UsulKunjungan, terbesar: float) -> list[Batang]:
    """The factors, the strongest first; all cards of a page share one scale."""
    return [
        Batang(
            f["label"], f"{f['poin']:.1f}".replace(".", ","), f["kalimat"],
            round(abs(f["poin"]) / terbesar * LEBAR), f["poin"] < 0,
        )
        for f in sorted(usul.faktor, key=lambda f: -f["poin"])
    ]  # fmt: skip
