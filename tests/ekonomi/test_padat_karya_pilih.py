"""Workers are chosen in the open: ranking with reasons, or a draw that anybody can repeat."""

import datetime as dt
import hashlib

import pytest
from django.utils import timezone

from ekonomi.models import Pekerja
from ekonomi.services.anggaran import left_on
from ekonomi.services.padat_karya.catat import KaryaDitolak
from ekonomi.services.padat_karya.daftar import (
    hash_kk,
    hash_nik,
    register_by_kontak,
    register_pekerja,
    reject_pekerja,
)
from ekonomi.services.padat_karya.pilih import replace_pekerja, select_pekerja
from ekonomi.services.padat_karya.pilih_murni import Calon, draw, list_digest, rank
from ekonomi.services.padat_karya.proyek import cancel_proyek, open_pendaftaran, start_proyek
from ekonomi.services.padat_karya.upah import ensure_tarif
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik import AnggotaRumahFactory, RumahFactory
from tests.ekonomi.pabrik_hibah import PosFactory, ProyekFactory, orang
from tests.factories import KontakFactory, PenggunaFactory

TAMAN = "35.77.03.1009"
PAGI = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


@pytest.fixture
def fasil(db):
    ensure_tarif()
    return PenggunaFactory(peran="fasilitator", di=TAMAN)


@pytest.fixture
def dibuka(fasil):
    return open_pendaftaran(ProyekFactory(kuota=2), by=fasil)


def calon(kode, menganggur=False, dtks=False, pernah=True, menit=0):
    return Calon(kode, menganggur, dtks, pernah, PAGI + dt.timedelta(minutes=menit))


def test_points_then_who_came_first_then_the_code():
    hasil = rank(
        [
            calon("C", menganggur=True, menit=9),
            calon("B", menganggur=True, menit=1),
            calon("A", menganggur=True, menit=9),
            calon("D", menganggur=True, dtks=True, pernah=False, menit=99),
        ]
    )
    assert [t.kode for t in hasil] == ["D", "B", "A", "C"]
    assert hasil[0].skor == 100
    assert hasil[0].alasan == (
        "+40 tidak sedang bekerja", "+40 rumah tangganya terdaftar DTKS",
        "+20 belum pernah ikut padat karya",
    )  # fmt: skip


def test_a_draw_is_repeated_with_a_hash_and_nothing_else():
    semua = [calon(k) for k in ("PK-A", "PK-B", "PK-C", "PK-D")]
    hasil = [t.kode for t in draw(semua, "7 3 1 9")]
    tangan = sorted(
        (c.kode for c in semua), key=lambda k: hashlib.sha256(f"7 3 1 9:{k}".encode()).hexdigest()
    )
    assert hasil == tangan
    assert hasil != [t.kode for t in draw(semua, "7 3 1 8")]
    assert list_digest(["b", "a"]) == hashlib.sha256(b"a\nb\n").hexdigest()


def test_opening_sets_the_wages_aside_and_needs_a_whole_plan(fasil):
    pos = PosFactory(jumlah=2_000_000, akun="5-1200")
    proyek = ProyekFactory(kuota=3, hari_kerja=5, pos=pos)
    open_pendaftaran(proyek, by=fasil)
    assert left_on(pos) == 2_000_000 - 1_500_000
    with pytest.raises(KaryaDitolak, match=r"sisa yang boleh dipakai Rp 500\.000"):
        open_pendaftaran(ProyekFactory(kuota=3, pos=pos), by=fasil)
    with pytest.raises(KaryaDitolak, match="hari pertama kerja, tempat"):
        open_pendaftaran(ProyekFactory(mulai=None, tempat="", pos=pos), by=fasil)
    cancel_proyek(proyek, alasan="Lahannya bermasalah.", by=fasil)
    assert left_on(pos) == 2_000_000


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nik": "3577030101969999"}, "keluarga"),  # the same KK
        ({"kk": "3577030202969999"}, "sudah terdaftar"),  # the same NIK
        ({"nik": "1" * 16, "kk": "2" * 16, "lahir": dt.date(2012, 1, 1)}, "17 sampai 60"),
        ({"nik": "1" * 16, "kk": "2" * 16, "lahir": dt.date(1950, 1, 1)}, "17 sampai 60"),
    ],
)
def test_a_second_one_of_a_family_or_too_young_is_told_why(dibuka, isi, kata):
    register_pekerja(dibuka, orang(1))
    with pytest.raises(KaryaDitolak, match=kata):
        register_pekerja(dibuka, orang(1, **isi))
    assert Pekerja.objects.count() == 1


def test_age_counts_on_the_first_day_of_work(dibuka):
    mulai = dibuka.mulai
    register_pekerja(dibuka, orang(1, lahir=mulai.replace(year=mulai.year - 17)))
    register_pekerja(dibuka, orang(2, lahir=mulai.replace(year=mulai.year - 60)))
    besok = mulai + dt.timedelta(days=1)
    with pytest.raises(KaryaDitolak, match="17 sampai 60"):
        register_pekerja(dibuka, orang(3, lahir=besok.replace(year=besok.year - 17)))


