"""Proof that is uploaded; names, numbers and photos that leave in time or when asked to."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pesan.lampiran import store_unggahan
from pesan.models import Kontak, Lampiran
from pesan.services.kontak import erase_kontak
from ruko_parsel.models import ButirSiaga, PeriksaSiaga, UndanganRapat
from ruko_parsel.retensi_rapat import blank_tamu_rapat
from ruko_parsel.services.tindak_lanjut import add_tindak_lanjut
from ruko_parsel.services.undangan_rapat import TERHAPUS, answer_undangan, invite_tamu
from ruko_parsel.siaga_penghapus import blank_foto
from tests.factories import WilayahFactory
from tests.ruko_parsel.pabrik import INAN, PANGGUNG, make_desa, make_permintaan, make_petugas
from tests.ruko_parsel.pabrik_kapasitas import make_kontak_siaga
from tests.ruko_parsel.pabrik_rapat import make_rapat, make_sent

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def follow_up(desa):
    return add_tindak_lanjut(
        make_permintaan(by=desa), apa="Rapikan buku kas", siapa=desa, by=make_petugas(),
        sampai=timezone.localdate() + dt.timedelta(days=7),
    )  # fmt: skip


def finish(client, baris, berkas):
    alamat = reverse("admin:ruko_parsel_tindaklanjut_langkah", args=[baris.pk, "selesai"])
    return client.post(alamat, {"bukti": "Berita acara 12", "berkas": berkas}, follow=True)


def test_a_follow_up_ends_with_its_paper_which_both_sides_open_and_nobody_else(client):
    desa = make_desa()
    baris = follow_up(desa)
    client.force_login(desa)
    jawab = finish(client, baris, SimpleUploadedFile("ba.pdf", PDF, "application/pdf"))
    assert "Tindak lanjut selesai." in jawab.content.decode()
    alamat = dict(jawab.context["tautan"])["Bukti 1"]
    for orang in (desa, make_petugas()):
        client.force_login(orang)
        assert client.get(alamat).getvalue() == PDF
    client.force_login(make_desa(PANGGUNG))
    assert client.get(alamat).status_code == 404
    client.force_login(desa)
    assert client.get(alamat.replace("/1/", "/2/")).status_code == 404


def test_a_file_that_is_none_is_refused_and_nothing_ends(client):
    desa = make_desa()
    baris = follow_up(desa)
    client.force_login(desa)
    jawab = finish(client, baris, SimpleUploadedFile("ba.pdf", b"MZ bukan pdf", "application/pdf"))
    assert jawab.status_code == 422
    baris.refresh_from_db()
    assert not baris.is_ended
    assert not Lampiran.objects.exists()


def test_who_is_forgotten_leaves_the_villages_warning_list():
    satu = make_kontak_siaga()
    erase_kontak(satu.kontak)
    satu.refresh_from_db()
    assert (satu.aktif, satu.nama, satu.nomor) == (False, "", "")
    assert "1255550001" not in Kontak.objects.get(pk=satu.kontak_id).alamat


def invited():
    rapat = make_rapat()
    invite_tamu(rapat, nama="Haji Murad", lembaga="Tokoh adat", nomor="081255550009",
                by=rapat.notulis)  # fmt: skip
    return rapat, rapat.undangan.get()


def test_a_guest_of_a_meeting_who_asks_is_forgotten():
    _rapat, tamu = invited()
    erase_kontak(tamu.kontak)
    tamu.refresh_from_db()
    assert (tamu.nama, tamu.lembaga, tamu.kontak, tamu.balas_hash) == (TERHAPUS, "", None, "")


def test_names_of_guests_go_a_year_after_the_meeting_and_that_once():
    rapat, tamu = invited()
    desa = make_desa()
    lain, (undangan,) = make_sent(desa)
    answer_undangan(undangan, jawaban="diwakilkan", wakil="Pak Carik Lama", alasan="",
                    cara=UndanganRapat.Cara.PORTAL, by=desa)  # fmt: skip
    batas = max(rapat.selesai_at, lain.selesai_at)
    assert blank_tamu_rapat(batas + dt.timedelta(days=364)) == {"tamu_rapat": 0}
    assert blank_tamu_rapat(batas + dt.timedelta(days=366)) == {"tamu_rapat": 2}
    assert blank_tamu_rapat(batas + dt.timedelta(days=367)) == {"tamu_rapat": 0}
    tamu.refresh_from_db()
    undangan.refresh_from_db()
    assert (tamu.nama, tamu.kontak, undangan.wakil) == (TERHAPUS, None, TERHAPUS)
    assert undangan.pengguna == desa


def test_photos_of_the_checklist_go_two_years_after():
    foto = store_unggahan(PDF, Lampiran.Jenis.BERKAS)
    PeriksaSiaga.objects.create(
        wilayah=WilayahFactory(kode=INAN), butir=ButirSiaga.objects.first(), keadaan="ada",
        foto=foto, tanggal=timezone.localdate(), by=make_desa(),
    )  # fmt: skip
    now = timezone.now()
    assert blank_foto(now + dt.timedelta(days=729)) == {"foto_siaga": 0}
    assert blank_foto(now + dt.timedelta(days=731)) == {"foto_siaga": 1}
    foto.refresh_from_db()
    assert foto.status == Lampiran.Status.DIHAPUS
    assert PeriksaSiaga.objects.get().keadaan == "ada"
