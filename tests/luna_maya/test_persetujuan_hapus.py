"""Hosts and inviters are erased when they ask, and blanked when their time is over."""

import datetime as dt

import pytest
from django.utils import timezone

from luna_maya.models import Kunjungan, TuanRumah, Undangan
from luna_maya.penghapus import holds_alamat
from luna_maya.services.undangan import Ajuan, make_undangan
from pesan.models import BukuHapus, Kontak, PesanKeluar
from pesan.retensi import apply_retensi
from pesan.services import erase_kontak, release_alamat
from tests.luna_maya.pabrik import make_tuan_rumah, malam
from tests.luna_maya.pabrik_persetujuan import make_agreed, make_host

pytestmark = pytest.mark.django_db
S = Kunjungan.Status


def push_back(kunjungan, hari):
    lalu = timezone.now() - dt.timedelta(days=hari)
    Kunjungan.objects.filter(pk=kunjungan.pk).update(
        mulai_at=lalu - dt.timedelta(hours=2), selesai_at=lalu, status=S.SELESAI
    )


def test_a_host_who_asks_is_erased_and_the_visit_called_off():
    kunjungan = make_agreed()
    kontak = kunjungan.tuan_rumah.kontak
    erase_kontak(kontak)
    kunjungan.refresh_from_db()
    rumah = TuanRumah.objects.get()
    assert kunjungan.status == S.BATAL
    assert (rumah.alamat, rumah.kontak, rumah.nama) == (
        "",
        None,
        f"Tuan rumah (dihapus) {rumah.pk}",
    )
    assert rumah.dihapus_at is not None
    sisa = PesanKeluar.objects.filter(rujukan=kunjungan.kode).exclude(badan="")
    assert {satu.templat for satu in sisa} <= {"luna_batal", "luna_jawab_petugas"}
    assert BukuHapus.objects.get(kelas="tuan_rumah").jumlah == 1


def test_an_inviter_who_asks_is_erased_and_the_code_opens_nothing():
    kontak = make_host(nomor="081200000001").kontak
    ajuan = Ajuan("hajatan", malam(hari=3), make_tuan_rumah().wilayah, "Bu Masitah",
                  alamat="Gang Mawar", kontak=kontak)  # fmt: skip
    undangan, _pin = make_undangan(ajuan, kunci="uji:1")
    lama = undangan.pin_hash
    erase_kontak(kontak)
    undangan.refresh_from_db()
    assert (undangan.nama, undangan.alamat, undangan.kontak) == ("", "", None)
    assert undangan.status == Undangan.Status.DICABUT
    assert undangan.pin_hash != lama


def test_the_address_is_held_while_it_is_needed_and_goes_afterwards():
    kunjungan = make_agreed()
    kontak = kunjungan.tuan_rumah.kontak
    assert holds_alamat(kontak)
    release_alamat(kontak)
    kontak.refresh_from_db()
    assert kontak.alamat_hingga is None
    push_back(kunjungan, 91)
    apply_retensi()
    kontak.refresh_from_db()
    assert kontak.alamat_hingga is not None
    assert not holds_alamat(kontak)


def test_a_host_is_blanked_ninety_days_after_the_last_visit_not_before():
    kunjungan = make_agreed()
    push_back(kunjungan, 89)
    apply_retensi()
    assert TuanRumah.objects.get().alamat != ""
    push_back(kunjungan, 91)
    assert apply_retensi()["tuan_rumah"] == 1
    rumah = TuanRumah.objects.get()
    assert (rumah.alamat, rumah.kontak, rumah.perhatian_khusus) == ("", None, "")
    assert rumah.nama == "Keluarga Pak Durahman"
    assert BukuHapus.objects.filter(kelas="tuan_rumah").count() == 1
    assert apply_retensi()["tuan_rumah"] == 0


def test_a_host_with_a_visit_to_come_stays_whole():
    lama = make_agreed()
    push_back(lama, 200)
    make_agreed(tuan_rumah=lama.tuan_rumah, mulai_at=malam(hari=5))
    assert apply_retensi()["tuan_rumah"] == 0


def test_an_invitation_is_blanked_ninety_days_after_its_evening():
    ajuan = Ajuan("hajatan", malam(hari=3), make_tuan_rumah().wilayah, "Bu Masitah")
    undangan, _pin = make_undangan(ajuan, kunci="uji:1")
    Undangan.objects.update(mulai_at=timezone.now() - dt.timedelta(days=91))
    assert apply_retensi()["undangan"] == 1
    undangan.refresh_from_db()
    assert undangan.nama == ""


def test_erasing_somebody_unknown_here_changes_nothing():
    kunjungan = make_agreed()
    lain = Kontak.objects.create(saluran="whatsapp", hash="x" * 64, alamat="6281200000066")
    erase_kontak(lain)
    kunjungan.refresh_from_db()
    assert kunjungan.status == S.PASTI
