"""What becomes of an entry, each once: a report, a household potential, a task."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from luna_maya.models import Catatan, RiwayatCatatan, Tugas
from luna_maya.services.catatan import CatatanDitolak, lock_catatan, log_catatan
from luna_maya.services.janji import make_tugas
from wilayah.meja_tawar import desks_for
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.rujukan import RujukanMasihTerbuka, hand_over_rujukan, mask_catatan

P = RiwayatCatatan.Peristiwa
LAPORAN, POTENSI, KOORDINASI = "laporan_kunjungan", "potensi_rumah", "koordinasi"
_PERISTIWA = {LAPORAN: P.LAPORAN, POTENSI: P.POTENSI, KOORDINASI: P.RUJUKAN}
_ALASAN = {
    LAPORAN: "Disampaikan warga saat kunjungan lurah, dengan persetujuannya.",
    POTENSI: "Terlihat saat kunjungan lurah.",
    KOORDINASI: "Ditemukan saat kunjungan dan perlu dibahas bersama kecamatan.",
}


@transaction.atomic
def hand_over_catatan(
    catatan: Catatan, *, meja: str, by: Pengguna, rincian: Mapping[str, str] | None = None
) -> Rujukan:
    """Give an entry to the desk of reports or of household potentials; a second time is the first.

    `rincian`: what that desk asks for, by its own name (which household). Raises CatatanDitolak.
    """
    catatan = lock_catatan(catatan)
    _check_standing(catatan)
    if meja in {LAPORAN, KOORDINASI} and not catatan.setuju_laporan:
        raise CatatanDitolak("Warga belum setuju hal ini dijadikan laporan.")
    sudah = catatan.rujukan.filter(meja=meja).exclude(status=Rujukan.Status.DIKEMBALIKAN).first()
    if sudah is not None:
        return sudah
    lain: dict[str, Any] = {"rincian": dict(rincian)} if rincian else {}
    try:
        rujukan = hand_over_rujukan(
            sumber=catatan,
            meja=meja,
            ke_wilayah=_place_of(catatan, meja),
            ringkasan=mask_catatan(catatan.isi),
            wilayah=catatan.wilayah,
            alasan=_ALASAN[meja],
            by=by,
            **lain,
        )
    except RujukanMasihTerbuka:
        raise CatatanDitolak(
            "Catatan ini sedang ditawarkan ke meja lain; tunggu jawabannya dulu."
        ) from None
    log_catatan(catatan, _PERISTIWA[meja], by=by)
    return rujukan


@transaction.atomic
def give_tugas(
    catatan: Catatan, *, isi: str, petugas: Pengguna, tenggat: date, by: Pengguna
) -> Tugas:
    """Make somebody do something about an entry until a day; the same task again is the first."""
    catatan = lock_catatan(catatan)
    _check_standing(catatan)
    isi = isi.strip()[:240]
    sama = catatan.tugas.filter(isi=isi, petugas=petugas, tenggat=tenggat).first()
    if sama is not None:
        return sama
    tugas = make_tugas(catatan, isi=isi, petugas=petugas, tenggat=tenggat, by=by)
    log_catatan(catatan, P.TUGAS, by=by)
    return tugas


def may_coordinate(catatan: Catatan) -> bool:
    """Whether the entry may go to the kecamatan's desk: asked of the teller, and there is one."""
    if catatan.dicabut_at is not None or not catatan.setuju_laporan:
        return False
    sudah = {r.meja for r in catatan.rujukan.all() if r.status != Rujukan.Status.DIKEMBALIKAN}
    return KOORDINASI not in sudah and KOORDINASI in _places(catatan)


def _places(catatan: Catatan) -> dict[str, Wilayah]:
    return {t.kunci: t.tempat for t in desks_for("luna_maya.catatan", str(catatan.wilayah_id))}


def _place_of(catatan: Catatan, meja: str) -> Wilayah:
    """Where this desk is for the entry's place. Raises CatatanDitolak where nobody is on duty."""
    if meja != KOORDINASI:
        return Wilayah.objects.get(pk=catatan.wilayah.kode_kelurahan)
    tempat = _places(catatan).get(meja)
    if tempat is None:
        raise CatatanDitolak("Rumah Koordinasi kecamatan ini belum ada petugasnya.")
    return tempat


def _check_standing(catatan: Catatan) -> None:
    if catatan.dicabut_at is not None:
        raise CatatanDitolak("Catatan ini sudah ditarik kembali.")
