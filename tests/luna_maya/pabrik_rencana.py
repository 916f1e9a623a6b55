"""A small kelurahan to plan in: three RTs in two RW, hosts, a lurah."""

import datetime as dt

from luna_maya.services.usulan import Permintaan, make_usulan
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import UTARA, WITA, jenis, make_lurah, make_tuan_rumah
from wilayah.models import Wilayah

RT_A, RT_B, RT_C = (f"{UTARA}.{akhir}" for akhir in ("01.01", "01.02", "02.01"))


class Kampung:
    """`with_host`: which of the three have somebody to receive the lurah."""

    def __init__(self, with_host=(RT_A, RT_B, RT_C)):
        for rt in (RT_A, RT_B, RT_C):
            WilayahFactory(kode=rt)
        self.kelurahan = Wilayah.objects.get(pk=UTARA)
        self.lurah = make_lurah()
        self.tuan = {rt: make_tuan_rumah(f"Keluarga {rt[-5:]}", di=rt, kesediaan="ya")
                     for rt in with_host}  # fmt: skip

    @property
    def besok(self):
        return dt.datetime.now(WITA).date() + dt.timedelta(days=1)

    def minta(self, kode="ngobrol", hari=1, banyak=None):
        return Permintaan(jenis(kode), self.besok + dt.timedelta(days=hari - 1), banyak)

    def susun(self, by=None, **lain):
        """A run; gives its proposals in order."""
        susunan = make_usulan(self.kelurahan, self.minta(**lain), by=by or self.lurah)
        return list(susunan.usul.order_by("urut"))
