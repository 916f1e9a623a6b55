"""Who is no longer concerned reads nothing: people who left, erased hosts, injected words."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luna_maya.alamat_tuan import may_see_alamat
from luna_maya.hasil_percaya import trust_result
from luna_maya.models import Kunjungan
from luna_maya.penghapus import TERHAPUS, erase_tuan_rumah
from luna_maya.services.kabar import along_of, tell_along
from luna_maya.services.kunjungan import cancel_kunjungan
from luna_maya.services.survei import close_survei
from pesan import tombol
from pesan.models import PesanKeluar
from pesan.services.templat import render
from tests.factories import KontakFactory, PenggunaFactory, PenugasanFactory
from tests.luna_maya.pabrik import UTARA, make_kunjungan, make_lurah, make_tokoh, make_tuan_rumah
from tests.luna_maya.pabrik_catatan import going_on, make_catatan
from tests.luna_maya.pabrik_kalender import feed
from tests.luna_maya.pabrik_pesan import open_utara
from tests.luna_maya.pabrik_survei import jawab, make_survei
from wilayah.models import Pengguna

pytestmark = pytest.mark.django_db
TANDA = "zamrudkhatulistiwa"
JEMBER = "35.09.21.1001"


def masuk(user):
    client = Client()
    client.force_login(user)
    return client


def leave(user):
    """The assignments of this user ended yesterday."""
    kemarin = timezone.localdate() - dt.timedelta(days=1)
    user.penugasan.update(mulai=kemarin - dt.timedelta(days=30), selesai=kemarin)
    return Pengguna.objects.get(pk=user.pk)


def marked(**lain):
    rumah = make_tuan_rumah(f"Keluarga {TANDA}", alamat=f"Gang {TANDA} 7")
    return rumah, going_on(tuan_rumah=rumah, **lain)


def reads(user, kunjungan):
    """What somebody sees of a visit on the pages of those going."""
    client = masuk(user)
    alamat = [
        reverse("luna_saya"), reverse("luna_saya_kunjungan", args=[kunjungan.kode]),
        reverse("luna_catat_daftar"), reverse("luna_catat", args=[kunjungan.kode]),
    ]  # fmt: skip
    return "".join(client.get(satu).content.decode() for satu in alamat)


@pytest.mark.parametrize("pindah", [False, True])
def test_a_lurah_whose_office_ended_reads_neither_address_nor_log(pindah):
    rumah, kunjungan = marked()
    make_catatan(kunjungan, teks=f"Cerita {TANDA}")
    assert TANDA in reads(kunjungan.lurah, kunjungan)
    bekas = leave(kunjungan.lurah)
    if pindah:
        PenugasanFactory(pengguna=bekas, peran="lurah", di=JEMBER)
        bekas = Pengguna.objects.get(pk=bekas.pk)
    assert not may_see_alamat(bekas, rumah)
    assert TANDA not in reads(bekas, kunjungan)


def test_a_facilitator_asked_along_reads_that_one_visit_until_the_assignment_ends():
    fasilitator = PenggunaFactory(peran="fasilitator", di=JEMBER)
    rumah, kunjungan = marked(petugas=[fasilitator])
    lain = make_tuan_rumah("Keluarga lain")
    make_kunjungan(tuan_rumah=lain, lurah=make_lurah())
    assert may_see_alamat(fasilitator, rumah)
    assert not may_see_alamat(fasilitator, lain)
    bekas = leave(fasilitator)
    assert not may_see_alamat(bekas, rumah)
    assert TANDA not in reads(bekas, kunjungan)


def test_a_tokoh_out_of_office_reads_nothing_and_is_sent_no_address():
    babinsa = make_tokoh(pengguna=PenggunaFactory())
    ketua = make_tokoh("Pak Ketua", "ketua_rt", kontak=KontakFactory())
    rumah, kunjungan = marked(tokoh=[babinsa, ketua])
    assert may_see_alamat(babinsa.pengguna, rumah)
    PesanKeluar.objects.all().delete()
    for satu in (babinsa, ketua):
        satu.selesai = timezone.localdate() - dt.timedelta(days=1)
        satu.save()
    assert not may_see_alamat(babinsa.pengguna, rumah)
    assert [p.pengguna for p in along_of(kunjungan)] == [kunjungan.lurah]
    tell_along(kunjungan, "luna_ingat", langkah="uji")
    assert not [p for p in PesanKeluar.objects.all() if TANDA in p.badan + p.slots]


def test_a_deactivated_lurah_reads_nothing():
    rumah, kunjungan = marked()
    Pengguna.objects.filter(pk=kunjungan.lurah_id).update(is_active=False)
    bekas = Pengguna.objects.get(pk=kunjungan.lurah_id)
    assert not may_see_alamat(bekas, rumah)
    assert TANDA not in reads(bekas, kunjungan)


def test_an_erased_host_leaves_no_name_in_the_admins_own_history():
    open_utara()
    lurah = make_lurah()
    rumah = make_tuan_rumah(f"Keluarga {TANDA}")
    LogEntry.objects.create(
        user=lurah, content_type_id=_tipe(rumah), object_id=str(rumah.pk), object_repr=str(rumah),
        action_flag=2,
    )  # fmt: skip
    with transaction.atomic():
        erase_tuan_rumah(rumah)
    assert [e.object_repr for e in LogEntry.objects.all()] == [f"{TERHAPUS} {rumah.pk}"]
    assert TANDA not in masuk(lurah).get("/admin/").content.decode()


def _tipe(obj):
    return ContentType.objects.get_for_model(obj).pk


def test_an_address_or_a_name_makes_no_buttons_and_fills_no_slots():
    badan = "Jadwal: {acara}\n{?alamat}Alamat: {alamat}\n{?url}Rincian: {url}"
    jahat = "Gang 7 {kode} [[BATAL KUNJUNGAN|YA]]"
    isi = render(badan, {"acara": "[[YA]]", "alamat": jahat, "url": "", "kode": "RAHASIA"})
    assert tombol.read(isi)[1] == []
    assert "RAHASIA" not in isi
    assert tombol.split(render("Pilih:\n{?pilihan}{pilihan}", {"pilihan": "[[A|B]]"}))[1] == [
        "A",
        "B",
    ]
    assert tombol.split(render("Pilih\n[[{pilihan}]]", {"pilihan": "A|B"}))[1] == ["A", "B"]
    assert tombol.split(render("{acara}\n[[YA|TIDAK]]", {"acara": "[[X]]"}))[1] == ["YA", "TIDAK"]


def test_one_more_text_in_the_second_round_is_not_told_by_subtraction():
    sebelum = make_survei()
    jawab(sebelum, 4, 4, 4, 4, 4, harapan="Semoga sering datang")
    assert sebelum.tulisan.count() == 5
    close_survei(sebelum)
    assert len(trust_result(UTARA, "2026").tulisan) == 5
    sesudah = make_survei(gelombang="sesudah")
    jawab(sesudah, 2, harapan="Saya sendirian menjawab")
    close_survei(sesudah)
    hasil = trust_result(UTARA, "2026")
    assert len(hasil.tulisan) == 5
    assert not any("sendirian" in satu for satu in hasil.tulisan)


def test_the_worker_forgets_pages_when_a_session_ends_or_another_signs_in():
    isi = Client().get("/antrean-sw.js").content.decode()
    assert f'"masuk": "{reverse("admin:login")}"' in isi


@pytest.mark.parametrize(("peran", "di"), [("camat", "63.06.05"), ("data_officer", "63.06")])
def test_who_is_above_the_kelurahan_reads_no_host_on_any_page_of_a_visit(peran, di):
    rumah, kunjungan = marked()
    make_catatan(kunjungan, teks=f"Cerita {TANDA}", pihak=f"Bu {TANDA}")
    client = masuk(PenggunaFactory(peran=peran, di=di))
    awal = f"/admin/luna_maya/kunjungan/{kunjungan.pk}"
    for alamat in (
        "/admin/luna_maya/kunjungan/", f"/admin/luna_maya/kunjungan/?q={TANDA}", f"{awal}/change/",
        f"{awal}/cetak/", f"{awal}/history/", "/admin/luna_maya/kalender/",
        "/admin/luna_maya/tuanrumah/", f"/admin/luna_maya/tuanrumah/{rumah.pk}/change/",
        "/admin/luna_maya/catatan/", reverse("luna_catat", args=[kunjungan.kode]),
        f"/admin/luna_maya/dokumentasi/kunjungan/{kunjungan.kode}/",
        f"/admin/luna_maya/persetujuantuanrumah/untuk/{kunjungan.kode}/formulir/",
        "/admin/luna_maya/kunjungan/?tuan_rumah__nama__startswith=Kel",
    ):  # fmt: skip
        jawab_ = client.get(alamat)
        isi = jawab_.content.decode("utf-8", "replace").replace(f"q={TANDA}", "")
        isi = isi.replace(f'value="{TANDA}"', "")
        assert TANDA not in isi, alamat
    assert client.get(f"/admin/luna_maya/kunjungan/?tuan_rumah__nama={TANDA}").status_code == 400
    assert Kunjungan.objects.count() == 1


def test_a_cancelled_visit_takes_host_and_children_out_of_the_calendar_of_those_who_went(client):
    rumah = make_tuan_rumah(
        f"Keluarga {TANDA}", alamat=f"Gang {TANDA}", perhatian_khusus=f"bayi {TANDA}", ada_anak=True
    )
    kunjungan = make_kunjungan(tuan_rumah=rumah)
    jawab_, _acara = feed(client, kunjungan.lurah)
    assert TANDA in jawab_.content.decode().replace("\r\n ", "")
    cancel_kunjungan(kunjungan, alasan="Tuan rumah berhalangan", by=kunjungan.lurah)
    jawab_, acara = feed(client, kunjungan.lurah)
    assert list(acara) == [kunjungan.kode]
    isi = jawab_.content.decode().replace("\r\n ", "")
    assert TANDA not in isi
    assert "anak" not in isi


def test_what_to_mind_in_a_house_is_in_no_message_that_staff_can_read_in_the_outbox():
    rumah, kunjungan = marked()
    rumah.perhatian_khusus = f"bayi {TANDA}"
    rumah.save()
    tell_along(kunjungan, "luna_ingat", langkah="uji", perhatian=rumah.perhatian_khusus)
    pesan = PesanKeluar.objects.filter(pengguna__isnull=False)
    assert pesan
    assert not [p for p in pesan if TANDA in p.badan + p.slots]


def test_a_title_with_line_breaks_adds_no_event_of_its_own(client):
    jahat = "Acara\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:palsu\u2028\x00"
    rumah = make_tuan_rumah("Keluarga\r\nATTENDEE:mailto:a@uji.invalid")
    kunjungan = make_kunjungan(tuan_rumah=rumah, agenda=jahat.replace("\x00", ""))
    jawab_, acara = feed(client, kunjungan.lurah)
    assert list(acara) == [kunjungan.kode]
    assert jawab_.content.count(b"\r\nBEGIN:VEVENT") == 1
    assert b"\r\nATTENDEE" not in jawab_.content
