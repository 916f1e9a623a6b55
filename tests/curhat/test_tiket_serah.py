"""Hand-overs, reminders and corrections of tickets: both sides, each deadline once."""

from datetime import timedelta

from django.utils import timezone

from curhat.models import Curhat, Tiket
from curhat.services import tiket as layanan
from curhat.services.curhat import correct_curhat
from curhat.services.kabar import notify_again
from curhat.services.pengingat import remind_lewat
from curhat.tasks import sweep
from pesan.models import PesanKeluar
from tests.curhat.conftest import kepada_staf, kepada_warga
from tests.factories import (
    CurhatFactory,
    PenggunaFactory,
    TiketFactory,
)
from wilayah.models import Rujukan
from wilayah.rujukan import accept_rujukan, return_rujukan

SEMUA = [s.value for s in Tiket.Status]


def test_a_hand_over_is_accepted_and_the_work_is_theirs(curhat, moderator, dlh, petugas):
    tiket = TiketFactory(status="dialihkan", curhat=curhat, oleh=moderator, instansi=dlh)
    rujukan = Rujukan.objects.get()
    assert petugas in {tugas.pengguna for tugas in dlh.penugasan.all()}
    assert rujukan in Rujukan.objects.visible_to(petugas)
    assert rujukan in Rujukan.objects.visible_to(moderator)
    accept_rujukan(rujukan, by=petugas)
    tiket.refresh_from_db()
    assert (tiket.status, tiket.instansi) == ("ditugaskan", dlh)
    assert tiket in Tiket.objects.visible_to(petugas)
    assert [r.status for r in rujukan.riwayat.order_by("id")] == ["ditawarkan", "diterima"]
    assert kepada_warga()[-1][0] == "ditugaskan"


def test_a_hand_over_comes_back_with_its_reason(curhat, moderator, dlh, petugas):
    tiket = TiketFactory(status="dialihkan", curhat=curhat, oleh=moderator, instansi=dlh)
    return_rujukan(Rujukan.objects.get(), by=petugas, alasan="Saluran ini milik PUPR.")
    tiket.refresh_from_db()
    assert tiket.status == "diverifikasi"
    assert "milik PUPR" in tiket.riwayat.last().catatan
    # and may be offered again
    layanan.divert_tiket(tiket, by=moderator, alasan="PUPR.", ke_instansi=dlh)
    assert Rujukan.objects.count() == 2


def test_a_hand_over_to_the_kecamatan_is_taken_by_a_person(curhat, moderator, taman):
    camat = PenggunaFactory(nama="Camat Taman", peran="camat", di="35.77.03")
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    layanan.divert_tiket(tiket, by=moderator, alasan="Lintas.", ke_wilayah=taman.induk)
    accept_rujukan(Rujukan.objects.get(), by=camat)
    tiket.refresh_from_db()
    assert (tiket.status, tiket.petugas, tiket.instansi) == ("ditugaskan", camat, None)


def test_a_sensitive_case_crosses_a_desk_without_its_words(kelurahan, moderator, dlh):
    curhat = CurhatFactory(rahasia=True, ringkasan="Istri dipukul suami di rumah.")
    TiketFactory(status="dialihkan", curhat=curhat, oleh=moderator, instansi=dlh)
    assert "dipukul" not in Rujukan.objects.get().ringkasan
    notif = "".join(PesanKeluar.objects.values_list("badan", flat=True))
    assert "dipukul" not in notif


def test_a_solved_ticket_leaves_no_offer_open(curhat, moderator, dlh, petugas):
    tiket = TiketFactory(status="dialihkan", curhat=curhat, oleh=moderator, instansi=dlh)
    layanan.confirm_selesai(tiket)
    assert not Rujukan.objects.filter(status="ditawarkan").exists()
    layanan.reopen_tiket(tiket, alasan="Muncul lagi.")
    layanan.divert_tiket(tiket, by=moderator, alasan="Kota.", ke_instansi=dlh)
    assert Rujukan.objects.filter(status="ditawarkan").count() == 1


