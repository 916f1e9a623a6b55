"""What staff can do on a household's page: one form and one service for each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from ekonomi.forms import langkah_rumah as isian
from ekonomi.models import GabungRumah, Rumah
from ekonomi.services import rumah as layanan
from ekonomi.services.gabung import undo_gabung
from ekonomi.services.persetujuan import record_persetujuan
from wilayah.models import Pengguna


@dataclass(frozen=True, slots=True)
class Langkah:
    """One box of the page's side. `ada`: whether it is offered for this household."""

    kunci: str
    label: str
    form: type[isian.LangkahForm]
    run: Callable[[Rumah, Pengguna, dict[str, Any]], Any]
    ada: Callable[[Rumah], bool] = lambda _rumah: True

    def build(self, rumah: Rumah, data: Any = None) -> forms.Form:
        return self.form(data, rumah=rumah, auto_id=f"{self.kunci}_%s")


def _consent(rumah: Rumah, by: Pengguna, data: dict[str, Any]) -> None:
    record_persetujuan(rumah, keputusan=data["keputusan"], cara=data["cara"], by=by)


def _merge_of(rumah: Rumah) -> GabungRumah | None:
    """The newest merge into this household that can still be undone."""
    rows = GabungRumah.objects.filter(utama=rumah, diurungkan_at__isnull=True).exclude(sebelum="")
    return rows.select_related("digabung").first()


class UrungkanForm(isian.LangkahForm):
    """Says which merge the button undoes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gabung = _merge_of(self.rumah)

    @property
    def keterangan(self) -> str:
        if self.gabung is None:
            return ""
        return f"{self.gabung.digabung.nomor} menjadi baris sendiri lagi, dengan semua yang pindah."


def _undo(rumah: Rumah, by: Pengguna, _data: dict[str, Any]) -> None:
    gabung = _merge_of(rumah)
    if gabung is None:
        raise layanan.RumahDitolakError("Tidak ada penggabungan yang dapat diurungkan.")
    undo_gabung(gabung, by=by)


LANGKAH = (
    Langkah(
        "validasi",
        "Catat pemeriksaan DTKS/DTSEN",
        isian.ValidasiForm,
        lambda r, by, d: layanan.validate_dtks(r, by=by, **d),
    ),
    Langkah(
        "bantuan",
        "Catat bantuan yang diterima",
        isian.BantuanForm,
        lambda r, by, d: layanan.note_bantuan(r, data=d, by=by),
    ),
    Langkah(
        "akhiri_bantuan",
        "Bantuan berakhir",
        isian.AkhiriBantuanForm,
        lambda _r, by, d: layanan.end_bantuan(d["bantuan"], sampai=d["sampai"], by=by),
        lambda r: r.bantuan_diterima.filter(sampai__isnull=True).exists(),
    ),
    Langkah(
        "ikut",
        "Ikutkan dalam program",
        isian.IkutForm,
        lambda r, by, d: layanan.enrol_rumah(r, by=by, **d),
        lambda r: r.status == Rumah.Status.AKTIF and isian.open_programs(r).exists(),
    ),
    Langkah(
        "keluar",
        "Keluar dari program",
        isian.KeluarForm,
        lambda _r, by, d: layanan.leave_program(
            d["ikut"], keluar=d["keluar"], alasan=d["alasan"], by=by
        ),
        lambda r: r.keikutsertaan.filter(keluar__isnull=True).exists(),
    ),
    Langkah(
        "status",
        "Pindah atau tidak ada lagi",
        isian.StatusForm,
        lambda r, by, d: layanan.set_status(r, by=by, **d),
    ),
    Langkah("urungkan", "Urungkan penggabungan", UrungkanForm, _undo, lambda r: bool(_merge_of(r))),
    Langkah("persetujuan", "Persetujuan keluarga", isian.PersetujuanForm, _consent),
)
BY_KUNCI = {satu.kunci: satu for satu in LANGKAH}


def steps_of(rumah: Rumah) -> list[Langkah]:
    """What can be done now; nothing with a row that was merged away or erased."""
    if rumah.dihapus_at is not None or rumah.status == Rumah.Status.DIGABUNG:
        return []
    return [satu for satu in LANGKAH if satu.ada(rumah)]
