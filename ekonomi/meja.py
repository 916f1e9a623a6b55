"""The desk of public works (settings.RUJUKAN_MEJA): a reported problem becomes a project."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from ekonomi.models import Program, ProyekPadatKarya
from ekonomi.services.padat_karya.catat import log_proyek
from wilayah.hasil_rujukan import HasilRujukan
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.peran import peran_with
from wilayah.rujukan import origin_desk, record_hasil, serves_tujuan


class TidakAdaProgram(ValueError):  # noqa: N818 - the domain's word
    """No programme runs where the work would be done."""


class MejaPadatKarya:
    """Accepting makes a plan of a project; the desk that offered goes on with its own part."""

    def label(self) -> str:
        return "Padat karya"

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever may plan projects where it is offered to."""
        return serves_tujuan(user, rujukan) and user.has_perm("ekonomi.add_proyekpadatkarya")

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """A project in its plan, at the place of the problem, without the residents' own words:
        its page will be public. Raises TidakAdaProgram.
        """
        wilayah = rujukan.wilayah
        program = (
            Program.objects.running().filter(wilayah__in=_above(wilayah)).order_by("-mulai").first()
        )
        if program is None:
            raise TidakAdaProgram("Belum ada program yang berjalan di kelurahan ini.")
        proyek: ProyekPadatKarya = ProyekPadatKarya.objects.create(
            wilayah=wilayah, program=program, rujukan=rujukan,
            judul=f"Perbaikan di {wilayah}"[:120],
            jenis=ProyekPadatKarya.Jenis.LAIN, tempat=str(wilayah)[:160],
        )  # fmt: skip
        log_proyek(proyek, "Berawal dari laporan warga", by=by, catatan=f"Rujukan {rujukan.pk}")
        record_hasil(rujukan, proyek)
        if asal := origin_desk(rujukan):
            asal.on_accepted(rujukan, by)

    @transaction.atomic
    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Back to the desk it came from, with the reason."""
        if asal := origin_desk(rujukan):
            asal.on_returned(rujukan, by)

    def hasil(self, kunci: Sequence[str], user: Any) -> Mapping[str, HasilRujukan]:
        """Projects as they stand now; their pages are public."""
        rows = ProyekPadatKarya.objects.filter(pk__in=[int(satu) for satu in kunci])
        if user is not None:
            peran = peran_with("ekonomi.proyekpadatkarya", "view")
            rows = rows.visible_to(user, peran=peran)
        return {str(satu.pk): _state(satu) for satu in rows}


def _state(proyek: ProyekPadatKarya) -> HasilRujukan:
    selesai = proyek.status in {ProyekPadatKarya.Status.SELESAI, ProyekPadatKarya.Status.BATAL}
    return HasilRujukan(
        apa="Padat karya", sebutan=proyek.judul, keadaan=proyek.get_status_display(),
        url=proyek.get_absolute_url(), dibuat_at=proyek.created_at,
        selesai_at=proyek.updated_at if selesai else None,
        berhasil=proyek.status == ProyekPadatKarya.Status.SELESAI,
    )  # fmt: skip


def _above(wilayah: Wilayah) -> list[str]:
    bagian = wilayah.kode.split(".")
    return [".".join(bagian[:n]) for n in range(1, len(bagian) + 1)]
