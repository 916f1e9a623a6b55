"""A project from its plan to its end, and its pictures."""

from typing import Any

from django.db import transaction

from ekonomi.models import (
    DaftarUpah,
    FotoProyek,
    HariKerja,
    HariUpah,
    Pekerja,
    ProyekPadatKarya,
)
from ekonomi.services.hibah.penahan import release_unneeded
from ekonomi.services.padat_karya.catat import (
    KaryaDitolak,
    S,
    lock_proyek,
    log_proyek,
    require_status,
)
from ekonomi.services.padat_karya.dana import commit_proyek, release_proyek
from ekonomi.services.padat_karya.upah import planned_upah
from pesan.lampiran import LampiranDitolak, store_unggahan
from wilayah.kabar_rujukan import Akhir, Kabar, tell_asal
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan


@transaction.atomic
def open_pendaftaran(proyek: ProyekPadatKarya, *, by: Pengguna) -> ProyekPadatKarya:
    """Let residents register. Raises KaryaDitolak naming what the plan still lacks."""
    proyek = lock_proyek(proyek)
    require_status(proyek, S.RENCANA)
    kurang = [
        nama
        for ada, nama in (
            (proyek.pos_id, "pos anggaran"),
            (proyek.mulai, "hari pertama kerja"),
            (proyek.tempat, "tempat"),
        )
        if not ada
    ]
    if kurang:
        raise KaryaDitolak(f"Lengkapi dulu: {', '.join(kurang)}.")
    commit_proyek(proyek, planned_upah(proyek), by=by)
    proyek.status = S.PENDAFTARAN
    proyek.save(update_fields=["status", "updated_at"])
    log_proyek(proyek, "Pendaftaran dibuka", by=by)
    return proyek


@transaction.atomic
def start_proyek(proyek: ProyekPadatKarya, *, by: Pengguna) -> ProyekPadatKarya:
    """Begin the work. Raises KaryaDitolak before workers are chosen or without safety gear."""
    proyek = lock_proyek(proyek)
    require_status(proyek, S.TERPILIH)
    if not proyek.alat_pelindung:
        raise KaryaDitolak("Catat dulu alat pelindung yang tersedia untuk pekerja.")
    proyek.status = S.BERJALAN
    proyek.save(update_fields=["status", "updated_at"])
    log_proyek(proyek, "Pekerjaan dimulai", by=by)
    _tell(proyek, Kabar("Padat karya: pekerjaan dimulai.", untuk_warga=True), by)
    return proyek


@transaction.atomic
def finish_proyek(proyek: ProyekPadatKarya, *, by: Pengguna) -> ProyekPadatKarya:
    """End the work: a picture of before and one of after are there, every worked day is in a
    payroll. Raises KaryaDitolak saying what is missing.
    """
    proyek = lock_proyek(proyek)
    require_status(proyek, S.BERJALAN)
    tahap = set(proyek.foto.filter(disembunyikan=False).values_list("tahap", flat=True))
    kurang = [kata for kata in ("sebelum", "sesudah") if kata not in tahap]
    if kurang:
        raise KaryaDitolak(f"Foto {' dan '.join(kurang)} pekerjaan belum ada.")
    if unpaid_days(proyek):
        raise KaryaDitolak("Masih ada hari kerja yang belum masuk daftar upah.")
    if DaftarUpah.objects.filter(proyek=proyek, status__in=["draf", "diajukan"]).exists():
        raise KaryaDitolak("Masih ada daftar upah yang belum disetujui.")
    proyek.status = S.SELESAI
    proyek.save(update_fields=["status", "updated_at"])
    proyek.pekerja.filter(status=Pekerja.Status.TERPILIH).update(status=Pekerja.Status.SELESAI)
    release_proyek(proyek, by=by, alasan="Pekerjaan selesai.")
    _release_people(proyek)
    log_proyek(proyek, "Pekerjaan selesai", by=by)
    kabar = Kabar("Padat karya: pekerjaan selesai.", untuk_warga=True, akhir=Akhir.SELESAI)
    _tell(proyek, kabar, by)
    return proyek


