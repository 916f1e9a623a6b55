"""Sensitive matters: recognised by kind, answered gently, told only to those who may see them."""

import csv
import re
from pathlib import Path

import pytest

from curhat.balasan.jawaban import KonteksJawaban
from curhat.balasan.panduan import read_panduan_bawaan
from curhat.balasan.susun import compose_jawaban
from curhat.models import Curhat, Jawaban, RiwayatCurhat, Tiket
from curhat.services.curhat import correct_curhat
from curhat.services.tambahan import add_keterangan
from curhat.services.tiket import assign_tiket
from curhat.triase.mesin import triase
from curhat.triase.peka import parse_aturan_peka, read_aturan_peka
from pesan.kirim import send_batch
from pesan.models import Kontak, PesanKeluar
from tests.curhat.conftest import kepada_staf, kepada_warga, terima
from tests.factories import InstansiFactory, KontakFactory, TiketFactory

CONTOH = Path(__file__).parent / "data" / "peka.csv"
NOMOR = {
    "bunuh_diri": "119 lalu tekan 8",
    "kekerasan_seksual": "SAPA 129 atau WhatsApp 08111-129-129",
    "perlindungan_anak": "SAPA 129 atau WhatsApp 08111-129-129",
    "kekerasan": "SAPA 129 atau WhatsApp 08111-129-129",
    "narkoba": "BNN 184",
}
KALIMAT = {
    ("bunuh_diri", "id"): "saya lelah hidup dan ingin mati saja",
    ("bunuh_diri", "jv"): "aku kesel urip pengen mati wae",
    ("kekerasan_seksual", "id"): "saya dilecehkan atasan saya di kantor",
    ("kekerasan_seksual", "jv"): "aku digrepe-grepe wong lanang ing gang",
    ("perlindungan_anak", "id"): "anak tetangga sering dipukuli ibu tirinya",
    ("perlindungan_anak", "jv"): "bocah cilik sebelah digebuki bapake saben dino",
    ("kekerasan", "id"): "suami saya sering memukul saya di rumah",
    ("kekerasan", "jv"): "aku dikaplok bojoku saben bengi",
    ("narkoba", "id"): "anak saya kecanduan sabu, saya bingung",
    ("narkoba", "jv"): "anakku ketagihan nyabu, aku bingung kudu piye",
}
TENANG = "ada yang jual ganja di warung pojok, mohon dicek"  # below the threshold
TERLARANG = re.compile(
    r"\bRT\b|\bRW\b|foto|tembusan|saya juga|anonim|mengapa tidak|kenapa tidak|seharusnya Anda|"
    r"salah Anda sendiri",
    re.IGNORECASE,
)


def read_contoh(bagian):
    with CONTOH.open(encoding="utf-8", newline="") as berkas:
        return [baris for baris in csv.DictReader(berkas) if baris["bagian"] == bagian]


def score(bagian):
    """(precision, recall, share of found ones with the right kind)."""
    rows = [(b["jenis"], triase(b["teks"])) for b in read_contoh(bagian)]
    kena = [(jenis, t) for jenis, t in rows if t.rahasia]
    benar = [(jenis, t) for jenis, t in kena if jenis]
    semua = sum(1 for jenis, _t in rows if jenis)
    tepat = sum(1 for jenis, t in benar if jenis in t.jenis_peka)
    return len(benar) / len(kena), len(benar) / semua, tepat / len(benar)


def test_the_texts_the_rules_were_made_with_are_told_apart():
    assert min(score("ubah")) >= 0.95


def test_the_texts_that_were_held_out_are_told_apart():
    presisi, jangkauan, jenis = score("uji")
    assert presisi >= 0.9
    assert jangkauan >= 0.8
    assert jenis >= 0.9


