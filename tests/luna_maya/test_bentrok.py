"""Nobody is at two visits at once: the database refuses it, whoever is first."""

import threading

import pytest
from django.db import connection

from luna_maya.models import Kunjungan
from luna_maya.services.kunjungan import (
    Bentrok,
    LangkahTerlarang,
    cancel_kunjungan,
    move_kunjungan,
    reschedule_kunjungan,
)
from tests.luna_maya.pabrik import (
    RT,
    UTARA,
    make_kendaraan,
    make_kunjungan,
    make_lurah,
    make_tuan_rumah,
    malam,
)

S = Kunjungan.Status


@pytest.mark.django_db
def test_a_night_passes_midnight_and_the_months_end():
    kunjungan = make_kunjungan(mulai_at=malam().replace(month=12, day=31))
    assert kunjungan.selesai_at.astimezone(kunjungan.mulai_at.tzinfo).day == 1
    assert kunjungan.wilayah_id == RT
    assert kunjungan.riwayat.get().apa == "Direncanakan"


@pytest.mark.django_db
def test_the_lurah_cannot_be_at_two_places():
    lurah = make_lurah()
    make_kunjungan(lurah=lurah)
    with pytest.raises(Bentrok, match="Lurah"):
        make_kunjungan(lurah=lurah, tuan_rumah=make_tuan_rumah("Warung Acil Imah"),
                       mulai_at=malam(jam=23))  # fmt: skip
    assert Kunjungan.objects.count() == 1


@pytest.mark.django_db
def test_a_visit_may_begin_when_the_last_one_ends():
    lurah = make_lurah()
    pertama = make_kunjungan(lurah=lurah)
    make_kunjungan(lurah=lurah, mulai_at=pertama.selesai_at)
    assert Kunjungan.objects.count() == 2


@pytest.mark.django_db
def test_a_vehicle_and_a_host_are_taken_once():
    motor, rumah = make_kendaraan(), make_tuan_rumah()
    make_kunjungan(kendaraan=motor, tuan_rumah=rumah)
    with pytest.raises(Bentrok, match="Kendaraan"):
        make_kunjungan(kendaraan=motor, tuan_rumah=make_tuan_rumah("Lain"))
    with pytest.raises(Bentrok, match="Tuan rumah"):
        make_kunjungan(tuan_rumah=rumah)


@pytest.mark.django_db
def test_a_cancelled_visit_frees_its_time_and_keeps_its_history():
    lurah = make_lurah()
    pertama = make_kunjungan(lurah=lurah)
    cancel_kunjungan(pertama, alasan="Keluarga sedang berduka.", by=lurah)
    make_kunjungan(lurah=lurah, tuan_rumah=pertama.tuan_rumah)
    pertama.refresh_from_db()
    assert [satu.apa for satu in pertama.riwayat.all()] == ["Direncanakan", "Dibatalkan"]
    with pytest.raises(LangkahTerlarang):
        move_kunjungan(pertama, to=S.PASTI, by=lurah)


@pytest.mark.django_db
def test_a_moved_visit_waits_for_its_host_again():
    kunjungan = make_kunjungan()
    move_kunjungan(kunjungan, to=S.PASTI, by=kunjungan.lurah)
    baru = malam(hari=4)
    kunjungan = reschedule_kunjungan(
        kunjungan, mulai_at=baru, selesai_at=baru.replace(hour=22), alasan="Hujan", by=None
    )
    assert kunjungan.status == S.RENCANA
    langkah = kunjungan.riwayat.last()
    assert (langkah.dari_mulai_at, langkah.ke_mulai_at) == (malam(), baru)


def test_two_people_plan_the_same_evening_at_the_same_instant(nyata):
    lurah = make_lurah()
    rumah = [make_tuan_rumah(f"Keluarga {n}", di=f"{UTARA}.01.0{n}") for n in (1, 2)]
    mulai, hasil = threading.Barrier(2), []

    def plan(satu):
        mulai.wait()
        try:
            make_kunjungan(lurah=lurah, tuan_rumah=satu)
            hasil.append("jadi")
        except Bentrok:
            hasil.append("bentrok")
        finally:
            connection.close()

    benang = [threading.Thread(target=plan, args=(satu,)) for satu in rumah]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    assert sorted(hasil) == ["bentrok", "jadi"]
    assert Kunjungan.objects.count() == 1
