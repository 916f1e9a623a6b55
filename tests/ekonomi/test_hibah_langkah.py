"""From the proposal to two approvals: who may, how often, how much."""

import pytest
from django.db import IntegrityError, transaction

from ekonomi.models import Hibah, Komitmen, KriteriaHibah
from ekonomi.services.anggaran import left_on
from ekonomi.services.hibah.catat import HibahDitolak
from ekonomi.services.hibah.setuju import approve_hibah
from ekonomi.services.hibah.usul import assess_hibah, cancel_hibah, propose_hibah, reject_hibah
from pesan.models import PesanKeluar
from tests.ekonomi.pabrik import RumahFactory, UsahaFactory
from tests.ekonomi.pabrik_hibah import PaketFactory, PosFactory, setuju, usul
from tests.factories import KontakFactory, PenggunaFactory

TAMAN, PANDEAN = "35.77.03.1009", "35.77.03.1002"


@pytest.fixture
def fasil(db):
    return PenggunaFactory(peran="fasilitator", di=TAMAN)


@pytest.fixture
def lurah(db):
    return PenggunaFactory(peran="lurah", di=TAMAN)


@pytest.fixture
def moderator(db):
    return PenggunaFactory(peran="moderator", di=TAMAN)


def test_two_people_who_did_not_propose_it_approve_and_the_money_is_set_aside(
    fasil, lurah, moderator
):
    hibah = setuju(usul(PaketFactory(), fasil), fasil, moderator, lurah)
    assert hibah.status == "disetujui"
    assert {hibah.disetujui_oleh_1, hibah.disetujui_oleh_2} == {moderator, lurah}
    assert Komitmen.objects.get(kunci=f"hibah:{hibah.pk}").jumlah == 2_000_000
    assert left_on(hibah.paket.pos) == 98_000_000
    assert [r.ke for r in hibah.riwayat.all()] == [
        "diusulkan", "dinilai", "dinilai", "disetujui",
    ]  # fmt: skip


def test_one_person_cannot_be_both_and_the_proposer_none(fasil, lurah, moderator):
    hibah = usul(PaketFactory(), moderator)
    assess_hibah(hibah, by=fasil)
    with pytest.raises(HibahDitolak, match="dua orang lain"):
        approve_hibah(hibah, by=moderator)
    approve_hibah(hibah, by=lurah)
    with pytest.raises(HibahDitolak, match="orang lain"):
        approve_hibah(hibah, by=lurah)
    assert Hibah.objects.get().status == "dinilai"


def test_the_database_holds_it_too(fasil, lurah, moderator):
    hibah = setuju(usul(PaketFactory(), fasil), fasil, moderator, lurah)
    for isi in (
        {"disetujui_oleh_2": moderator}, {"disetujui_oleh_1": fasil}, {"disetujui_oleh_2": None},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Hibah.objects.filter(pk=hibah.pk).update(**isi)


def test_a_facilitator_or_a_neighbours_lurah_cannot_approve(fasil):
    hibah = usul(PaketFactory(), fasil)
    assess_hibah(hibah, by=fasil)
    for peran, di in (("fasilitator", TAMAN), ("lurah", PANDEAN), ("data_officer", "35.77")):
        with pytest.raises(HibahDitolak, match="lurah dan moderator"):
            approve_hibah(hibah, by=PenggunaFactory(peran=peran, di=di))


def test_the_same_thing_twice_is_refused_until_the_first_was_refused(fasil):
    rumah = RumahFactory()
    satu = usul(PaketFactory(kode_barang="gerobak"), fasil, rumah=rumah)
    lain = PaketFactory(kode_barang="gerobak", pos=satu.paket.pos)
    with pytest.raises(HibahDitolak, match="barang yang sama"):
        usul(lain, fasil, rumah=rumah)
    reject_hibah(satu, alasan="Belum ada tempat usaha.", by=fasil)
    assert usul(lain, fasil, rumah=rumah).status == "diusulkan"
    assert usul(PaketFactory(kode_barang="oven", pos=satu.paket.pos), fasil, rumah=rumah).pk


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nilai": 999_999}, "di luar batas paket"),
        ({"nilai": 3_000_001}, "di luar batas paket"),
        ({"cara": "barang"}, "cara itu"),
    ],
)
def test_a_value_or_way_outside_the_package_is_named(fasil, isi, kata):
    with pytest.raises(HibahDitolak, match=kata):
        usul(PaketFactory(), fasil, **isi)


