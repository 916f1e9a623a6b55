"""Rumah Mandiri: consent to be named, the month's frozen ranking, rewards, ambassadors."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.core import signing
from django.db import transaction
from django.utils import timezone

from ekonomi.kpi.mandiri import hitung_skor
from ekonomi.models import (
    Duta,
    Hadiah,
    PemberianHadiah,
    PeringkatBulan,
    PersetujuanTampil,
    Program,
    Rumah,
)
from ekonomi.persetujuan_tampil import VERSI
from pesan.models import Kontak, Lampiran
from pesan.penghapus import erase_lampiran
from wilayah.models import Pengguna

DUTA_MAKS = 10  # families (seed, section 14)
_GARAM = "persetujuan-tampil"
Untuk = PersetujuanTampil.Untuk


class MandiriKeliru(ValueError):  # noqa: N818 - the domain's word
    """What cannot be done, and why, for who asked for it."""


@transaction.atomic
def agree_tampil(
    rumah: Rumah, *, untuk: str, nama_tampil: str, cara: str, by: Pengguna | None
) -> PersetujuanTampil:
    """Record that a household wants to be named; the same again gives the row in force.

    Raises MandiriKeliru without a name to show.
    """
    rumah = Rumah.objects.select_for_update().get(pk=rumah.pk)
    if not nama_tampil.strip():
        raise MandiriKeliru("Tulis nama yang mau ditampilkan, misalnya “Keluarga Bu Sri”.")
    ada = PersetujuanTampil.objects.filter(rumah=rumah, untuk=untuk, dicabut_at__isnull=True)
    lama = ada.first()
    if lama is not None and lama.nama_tampil == nama_tampil.strip():
        return lama
    if lama is not None:
        withdraw_tampil(lama, cara="diganti persetujuan baru")
    return PersetujuanTampil.objects.create(
        rumah=rumah, untuk=untuk, versi=VERSI, nama_tampil=nama_tampil.strip(), cara=cara, by=by,
        diberi_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def withdraw_tampil(persetujuan: PersetujuanTampil, *, cara: str) -> PersetujuanTampil:
    """Take a consent back: the name is gone from every page at once, story and photo are erased.

    Withdrawing twice changes nothing.
    """
    persetujuan = PersetujuanTampil.objects.select_for_update().get(pk=persetujuan.pk)
    if persetujuan.dicabut_at is not None:
        return persetujuan
    persetujuan.dicabut_at, persetujuan.dicabut_cara = timezone.now(), cara[:60]
    persetujuan.save(update_fields=["dicabut_at", "dicabut_cara"])
    duta = Duta.objects.select_for_update().filter(persetujuan=persetujuan).first()
    if duta is not None:
        _empty_duta(duta)
    return persetujuan


def _empty_duta(duta: Duta) -> None:
    foto = duta.foto
    duta.cerita, duta.foto, duta.tampil_foto = "", None, False
    duta.sampai = duta.sampai or max(timezone.localdate(), duta.sejak)
    duta.save(update_fields=["cerita", "foto", "tampil_foto", "sampai"])
    if foto is not None:
        erase_lampiran([foto])


@transaction.atomic
def withdraw_of_kontak(kontak: Kontak, *, cara: str) -> int:
    """Take back every consent of the households this contact belongs to; gives how many."""
    milik = PersetujuanTampil.objects.filter(dicabut_at__isnull=True)
    rows = milik.filter(rumah__kontak=kontak) | milik.filter(rumah__anggota__kontak=kontak)
    daftar = list(rows.distinct())
    for satu in daftar:
        withdraw_tampil(satu, cara=cara)
    return len(daftar)


def sign_persetujuan(persetujuan: PersetujuanTampil) -> str:
    """The secret part of the household's own address to withdraw at."""
    return signing.dumps(persetujuan.pk, salt=_GARAM)


def read_persetujuan(tanda: str) -> PersetujuanTampil | None:
    """The consent of such an address, or None."""
    try:
        pk = signing.loads(tanda, salt=_GARAM)
    except signing.BadSignature:
        return None
    found: PersetujuanTampil | None = PersetujuanTampil.objects.filter(pk=pk).first()
    return found


