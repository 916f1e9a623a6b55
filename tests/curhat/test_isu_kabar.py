"""One ticket for several: each resident gets each answer once, and answers for themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curhat.models import Curhat, RiwayatIsu, Tiket
from curhat.services import tiket as layanan
from curhat.services.buka import reopen_curhat
from curhat.services.isu import Sebab, unite_curhat
from curhat.services.tanpa_jawaban import close_tanpa_jawaban
from pesan.models import PesanKeluar
from tests.curhat.conftest import kepada_warga, terima
from tests.curhat.halaman import masuk_lacak
from tests.factories import CurhatFactory, KontakFactory, TiketFactory

pytestmark = pytest.mark.usefixtures("kelurahan")
RT = "35.77.03.1009.02.03"


@pytest.fixture
def bertiga(moderator):
    """Three residents of one problem; the ticket is the first one's, and nothing was sent yet."""
    tiket = TiketFactory(di=RT, kontak=KontakFactory())
    for _ in range(2):
        lain = CurhatFactory(di=RT, kontak=KontakFactory())
        unite_curhat(lain, tiket.curhat, sebab=Sebab("manual", by=moderator))
    PesanKeluar.objects.all().delete()
    tiket.refresh_from_db()
    return tiket


def milik(tiket):
    return list(Curhat.objects.filter(tiket_bersama=tiket).order_by("id"))


def kepada(tiket):
    """Template to the codes of the reports it was sent about, for residents."""
    rows = PesanKeluar.objects.filter(kontak__isnull=False).values_list("templat", "rujukan")
    hasil = {}
    for templat, rujukan in rows:
        hasil.setdefault(templat, []).append(rujukan)
    return {templat: sorted(kode) for templat, kode in hasil.items()}


def semua_kode(tiket):
    return sorted(c.kode for c in milik(tiket))


LANGKAH = {
    "ditugaskan": (lambda t, by, dlh: layanan.assign_tiket(t, by=by, instansi=dlh), "ditugaskan"),
    "dialihkan": (
        lambda t, by, dlh: layanan.divert_tiket(t, by=by, alasan="Milik kota.", ke_instansi=dlh),
        "dialihkan",
    ),
    "ditolak": (lambda t, by, _d: layanan.reject_tiket(t, by=by, alasan="Tidak ada."), "ditolak"),
    "bukan": (
        lambda t, by, _d: layanan.decline_tiket(t, by=by, alasan="Urusan provinsi."),
        "bukan_kewenangan",
    ),
    "pesan": (
        lambda t, by, _d: layanan.message_warga(t, by=by, teks="Besok dikerjakan."),
        "dari_petugas",
    ),
}


@pytest.mark.parametrize("nama", LANGKAH)
def test_each_answer_goes_to_each_resident_once_with_their_own_code(bertiga, moderator, dlh, nama):
    langkah, templat = LANGKAH[nama]
    langkah(bertiga, moderator, dlh)
    assert kepada(bertiga) == {templat: semua_kode(bertiga)}
    for pesan in PesanKeluar.objects.filter(kontak__isnull=False):
        assert pesan.kontak == Curhat.objects.get(kode=pesan.rujukan).kontak
        lain = set(semua_kode(bertiga)) - {pesan.rujukan}
        assert not any(kode in pesan.badan for kode in lain)


@pytest.fixture
def ditanya(bertiga, moderator, dlh):
    """They are asked SESUDAH or BELUM."""
    layanan.assign_tiket(bertiga, by=moderator, instansi=dlh)
    tiket = layanan.close_tiket(bertiga, by=moderator, tindakan="Got sudah dikeruk.")
    assert kepada(tiket)["minta_konfirmasi"] == semua_kode(tiket)
    PesanKeluar.objects.all().delete()
    return tiket


def test_one_sesudah_closes_only_that_persons_part(ditanya):
    a, b, c = milik(ditanya)
    layanan.confirm_selesai(ditanya, curhat=b)
    layanan.confirm_selesai(ditanya, curhat=b)  # said twice
    ditanya.refresh_from_db()
    assert ditanya.status == "menunggu_konfirmasi"
    assert kepada(ditanya) == {"isu_sudah_dicatat": [b.kode]}
    layanan.confirm_selesai(ditanya, curhat=a)
    layanan.confirm_selesai(ditanya, curhat=c)
    ditanya.refresh_from_db()
    assert (ditanya.status, ditanya.hasil) == ("selesai", "terselesaikan")
    assert kepada(ditanya)["selesai_terima_kasih"] == semua_kode(ditanya)
    assert RiwayatIsu.objects.filter(peristiwa="sudah").count() == 3


