"""Shared problems: proposed, confirmed, refused, joined by code, split again; tickets with them."""

import pytest
from django.utils import timezone

from curhat.models import AnggotaIsu, Curhat, Isu, RiwayatIsu, Tiket, UsulanIsu
from curhat.services import isu as layanan
from curhat.services.hapus import erase_laporan
from curhat.services.isu import Sebab, TidakDapatDigabung, UsulanSudahDijawab
from curhat.services.tambahan import add_keterangan
from curhat.services.tiket import verify_tiket
from curhat.services.usulan import propose_isu
from pesan.models import PesanKeluar
from tests.factories import CurhatFactory, KontakFactory, TiketFactory

pytestmark = pytest.mark.usefixtures("kelurahan")
RT = "35.77.03.1009.02.03"
MANUAL = AnggotaIsu.Cara.MANUAL


def got(n=0, **isi):
    """A report of the same blocked drain, each in other words."""
    kata = ("got mampet air meluap tiap hujan", "selokan tersumbat, banjir kalau hujan",
            "drainase buntu airnya meluap")  # fmt: skip
    return CurhatFactory(**{"di": RT, "isi": kata[n % 3], "kontak": KontakFactory(), **isi})


def usul():
    """The one proposal that the sweep makes of two new reports."""
    assert propose_isu(timezone.now()) == 1
    return UsulanIsu.objects.get()


def satukan(*curhat, by):
    for lain in curhat[1:]:
        isu = layanan.unite_curhat(lain, curhat[0], sebab=Sebab(MANUAL, by=by))
    return isu


def templat_kepada(curhat):
    rows = PesanKeluar.objects.filter(rujukan=curhat.kode).order_by("id")
    return list(rows.values_list("templat", flat=True))


def test_two_reports_of_one_place_and_kind_are_proposed_with_why():
    satu, dua = got(), got(1)
    usulan = usul()
    assert (usulan.mirip, usulan.curhat) == (satu, dua)
    assert "RT 03/RW 02" in usulan.kalimat
    assert "hari yang sama" in usulan.kalimat
    assert not Isu.objects.exists()


def test_the_sweep_repeats_nothing_and_costs_a_fixed_number_of_queries(
    django_assert_max_num_queries,
):
    for n in range(2):
        got(n)
    with django_assert_max_num_queries(16):
        assert propose_isu(timezone.now()) == 1
    for n in range(20):
        got(n)
    with django_assert_max_num_queries(16):
        assert propose_isu(timezone.now()) == 20
    assert propose_isu(timezone.now()) == 0


@pytest.mark.parametrize(
    "lain",
    [{"ditahan": True}, {"ditutup_at": timezone.now()}, {"dihapus_at": timezone.now()}],
    ids=["ditahan", "selesai", "dihapus"],
)
def test_what_is_over_or_held_is_not_proposed(lain):
    got(**lain)
    got(1)
    assert propose_isu(timezone.now()) == 0


def test_a_confirmed_proposal_is_one_problem_with_one_ticket(moderator):
    satu, dua = got(urgensi=3), got(1, urgensi=4)
    t1, t2 = TiketFactory(curhat=satu, status="dikerjakan"), TiketFactory(curhat=dua)
    isu = layanan.confirm_usulan(usul(), by=moderator)
    t1.refresh_from_db()
    t2.refresh_from_db()
    assert isu.tiket == t1
    assert (t2.status, t2.digabung_ke) == ("digabung", t1)
    assert t1.urgensi == 4
    assert t1.due_at == min(t1.due_at, t2.due_at)
    assert t2.status_ekspor == t1.status_ekspor == "in_progress"
    assert t2.riwayat.filter(catatan=f"Digabung ke tiket {t1.nomor}.").exists()
    assert t1.riwayat.filter(catatan=f"Tiket {t2.nomor} digabung ke tiket ini.").exists()
    assert templat_kepada(dua)[-1] == "isu_digabung"
    dua.refresh_from_db()
    assert dua.tiket_terakhir == t1
    assert "RT 03/RW 02" in isu.ringkasan


