"""The staff's home page: each role its own day, few queries, nothing of other areas."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curhat.models import Curhat, Tiket
from curhat.services.tiket import assign_tiket, open_tiket
from dasbor.navigasi import susun
from dokumen.models import JenisSurat
from dokumen.muat import load_jenis
from dokumen.services import draft_surat, submit_surat
from tests.curhat.conftest import acuan_curhat, bersih, kelurahan, lurah, moderator, nomor, taman
from tests.curhat.halaman import laporan_baru
from tests.factories import InstansiFactory, PenggunaFactory

__all__ = ["acuan_curhat", "bersih", "kelurahan", "lurah", "moderator", "nomor", "taman"]
pytestmark = pytest.mark.usefixtures("kelurahan")
PERAN = ["lurah", "moderator", "petugas", "camat", "petugas_kecamatan", "data_officer",
         "fasilitator", "operator_kios", "admin_wilayah"]  # fmt: skip


@pytest.fixture
def tiket():
    _, _, kode, _ = laporan_baru()
    return open_tiket(Curhat.objects.get(kode=kode), sebab="uji")


def home(client, user):
    client.force_login(user)
    response = client.get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("peran", PERAN)
def test_every_role_has_a_home_within_fifteen_queries(
    client, tiket, peran, django_assert_max_num_queries
):
    di = InstansiFactory(kode="PUPR-UJI") if peran == "petugas" else "35.77.03"
    user = PenggunaFactory(peran=peran, di=di)
    client.force_login(user)
    with django_assert_max_num_queries(16 + 3):  # session, user, assignments
        assert client.get("/admin/").status_code == 200


def test_a_superuser_sees_the_state_of_the_system(client, tiket):
    html = home(client, PenggunaFactory(is_superuser=True))
    assert "Keadaan sistem" in html
    assert "scheduler" in html


def test_a_moderator_sees_what_waits_and_links_to_the_filtered_lists(client, tiket, moderator):
    html = home(client, moderator)
    assert "menunggu verifikasi" in html
    assert "keadaan=verifikasi" in html
    assert "perhatian=tinjau" in html
    assert tiket.nomor in html
    for part in ("keadaan=verifikasi", "keadaan=lewat", "perhatian=ditahan"):
        model = "curhat" if "perhatian" in part else "tiket"
        assert client.get(f"/admin/curhat/{model}/?{part}").status_code == 200


def test_letters_that_wait_for_a_signature_are_counted(client, tiket, lurah, taman):
    load_jenis()
    jenis = JenisSurat.objects.get(kode="sktm", aktif=True)
    isian = {satu.nama: satu.contoh for satu in jenis.kolom}
    submit_surat(draft_surat(jenis=jenis, wilayah=taman, isian=isian))
    html = home(client, lurah)
    assert "status__exact=menunggu_tanda_tangan" in html
    assert "surat menunggu tanda tangan" in html
    assert "surat menunggu tanda tangan" not in home(
        client, PenggunaFactory(peran="camat", di="35.77.03")
    )


def test_late_verification_is_said(client, tiket, moderator):
    past = timezone.now() - timedelta(hours=30)
    Tiket.objects.filter(pk=tiket.pk).update(verifikasi_due_at=past)
    assert "1 lewat 24 jam" in home(client, moderator)


def test_an_officer_sees_only_tickets_of_the_own_agency(client, tiket, moderator):
    mine, other = InstansiFactory(kode="PUPR-UJI"), InstansiFactory(kode="DISHUB-UJI")
    assign_tiket(tiket, by=moderator, instansi=mine)
    assert tiket.nomor in home(client, PenggunaFactory(peran="petugas", di=mine))
    assert tiket.nomor not in home(client, PenggunaFactory(peran="petugas", di=other))


def test_another_kelurahans_lurah_sees_nothing_of_it(client, tiket):
    assert tiket.nomor not in home(client, PenggunaFactory(peran="lurah", di="35.77.03.1002"))


def test_a_camat_reads_by_kelurahan(client, tiket):
    html = home(client, PenggunaFactory(peran="camat", di="35.77.03"))
    assert "Per kelurahan" in html
    assert "<progress" in html


def test_a_kiosk_operator_gets_the_form_of_the_own_kelurahan(client):
    html = home(client, PenggunaFactory(peran="operator_kios", di="35.77.03.1009"))
    assert "/taman-madiun/lapor/" in html
    assert "/pandean-madiun/lapor/" not in html


def test_the_sidebar_offers_nothing_that_is_forbidden(client, tiket):
    user = PenggunaFactory(peran="petugas", di=InstansiFactory(kode="PUPR-UJI"))
    html = home(client, user)
    assert "/admin/curhat/tiket/" in html
    assert "/admin/curhat/curhat/" not in html
    assert "/admin/wilayah/pengguna/" not in html


def test_staff_without_an_assignment_are_told_so(client):
    assert "Belum ada penugasan" in home(client, PenggunaFactory())


def test_no_group_stands_in_the_sidebar_twice(rf):
    request = rf.get("/admin/")
    request.user = PenggunaFactory(is_superuser=True)
    judul = [kelompok["title"] for kelompok in susun(request)]
    assert "Kas dan pinjaman" in judul
    assert len(judul) == len(set(judul))
