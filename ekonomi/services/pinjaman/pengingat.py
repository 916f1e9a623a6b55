"""Every day: a reminder before an instalment is due, a word when it is late, also to the group."""

from datetime import date, timedelta

from ekonomi.models import AnggotaKelompok, JadwalAngsuran, Pinjaman
from ekonomi.services.pinjaman.bayar import unpaid_of
from ekonomi.services.pinjaman.kabar import tell_anggota
from wilayah.format import rupiah

HARI_SEBELUM = 3
TAHAP_TELAT = (30, 7, 1)  # days late at which a word is said once, the highest reached
_KAIT = ("anggota__koperasi", "anggota__rumah", "anggota__usaha", "kelompok")


def remind_angsuran(on: date) -> int:
    """Owe the day's reminders; gives how many. Safe to repeat, and to run late."""
    return _before(on) + _after(on)


def _before(on: date) -> int:
    rows = Pinjaman.objects.running().filter(
        tempo_berikut__range=(on, on + timedelta(days=HARI_SEBELUM))
    )
    return sum(_tell(satu, "angsuran_ingat", "ingat") for satu in rows.select_related(*_KAIT))


def _after(on: date) -> int:
    banyak = 0
    for pinjaman in Pinjaman.objects.late(on).select_related(*_KAIT):
        hari = pinjaman.hari_tunggak(on)
        tahap = next(satu for satu in TAHAP_TELAT if satu <= hari)
        banyak += _tell(pinjaman, "angsuran_tunggak", f"telat{tahap}", hari=hari)
        if pinjaman.kelompok_id is not None:
            banyak += _tell_kelompok(pinjaman, f"telat{tahap}", on, hari)
    return banyak


def due_of(pinjaman: Pinjaman, on: date) -> int:
    """What should have been paid by this day: late instalments, or else the next one."""
    tagihan = unpaid_of(pinjaman)
    telat = [satu for satu in tagihan if satu.jatuh_tempo <= on]
    return sum(satu.sisa for satu in (telat or tagihan[:1]))


def _slots(pinjaman: Pinjaman, tagihan: list[JadwalAngsuran], hari: int) -> dict[str, str]:
    return {
        "nomor": pinjaman.nomor, "jumlah": rupiah(sum(satu.sisa for satu in tagihan)),
        "tempo": f"{pinjaman.tempo_berikut:%d-%m-%Y}", "hari": str(hari),
    }  # fmt: skip


def _due_lines(pinjaman: Pinjaman, hari: int) -> list[JadwalAngsuran]:
    assert pinjaman.tempo_berikut is not None  # noqa: S101 - the callers' filters
    batas = pinjaman.tempo_berikut + timedelta(days=hari)
    return [satu for satu in unpaid_of(pinjaman) if satu.jatuh_tempo <= batas]


def _tell(pinjaman: Pinjaman, templat: str, tahap: str, *, hari: int = 0) -> bool:
    return tell_anggota(
        pinjaman.anggota, templat=templat, rujukan=pinjaman.nomor,
        kunci=f"{templat}:{pinjaman.pk}:{pinjaman.tempo_berikut}:{tahap}",
        slots=_slots(pinjaman, _due_lines(pinjaman, hari), hari),
    )  # fmt: skip


def _tell_kelompok(pinjaman: Pinjaman, tahap: str, on: date, hari: int) -> int:
    """The others of the group: they answer for it and may pay for it."""
    duduk = (
        AnggotaKelompok.objects.on(on)
        .filter(kelompok=pinjaman.kelompok_id)
        .exclude(anggota=pinjaman.anggota_id)
        .select_related("anggota__koperasi", "anggota__rumah", "anggota__usaha")
    )
    slots = _slots(pinjaman, _due_lines(pinjaman, hari), hari) | {
        "kelompok": str(pinjaman.kelompok), "nama": pinjaman.anggota.nama,
    }  # fmt: skip
    return sum(
        tell_anggota(
            satu.anggota, templat="kelompok_tunggak", rujukan=pinjaman.nomor, slots=slots,
            kunci=f"renteng:{pinjaman.pk}:{pinjaman.tempo_berikut}:{tahap}:{satu.anggota_id}",
        )
        for satu in duduk
    )  # fmt: skip