def test_without_tickets_the_problem_gets_one(moderator):
    got(), got(1)
    isu = layanan.confirm_usulan(usul(), by=moderator)
    assert Tiket.objects.get() == isu.tiket
    assert isu.anggota.count() == 2


def test_what_was_refused_is_never_proposed_again(moderator):
    satu, dua = got(), got(1)
    layanan.reject_usulan(usul(), by=moderator)
    Curhat.objects.update(dibandingkan_at=None)
    assert propose_isu(timezone.now()) == 0
    tiga = got(2)
    satukan(satu, tiga, by=moderator)
    Curhat.objects.filter(pk=dua.pk).update(dibandingkan_at=None)
    assert propose_isu(timezone.now()) == 0  # nor by way of the problem it belongs to now


def test_a_proposal_is_decided_once(moderator):
    got(), got(1)
    usulan = usul()
    layanan.confirm_usulan(usulan, by=moderator)
    with pytest.raises(UsulanSudahDijawab):
        layanan.reject_usulan(usulan, by=moderator)


def test_split_gives_the_own_ticket_back_as_it_was(moderator):
    satu, dua = got(), got(1, urgensi=4)
    t1, t2 = TiketFactory(curhat=satu), TiketFactory(curhat=dua, status="dikerjakan")
    batas = Tiket.objects.get(pk=t2.pk).due_at
    satukan(satu, dua, by=moderator)
    kembali = layanan.split_anggota(Isu.objects.get(), dua, by=moderator)
    assert kembali.pk == t2.pk
    assert (kembali.status, kembali.digabung_ke, kembali.due_at) == ("dikerjakan", None, batas)
    dua.refresh_from_db()
    assert dua.tiket_terakhir == t2
    t1.refresh_from_db()
    assert t1.urgensi == 3
    assert templat_kepada(dua)[-1] == "isu_dipisah"
    assert Isu.objects.get().bubar_at is not None  # one alone shares nothing
    peristiwa = list(RiwayatIsu.objects.values_list("peristiwa", flat=True))
    assert peristiwa == ["dibuat", "bergabung", "dipisah", "bubar"]


def test_the_report_that_owns_the_ticket_is_split_only_with_all(moderator):
    semua = [got(n) for n in range(3)]
    tiket = [TiketFactory(curhat=c) for c in semua]
    isu = satukan(*semua, by=moderator)
    with pytest.raises(TidakDapatDigabung):
        layanan.split_anggota(isu, semua[0], by=moderator)
    assert layanan.dissolve_isu(isu, by=moderator) == 2
    assert set(Tiket.objects.values_list("status", flat=True)) == {"baru"}
    assert {c.tiket_terakhir for c in Curhat.objects.all()} == set(tiket)


def test_a_problem_whose_ticket_is_over_takes_nobody(moderator):
    satu, dua = got(), got(1)
    isu = satukan(satu, dua, by=moderator)
    Tiket.objects.filter(pk=isu.tiket_id).update(
        status="ditolak", closed_at=timezone.now(), tindakan="Bukan di sini."
    )
    with pytest.raises(TidakDapatDigabung, match="sudah berakhir"):
        satukan(satu, got(2), by=moderator)


def test_two_problems_become_one_and_undo_still_knows_each_ticket(moderator):
    semua = [got(n) for n in range(4)]
    tiket = [TiketFactory(curhat=c) for c in semua]
    satukan(semua[0], semua[1], by=moderator)
    satukan(semua[2], semua[3], by=moderator)
    isu = layanan.unite_curhat(semua[3], semua[1], sebab=Sebab(MANUAL, by=moderator))
    assert isu.anggota.filter(ended_at=None).count() == 4
    assert Isu.objects.live().count() == 1
    assert set(Tiket.objects.exclude(pk=tiket[0].pk).values_list("digabung_ke", flat=True)) == {
        tiket[0].pk
    }
    layanan.dissolve_isu(isu, by=moderator)
    for curhat, satu in zip(semua, tiket, strict=True):
        curhat.refresh_from_db()
        assert curhat.tiket_terakhir == satu
        assert Tiket.objects.get(pk=satu.pk).status == "baru"