@pytest.mark.parametrize(("jenis", "bahasa"), KALIMAT)
def test_each_kind_in_each_language_gets_its_own_line(jenis, bahasa):
    hasil = triase(KALIMAT[jenis, bahasa])
    assert hasil.rahasia
    assert hasil.jenis_peka[0] == jenis
    assert next(a.aturan for a in hasil.alasan if a.temuan == "jenis_peka") == jenis
    panduan = read_panduan_bawaan()[hasil.subkategori]
    konteks = KonteksJawaban(kelurahan="Taman", pendamping="UPTD PPA Kota Uji 0351-000")
    teks = compose_jawaban(hasil, panduan, konteks).teks
    assert NOMOR[jenis] in "\n".join(teks.splitlines()[:2])
    assert "UPTD PPA Kota Uji 0351-000" in teks
    assert "112" in teks


@pytest.mark.parametrize("kanal", ["whatsapp", "web"])
def test_no_wording_blames_asks_for_a_place_or_invites_to_anything_public(kanal):
    for (_jenis, _bahasa), cerita in KALIMAT.items():
        hasil = triase(cerita)
        panduan = read_panduan_bawaan()[hasil.subkategori]
        for benih in range(12):
            jawaban = compose_jawaban(hasil, panduan, KonteksJawaban(kanal=kanal, benih=benih))
            assert not TERLARANG.search(jawaban.teks), jawaban.teks
            assert len(jawaban.teks) <= 999
            for kata in ("kantor", "gang", "ibu tiri", "kecanduan", "memukul saya", "lelah hidup"):
                assert kata not in jawaban.teks
            assert ("AMAN" in jawaban.teks) is (kanal == "whatsapp")


def test_two_answers_in_a_row_differ():
    hasil = triase(KALIMAT["kekerasan", "id"])
    panduan = read_panduan_bawaan()[hasil.subkategori]
    satu = compose_jawaban(hasil, panduan, KonteksJawaban(benih=3))
    dua = compose_jawaban(hasil, panduan, KonteksJawaban(benih=3, sebelumnya=(satu.varian,)))
    assert satu.teks != dua.teks


def test_the_rules_have_a_version_and_refuse_an_unknown_guard():
    assert read_aturan_peka().versi
    with pytest.raises(ValueError, match="pengaman"):
        parse_aturan_peka(
            {
                "versi": "x",
                "pengaman": {},
                "jenis": [_jenis(pengaman=["tidak_ada"])],
                "umum": _jenis(),
            }
        )


def _jenis(**lain):
    return {
        "nama": "x", "judul": "x", "bantuan": "x", "gawat": "x", "segera": "x", "empati": ["x"],
        "langkah": [["a", "b", "c"]], "pendamping": "x",
    } | lain  # fmt: skip