def test_each_passed_deadline_is_spoken_of_once(curhat, moderator):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    nanti = tiket.verifikasi_due_at + timedelta(minutes=1)
    assert remind_lewat(nanti) == 2
    assert remind_lewat(nanti) == 0
    assert sorted(kepada_staf("notif_lewat")) == ["Irma Lestari", "Moderator Taman"]
    layanan.verify_tiket(tiket, by=moderator)
    lewat = tiket.due_at + timedelta(minutes=1)
    assert remind_lewat(lewat) == 2
    assert remind_lewat(lewat + timedelta(days=1)) == 0


def test_a_deadline_that_moved_is_spoken_of_anew(curhat, moderator):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    layanan.verify_tiket(tiket, by=moderator)
    assert remind_lewat(tiket.due_at + timedelta(minutes=1)) == 2
    tiket = layanan.correct_urgensi(tiket, by=moderator, urgensi=5)
    assert remind_lewat(tiket.due_at + timedelta(minutes=1)) == 2


def test_waiting_and_ended_tickets_are_not_late(curhat, moderator, dlh):
    TiketFactory(status="menunggu_konfirmasi", oleh=moderator)
    TiketFactory(status="selesai", oleh=moderator)
    assert remind_lewat(timezone.now() + timedelta(days=90)) == 0


def test_old_tickets_that_nobody_can_be_told_of_do_not_stand_in_the_way(curhat, monkeypatch):
    monkeypatch.setattr("curhat.services.pengingat._SEKALI_JALAN", 1)
    sepi = TiketFactory(di="35.09.21.1001", urgensi=5)  # no lurah, no moderator there
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    layanan.verify_tiket(tiket, by=PenggunaFactory(is_superuser=True))
    layanan.verify_tiket(sepi, by=PenggunaFactory(is_superuser=True))
    assert sepi.due_at < tiket.due_at
    assert remind_lewat(timezone.now() + timedelta(days=30)) == 2


def test_the_sweep_does_both_and_may_run_twice(curhat):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    lewat = timezone.now() - timedelta(hours=1)
    Tiket.objects.filter(pk=tiket.pk).update(verifikasi_due_at=lewat)
    sweep()
    assert len(kepada_staf("notif_lewat")) == 2  # lurah and moderator, once
    sweep()
    assert len(kepada_staf("notif_lewat")) == 2  # lurah and moderator, once


def test_each_request_to_notify_again_is_sent_and_on_record(curhat, moderator):
    tiket = layanan.open_tiket(curhat, sebab="Uji")
    notify_again(tiket, by=moderator)
    notify_again(tiket, by=moderator)
    assert len(kepada_staf("notif_lurah")) == 6
    assert tiket.riwayat.filter(by=moderator, untuk_warga=False).count() == 2


def test_a_correction_takes_a_report_out_of_the_review_queue(kelurahan, moderator):
    curhat = CurhatFactory(perlu_tinjau=True)
    correct_curhat(curhat, by=moderator, subkategori="sampah", urgensi=4, rahasia=True)
    curhat.refresh_from_db()
    assert (curhat.subkategori_id, curhat.kategori_id) == ("sampah", "lingkungan")
    assert (curhat.urgensi, curhat.rahasia, curhat.perlu_tinjau) == (4, True, False)
    catatan = curhat.riwayat.get().catatan
    assert catatan == "banjir_drainase → sampah; urgensi 3 → 4; ditandai rahasia"


def test_states_read_outside_as_the_seed_names_them(kelurahan):
    found = {s: TiketFactory(status=s).status_ekspor for s in SEMUA}
    assert {s for s, e in found.items() if e == "open"} == {
        "baru", "diverifikasi", "digabung",  # as the ticket it was merged into, a new one here
    }  # fmt: skip
    ended = {"selesai", "ditolak", "bukan_kewenangan"}
    assert {s for s, e in found.items() if e == "resolved"} == ended
    alih = Curhat.objects.get(tiket__status="dialihkan")
    assert alih.tindakan_akhir == "referred"
    assert CurhatFactory().tindakan_akhir == "advice_sent"
