"""The admin: nobody sees, changes or gives more than their own assignments allow."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import InstansiFactory, PenggunaFactory, PenugasanFactory, WilayahFactory
from wilayah.kunci_api import create_kunci
from wilayah.models import HariLibur, Instansi, KunciApi, Pengguna, Penugasan, Wilayah

pytestmark = pytest.mark.django_db
TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


@pytest.fixture
def kelola(client):
    """The area admin of Kel. Taman, signed in."""
    WilayahFactory(kode=f"{PANDEAN}.01")
    user = PenggunaFactory(peran="admin_wilayah", di=TAMAN)
    client.force_login(user)
    return user


def url(model, what, *args):
    return reverse(f"admin:wilayah_{model}_{what}", args=args)


def penugasan_form(n=1, **isi):
    data = {
        "penugasan-TOTAL_FORMS": n,
        "penugasan-INITIAL_FORMS": 0,
        "penugasan-MIN_NUM_FORMS": 0,
        "penugasan-MAX_NUM_FORMS": 1000,
    }
    return data | {f"penugasan-0-{nama}": nilai for nama, nilai in isi.items()}


def new_user_form(**tugas):
    return {
        "username": "barusekali",
        "nama": "Petugas Baru",
        "email": "",
        "nomor_wa": "",
        "usable_password": "true",
        "password1": "kopi-tubruk-77",
        "password2": "kopi-tubruk-77",
    } | penugasan_form(**({"peran": "moderator", "mulai": timezone.localdate()} | tugas))


@pytest.mark.parametrize(
    "model", ["wilayah", "instansi", "pengguna", "penugasan", "harilibur", "kunciapi"]
)
def test_every_list_and_form_opens_for_an_area_admin(client, kelola, model):
    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "add")).status_code == 200


def test_rujukan_list_opens_and_offers_no_add(client, kelola):
    assert client.get(url("rujukan", "changelist")).status_code == 200
    assert client.get(url("rujukan", "add")).status_code == 403


def test_a_row_of_another_area_is_a_404_everywhere(client, kelola):
    tetangga = PenggunaFactory(peran="moderator", di=PANDEAN)
    tugas = tetangga.penugasan.get()
    instansi = InstansiFactory(kode="Kelurahan", di=PANDEAN)
    libur = HariLibur.objects.create(tanggal="2030-01-02", nama="X", wilayah_id=PANDEAN)
    kunci, _token = create_kunci(pengguna=tetangga, nama="sana")
    for model, pk in (
        ("wilayah", f"{PANDEAN}.01"),
        ("pengguna", tetangga.pk),
        ("penugasan", tugas.pk),
        ("instansi", instansi.pk),
        ("harilibur", libur.pk),
        ("kunciapi", kunci.pk),
    ):
        for what in ("change", "history", "delete"):
            status = client.get(url(model, what, pk)).status_code
            # who may never delete gets 403 whatever the row is: that tells nothing about it
            assert status == 404 or (what == "delete" and status == 403), (model, what, status)


def test_lists_hold_only_the_own_area(client, kelola):
    PenggunaFactory(nama="Orang Sebelah", peran="moderator", di=PANDEAN)
    assert "Orang Sebelah" not in client.get(url("pengguna", "changelist")).content.decode()
    assert f"{PANDEAN}.01" not in client.get(url("wilayah", "changelist")).content.decode()


def test_type_ahead_offers_only_the_own_area(client, kelola):
    hasil = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "wilayah", "model_name": "penugasan", "field_name": "wilayah", "term": ""},
    )
    kode = {satu["id"] for satu in hasil.json()["results"]}
    assert kode == {TAMAN}


def test_an_area_admin_makes_a_moderator_of_the_own_kelurahan(client, kelola):
    assert client.post(url("pengguna", "add"), new_user_form(wilayah=TAMAN)).status_code == 302
    baru = Pengguna.objects.get(username="barusekali")
    assert baru.is_staff
    assert not baru.is_superuser
    assert [t.wilayah_id for t in baru.penugasan.all()] == [TAMAN]


@pytest.mark.parametrize(
    ("tulisan", "tersimpan"),
    [("0812-3456-7890", "+6281234567890"), ("+62 812 3456 7890", "+6281234567890"), ("", "")],
)
def test_a_whatsapp_number_is_kept_in_one_form(client, kelola, tulisan, tersimpan):
    client.post(url("pengguna", "add"), new_user_form(wilayah=TAMAN) | {"nomor_wa": tulisan})
    assert Pengguna.objects.get(username="barusekali").nomor_wa == tersimpan


def test_a_whatsapp_number_that_is_none_is_refused(client, kelola):
    data = new_user_form(wilayah=TAMAN) | {"nomor_wa": "nanti saya isi"}
    assert "Tulis nomor" in client.post(url("pengguna", "add"), data).content.decode()


@pytest.mark.parametrize("kode", [PANDEAN, "35.77.03", "35.77", "35"])
def test_a_role_outside_the_own_area_is_refused(client, kelola, kode):
    assert client.post(url("pengguna", "add"), new_user_form(wilayah=kode)).status_code == 200
    assert not Pengguna.objects.filter(username="barusekali").exists()


def test_a_role_at_an_agency_above_the_own_area_is_refused(client, kelola):
    dlh = InstansiFactory(kode="DLH", di="35.77")
    respon = client.post(url("pengguna", "add"), new_user_form(peran="petugas", instansi=dlh.pk))
    assert respon.status_code == 200
    assert not Penugasan.objects.filter(instansi=dlh).exists()


def test_a_person_without_any_assignment_is_not_made(client, kelola):
    data = new_user_form() | penugasan_form(n=0)
    assert client.post(url("pengguna", "add"), data).status_code == 200
    assert not Pengguna.objects.filter(username="barusekali").exists()


def test_extra_fields_in_the_post_do_not_make_a_superuser(client, kelola):
    client.post(url("pengguna", "add"), new_user_form(wilayah=TAMAN) | {"is_superuser": "on"})
    baru = Pengguna.objects.get(username="barusekali")
    data = {
        "username": "barusekali",
        "nama": "Petugas Baru",
        "is_active": "on",
        "is_superuser": "on",
        "user_permissions": [1],
        "is_staff": "on",
    }
    inline = penugasan_form(
        n=1,
        id=baru.penugasan.get().pk,
        pengguna=baru.pk,
        peran="moderator",
        wilayah=TAMAN,
        mulai=timezone.localdate(),
    ) | {"penugasan-INITIAL_FORMS": 1}
    assert client.post(url("pengguna", "change", baru.pk), data | inline).status_code == 302
    baru.refresh_from_db()
    assert not baru.is_superuser
    assert not baru.user_permissions.exists()


def test_no_form_gives_a_person_permissions_or_groups(client, db):
    """Roles give rights: not even a superuser hands out single permissions."""
    client.force_login(PenggunaFactory(is_superuser=True))
    page = client.get(url("pengguna", "change", PenggunaFactory().pk))
    fields = page.context["adminform"].form.fields
    assert "is_superuser" in fields
    assert not {"user_permissions", "groups"} & fields.keys()


def test_nobody_raises_their_own_rights(client, kelola):
    tugas = kelola.penugasan.get()
    data = {"pengguna": kelola.pk, "peran": "lurah", "wilayah": TAMAN, "mulai": "2026-01-01"}
    assert client.post(url("penugasan", "change", tugas.pk), data).status_code == 403
    assert client.post(url("penugasan", "add"), data).status_code == 200
    assert client.post(url("pengguna", "change", kelola.pk), {"nama": "Raja"}).status_code == 403
    assert [t.peran for t in Penugasan.objects.filter(pengguna=kelola)] == ["admin_wilayah"]


def test_a_superuser_or_someone_who_also_serves_elsewhere_cannot_be_taken_over(client, kelola):
    atasan = PenggunaFactory(is_superuser=True, peran="camat", di=TAMAN)
    ganda = PenggunaFactory(peran="moderator", di=TAMAN)
    PenugasanFactory(pengguna=ganda, peran="data_officer", di="35.77")
    sandi = {
        "usable_password": "true",
        "password1": "kopi-tubruk-77",
        "password2": "kopi-tubruk-77",
    }
    for korban in (atasan, ganda):
        lama = korban.password
        assert (
            client.post(f"/admin/wilayah/pengguna/{korban.pk}/password/", sandi).status_code == 403
        )
        assert client.post(url("pengguna", "change", korban.pk), {"nama": "X"}).status_code == 403
        korban.refresh_from_db()
        assert korban.password == lama


def test_a_password_of_the_own_staff_can_be_set(client, kelola):
    staf = PenggunaFactory(peran="moderator", di=TAMAN)
    sandi = {
        "usable_password": "true",
        "password1": "kopi-tubruk-77",
        "password2": "kopi-tubruk-77",
    }
    assert client.post(f"/admin/wilayah/pengguna/{staf.pk}/password/", sandi).status_code == 302
    staf.refresh_from_db()
    assert staf.check_password("kopi-tubruk-77")


def test_admin_here_and_moderator_there_manages_people_only_here(client, kelola):
    PenugasanFactory(pengguna=kelola, peran="moderator", di=PANDEAN)
    sana = PenggunaFactory(peran="moderator", di=PANDEAN)
    assert client.get(url("pengguna", "change", sana.pk)).status_code == 404
    assert client.post(url("pengguna", "add"), new_user_form(wilayah=PANDEAN)).status_code == 200
    assert not Pengguna.objects.filter(username="barusekali").exists()


def test_assignments_are_ended_not_deleted(client, kelola):
    staf = PenggunaFactory(peran="moderator", di=TAMAN)
    tugas = staf.penugasan.get()
    today = timezone.localdate()
    data = {
        "pengguna": staf.pk,
        "peran": "moderator",
        "wilayah": TAMAN,
        "mulai": today,
        "selesai": today,
    }
    assert client.post(url("penugasan", "change", tugas.pk), data).status_code == 302
    assert client.post(url("penugasan", "delete", tugas.pk), {"post": "yes"}).status_code == 403


def test_agencies_above_are_seen_but_not_changed(client, kelola):
    dlh = InstansiFactory(kode="DLH", di="35.77")
    assert client.get(url("instansi", "change", dlh.pk)).status_code == 200
    assert client.post(url("instansi", "change", dlh.pk), {"nama": "Milik saya"}).status_code == 403
    assert client.post(url("instansi", "delete", dlh.pk), {"post": "yes"}).status_code == 403
    dlh.refresh_from_db()
    assert dlh.nama != "Milik saya"


def test_an_agency_is_added_in_the_own_area_only(client, kelola):
    data = {"kode": "PKK", "nama": "Tim PKK", "jenis": "mitra", "urutan": 50, "aktif": "on"}
    assert client.post(url("instansi", "add"), data | {"wilayah": PANDEAN}).status_code == 200
    assert client.post(url("instansi", "add"), data | {"wilayah": TAMAN}).status_code == 302
    assert [i.wilayah_id for i in Instansi.objects.filter(kode="PKK")] == [TAMAN]


def test_a_holiday_for_the_whole_country_is_the_superusers(client, kelola):
    semua = HariLibur.objects.create(tanggal="2030-02-03", nama="Semua")
    data = {"tanggal": "2030-03-04", "nama": "Bersih desa", "jenis": "libur"}
    assert client.post(url("harilibur", "add"), data).status_code == 200
    assert client.post(url("harilibur", "add"), data | {"wilayah": TAMAN}).status_code == 302
    assert client.post(url("harilibur", "delete", semua.pk), {"post": "yes"}).status_code == 403
    assert HariLibur.objects.filter(pk=semua.pk).exists()


def test_a_token_is_shown_once_and_revoked(client, kelola):
    staf = PenggunaFactory(peran="moderator", di=TAMAN)
    respon = client.post(url("kunciapi", "add"), {"nama": "papan tamu", "pengguna": staf.pk})
    kunci = KunciApi.objects.get(nama="papan tamu")
    assert respon.status_code == 200
    assert "no-store" in respon["Cache-Control"]
    token = respon.context["token"]
    assert token in respon.content.decode()
    assert token.startswith(kunci.awalan)
    for halaman in (url("kunciapi", "changelist"), url("kunciapi", "change", kunci.pk)):
        assert token not in client.get(halaman).content.decode()
    assert (
        client.post(
            url("kunciapi", "changelist"),
            {"action": "revoke_kunci", "_selected_action": [kunci.pk]},
        ).status_code
        == 302
    )
    kunci.refresh_from_db()
    assert kunci.dicabut_at is not None


def test_a_token_for_someone_with_more_rights_is_refused(client, kelola):
    kota = PenggunaFactory(peran="data_officer", di="35.77")
    PenugasanFactory(pengguna=kota, peran="moderator", di=TAMAN)
    assert (
        client.post(url("kunciapi", "add"), {"nama": "intip", "pengguna": kota.pk}).status_code
        == 200
    )
    assert not KunciApi.objects.filter(nama="intip").exists()


def test_an_expired_area_admin_is_locked_out(client, kelola):
    Penugasan.objects.filter(pengguna=kelola).update(mulai="2020-01-01", selesai="2020-12-31")
    assert client.get(url("wilayah", "changelist")).status_code == 403
    assert client.get(url("pengguna", "changelist")).status_code == 403


@pytest.mark.parametrize(
    ("teks", "nomor"), [("3", "03"), ("III", "03"), ("RW 3", "03"), ("00", "00")]
)
def test_a_new_rw_is_written_one_way(client, kelola, teks, nomor):
    assert client.post(url("wilayah", "add"), {"induk": TAMAN, "nomor": teks}).status_code == 302
    assert Wilayah.objects.get(pk=f"{TAMAN}.{nomor}").tingkat == "rw"


def test_an_rw_is_refused_twice_elsewhere_or_as_nonsense(client, kelola):
    WilayahFactory(kode=f"{TAMAN}.03")
    for induk, nomor in ((TAMAN, "III"), (TAMAN, "mawar"), (PANDEAN, "4"), ("35.77.03", "4")):
        assert (
            client.post(url("wilayah", "add"), {"induk": induk, "nomor": nomor}).status_code == 200
        )
    assert Wilayah.objects.filter(tingkat="rw").in_wilayah(TAMAN).count() == 1


def test_official_rows_keep_name_and_level_and_are_never_deleted(client, kelola):
    data = {"nama": "Diubah", "label": "", "slug": "taman-uji", "lat": "", "lng": "", "batas": ""}
    assert client.post(url("wilayah", "change", TAMAN), data).status_code == 302
    area = Wilayah.objects.get(pk=TAMAN)
    assert (area.nama, area.slug) == ("Taman", "taman-uji")
    assert client.post(url("wilayah", "delete", TAMAN), {"post": "yes"}).status_code == 403


def test_a_reserved_slug_is_refused_in_the_form(client, kelola):
    data = {"label": "", "slug": "lapor", "lat": "", "lng": "", "batas": ""}
    assert client.post(url("wilayah", "change", TAMAN), data).status_code == 200
    assert Wilayah.objects.get(pk=TAMAN).slug != "lapor"


def test_a_boundary_is_drawn_kept_and_refused_when_it_is_no_area(client, kelola):
    data = {"label": "", "slug": "", "lat": "", "lng": ""}
    garis = '{"type":"LineString","coordinates":[[111.5,-7.6],[111.6,-7.7]]}'
    assert client.post(url("wilayah", "change", TAMAN), data | {"batas": garis}).status_code == 200
    kotak = (
        '{"type":"MultiPolygon","coordinates":[[[[111.5,-7.6],[111.6,-7.6],[111.6,-7.7],'
        "[111.5,-7.7],[111.5,-7.6]]]]}"
    )
    assert client.post(url("wilayah", "change", TAMAN), data | {"batas": kotak}).status_code == 302
    area = Wilayah.objects.get(pk=TAMAN)
    assert area.batas_sumber == "gambar"
    halaman = client.get(url("wilayah", "change", TAMAN)).content.decode()
    assert "111.6" in halaman
    assert "leaflet" in halaman


@pytest.mark.parametrize("model", ["wilayah", "pengguna", "instansi", "penugasan"])
def test_lists_ask_the_same_number_of_queries_for_one_row_and_for_fifteen(
    client, kelola, model, django_assert_max_num_queries
):
    for n in range(15):
        PenggunaFactory(peran="moderator", di=TAMAN)
        InstansiFactory(kode=f"U{n}", di=TAMAN)
        WilayahFactory(kode=f"{TAMAN}.{n + 10}")
    with django_assert_max_num_queries(16):
        assert client.get(url(model, "changelist")).status_code == 200
