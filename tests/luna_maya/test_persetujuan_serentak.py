"""A host takes consent back at the very instant in which somebody else acts on it."""

from django.utils import timezone

from luna_maya.izin import izin_of
from luna_maya.models import Dokumentasi, Kunjungan, PersetujuanTuanRumah
from luna_maya.services.dokumentasi import state_orang
from luna_maya.services.jalan import start_kunjungan
from luna_maya.services.kunjungan import LangkahTerlarang
from luna_maya.services.persetujuan import withdraw_persetujuan
from tests.luna_maya.pabrik_dokumentasi import make_foto, make_selesai
from tests.luna_maya.pabrik_persetujuan import TAUTAN, make_agreed
from tests.serentak import at_once

CABUT = PersetujuanTuanRumah.Jawaban.CABUT


def test_a_visit_whose_host_withdraws_while_it_begins_is_called_off(nyata):
    kunjungan = make_agreed()
    kini = max(timezone.now(), kunjungan.mulai_at)
    hasil = at_once(
        lambda: start_kunjungan(kunjungan, by=kunjungan.lurah, now=kini),
        lambda: withdraw_persetujuan(kunjungan, TAUTAN),
        lambda: withdraw_persetujuan(kunjungan, TAUTAN),
    )
    galat = [satu for satu in hasil if isinstance(satu, Exception)]
    assert all(isinstance(satu, LangkahTerlarang) for satu in galat)
    assert len(galat) <= 1  # only the start may come too late
    kunjungan.refresh_from_db()
    assert kunjungan.status == Kunjungan.Status.BATAL
    assert PersetujuanTuanRumah.objects.filter(jawaban=CABUT).count() == 1


def test_a_photo_stated_while_its_host_withdraws_is_not_public(nyata):
    kunjungan = make_selesai()
    foto = make_foto(kunjungan)
    at_once(
        lambda: state_orang(foto, Dokumentasi.Pernyataan.KOSONG, by=kunjungan.lurah),
        lambda: withdraw_persetujuan(kunjungan, TAUTAN),
    )
    assert not izin_of(kunjungan).may_tampil
    assert not Dokumentasi.objects.public().exists()
