"""Staff's own words in records that nobody can erase, and one urgency for both rows."""

import contextlib

from curhat.models import Curhat, RiwayatTiket, Tiket
from curhat.penghapus import erase_curhat
from curhat.services import tiket as layanan
from tests.curhat.conftest import kepada_staf
from tests.curhat.test_bersamaan import in_threads
from tests.factories import CurhatFactory, KontakFactory, TiketFactory
from wilayah.models import RiwayatRujukan, Rujukan
from wilayah.rujukan import RujukanSudahDijawab, accept_rujukan, return_rujukan


def test_notes_of_staff_are_masked_in_the_histories_that_stay(kelurahan, moderator, dlh, petugas):
    tiket = layanan.open_tiket(CurhatFactory(kontak=KontakFactory()), sebab="Uji")
    layanan.verify_tiket(
        tiket, by=moderator, catatan="Warga di 0812-3456-7890, NIK 3577031234560001"
    )
    assert tiket.riwayat.last().catatan == "Warga di [telepon], NIK [nomor identitas]"
    layanan.divert_tiket(tiket, by=moderator, alasan="Tanya 081234567890.", ke_instansi=dlh)
    return_rujukan(Rujukan.objects.get(), by=petugas, alasan="Telepon 081234567890 saja.")
    rujukan = Rujukan.objects.get()
    tetap = [r.catatan for r in (*RiwayatTiket.objects.all(), *RiwayatRujukan.objects.all())]
    assert not [satu for satu in (*tetap, rujukan.alasan) if "0812" in satu]
    assert sum("[telepon]" in satu for satu in tetap) == 5


def test_what_was_done_goes_with_the_rest_when_a_report_is_erased(kelurahan, moderator):
    tiket = TiketFactory(status="menunggu_konfirmasi", oleh=moderator)
    assert tiket.tindakan
    erase_curhat(tiket.curhat)
    assert Tiket.objects.get().tindakan == ""


def test_another_urgency_of_a_ticket_is_that_of_its_curhat_too(kelurahan, moderator, lurah):
    tiket = TiketFactory()
    layanan.correct_urgensi(tiket, by=moderator, urgensi=5, catatan="Hubungi 081234567890.")
    curhat = Curhat.objects.get()
    assert (curhat.urgensi, curhat.keparahan, curhat.eskalasi) == (5, "Critical", True)
    assert curhat.riwayat.filter(peristiwa="koreksi", by=moderator).exists()
    assert len(kepada_staf("notif_lurah")) == 4  # at its birth, and because it has become urgent
    assert "[telepon]" in tiket.riwayat.last().catatan
    layanan.correct_urgensi(tiket, by=moderator, urgensi=2)
    curhat.refresh_from_db()
    assert (curhat.urgensi, curhat.keparahan, curhat.eskalasi) == (2, "Low", False)
    assert len(kepada_staf("notif_lurah")) == 4


def test_an_acceptance_and_a_resident_at_the_same_instant_never_wait_for_each_other(
    nyata, kelurahan, moderator, dlh, petugas
):
    tiket = TiketFactory(status="dialihkan", oleh=moderator, instansi=dlh)
    rujukan = Rujukan.objects.get()

    def accept():
        with contextlib.suppress(RujukanSudahDijawab):
            accept_rujukan(rujukan, by=petugas)

    in_threads(accept, lambda: layanan.confirm_selesai(tiket))
    tiket.refresh_from_db()
    assert tiket.status == "selesai"
    assert not Rujukan.objects.filter(status="ditawarkan").exists()