@pytest.mark.django_db
class TestOverTheChannel:
    """What happens when such words come in."""

    def test_the_receipt_asks_nothing_and_names_nothing(self, kelurahan):
        terima(KALIMAT["kekerasan", "id"])
        (templat, badan), (_j, jawab) = kepada_warga()
        assert templat == "terima_peka"
        assert not TERLARANG.search(badan)
        assert re.search(r"PIN: \d{6}\b", badan)
        assert "SAPA 129" in jawab.splitlines()[0] or "112" in jawab.splitlines()[0]

    def test_the_local_number_of_the_companion_is_named(self, kelurahan):
        ppa = InstansiFactory(kode="UPTD-PPA")
        ppa.nama, ppa.telepon = "UPTD PPA Kota Uji", "0351-000129"
        ppa.save()
        terima(KALIMAT["kekerasan_seksual", "id"])
        assert "UPTD PPA Kota Uji 0351-000129" in kepada_warga()[-1][1]

    def test_lurah_and_moderator_are_told_at_once_below_the_threshold_too(self, kelurahan):
        terima(TENANG)
        curhat = Curhat.objects.get()
        assert curhat.rahasia
        assert curhat.urgensi < 4
        assert not Tiket.objects.exists()
        assert sorted(kepada_staf("notif_peka")) == ["Irma Lestari", "Moderator Taman"]
        badan = PesanKeluar.objects.filter(templat="notif_peka").first().badan
        assert "ganja" not in badan
        assert curhat.kode in badan

    def test_the_notice_goes_by_mail_where_whatsapp_cannot(self, kelurahan, lurah, mailoutbox):
        lurah.nomor_wa = "+6281300000001"
        lurah.save()
        terima(TENANG)
        assert PesanKeluar.objects.get(templat="notif_peka", pengguna=lurah).saluran == "whatsapp"
        send_batch()  # outside the window, no approved template: fails, and owes an e-mail
        send_batch()
        surat = [m for m in mailoutbox if m.to == [lurah.email]]
        assert surat
        assert "ganja" not in surat[0].body + surat[0].subject

    def test_words_added_later_make_a_report_sensitive_and_are_told(self, kelurahan):
        terima("Lampu jalan di RT 04 RW 01 mati sejak Senin")
        add_keterangan(Curhat.objects.get(), teks=TENANG)
        curhat = Curhat.objects.get()
        assert (curhat.rahasia, curhat.jenis_peka) == (True, ["narkoba"])
        assert sorted(kepada_staf("notif_peka")) == ["Irma Lestari", "Moderator Taman"]

    def test_a_moderator_marks_and_unmarks_it_and_the_lurah_is_told(self, kelurahan, moderator):
        terima("Lampu jalan di RT 04 RW 01 mati sejak Senin")
        curhat = Curhat.objects.get()
        correct_curhat(curhat, by=moderator, rahasia=True)
        curhat.refresh_from_db()
        assert curhat.rahasia
        assert sorted(kepada_staf("notif_peka")) == ["Irma Lestari", "Moderator Taman"]
        correct_curhat(curhat, by=moderator, rahasia=False)
        curhat.refresh_from_db()
        assert (curhat.rahasia, curhat.jenis_peka) == (False, [])

    @pytest.mark.parametrize(
        ("kata", "aman"),
        [("AMAN", True), ("aman pak", True), ("TIDAK AMAN", False), ("ora aman", False)],
    )
    def test_the_answer_whether_it_is_safe_is_kept(self, kelurahan, kata, aman):
        terima(KALIMAT["kekerasan", "id"])
        sebelum = len(kepada_warga())
        terima(kata)
        assert Curhat.objects.get().aman_dibalas is aman
        assert [t for t, _ in kepada_warga()[sebelum:]] == (["aman_ya"] if aman else [])
        assert RiwayatCurhat.objects.filter(catatan__startswith="aman dibalas").count() == 1

    def test_aman_of_somebody_else_is_a_word_like_any_other(self, kelurahan):
        terima("Lampu jalan di RT 04 RW 01 mati sejak Senin")
        terima("aman")
        assert Curhat.objects.order_by("id").first().aman_dibalas is None

    def test_nothing_more_is_sent_to_who_said_it_is_not_safe(self, kelurahan, moderator, client):
        terima(KALIMAT["kekerasan", "id"])
        terima("TIDAK AMAN")
        sebelum = len(kepada_warga())
        tiket = Tiket.objects.get()
        assign_tiket(tiket, by=moderator, petugas=moderator)
        assert len(kepada_warga()) == sebelum
        client.force_login(moderator)
        kontak = Kontak.objects.get()
        client.post(f"/admin/curhat/obrolan/{kontak.pk}/langkah/ambil/")
        assert len(kepada_warga()) == sebelum

    def test_messages_about_it_name_no_unit_and_no_deed(self, kelurahan, moderator):
        ppa = InstansiFactory(kode="UPTD-PPA", nama="UPTD Perlindungan Anak Uji")
        curhat_ = {"rahasia": True, "kontak": KontakFactory()}
        TiketFactory(status="menunggu_konfirmasi", oleh=moderator, instansi=ppa, **curhat_)
        semua = "\n".join(PesanKeluar.objects.values_list("badan", flat=True))
        assert "Perlindungan Anak" not in semua
        assert "dikeruk" not in semua
        assert "petugas yang ditunjuk" in semua

    def test_the_answer_page_of_the_web_form_asks_for_nothing(self, kelurahan, client):
        terima(KALIMAT["kekerasan", "id"])
        bagian = Jawaban.objects.get().bagian
        assert (bagian["a"], bagian["b"], bagian["c"]) == ("", "", "")
        assert bagian["keadaan"] == "kekerasan"