@transaction.atomic
def freeze_peringkat(program: Program, bulan: date) -> int:
    """Freeze the ranking of a month that is over; gives how many households, 0 if it was done.

    Raises MandiriKeliru while the month still runs.
    """
    bulan = bulan.replace(day=1)
    akhir = bulan + relativedelta(months=1) - timedelta(days=1)
    if akhir >= timezone.localdate():
        raise MandiriKeliru("Bulannya belum selesai.")
    program = Program.objects.select_for_update().get(pk=program.pk)
    if PeringkatBulan.objects.filter(program=program, bulan=bulan).exists():
        return 0
    baris = [
        PeringkatBulan(
            program=program, bulan=bulan, rumah_id=skor.rumah, urutan=n, skor=skor.nilai,
            rincian=skor.rincian(),
        )
        for n, skor in enumerate(hitung_skor(program, akhir), start=1)
    ]  # fmt: skip
    return len(PeringkatBulan.objects.bulk_create(baris))


@transaction.atomic
def give_hadiah(
    hadiah: Hadiah, rumah: Rumah, *, bulan: date, by: Pengguna, pada: date | None = None,
    tanda_terima: Lampiran | None = None, catatan: str = "",
) -> PemberianHadiah:  # fmt: skip
    """Hand a reward to a household of that month's ranking, as long as there are some left.

    Raises MandiriKeliru: none left, over, not in the ranking, or given already.
    """
    hadiah = Hadiah.objects.select_for_update().get(pk=hadiah.pk)
    pada = pada or timezone.localdate()
    sudah = hadiah.pemberian.count()
    if sudah >= hadiah.kuota:
        raise MandiriKeliru(f"Kuota {hadiah.nama} sudah habis ({sudah} dari {hadiah.kuota}).")
    if hadiah.berlaku_sampai is not None and pada > hadiah.berlaku_sampai:
        raise MandiriKeliru("Masa pemberian hadiah ini sudah lewat.")
    bulan = bulan.replace(day=1)
    if not PeringkatBulan.objects.filter(
        program=hadiah.program_id, bulan=bulan, rumah=rumah
    ).exists():
        raise MandiriKeliru("Rumah ini tidak ada di peringkat bulan itu.")
    if hadiah.pemberian.filter(rumah=rumah).exists():
        raise MandiriKeliru("Rumah ini sudah menerima hadiah itu.")
    return PemberianHadiah.objects.create(
        hadiah=hadiah, rumah=rumah, bulan=bulan, diberikan_pada=pada, tanda_terima=tanda_terima,
        catatan=catatan.strip(), by=by,
    )  # fmt: skip


@transaction.atomic
def appoint_duta(
    program: Program, persetujuan: PersetujuanTampil, *, cerita: str, by: Pengguna,
    foto: Lampiran | None = None, tampil_foto: bool = False, sejak: date | None = None,
) -> Duta:  # fmt: skip
    """Make a family an ambassador; ten at a time.

    Raises MandiriKeliru without a consent for this in force, or when there are ten.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    if persetujuan.untuk != Untuk.DUTA or persetujuan.dicabut_at is not None:
        raise MandiriKeliru("Keluarga ini belum setuju menjadi duta, atau sudah mencabutnya.")
    berlaku = Duta.objects.filter(program=program, sampai__isnull=True)
    if berlaku.filter(rumah=persetujuan.rumah_id).exists():
        raise MandiriKeliru("Keluarga ini sudah menjadi duta.")
    if berlaku.count() >= DUTA_MAKS:
        raise MandiriKeliru(f"Sudah ada {DUTA_MAKS} duta. Akhiri salah satunya dulu.")
    return Duta.objects.create(
        program=program, rumah_id=persetujuan.rumah_id, persetujuan=persetujuan,
        cerita=cerita.strip(), foto=foto, tampil_foto=tampil_foto and foto is not None,
        sejak=sejak or timezone.localdate(), by=by,
    )  # fmt: skip


def nama_umum(wilayah_id: str) -> str:
    """What stands in public for a household that did not agree: "Rumah mandiri di RW 02"."""
    bagian = str(wilayah_id).split(".")
    return f"Rumah mandiri di RW {bagian[4]}" if len(bagian) > 4 else "Rumah mandiri"