def test_after_two_weeks_one_sesudah_and_no_belum_is_solved(ditanya):
    layanan.confirm_selesai(ditanya, curhat=milik(ditanya)[1])
    PesanKeluar.objects.all().delete()
    assert close_tanpa_jawaban(timezone.now() + timedelta(days=15)) == 1
    ditanya.refresh_from_db()
    assert ditanya.hasil == "terselesaikan"
    a, b, c = milik(ditanya)
    assert kepada(ditanya) == {
        "isu_selesai": [b.kode], "ditutup_tanpa_jawaban": sorted([a.kode, c.kode]),
    }  # fmt: skip


def test_after_two_weeks_of_silence_nobody_confirmed_it(ditanya):
    close_tanpa_jawaban(timezone.now() + timedelta(days=15))
    ditanya.refresh_from_db()
    assert ditanya.hasil == "tanpa_jawaban"


def test_any_belum_opens_it_again_for_all_and_old_answers_no_longer_count(ditanya):
    a, b, c = milik(ditanya)
    layanan.confirm_selesai(ditanya, curhat=a)
    PesanKeluar.objects.all().delete()
    assert reopen_curhat(c, alasan="Masih bau dan airnya hitam.")
    ditanya.refresh_from_db()
    assert (ditanya.status, ditanya.putaran) == ("dibuka_lagi", 2)
    assert kepada(ditanya) == {
        "dibuka_lagi": [c.kode], "isu_dibuka_lagi": sorted([a.kode, b.kode]),
    }  # fmt: skip
    c.refresh_from_db()
    a.refresh_from_db()
    assert "Masih bau" in c.isi
    assert "Masih bau" not in a.isi
    layanan.confirm_selesai(ditanya, curhat=b)
    assert Tiket.objects.get(pk=ditanya.pk).status == "dibuka_lagi"


def test_a_resident_answers_by_chat_for_the_shared_ticket(moderator, dlh):
    terima("got mampet di RT 03 RW 02, banjir tiap hujan", dari="6281200000001")
    terima("selokan tersumbat RT 03 RW 02, air meluap", dari="6281200000002")
    satu, dua = Curhat.objects.order_by("id")
    tiket = unite_curhat(dua, satu, sebab=Sebab("manual", by=moderator)).tiket
    layanan.assign_tiket(tiket, by=moderator, instansi=dlh)
    layanan.close_tiket(tiket, by=moderator, tindakan="Dikeruk.")
    terima("SESUDAH", dari="6281200000002")
    tiket.refresh_from_db()
    assert tiket.status == "menunggu_konfirmasi"
    assert kepada_warga()[-1][0] == "isu_sudah_dicatat"
    terima("STATUS", dari="6281200000002")
    assert dua.kode in kepada_warga()[-1][1]
    terima("BELUM, masih meluap", dari="6281200000002")
    tiket.refresh_from_db()
    assert tiket.status == "dibuka_lagi"


def test_the_page_of_a_member_shows_the_shared_progress(ditanya):
    b = milik(ditanya)[1]
    client = masuk_lacak(b.kode, "123456")
    html = client.get("/lacak/").content.decode()
    assert ditanya.nomor in html
    assert "Got sudah dikeruk." in html
    assert "Sudah benar-benar beres?" in html
    assert "Beberapa warga ikut melapor" in html
    client.post("/lacak/sesudah/")
    html = client.get("/lacak/").content.decode()
    assert "Sudah benar-benar beres?" not in html
    assert "jawaban warga lain" in html


def test_a_private_member_gets_each_answer_and_is_named_to_nobody(bertiga, moderator, dlh, client):
    peka = CurhatFactory(di=RT, kontak=KontakFactory(), rahasia=True, isi="zamrudpeka di got")
    unite_curhat(peka, bertiga.curhat, sebab=Sebab("manual", by=moderator))
    PesanKeluar.objects.all().delete()
    layanan.assign_tiket(bertiga, by=moderator, instansi=dlh)
    assert peka.kode in kepada(bertiga)["ditugaskan"]
    lain = PesanKeluar.objects.exclude(rujukan=peka.kode)
    assert not any(peka.kode in p.badan for p in lain)
    assert not bertiga.riwayat.filter(catatan__contains=peka.kode).exists()
    reopen = layanan.close_tiket(bertiga, by=moderator, tindakan="Dikeruk.")
    reopen_curhat(Curhat.objects.get(pk=peka.pk), alasan="zamrudpeka belum")
    reopen.refresh_from_db()
    assert reopen.status == "dibuka_lagi"
    assert not reopen.riwayat.filter(catatan__contains="zamrud").exists()
