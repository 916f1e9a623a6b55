"""Media leave when the host says so; people and files leave when their time is over."""

import datetime as dt

import pytest
from django.utils import timezone

from luna_maya.izin import izin_of
from luna_maya.models import Catatan, PersetujuanTuanRumah
from luna_maya.retensi_catatan import drop_catatan, drop_media
from luna_maya.services.catatan import Berkas
from pesan.models import BukuHapus, Lampiran
from tests.luna_maya.pabrik_catatan import allow, going_on, jpg, make_catatan, ogg

pytestmark = pytest.mark.django_db


def left():
    return sorted(Lampiran.objects.filter(status="ada").values_list("jenis", flat=True))


def test_a_host_who_takes_pictures_back_keeps_the_words_and_loses_the_pictures():
    kunjungan = going_on()
    make_catatan(kunjungan, berkas=Berkas(foto=[jpg()], suara=[ogg()]))
    allow(kunjungan, suara=True)
    for _ in range(2):
        drop_media(kunjungan, izin_of(kunjungan))
    assert left() == ["suara"]
    PersetujuanTuanRumah.objects.create(
        kunjungan=kunjungan, jawaban="cabut", cara="chat", versi="uji",
        untuk_mulai_at=kunjungan.mulai_at,
    )  # fmt: skip
    drop_media(kunjungan, izin_of(kunjungan))
    assert left() == []
    assert Catatan.objects.get().isi
    assert BukuHapus.objects.filter(kelas="catatan_media").count() == 2


def test_people_are_forgotten_after_a_year_and_files_after_two(settings):
    make_catatan(pihak="Pak Durahman", berkas=Berkas(foto=[jpg()]))
    now = timezone.now()
    assert drop_catatan(now) == {"catatan_orang": 0, "catatan_berkas": 0}
    assert drop_catatan(now + dt.timedelta(days=366)) == {"catatan_orang": 1, "catatan_berkas": 0}
    assert Catatan.objects.get().pihak == ""
    assert left() == ["foto"]
    assert drop_catatan(now + dt.timedelta(days=731)) == {"catatan_orang": 0, "catatan_berkas": 1}
    assert left() == []
