"""Points that explain themselves, the same for the same facts."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from ekonomi.models import KriteriaHibah, PenilaianHibah, ValidasiDtks
from ekonomi.services.hibah.skor import Fakta, Ukuran, reckon, total, version_of
from ekonomi.services.hibah.usul import assess_hibah
from tests.ekonomi.pabrik import AnggotaRumahFactory, RumahFactory
from tests.ekonomi.pabrik_hibah import PaketFactory, usul
from tests.factories import PenggunaFactory

SEMUA = [
    Ukuran("dtks", "DTKS", 20, "dtks"),
    Ukuran("tanggungan", "Tanggungan", 15, "tanggungan", 4),
    Ukuran("potensi", "Potensi", 15, "potensi"),
    Ukuran("pelatihan", "Pelatihan", 10, "pelatihan", 2),
    Ukuran("baru", "Belum dibantu", 10, "belum_dibantu"),
    Ukuran("kepala", "Kepala keluarga", 10, "perempuan_kepala"),
    Ukuran("rentan", "Rentan", 10, "rentan", 2),
    Ukuran("siap", "Kesiapan", 10, "kesiapan"),
]


def test_every_point_of_a_household_reckoned_by_hand():
    fakta = Fakta(
        dtks=True, dtks_kata="validasi 12 Okt 2026", tanggungan=3, potensi="kue basah",
        pelatihan=("Wirausaha dasar",), modal=0, perempuan_kepala=True, lansia=1, disabilitas=0,
        kesiapan=4,
    )  # fmt: skip
    butir = reckon(SEMUA, fakta)
    # 15 x 3/4 = 11,25; 10 x 1/2 = 5; 10 x 1/2 = 5; 10 x 4/5 = 8
    assert [b.poin for b in butir] == [20, 11, 15, 5, 10, 10, 5, 8]
    assert total(butir) == 84
    assert butir[0].baris == "+20 terdaftar DTKS (validasi 12 Okt 2026)"
    assert butir[1].baris == "+11 3 tanggungan (penuh pada 4)"


def test_nothing_known_gives_no_points_but_says_why():
    butir = reckon(SEMUA, Fakta(modal=1))
    assert total(butir) == 0
    assert "+0 tidak terdaftar DTKS" in [b.baris for b in butir]
    assert "+0 sudah pernah menerima modal" in [b.baris for b in butir]


def test_more_than_the_whole_counts_as_the_whole():
    assert reckon(SEMUA[1:2], Fakta(tanggungan=9))[0].poin == 15


def test_the_version_changes_with_any_criterion():
    lain = [Ukuran("dtks", "DTKS", 21, "dtks"), *SEMUA[1:]]
    assert version_of(SEMUA) == version_of(list(SEMUA))
    assert version_of(SEMUA) != version_of(lain)


def test_an_assessment_keeps_the_words_and_the_criteria_of_its_day(db):
    rumah = RumahFactory(dtks=True)
    ValidasiDtks.objects.create(
        rumah=rumah, hasil="terdaftar", sumber="dtsen", tanggal=dt.date(2026, 10, 12)
    )
    AnggotaRumahFactory(rumah=rumah, hubungan="anak", kerja="sekolah")
    AnggotaRumahFactory(rumah=rumah, hubungan="anak", kerja="bekerja")
    hibah = usul(PaketFactory(), PenggunaFactory(), rumah=rumah, kesiapan=5)
    lama = assess_hibah(hibah, by=PenggunaFactory())
    assert lama.skor == 20 + 4 + 10
    assert lama.rincian[0]["baris"] == "+20 terdaftar DTKS (validasi 12 Okt 2026)"
    KriteriaHibah.objects.filter(kode="dtks").update(bobot=50)
    baru = assess_hibah(hibah, by=PenggunaFactory())
    lama.refresh_from_db()
    assert (lama.skor, baru.skor) == (34, 64)
    assert lama.versi != baru.versi
    with pytest.raises(DatabaseError), transaction.atomic():
        PenilaianHibah.objects.filter(pk=lama.pk).update(skor=99)