@transaction.atomic
def cancel_proyek(proyek: ProyekPadatKarya, *, alasan: str, by: Pengguna) -> ProyekPadatKarya:
    """Give a project up. Raises KaryaDitolak without a reason or while wages are owed for it."""
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan alasannya; pendaftar akan membacanya.")
    proyek = lock_proyek(proyek)
    require_status(proyek, S.RENCANA, S.PENDAFTARAN, S.TERPILIH, S.BERJALAN)
    jalan = DaftarUpah.objects.filter(proyek=proyek).exclude(status="batal")
    if unpaid_days(proyek) or jalan.exists():
        raise KaryaDitolak("Sudah ada hari kerja atau daftar upah; proyek ini diselesaikan saja.")
    proyek.status, proyek.alasan = S.BATAL, mask_catatan(alasan.strip())[:300]
    proyek.save(update_fields=["status", "alasan", "updated_at"])
    release_proyek(proyek, by=by, alasan=proyek.alasan)
    _release_people(proyek)
    log_proyek(proyek, "Proyek dibatalkan", by=by, catatan=alasan)
    kabar = Kabar(f"Padat karya dibatalkan: {proyek.alasan}", akhir=Akhir.KEMBALI)
    _tell(proyek, kabar, by)
    return proyek


def _tell(proyek: ProyekPadatKarya, kabar: Kabar, by: Pengguna) -> None:
    """Where the project came from hears of it."""
    if proyek.rujukan is not None:
        tell_asal(proyek.rujukan, kabar, by=by)


def _release_people(proyek: ProyekPadatKarya) -> None:
    """The project is over: reply addresses of its people go unless something else needs them."""
    rows = proyek.pekerja.filter(kontak__isnull=False).select_related("kontak")
    release_unneeded([p.kontak for p in rows if p.kontak is not None])


def unpaid_days(proyek: ProyekPadatKarya) -> int:
    """How many worked days no payroll has."""
    semua = set(
        HariKerja.objects.filter(pekerja__proyek=proyek, batal=False).values_list(
            "pekerja_id", "tanggal"
        )
    )
    if not semua:
        return 0
    masuk = HariUpah.objects.filter(pekerja__proyek=proyek, batal=False)
    return len(semua - set(masuk.values_list("pekerja_id", "tanggal")))


@transaction.atomic
def add_foto(
    proyek: ProyekPadatKarya,
    berkas: Any,
    *,
    tahap: str,
    keterangan: str = "",
    tanpa_wajah: bool,
    by: Pengguna,
) -> FotoProyek:
    """Keep a picture of the place for the public page. Raises KaryaDitolak where faces can be
    seen (nobody was asked), or for what is no picture.
    """
    if not tanpa_wajah:
        raise KaryaDitolak("Foto untuk halaman umum tidak boleh memperlihatkan wajah orang.")
    proyek = lock_proyek(proyek)
    if proyek.status == S.BATAL:
        raise KaryaDitolak("Proyek ini dibatalkan.")
    try:
        lampiran = store_unggahan(berkas)
    except LampiranDitolak as error:
        raise KaryaDitolak(str(error)) from error
    foto: FotoProyek = FotoProyek.objects.create(
        proyek=proyek, tahap=tahap, lampiran=lampiran, keterangan=keterangan.strip()[:160],
        tanpa_wajah=True, by=by,
    )  # fmt: skip
    log_proyek(proyek, f"Foto {foto.get_tahap_display().lower()} ditambahkan", by=by)
    return foto


@transaction.atomic
def hide_foto(foto: FotoProyek, *, alasan: str, by: Pengguna) -> FotoProyek:
    """Take a picture off the public page; it stays on the desk. Raises KaryaDitolak without why."""
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan mengapa fotonya disembunyikan.")
    foto = FotoProyek.objects.select_for_update(of=("self",)).get(pk=foto.pk)
    foto.disembunyikan = True
    foto.save(update_fields=["disembunyikan"])
    log_proyek(foto.proyek, "Foto disembunyikan", by=by, catatan=alasan)
    return foto
