"""The desk of tickets: what happens to a ticket when its hand-over is accepted or returned."""

from django.db import transaction

from curhat.models import Tiket
from curhat.perpindahan import STAF, may_move
from curhat.services.anggota import lock_curhat
from curhat.services.kabar import notify_petugas, tell_warga
from curhat.services.kabar_rujukan import note_kabar
from curhat.services.tiket import S, close_tiket, move
from wilayah.kabar_rujukan import Akhir, Kabar
from wilayah.models import Pengguna, Rujukan
from wilayah.rujukan import mask_catatan, serves_tujuan


class MejaTiket:
    """Named in settings.RUJUKAN_MEJA as "curhat": tickets handed to an agency or another area."""

    def label(self) -> str:
        return "Tiket HAI LURAH"

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever is assigned to the agency or the area that is asked."""
        return serves_tujuan(user, rujukan)

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """The work is theirs now: assigned, and the resident is told who has it."""
        tiket = self._locked(rujukan)
        tiket.instansi = rujukan.ke_instansi
        tiket.petugas = None if rujukan.ke_instansi_id else by
        move(tiket, to=S.DITUGASKAN, by=by, note=f"Diterima oleh {rujukan.tujuan}.")
        notify_petugas(tiket)
        tell_warga(tiket, "ditugaskan", kunci=f"tugas:{tiket.pk}:{tiket.riwayat.count()}")

    @transaction.atomic
    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Back to the moderator with the reason; the resident's page says so plainly."""
        tiket = self._locked(rujukan)
        move(
            tiket, to=S.DIVERIFIKASI, by=by, note=f"Dikembalikan {rujukan.tujuan}: {rujukan.alasan}"
        )

    @transaction.atomic
    def on_kabar(self, rujukan: Rujukan, kabar: Kabar, by: Pengguna | None) -> None:
        """News of the desk that took it, in the ticket's history and on the resident's page.

        Where the work is done, the resident is asked to confirm it, as for any ticket; where it
        comes back, the moderator has it again.
        """
        asal = Tiket.objects.select_related("digabung_ke").get(pk=rujukan.sumber_id)
        kini = asal.digabung_ke or asal  # the one that serves its resident now
        lock_curhat([kini.curhat_id])
        tiket = self._lock(kini.pk)
        if kabar.catatan:
            note_kabar(tiket, mask_catatan(kabar.catatan), untuk_warga=False, by=by)
        if kabar.akhir == Akhir.SELESAI and may_move(tiket.status, S.MENUNGGU_KONFIRMASI, STAF):
            close_tiket(tiket, by=by, tindakan=kabar.teks)
        elif kabar.akhir == Akhir.KEMBALI and may_move(tiket.status, S.DIVERIFIKASI, STAF):
            tiket.petugas = None
            move(tiket, to=S.DIVERIFIKASI, by=by, note=kabar.teks)
        else:
            note_kabar(tiket, mask_catatan(kabar.teks), untuk_warga=kabar.untuk_warga, by=by)

    def _locked(self, rujukan: Rujukan) -> Tiket:
        return self._lock(int(rujukan.sumber_id))

    def _lock(self, pk: int) -> Tiket:
        return (
            Tiket.objects.select_for_update(of=("self",))
            .select_related("curhat__subkategori", "curhat__kontak")
            .get(pk=pk)
        )
