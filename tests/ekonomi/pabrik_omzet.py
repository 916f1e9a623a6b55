"""Months, cards, mentors and surveys for tests."""

import datetime as dt
import uuid

from django.utils import timezone

from ekonomi.models import (
    Keikutsertaan,
    KunjunganPendamping,
    Mentor,
    Pendampingan,
    Pengukuran,
)
from ekonomi.services.omzet import Asal, record_omzet
from ekonomi.services.survei import draft_survei, open_survei
from ekonomi.services.tingkat import add_bukti
from tests.ekonomi.pabrik import ProgramFactory, RumahFactory, UsahaFactory
from tests.factories import wilayah_of

RT = "35.77.03.1009.02.03"


def bulan_lalu(n=1):
    """The first of the month n months ago."""
    hari = timezone.localdate().replace(day=1)
    for _ in range(n):
        hari = (hari - dt.timedelta(days=1)).replace(day=1)
    return hari


def catat(pemilik, nilai, *, n=1, cara="fasilitator", yakin=True, **lain):
    """One month of a business or household, n months ago, taken as it is."""
    asal = Asal(
        cara, yakin=yakin, **{k: lain.pop(k) for k in ("by", "kontak", "kunci") if k in lain}
    )
    return record_omzet(pemilik, bulan=bulan_lalu(n), nilai=nilai, asal=asal, **lain)


def usaha_rumah(di=RT, **lain):
    """A business with its household."""
    return UsahaFactory(rumah=RumahFactory(di=di), **lain)


def peserta(program=None, *, di=RT, awal=None, kini=None, keluar=None):
    """A household of a programme: baseline three months ago, a figure last month, perhaps left."""
    program = program or ProgramFactory()
    usaha = usaha_rumah(di)
    Keikutsertaan.objects.create(
        program=program, rumah=usaha.rumah, masuk=program.mulai, keluar=keluar,
        alasan_keluar="pindah" if keluar else "",
    )  # fmt: skip
    if awal is not None:
        catat(usaha, awal, n=3, is_baseline=True)
    if kini is not None:
        catat(usaha, kini, n=1)
    return usaha


def mentor(di="35.77.03.1009", **lain):
    """An active mentor without a business of their own, unless given."""
    isi = {"nama": "Mentor Uji", "asal": "umkm", "sejak": dt.date(2026, 8, 1), **lain}
    return Mentor.objects.create(wilayah=wilayah_of(di), **isi)


def pasangan(usaha=None, satu=None):
    """A running pair."""
    satu = satu or mentor()
    return Pendampingan.objects.create(
        mentor=satu, usaha_mentor=satu.usaha, usaha=usaha or usaha_rumah(), tujuan="Pembukuan rapi",
        mulai=timezone.localdate() - dt.timedelta(days=60),
    )  # fmt: skip


def kunjungan(pair=None, *, hari_lalu=5, **lain):
    """A visit that found something."""
    isi = {"topik": "Catatan kas", "temuan": "Kas dicatat setiap hari.", **lain}
    return KunjunganPendamping.objects.create(
        pendampingan=pair or pasangan(), token=uuid.uuid4(),
        tanggal=timezone.localdate() - dt.timedelta(days=hari_lalu), **isi,
    )  # fmt: skip


def status_of(usaha):
    """(figure, state) of every row of a business, oldest first."""
    return list(
        Pengukuran.objects.filter(usaha=usaha).order_by("id").values_list("nilai", "status")
    )


def mark_omzet(kata, di=RT):
    """A household of a programme with all that hangs on it, each name and word marked."""
    program = ProgramFactory()
    usaha = peserta(program, di=di, awal=1_000_000, kini=1_500_000)
    usaha.nama = usaha.nama_pemilik = kata
    usaha.save()
    type(usaha.rumah).objects.filter(pk=usaha.rumah_id).update(nama_kepala=kata, nomor=kata)
    pair = pasangan(usaha, mentor(nama=kata))
    kunjungan(pair, topik=kata, temuan=kata, tindak_lanjut=kata)
    hari = timezone.localdate()
    survei = draft_survei(
        program, kode="awal", judul=kata, bulan_ke=1, buka=hari, tutup=hari, by=None
    )
    open_survei(survei)
    add_bukti(usaha, jenis="nib", pada=hari, by=None, nomor=kata[:40])
    return usaha
