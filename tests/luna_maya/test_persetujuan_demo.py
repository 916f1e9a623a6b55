"""The demo's hosts answered, two invitations wait, one was declined; safe to load again."""

import pytest

from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.luna import load_kunjungan
from dasbor.demo.luna_persetujuan import load_persetujuan
from luna_maya.models import Kunjungan, PersetujuanTuanRumah, Undangan

pytestmark = pytest.mark.django_db


def test_each_agreed_visit_has_an_answer_and_children_are_never_shown_without_their_guardian():
    load_akun()
    load_rtrw()
    load_kunjungan()
    assert load_persetujuan() > 3
    assert load_persetujuan() == 0
    setuju = Kunjungan.objects.filter(
        jenis__perlu_persetujuan=True, status__in=["pasti", "berlangsung", "selesai"]
    )
    assert PersetujuanTuanRumah.objects.count() == setuju.count()
    anak = PersetujuanTuanRumah.objects.filter(ada_anak=True, wali_setuju=False)
    assert not anak.filter(izin_foto=True).exists()
    keadaan = Undangan.objects.values_list("status", flat=True)
    assert sorted(keadaan) == ["baru", "baru", "ditolak"]
