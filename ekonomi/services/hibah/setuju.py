"""Approval by two people, within the quota of the package and the money of its line."""

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Hibah, PaketHibah
from ekonomi.services.hibah.catat import HibahDitolak, S, check_move, lock_hibah, log_hibah
from ekonomi.services.hibah.dana import commit_hibah
from ekonomi.services.hibah.kabar import tell_rumah
from pesan.services import hold_alamat
from wilayah.models import Pengguna
from wilayah.peran import Peran

PENYETUJU = frozenset({Peran.LURAH, Peran.MODERATOR})


def may_approve(hibah: Hibah, by: Pengguna) -> str:
    """Why this person may not approve it now; empty when they may."""
    if hibah.status != S.DINILAI:
        return "Hibah ini tidak sedang menunggu persetujuan."
    if by.pk == hibah.diusulkan_oleh_id:
        return "Anda yang mengusulkan; yang menyetujui harus dua orang lain."
    if by.pk == hibah.disetujui_oleh_1_id:
        return "Anda sudah menyetujui. Persetujuan kedua harus dari orang lain."
    if not by.is_superuser and not any(
        tugas.peran in PENYETUJU
        and tugas.wilayah is not None
        and tugas.wilayah.contains(str(hibah.wilayah_id))
        for tugas in by.penugasan_aktif
    ):
        return "Yang menyetujui hibah: lurah dan moderator kelurahan."
    return ""


@transaction.atomic
def approve_hibah(hibah: Hibah, *, by: Pengguna) -> Hibah:
    """The first or the second yes. With the second the money is set aside.

    Raises HibahDitolak: not assessed, the wrong person, the package's quota used up, the line's
    money gone.
    """
    hibah = lock_hibah(hibah)
    if alasan := may_approve(hibah, by):
        raise HibahDitolak(alasan)
    if hibah.disetujui_oleh_1_id is None:
        hibah.disetujui_oleh_1 = by
        hibah.save(update_fields=["disetujui_oleh_1", "updated_at"])
        log_hibah(hibah, dari=hibah.status, by=by, catatan="Persetujuan pertama.")
        return hibah
    check_move(hibah, S.DISETUJUI)
    _take_place(hibah)
    commit_hibah(hibah, by=by)
    dari, hibah.status = hibah.status, S.DISETUJUI
    hibah.disetujui_oleh_2, hibah.disetujui_at = by, timezone.now()
    hibah.save(update_fields=["status", "disetujui_oleh_2", "disetujui_at", "updated_at"])
    log_hibah(hibah, dari=dari, by=by, catatan="Persetujuan kedua.")
    if hibah.rumah.kontak is not None:
        hold_alamat(hibah.rumah.kontak)  # 90 days of questions will follow
    tell_rumah(hibah, "hibah_disetujui", kunci=f"hibah-setuju:{hibah.pk}")
    return hibah


def _take_place(hibah: Hibah) -> None:
    """Within the quota, under the package's lock: two last approvals wait for each other."""
    paket = PaketHibah.objects.select_for_update().get(pk=hibah.paket_id)
    terisi = paket.hibah.filter(
        status__in=[S.DISETUJUI, S.DISERAHKAN, S.DIPERIKSA, S.SELESAI, S.DITARIK]
    ).count()
    if terisi >= paket.kuota:
        raise HibahDitolak(f"Kuota paket {paket.nama} ({paket.kuota} rumah) sudah penuh.")
