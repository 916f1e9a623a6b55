"""Answers: drafted, checked by somebody else, sent with a number that has no gap."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dokumen.models.kop import ROMAWI
from pesan.services import BerkasKirim
from ruko_parsel.cetak.surat import render_tanggapan, take_potret
from ruko_parsel.models import NomorTanggapan, Permintaan, Tanggapan, VersiTanggapan
from ruko_parsel.orang import is_desk, kecamatan_of_permintaan
from ruko_parsel.services.kabar import tell_answered, tell_letter
from ruko_parsel.services.kabar_meja import tell_draft, tell_draft_result
from ruko_parsel.services.permintaan import (
    BOLEH,
    LangkahTerlarang,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

S = Permintaan.Status
T = Tanggapan.Status
TERBUKA = (T.DRAF, T.DIAJUKAN, T.DIPERBAIKI, T.DISETUJUI)
_LAGI = frozenset({S.DITANGGAPI, S.TINDAK_LANJUT})  # a further answer moves nothing
DISUSUN, DIUBAH = "Disusun", "Diubah"


@transaction.atomic
def draft_tanggapan(permintaan: Permintaan, *, perihal: str, isi: str, by: Pengguna) -> Tanggapan:
    """Begin an answer. Raises LangkahTerlarang where none can be given or one is open already,
    ValueError for what is missing.
    """
    permintaan = lock_permintaan(permintaan)
    perihal, isi = _words(perihal, isi)
    if not may_be_answered(permintaan):
        raise LangkahTerlarang("Permintaan ini belum ditelaah atau sudah berakhir.")
    if permintaan.tanggapan.filter(status__in=TERBUKA).exists():
        raise LangkahTerlarang("Sudah ada draf tanggapan untuk permintaan ini.")
    tanggapan: Tanggapan = Tanggapan.objects.create(
        permintaan=permintaan, wilayah=permintaan.wilayah, perihal=perihal, isi=isi, penyusun=by
    )
    _log(tanggapan, DISUSUN, by=by)
    log_permintaan(permintaan, "Tanggapan disusun", by=by, dari=permintaan.status,
                   untuk_desa=False)  # fmt: skip
    return tanggapan


def may_be_answered(permintaan: Permintaan) -> bool:
    """Whether an answer can be sent in its present state."""
    return S.DITANGGAPI in BOLEH[permintaan.status] or permintaan.status in _LAGI


@transaction.atomic
def revise_tanggapan(
    tanggapan: Tanggapan, *, perihal: str, isi: str, by: Pengguna, versi: int | None = None
) -> Tanggapan:
    """Change the words: a new version, which has to be checked again. `versi`: what was open.

    Raises LangkahTerlarang for one that is out, dropped or written anew since, ValueError for what
    is missing.
    """
    perihal, isi = _words(perihal, isi)
    tanggapan = _lock(tanggapan, T.DRAF, T.DIAJUKAN, T.DIPERBAIKI, T.DISETUJUI)
    if (perihal, isi) == (tanggapan.perihal, tanggapan.isi):
        return tanggapan
    _check_versi(tanggapan, versi)
    tanggapan.perihal, tanggapan.isi, tanggapan.penyusun = perihal, isi, by
    tanggapan.versi += 1
    tanggapan.status, tanggapan.pemeriksa, tanggapan.alasan_sendiri = T.DRAF, None, ""
    tanggapan.save()
    _log(tanggapan, DIUBAH, by=by)
    return tanggapan


@transaction.atomic
def submit_tanggapan(tanggapan: Tanggapan, *, by: Pengguna) -> Tanggapan:
    """Ask for it to be checked. Raises LangkahTerlarang."""
    tanggapan = _lock(tanggapan, T.DRAF, T.DIPERBAIKI)
    tanggapan.status, tanggapan.catatan = T.DIAJUKAN, ""
    tanggapan.save()
    _log(tanggapan, "Diajukan", by=by)
    tell_draft(tanggapan, by=by)
    return tanggapan


@transaction.atomic
def approve_tanggapan(
    tanggapan: Tanggapan, *, by: Pengguna, catatan: str = "", alasan_sendiri: str = "",
    versi: int | None = None,
) -> Tanggapan:  # fmt: skip
    """Find it right. Nobody approves what they wrote themselves; the camat may, saying why.

    `versi`: the wording that was read. Raises PermissionError, LangkahTerlarang, also where it was
    written anew since.
    """
    tanggapan = _lock(tanggapan, T.DIAJUKAN)
    _check_versi(tanggapan, versi)
    alasan = alasan_sendiri.strip() if wrote_it(tanggapan, by) else ""
    if wrote_it(tanggapan, by):
        if not is_desk(by, tanggapan.permintaan, Peran.CAMAT):
            raise PermissionError("Tanggapan diperiksa orang lain dari penyusunnya.")
        if not alasan:
            raise ValueError("Tulis alasan Anda memeriksa tanggapan yang Anda susun sendiri.")
    tanggapan.status, tanggapan.pemeriksa = T.DISETUJUI, by
    tanggapan.alasan_sendiri, tanggapan.catatan = alasan[:240], catatan.strip()
    tanggapan.save()
    _log(tanggapan, "Disetujui", by=by, catatan=alasan or catatan)
    tell_draft_result(tanggapan, by=by)
    return tanggapan


def _check_versi(tanggapan: Tanggapan, versi: int | None) -> None:
    if versi is not None and versi != tanggapan.versi:
        raise LangkahTerlarang(
            f"Draf ini baru saja diubah menjadi versi {tanggapan.versi}. Muat ulang"
            " halamannya dan baca dulu yang baru."
        )


def wrote_it(tanggapan: Tanggapan, user: Pengguna) -> bool:
    """Whether any wording of this answer is by this person."""
    tulisan = tanggapan.riwayat_versi.filter(apa__in=[DISUSUN, DIUBAH], by=user)
    return tanggapan.penyusun_id == user.pk or tulisan.exists()


@transaction.atomic
def return_tanggapan(tanggapan: Tanggapan, *, catatan: str, by: Pengguna) -> Tanggapan:
    """Back to its author with remarks. Raises ValueError without any, LangkahTerlarang."""
    if not catatan.strip():
        raise ValueError("Tulis apa yang perlu diperbaiki.")
    tanggapan = _lock(tanggapan, T.DIAJUKAN, T.DISETUJUI)
    tanggapan.status, tanggapan.catatan = T.DIPERBAIKI, catatan.strip()
    tanggapan.pemeriksa, tanggapan.alasan_sendiri = None, ""
    tanggapan.save()
    _log(tanggapan, "Dikembalikan", by=by, catatan=catatan)
    tell_draft_result(tanggapan, by=by)
    return tanggapan


@transaction.atomic
def drop_tanggapan(tanggapan: Tanggapan, *, by: Pengguna) -> Tanggapan:
    """A draft that will not be sent. Raises LangkahTerlarang."""
    tanggapan = _lock(tanggapan, *TERBUKA)
    tanggapan.status = T.BATAL
    tanggapan.save()
    _log(tanggapan, "Dibatalkan", by=by)
    return tanggapan


@transaction.atomic
def drop_drafts(permintaan: Permintaan, *, by: Pengguna | None) -> int:
    """The request went another way: its open draft is dropped; gives how many."""
    rows = list(permintaan.tanggapan.select_for_update(of=("self",)).filter(status__in=TERBUKA))
    for satu in rows:
        satu.status = T.BATAL
        satu.save()
        _log(satu, "Dibatalkan", by=by or satu.penyusun)
    return len(rows)


@transaction.atomic
def send_tanggapan(tanggapan: Tanggapan, *, by: Pengguna) -> Tanggapan:
    """Send a checked answer: numbered, frozen, told to everyone who asked.

    Raises LangkahTerlarang where it was sent already, is not checked, or the request is over.
    """
    tanggapan = _lock(tanggapan, T.DISETUJUI)
    permintaan = lock_permintaan(tanggapan.permintaan)
    if not may_be_answered(permintaan):
        raise LangkahTerlarang("Permintaan ini sudah berakhir atau belum ditelaah.")
    now = timezone.now()
    _number(tanggapan, kecamatan_of_permintaan(permintaan), now)
    tanggapan.potret = take_potret(permintaan, at_place(now, str(permintaan.wilayah_id)).date())
    tanggapan.status, tanggapan.pengirim, tanggapan.terkirim_at = T.TERKIRIM, by, now
    tanggapan.save()
    _log(tanggapan, "Dikirim", by=by)
    _tell_sent(tanggapan, permintaan, by)
    return tanggapan


def _tell_sent(tanggapan: Tanggapan, permintaan: Permintaan, by: Pengguna) -> None:
    nomor = tanggapan.nomor or ""
    if permintaan.status in _LAGI:
        riwayat = log_permintaan(permintaan, "Tanggapan dikirim", by=by, dari=permintaan.status,
                                 catatan=nomor)  # fmt: skip
        tell_answered(permintaan, langkah=f"r{riwayat.pk}", surat=nomor, by=by)
    else:
        move_permintaan(permintaan, to=S.DITANGGAPI, by=by, catatan=nomor, dijeda_at=None)
    if permintaan.kontak_id is not None and not permintaan.rahasia:
        berkas = BerkasKirim(nama_berkas(tanggapan), render_tanggapan(tanggapan))
        tell_letter(permintaan, nomor=nomor, berkas=berkas, langkah=f"surat{tanggapan.pk}")


def nama_berkas(tanggapan: Tanggapan) -> str:
    """The PDF's name: its number where it has one, never words of a person."""
    if tanggapan.urut is None:
        return f"draf-tanggapan-{tanggapan.pk}.pdf"
    return f"tanggapan-{tanggapan.tahun}-{tanggapan.urut:03d}.pdf"


