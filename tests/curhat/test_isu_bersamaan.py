"""At the same instant, on the real database: two moderators, two residents, one ticket."""

import threading

from django.db import connection
from django.utils import timezone

from curhat.models import AnggotaIsu, Curhat, Isu, Tiket, UsulanIsu
from curhat.services.buka import reopen_curhat
from curhat.services.isu import Sebab, UsulanSudahDijawab, confirm_usulan, unite_curhat
from curhat.services.tiket import assign_tiket, close_tiket, confirm_selesai
from curhat.services.usulan import propose_isu
from pesan.models import PesanKeluar
from tests.factories import CurhatFactory, KontakFactory, TiketFactory

RT = "35.77.03.1009.02.03"


def together(*kerja):
    """Run all at one instant; the errors that came of it, by name."""
    mulai, galat = threading.Barrier(len(kerja)), []

    def run(satu):
        mulai.wait()
        try:
            satu()
        except Exception as error:
            galat.append(type(error).__name__)
        finally:
            connection.close()

    benang = [threading.Thread(target=run, args=(satu,)) for satu in kerja]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    return galat


def got():
    isi = "got mampet air meluap tiap hujan"
    return CurhatFactory(di=RT, isi=isi, kontak=KontakFactory())


def test_two_moderators_confirm_one_proposal_once(nyata, kelurahan, moderator):
    got(), got()
    propose_isu(timezone.now())
    usulan = UsulanIsu.objects.get()
    galat = together(*[lambda: confirm_usulan(usulan, by=moderator)] * 2)
    assert galat == [UsulanSudahDijawab.__name__]
    assert Isu.objects.count() == Tiket.objects.count() == 1
    assert AnggotaIsu.objects.count() == 2
    assert PesanKeluar.objects.filter(templat="isu_digabung").count() == 1


def test_two_proposals_about_one_report_make_one_problem(nyata, kelurahan, moderator):
    utama, *lain = [got() for _ in range(5)]
    kerja = [lambda c=c: unite_curhat(c, utama, sebab=Sebab("manual", by=moderator)) for c in lain]
    assert together(*kerja) == []
    assert Isu.objects.count() == 1
    assert AnggotaIsu.objects.filter(ended_at=None).count() == 5
    assert set(Curhat.objects.values_list("tiket_bersama", flat=True)) == {Tiket.objects.get().pk}


def test_two_sweeps_propose_each_pair_once(nyata, kelurahan):
    for _ in range(6):
        got()
    assert together(*[lambda: propose_isu(timezone.now())] * 2) == []
    assert UsulanIsu.objects.count() <= 5
    assert UsulanIsu.objects.values("curhat").distinct().count() == UsulanIsu.objects.count()


def test_sesudah_and_belum_at_one_instant_end_in_one_of_both_states(
    nyata, kelurahan, moderator, dlh
):
    tiket = TiketFactory(curhat=got())
    dua = got()
    unite_curhat(dua, tiket.curhat, sebab=Sebab("manual", by=moderator))
    assign_tiket(tiket, by=moderator, instansi=dlh)
    close_tiket(tiket, by=moderator, tindakan="Dikeruk.")
    satu = tiket.curhat
    dua.refresh_from_db()
    galat = together(
        lambda: confirm_selesai(tiket, curhat=satu), lambda: reopen_curhat(dua, alasan="masih bau")
    )
    assert set(galat) <= {"ForbiddenMove"}
    tiket.refresh_from_db()
    assert tiket.status in {"dibuka_lagi", "selesai"}
    assert PesanKeluar.objects.filter(templat="isu_dibuka_lagi").count() <= 1
