"""Requests on the desk: taken in hand, answered, ended."""

from pesan.models import PesanKeluar
from ruko_parsel.models import Permintaan
from ruko_parsel.services.tanggapan import (
    approve_tanggapan,
    draft_tanggapan,
    send_tanggapan,
    submit_tanggapan,
)
from ruko_parsel.services.telaah import finish_permintaan, take_permintaan
from tests.factories import KontakFactory
from tests.ruko_parsel.pabrik import make_permintaan


def reloaded(satu):
    return type(satu).objects.get(pk=satu.pk)


def make_ditelaah(petugas, /, **lain):
    return take_permintaan(make_permintaan(**lain), by=petugas)


def make_warga(**lain):
    """A resident's request, with somebody to write to."""
    return make_permintaan(
        kontak=KontakFactory(), saluran=Permintaan.Saluran.WEB, pemohon=None, **lain
    )


def make_disetujui(permintaan, *, penyusun, pemeriksa):
    draf = draft_tanggapan(
        permintaan, perihal="Cara mencatat sisa kas", isi="Catat sebagai SiLPA.", by=penyusun
    )
    return approve_tanggapan(submit_tanggapan(draf, by=penyusun), by=pemeriksa)


def answer(permintaan, *, penyusun, pemeriksa):
    draf = make_disetujui(permintaan, penyusun=penyusun, pemeriksa=pemeriksa)
    return send_tanggapan(draf, by=penyusun)


def make_selesai(petugas, camat, /, **lain):
    satu = make_ditelaah(petugas, **lain)
    answer(satu, penyusun=petugas, pemeriksa=camat)
    return finish_permintaan(satu, hasil="Laporan sudah benar.", by=petugas)


def messages_to(orang, templat=None):
    """Bodies owed to this user or contact, the oldest first."""
    siapa = {"kontak": orang} if orang.__class__.__name__ == "Kontak" else {"pengguna": orang}
    rows = PesanKeluar.objects.filter(**siapa).order_by("pk")
    return [p.badan for p in (rows.filter(templat=templat) if templat else rows)]
