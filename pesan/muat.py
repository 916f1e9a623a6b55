"""Loading what the messages need: the texts that ship, and numbers for the demo."""

import csv
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pesan.models import NomorKanal, TemplatPesan
from pesan.models.kanal import Saluran
from pesan.nomor import forget_numbers
from pesan.services.templat import forget_templat
from wilayah.models import Wilayah

BERKAS = Path(settings.BASE_DIR) / "fixtures" / "templat_pesan.csv"
# Notices of the office itself: the stand-in of the demo approves them, as Meta would by review.
AWALAN_NOMOR_DEMO = "+62 800-0000-"  # 0800 is no mobile number
_DISETUJUI_DEMO = (
    "notif_",
    "minta_konfirmasi",
    "ditugaskan",
    "dialihkan",
    "dari_petugas",
    "ditutup_",
    "surat_terbit",
    "surat_diterima",
    "surat_dikembalikan",
    "surat_dicabut",
    "pelatihan_",
    "pasar_",
    "toko_",
    "omzet_",
    "survei_",
    "luna_",
)
_BERKAS_DEMO = (
    "surat_terbit",
    "surat_diterima",
    "pelatihan_sertifikat",
)  # approved with a document at their head


@transaction.atomic
def load_templat(berkas: Path = BERKAS) -> dict[str, int]:
    """Load the general templates; safe to repeat. Gives how many are new, changed, kept, the same.

    A changed text becomes a new version, unless staff have written the version in use ("kept").
    """
    jumlah = {"baru": 0, "berubah": 0, "tetap": 0, "sama": 0}
    with berkas.open(encoding="utf-8", newline="") as isi:
        for baris in csv.DictReader(isi):
            jumlah[_load_one(baris)] += 1
    forget_templat()
    return jumlah


def _load_one(baris: dict[str, str]) -> str:
    kunci = {"kode": baris["kode"], "saluran": baris["saluran"], "wilayah": None}
    badan, keterangan = baris["badan"].strip(), baris["keterangan"].strip()
    sekarang = (
        TemplatPesan.objects.filter(kode=kunci["kode"], saluran=kunci["saluran"], wilayah=None)
        .order_by("-aktif", "-versi")
        .first()
    )
    if sekarang is None:
        TemplatPesan.objects.create(**kunci, badan=badan, keterangan=keterangan)
        return "baru"
    if sekarang.by_id is not None:
        return "tetap"
    if sekarang.badan == badan and sekarang.keterangan == keterangan:
        return "sama"
    TemplatPesan.objects.filter(**kunci, aktif=True).update(aktif=False)
    TemplatPesan.objects.create(
        **kunci,
        badan=badan,
        keterangan=keterangan,
        nama_meta=sekarang.nama_meta,
        berkas_meta=sekarang.berkas_meta,
        versi=sekarang.versi + 1,
    )
    return "berubah"


@transaction.atomic
def load_demo_nomor() -> int:
    """A WhatsApp number with random secrets for each kelurahan and desa in service; safe to repeat.

    Raises RuntimeError outside demo mode. Gives how many were made.
    """
    if not settings.DEMO:
        raise RuntimeError("nomor demo hanya dibuat dengan HAI_LURAH_DEMO=1")
    dibuat = 0
    for urut, wilayah in enumerate(Wilayah.objects.in_service().kelurahan().order_by("kode")):
        _nomor, baru = NomorKanal.objects.get_or_create(
            saluran=Saluran.WHATSAPP,
            nomor_id="9" + wilayah.kode.replace(".", ""),
            defaults={
                "wilayah": wilayah,
                "tampilan": f"{AWALAN_NOMOR_DEMO}{urut:04d}",
                "app_secret": secrets.token_hex(16),
                "verify_token": secrets.token_urlsafe(16),
                "access_token": secrets.token_urlsafe(32),
            },
        )
        dibuat += baru
    for awalan in _DISETUJUI_DEMO:
        for templat in TemplatPesan.objects.filter(
            kode__startswith=awalan, nama_meta="", aktif=True
        ):
            templat.nama_meta = templat.kode
            templat.berkas_meta = templat.kode in _BERKAS_DEMO
            templat.save(update_fields=["nama_meta", "berkas_meta"])
    forget_numbers()
    forget_templat()
    return dibuat