def _number(tanggapan: Tanggapan, kecamatan: str, now: datetime) -> None:
    """The next number of this kecamatan's year by its own clock: 001/RP/63.11.07/XI/2026."""
    hari = at_place(now, kecamatan).date()
    rows: Any = NomorTanggapan.objects
    rows.get_or_create(kecamatan_id=kecamatan, tahun=hari.year)
    baris = rows.select_for_update().get(kecamatan_id=kecamatan, tahun=hari.year)
    baris.terakhir += 1
    baris.save(update_fields=["terakhir"])
    tanggapan.kecamatan_id, tanggapan.tahun, tanggapan.urut = kecamatan, hari.year, baris.terakhir
    bulan = ROMAWI[hari.month - 1]
    tanggapan.nomor = f"{baris.terakhir:03d}/RP/{kecamatan}/{bulan}/{hari.year}"


def _words(perihal: str, isi: str) -> tuple[str, str]:
    perihal, isi = " ".join(perihal.split())[:160], isi.strip()
    if not perihal or not isi:
        raise ValueError("Perihal dan isi tanggapan wajib diisi.")
    return perihal, isi


def _lock(tanggapan: Tanggapan, *dari: str) -> Tanggapan:
    """The answer as it is now, its request locked first. Raises LangkahTerlarang."""
    lock_permintaan(tanggapan.permintaan)
    rows = Tanggapan.objects.select_for_update(of=("self",))
    terkunci: Tanggapan = rows.select_related("permintaan__wilayah", "penyusun").get(
        pk=tanggapan.pk
    )
    if terkunci.status not in dari:
        raise LangkahTerlarang(
            f"Tanggapan ini {terkunci.get_status_display().lower()}; muat ulang halamannya."
        )
    return terkunci


def _log(tanggapan: Tanggapan, apa: str, *, by: Pengguna, catatan: str = "") -> VersiTanggapan:
    return VersiTanggapan.objects.create(
        tanggapan=tanggapan, versi=tanggapan.versi, apa=apa, perihal=tanggapan.perihal,
        isi=tanggapan.isi, catatan=mask_catatan(catatan), by=by,
    )  # fmt: skip
