"""The admin of messages: scoped, secrets unseen, new versions instead of edits, second tries."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pesan.models import Kontak, NomorKanal, PesanKeluar, PesanMasuk, TemplatPesan
from pesan.services import queue_pesan
from tests.factories import PenggunaFactory, WilayahFactory


def alamat(model, halaman="changelist", *args):
    return reverse(f"admin:pesan_{model}_{halaman}", args=args)


@pytest.fixture
def lurah(taman):
    return PenggunaFactory(peran="lurah", di=taman.kode)


@pytest.fixture
def lurah_pandean():
    return PenggunaFactory(peran="lurah", di="35.77.03.1002")


@pytest.fixture
def admin_wilayah(taman):
    return PenggunaFactory(peran="admin_wilayah", di=taman.kode)


@pytest.fixture
def gagal(warga, taman):
    pesan = queue_pesan(
        kunci="1", templat="uji", badan="PIN Anda 123456", kontak=warga, wilayah=taman,
        rujukan="HL-7K3M-9QPX",
    )  # fmt: skip
    PesanKeluar.objects.update(status="failed", galat="WhatsApp 131047", percobaan=1)
    return pesan


def test_a_lurah_sees_states_but_no_pin(client, gagal, lurah):
    client.force_login(lurah)
    isi = client.get(alamat("pesankeluar"), {"q": "HL-7K3M-9QPX"}).content.decode()
    assert "HL-7K3M-9QPX" in isi
    assert "WhatsApp 131047" in isi
    rinci = client.get(alamat("pesankeluar", "change", gagal.pk)).content.decode()
    assert "123456" not in rinci
    assert "6281200000001" not in isi + rinci


def test_another_kelurahan_sees_nothing(client, gagal, lurah_pandean):
    client.force_login(lurah_pandean)
    assert "HL-7K3M-9QPX" not in client.get(alamat("pesankeluar")).content.decode()
    assert client.get(alamat("pesankeluar", "change", gagal.pk)).status_code == 404
    client.post(alamat("pesankeluar"), {"action": "kirim_ulang", "_selected_action": [gagal.pk]})
    assert PesanKeluar.objects.get().status == "failed"


def test_a_failed_message_is_sent_again_by_hand(client, gagal, lurah):
    client.force_login(lurah)
    isi = {"action": "kirim_ulang", "_selected_action": [gagal.pk]}
    assert client.post(alamat("pesankeluar"), isi).status_code == 302
    assert PesanKeluar.objects.get().status == "queued"


@pytest.mark.parametrize(
    "model", ["pesanmasuk", "persetujuan", "bukuhapus", "pintuditolak", "nomorkanal"]
)
def test_a_lurah_has_no_business_with_the_machinery(client, lurah, nomor, model):
    client.force_login(lurah)
    assert client.get(alamat(model)).status_code == 403


@pytest.mark.parametrize(
    "model",
    ["pesankeluar", "pesanmasuk", "persetujuan", "bukuhapus", "pintuditolak", "nomorkanal",
     "templatpesan"],
)  # fmt: skip
def test_the_operator_can_open_every_list(admin_client, gagal, templat, model):
    assert admin_client.get(alamat(model)).status_code == 200


def test_the_inbox_shows_no_words_and_retries(admin_client, nomor):
    pesan = PesanMasuk.objects.create(
        saluran="whatsapp", id_penyedia="m", nomor_kanal=nomor, muatan='{"teks": "rahasia warga"}',
        status="gagal", selesai_at=timezone.now(), galat="RuntimeError",
    )  # fmt: skip
    isi = admin_client.get(alamat("pesanmasuk", "change", pesan.pk)).content.decode()
    assert "RuntimeError" in isi
    assert "rahasia warga" not in isi
    aksi = {"action": "coba_lagi", "_selected_action": [pesan.pk]}
    admin_client.post(alamat("pesanmasuk"), aksi)
    assert PesanMasuk.objects.get().status == "baru"


def test_secrets_are_written_and_never_shown(admin_client, nomor):
    client = admin_client
    url = alamat("nomorkanal", "change", nomor.pk)
    isi = client.get(url).content.decode()
    assert "rahasia-uji-taman" not in isi
    assert "akses-uji" not in isi
    data = {
        "saluran": "whatsapp", "nomor_id": nomor.nomor_id, "tampilan": "+62 351-1",
        "wilayah": nomor.wilayah_id, "app_secret": "", "verify_token": "baru", "access_token": "",
        "aktif": "on",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    nomor.refresh_from_db()
    assert (nomor.app_secret, nomor.verify_token) == ("rahasia-uji-taman", "baru")


def test_an_area_admin_sees_a_number_but_cannot_choose_its_secrets(client, nomor, admin_wilayah):
    client.force_login(admin_wilayah)
    url = alamat("nomorkanal", "change", nomor.pk)
    isi = client.get(url).content.decode()
    assert "rahasia-uji-taman" not in isi
    assert client.post(url, {"app_secret": "milik-saya"}).status_code == 403
    assert client.get(alamat("nomorkanal", "add")).status_code == 403
    nomor.refresh_from_db()
    assert nomor.app_secret == "rahasia-uji-taman"


def test_a_number_of_another_area_is_out_of_reach(client, nomor):
    client.force_login(PenggunaFactory(peran="admin_wilayah", di="35.77.03.1002"))
    assert client.get(alamat("nomorkanal", "change", nomor.pk)).status_code == 404
    assert NomorKanal.objects.count() == 1


def _isian(**lain):
    return {
        "kode": "mulai", "saluran": "", "wilayah": "", "badan": "Isi baru", "keterangan": "x",
        "nama_meta": "",
    } | lain  # fmt: skip


def test_saving_a_text_makes_a_new_version(admin_client, templat):
    lama = TemplatPesan.objects.get(kode="mulai", aktif=True)
    url = alamat("templatpesan", "change", lama.pk)
    assert admin_client.post(url, _isian()).status_code == 302
    lama.refresh_from_db()
    baru = TemplatPesan.objects.get(kode="mulai", aktif=True)
    assert not lama.aktif
    assert (baru.badan, baru.versi, baru.by.username) == ("Isi baru", lama.versi + 1, "admin")


def test_an_unknown_slot_is_refused_with_the_known_ones(admin_client, templat):
    lama = TemplatPesan.objects.get(kode="minta_konfirmasi", aktif=True)
    url = alamat("templatpesan", "change", lama.pk)
    jawab = admin_client.post(url, _isian(badan="Halo {nama_kucing}"))
    assert jawab.status_code == 200
    assert "{nama_kucing}" in jawab.content.decode()
    assert "{kode}" in jawab.content.decode()


def test_the_preview_shows_how_it_will_look(admin_client, templat):
    lama = TemplatPesan.objects.get(kode="minta_konfirmasi", aktif=True)
    isi = admin_client.get(alamat("templatpesan", "change", lama.pk)).content.decode()
    assert "«tindakan»" in isi
    assert "Balas: SESUDAH atau BELUM" in isi


def test_local_staff_write_their_own_text_and_only_read_the_general_one(
    client, templat, taman, admin_wilayah
):
    taman.slug = "taman-madiun"
    taman.save()
    client.force_login(admin_wilayah)
    umum = TemplatPesan.objects.get(kode="mulai", aktif=True)
    assert client.post(alamat("templatpesan", "change", umum.pk), _isian()).status_code == 403
    assert client.post(alamat("templatpesan", "add"), _isian()).status_code == 200  # needs an area
    url = alamat("templatpesan", "add")
    assert client.post(url, _isian(wilayah=taman.kode)).status_code == 302
    assert TemplatPesan.objects.get(wilayah=taman).badan == "Isi baru"
    WilayahFactory(kode="35.77.03.1002", slug="pandean-madiun")
    assert client.post(url, _isian(wilayah="35.77.03.1002")).status_code == 200


@pytest.mark.parametrize("jumlah", [1, 15])
def test_the_outbox_list_costs_the_same_for_any_number(
    client, lurah, nomor, jumlah, django_assert_max_num_queries
):
    for n in range(jumlah):
        kontak = Kontak.objects.create(saluran="whatsapp", hash=f"h{n}", alamat="1")
        queue_pesan(kunci=str(n), templat="x", badan="x", kontak=kontak, wilayah=nomor.wilayah)
    client.force_login(lurah)
    with django_assert_max_num_queries(15):
        client.get(alamat("pesankeluar"))
