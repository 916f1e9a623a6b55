"""Rounds of the survey of trust and activities for tests."""

import datetime as dt

from luna_maya.models import JawabanPercaya, SurveiPercaya
from luna_maya.services.survei import Masukan, draft_survei, open_survei, record_jawaban, today_of
from tests.factories import WilayahFactory
from tests.luna_maya.pabrik import UTARA

SKALA = ("kedekatan", "didengar", "berani", "memiliki", "lingkungan", "ikut")
KETUA = (*SKALA, "koordinasi", "mengorganisir")


def kode_rt(rw, rt, di=UTARA):
    return f"{di}.{rw:02d}.{rt:02d}"


def make_survei(di=UTARA, gelombang="sebelum", putaran="2026", rt=((1, 1), (1, 2)), **lain):
    """An open round of a kelurahan with these RTs (rw, rt)."""
    kelurahan = WilayahFactory(kode=di)
    for satu in rt:
        WilayahFactory(kode=kode_rt(*satu, di=di))
    hari = today_of(SurveiPercaya(wilayah=kelurahan))
    awal = {"buka": hari, "tutup": hari + dt.timedelta(days=14), "by": None} | lain
    survei = draft_survei(kelurahan, putaran=putaran, gelombang=gelombang, **awal)
    return open_survei(survei, by=None)


def isian(nilai=4, kelompok="warga", **lain):
    """Every question answered alike."""
    return {satu: str(nilai) for satu in (KETUA if kelompok == "ketua" else SKALA)} | lain


def jawab(survei, *nilai, rt=(1, 1), kelompok="warga", cara=JawabanPercaya.Cara.TAUTAN, **lain):
    """One person an entry of `nilai`, from this RT."""
    for satu in nilai:
        record_jawaban(
            survei,
            Masukan(
                wilayah=kode_rt(*rt, di=survei.wilayah_id), kelompok=kelompok, cara=cara,
                isian=isian(satu, kelompok, **lain),
            ),
        )  # fmt: skip