def test_a_ticket_that_was_handed_over_comes_back_to_the_moderator(moderator, dlh):
    satu, dua = got(), got(1)
    TiketFactory(curhat=satu)
    alih = TiketFactory(curhat=dua, status="dialihkan", instansi=dlh)
    isu = satukan(satu, dua, by=moderator)
    assert layanan.split_anggota(isu, dua, by=moderator).pk == alih.pk
    assert Tiket.objects.get(pk=alih.pk).status == "diverifikasi"


def test_other_kelurahan_do_not_share(moderator):
    with pytest.raises(TidakDapatDigabung, match="kelurahan"):
        satukan(got(), got(di="35.77.03.1002.02.03"), by=moderator)


def test_a_private_case_never_owns_the_ticket_of_others(moderator):
    peka, biasa = got(rahasia=True), got(1)
    TiketFactory(curhat=peka)
    isu = layanan.confirm_usulan(usul(), by=moderator)
    assert isu.tiket.curhat == biasa
    assert not isu.tiket.riwayat.filter(catatan__contains="digabung").exists()


def test_an_erased_report_leaves_and_the_ticket_stays_for_the_others(moderator):
    semua = [got(n) for n in range(3)]
    tiket = TiketFactory(curhat=semua[0])
    isu = satukan(*semua, by=moderator)
    usulan = UsulanIsu.objects.create(
        wilayah=semua[0].wilayah, curhat=semua[0], mirip=semua[1], skor=0.9,
        penjelasan={"kalimat": "kata yang sama: got"}, status="ditolak",
    )  # fmt: skip
    erase_laporan(semua[0])
    tiket.refresh_from_db()
    assert tiket.status == "baru"
    assert tiket.curhat == semua[1]
    assert set(isu.anggota.filter(ended_at=None).values_list("curhat", flat=True)) == {
        semua[1].pk, semua[2].pk,
    }  # fmt: skip
    usulan.refresh_from_db()
    assert usulan.penjelasan == {}
    assert not AnggotaIsu.objects.exclude(ended_at=None).exclude(orang="").exists()


def test_a_moderators_words_hold_no_person(moderator):
    isu = satukan(got(), got(1), by=moderator)
    layanan.describe_isu(isu, by=moderator, ringkasan="Got mampet, RT 03/RW 02", tampil=True)
    with pytest.raises(ValueError, match="tanpa nama"):
        layanan.describe_isu(isu, by=moderator, ringkasan="Hubungi 081234567890", tampil=True)


def test_a_ticket_with_more_urgent_words_rises_for_all(moderator):
    satu, dua = got(), got(1)
    isu = satukan(satu, dua, by=moderator)
    add_keterangan(dua, teks="Tolong! Ada anak hanyut terseret arus di got itu sekarang")
    isu.tiket.refresh_from_db()
    assert isu.tiket.urgensi == 5
    assert Tiket.objects.open().count() == 1


def test_a_new_member_sees_a_verified_ticket_and_is_asked_with_the_others(moderator, dlh):
    satu, dua = got(), got(1)
    tiket = TiketFactory(curhat=satu, status="menunggu_konfirmasi", instansi=dlh)
    satukan(satu, dua, by=moderator)
    assert templat_kepada(dua) == ["isu_digabung", "minta_konfirmasi"]
    assert tiket.status == "menunggu_konfirmasi"
    with pytest.raises(Exception, match="tidak dapat dipindah"):
        verify_tiket(tiket, by=moderator)
