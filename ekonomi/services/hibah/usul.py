"""A grant until it is decided: proposed, assessed, refused, given up."""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.models import Hibah, PaketHibah, PenilaianHibah, Rumah, Usaha
from ekonomi.services.hibah.catat import (
    HibahDitolak,
    S,
    check_move,
    constraint_of,
    lock_hibah,
    log_hibah,
)
from ekonomi.services.hibah.dana import release_hibah
from ekonomi.services.hibah.fakta import read_fakta, read_ukuran
from ekonomi.services.hibah.kabar import tell_rumah
from ekonomi.services.hibah.penahan import release_rumah
from ekonomi.services.hibah.skor import reckon, total, version_of
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

_CARA = {"uang": ("tunai", "transfer"), "alat": ("barang",), "voucher": ("voucher",)}


def ways_of(paket: PaketHibah) -> tuple[str, ...]:
    """The ways a package of this kind can be handed over."""
    return _CARA[paket.jenis]


@transaction.atomic
def propose_hibah(
    *,
    paket: PaketHibah,
    rumah: Rumah,
    nilai: int,
    cara: str,
    rencana: str,
    kesiapan: int = 0,
    usaha: Usaha | None = None,
    by: Pengguna,
) -> Hibah:
    """Propose a household for a package. Raises HibahDitolak naming what does not fit: a closed
    package, a value outside its bounds, a way it is not given, the same thing twice.
    """
    paket = PaketHibah.objects.select_related("program").get(pk=paket.pk)
    _check(paket, rumah, nilai, cara, usaha)
    if not rencana.strip():
        raise HibahDitolak("Tuliskan untuk apa bantuannya akan dipakai.")
    hibah = Hibah(
        wilayah_id=rumah.wilayah_id, paket=paket, rumah=rumah, usaha=usaha, nilai=nilai, cara=cara,
        kode_barang=paket.kode_barang, rencana=rencana.strip()[:300], kesiapan=kesiapan,
        diusulkan_oleh=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            hibah.save()
    except IntegrityError as error:
        if constraint_of(error) != "hibah_sekali_per_barang":
            raise
        raise HibahDitolak(
            f"{rumah.nomor} sudah diusulkan atau sudah menerima barang yang sama"
            f" ({paket.kode_barang}). Satu rumah satu kali."
        ) from error
    log_hibah(hibah, dari="", by=by)
    return hibah


def _check(paket: PaketHibah, rumah: Rumah, nilai: int, cara: str, usaha: Usaha | None) -> None:
    if not paket.dibuka:
        raise HibahDitolak("Usulan untuk paket ini sedang ditutup.")
    if rumah.status != Rumah.Status.AKTIF:
        raise HibahDitolak(f"Rumah tangga {rumah.nomor} tidak aktif lagi.")
    if not paket.program.wilayah.contains(str(rumah.wilayah_id)):
        raise HibahDitolak("Rumah tangga ini di luar wilayah program.")
    if not paket.nilai_min <= nilai <= paket.nilai_maks:
        raise HibahDitolak(
            f"Nilai {rupiah(nilai)} di luar batas paket:"
            f" {rupiah(paket.nilai_min)} sampai {rupiah(paket.nilai_maks)}."
        )
    if cara not in ways_of(paket):
        raise HibahDitolak(f"Paket {paket.get_jenis_display()} tidak diserahkan dengan cara itu.")
    if usaha is not None and usaha.rumah_id != rumah.pk:
        raise HibahDitolak("Usaha itu bukan milik rumah tangga ini.")


@transaction.atomic
def assess_hibah(hibah: Hibah, *, kesiapan: int | None = None, by: Pengguna) -> PenilaianHibah:
    """Reckon the points by today's criteria and facts, and keep how. May be repeated until two
    people have approved; an approval already given falls away with a new assessment.

    Raises HibahDitolak after the decision or where the programme has no criteria.
    """
    hibah = lock_hibah(hibah)
    check_move(hibah, S.DINILAI)
    if kesiapan is not None:
        if not 0 <= kesiapan <= 5:
            raise HibahDitolak("Kesiapan dinilai 0 sampai 5.")
        hibah.kesiapan = kesiapan
    ukuran = read_ukuran(hibah.paket.program_id)
    if not ukuran:
        raise HibahDitolak("Program ini belum punya kriteria hibah.")
    butir = reckon(ukuran, read_fakta(hibah, timezone.localdate()))
    dari, hibah.status, hibah.skor = hibah.status, S.DINILAI, total(butir)
    hibah.disetujui_oleh_1 = None
    hibah.save(update_fields=["status", "skor", "kesiapan", "disetujui_oleh_1", "updated_at"])
    penilaian: PenilaianHibah = PenilaianHibah.objects.create(
        hibah=hibah, skor=hibah.skor, rincian=[_plain(b) for b in butir],
        versi=version_of(ukuran), by=by,
    )  # fmt: skip
    log_hibah(hibah, dari=dari, by=by, catatan=f"Skor {hibah.skor}.")
    return penilaian


def _plain(butir: Any) -> dict[str, Any]:
    return {**asdict(butir), "baris": butir.baris}


@transaction.atomic
def reject_hibah(hibah: Hibah, *, alasan: str, by: Pengguna) -> Hibah:
    """Refuse a proposal; the household reads why and how to object. Raises HibahDitolak."""
    hibah = _end(hibah, S.DITOLAK, alasan, by)
    tell_rumah(hibah, "hibah_ditolak", kunci=f"hibah-ditolak:{hibah.pk}", alasan=hibah.alasan)
    return hibah


@transaction.atomic
def cancel_hibah(hibah: Hibah, *, alasan: str, by: Pengguna) -> Hibah:
    """Give up a grant that was not handed over; what was set aside for it is free again.

    Raises HibahDitolak without a reason or once it was handed over.
    """
    ada_dana = lock_hibah(hibah).status == S.DISETUJUI
    hibah = _end(hibah, S.DIBATALKAN, alasan, by)
    if ada_dana:
        release_hibah(hibah, by=by, alasan=hibah.alasan)
    return hibah


def _end(hibah: Hibah, ke: str, alasan: str, by: Pengguna) -> Hibah:
    if not alasan.strip():
        raise HibahDitolak("Tuliskan alasannya.")
    hibah = lock_hibah(hibah)
    check_move(hibah, ke)
    dari, hibah.status = hibah.status, ke
    hibah.alasan = mask_catatan(alasan.strip())[:300]
    hibah.save(update_fields=["status", "alasan", "updated_at"])
    log_hibah(hibah, dari=dari, by=by, catatan=alasan)
    release_rumah(hibah)
    return hibah
