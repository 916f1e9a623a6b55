"""Reading what is known of a household into the plain values that points are reckoned from."""

from datetime import date

from ekonomi.models import AnggotaRumah, Hibah, KriteriaHibah
from ekonomi.services.hibah.skor import Fakta, Ukuran
from ekonomi.tanggal import hari_pendek

LANSIA = 60
_BERPENGHASILAN = frozenset({"bekerja", "usaha", "serabutan"})
_POKOK = frozenset({"kepala", "pasangan"})


def read_fakta(hibah: Hibah, pada: date) -> Fakta:
    """The facts of the household of a proposal, on a day."""
    rumah = hibah.rumah
    anggota = list(rumah.anggota.all())
    kepala = next((a for a in anggota if a.hubungan == "kepala"), None)
    return Fakta(
        dtks=rumah.dtks,
        dtks_kata=_validated(hibah) if rumah.dtks else "",
        tanggungan=sum(_depends(a) for a in anggota),
        potensi=rumah.potensi_usaha,
        pelatihan=tuple(rumah.pelatihan),
        modal=rumah.modal,
        perempuan_kepala=kepala is not None and kepala.jenis_kelamin == "P",
        lansia=sum(_age(a, pada) >= LANSIA for a in anggota),
        disabilitas=sum(a.disabilitas != "tidak" for a in anggota),
        kesiapan=hibah.kesiapan,
    )


def read_ukuran(program_id: int) -> list[Ukuran]:
    """The criteria of a programme that are in use, in their order."""
    rows = KriteriaHibah.objects.filter(program_id=program_id, aktif=True)
    return [Ukuran(k.kode, k.nama, k.bobot, k.rumus, k.penuh_pada) for k in rows]


def _validated(hibah: Hibah) -> str:
    baris = hibah.rumah.validasi.first()
    return f"validasi {hari_pendek(baris.tanggal)}" if baris is not None else ""


def _depends(anggota: AnggotaRumah) -> bool:
    """Fed by the household: neither its heads nor earning."""
    return anggota.hubungan not in _POKOK and anggota.kerja not in _BERPENGHASILAN


def _age(anggota: AnggotaRumah, pada: date) -> int:
    lahir = anggota.lahir
    if lahir is None:
        return 0
    return pada.year - lahir.year - ((pada.month, pada.day) < (lahir.month, lahir.day))