def test_a_closed_package_a_household_elsewhere_or_gone_and_a_strange_business(fasil):
    paket = PaketFactory()
    with pytest.raises(HibahDitolak, match="ditutup"):
        usul(PaketFactory(dibuka=False), fasil)
    with pytest.raises(HibahDitolak, match="di luar wilayah"):
        usul(paket, fasil, rumah=RumahFactory(di="35.77.03.1002.01.01"))
    with pytest.raises(HibahDitolak, match="tidak aktif"):
        usul(paket, fasil, rumah=RumahFactory(status="pindah"))
    with pytest.raises(HibahDitolak, match="bukan milik"):
        propose_hibah(
            paket=paket, rumah=RumahFactory(), nilai=2_000_000, cara="tunai", rencana="x",
            usaha=UsahaFactory(rumah=RumahFactory()), by=fasil,
        )  # fmt: skip
    assert not Hibah.objects.exists()


def test_a_package_outside_the_rules_bounds_is_refused_by_the_database(db):
    for isi in ({"nilai_min": 900_000}, {"nilai_maks": 3_500_000}, {"kuota": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaketFactory(**isi)


def test_the_quota_of_a_package_ends_it(fasil, lurah, moderator):
    paket = PaketFactory(kuota=1)
    setuju(usul(paket, fasil), fasil, moderator, lurah)
    dua = usul(paket, fasil)
    with pytest.raises(HibahDitolak, match="Kuota paket"):
        setuju(dua, fasil, moderator, lurah)


def test_approval_beyond_the_lines_money_is_refused_and_nothing_is_half_done(
    fasil, lurah, moderator
):
    paket = PaketFactory(pos=PosFactory(jumlah=3_000_000))
    setuju(usul(paket, fasil), fasil, moderator, lurah)
    dua = usul(paket, fasil)
    with pytest.raises(HibahDitolak, match=r"sisa yang boleh dipakai Rp 1\.000\.000"):
        setuju(dua, fasil, moderator, lurah)
    dua.refresh_from_db()
    assert (dua.status, dua.disetujui_oleh_2) == ("dinilai", None)


def test_a_cancelled_grant_gives_its_money_back(fasil, lurah, moderator):
    hibah = setuju(usul(PaketFactory(), fasil), fasil, moderator, lurah)
    cancel_hibah(hibah, alasan="Pindah sebelum diserahkan.", by=lurah)
    assert left_on(hibah.paket.pos) == 100_000_000
    with pytest.raises(HibahDitolak, match="tidak sedang menunggu"):
        approve_hibah(hibah, by=moderator)


def test_a_new_assessment_takes_the_first_approval_back(fasil, lurah, moderator):
    hibah = usul(PaketFactory(), fasil)
    assess_hibah(hibah, by=fasil)
    approve_hibah(hibah, by=moderator)
    assess_hibah(hibah, kesiapan=1, by=fasil)
    assert approve_hibah(hibah, by=lurah).status == "dinilai"


def test_without_criteria_or_with_a_readiness_of_six_nothing_is_scored(fasil):
    hibah = usul(PaketFactory(), fasil)
    with pytest.raises(HibahDitolak, match="0 sampai 5"):
        assess_hibah(hibah, kesiapan=6, by=fasil)
    KriteriaHibah.objects.update(aktif=False)
    with pytest.raises(HibahDitolak, match="belum punya kriteria"):
        assess_hibah(hibah, by=fasil)


def test_a_refused_household_reads_why_and_how_to_object(fasil):
    rumah = RumahFactory(kontak=KontakFactory())
    hibah = usul(PaketFactory(), fasil, rumah=rumah)
    with pytest.raises(HibahDitolak, match="alasan"):
        reject_hibah(hibah, alasan="  ", by=fasil)
    reject_hibah(hibah, alasan="Usahanya belum jalan.", by=fasil)
    pesan = PesanKeluar.objects.get(templat="hibah_ditolak")
    assert "Usahanya belum jalan." in pesan.badan
    assert hibah.kode in pesan.badan


def test_a_household_of_another_programme_area_never_appears(fasil):
    usul(PaketFactory(), fasil)
    assert not Hibah.objects.visible_to(PenggunaFactory(peran="lurah", di=PANDEAN)).exists()
    assert Hibah.objects.visible_to(fasil).count() == 1