def test_numbers_are_not_kept_and_a_known_household_is_found(dibuka):
    rumah = RumahFactory(dtks=True, no_kk_hash=hash_kk("3577030202960007"))
    hasil = register_pekerja(dibuka, orang(7))
    assert hasil.pekerja.rumah == rumah
    kolom = [str(getattr(hasil.pekerja, f.attname)) for f in Pekerja._meta.fields]
    assert not any("357703" in isi and len(isi) > 13 for isi in kolom)


def test_a_known_households_second_card_is_still_one_household(dibuka):
    rumah = RumahFactory(no_kk_hash=hash_kk("3577030202960007"))
    AnggotaRumahFactory(rumah=rumah, nik_hash=hash_nik("3577030101960008"))
    register_pekerja(dibuka, orang(7))
    with pytest.raises(KaryaDitolak, match="keluarga"):
        register_pekerja(dibuka, orang(8))  # another KK number, the same household


def test_by_chat_a_known_person_is_registered_and_a_stranger_sent_to_the_form(dibuka):
    kontak = KontakFactory()
    with pytest.raises(KaryaDitolak, match="formulir"):
        register_by_kontak(dibuka, kontak)
    rumah = RumahFactory(no_kk_hash=hash_kk("3577030202960001"))
    AnggotaRumahFactory(
        rumah=rumah, kontak=kontak, nik_hash=hash_nik("3577030101960001"), kerja="mencari"
    )
    hasil = register_by_kontak(dibuka, kontak)
    assert hasil.pekerja.menganggur
    assert hasil.pekerja.rumah == rumah


def test_the_quota_is_chosen_the_rest_wait_and_everybody_is_told(dibuka, fasil):
    rumah = RumahFactory(dtks=True, no_kk_hash=hash_kk("3577030202960003"))
    for n, isi in enumerate(({"menganggur": False}, {}, {}, {"menganggur": False})):
        register_pekerja(dibuka, orang(n, **isi), kontak=KontakFactory())
    proyek = select_pekerja(dibuka, by=fasil)
    urut = list(proyek.pekerja.order_by("urutan"))
    # 60: unemployed and new, first come; 60: DTKS (household known) and new came last
    assert [p.status for p in urut] == ["terpilih", "terpilih", "cadangan", "cadangan"]
    assert [p.skor for p in urut] == [60, 60, 60, 20]
    assert urut[2].rumah == rumah
    assert PesanKeluar.objects.filter(templat="kerja_terpilih").count() == 2
    assert PesanKeluar.objects.filter(templat="kerja_cadangan").count() == 2
    assert proyek.sidik_daftar == list_digest([p.kode for p in urut])
    with pytest.raises(KaryaDitolak, match="tidak dibuka"):
        register_pekerja(proyek, orang(9))
    with pytest.raises(KaryaDitolak, match="terpilih"):
        select_pekerja(proyek, by=fasil)


def test_a_drawn_project_publishes_its_seed(fasil):
    proyek = open_pendaftaran(ProyekFactory(kuota=1, cara_pilih="undian"), by=fasil)
    for n in range(5):
        register_pekerja(proyek, orang(n))
    proyek = select_pekerja(proyek, benih="4 1 6", by=fasil)
    kode = [p.kode for p in proyek.pekerja.order_by("urutan")]
    assert proyek.benih == "4 1 6"
    assert kode == sorted(kode, key=lambda k: hashlib.sha256(f"4 1 6:{k}".encode()).hexdigest())


def test_nobody_registered_or_a_refused_one_is_not_chosen(dibuka, fasil):
    with pytest.raises(KaryaDitolak, match="Belum ada pendaftar"):
        select_pekerja(dibuka, by=fasil)
    satu = register_pekerja(dibuka, orang(1)).pekerja
    with pytest.raises(KaryaDitolak, match="syarat"):
        reject_pekerja(satu, alasan="", by=fasil)
    reject_pekerja(satu, alasan="Bukan warga sini.", by=fasil)
    with pytest.raises(KaryaDitolak, match="Belum ada pendaftar"):
        select_pekerja(dibuka, by=fasil)
    assert register_pekerja(dibuka, orang(1)).pekerja.pk != satu.pk  # may try again


def test_who_leaves_is_replaced_by_the_next_who_waits(dibuka, fasil):
    for n in range(3):
        register_pekerja(dibuka, orang(n), kontak=KontakFactory())
    proyek = select_pekerja(dibuka, by=fasil)
    pertama = proyek.pekerja.get(urutan=1)
    ganti = replace_pekerja(pertama, alasan="Sakit.", by=fasil)
    assert (ganti.urutan, ganti.status, ganti.menggantikan) == (3, "terpilih", pertama)
    with pytest.raises(KaryaDitolak, match="tidak sedang terpilih"):
        replace_pekerja(pertama, alasan="Sakit.", by=fasil)
    assert replace_pekerja(ganti, alasan="Pindah.", by=fasil) is None


def test_work_begins_only_with_safety_gear(dibuka, fasil):
    register_pekerja(dibuka, orang(1))
    proyek = select_pekerja(dibuka, by=fasil)
    proyek.alat_pelindung = []
    proyek.save()
    with pytest.raises(KaryaDitolak, match="alat pelindung"):
        start_proyek(proyek, by=fasil)
    assert timezone.localdate() >= proyek.mulai
