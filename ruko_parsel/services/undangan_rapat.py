"""Who is asked to a meeting: by role in one click, one by one, or a guest; and what they answer."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from pesan.services import kontak_of_nomor
from ruko_parsel.models import NomorRapat, Rapat, UndanganRapat
from ruko_parsel.services.kabar_rapat import tell_undangan
from ruko_parsel.services.rapat import (
    RapatKeliru,
    lock_rapat,
    log_rapat,
    make_sesi,
    move_rapat,
    next_number,
)
from wilayah.kripto import new_code
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

J = UndanganRapat.Jawaban
KODE_SURAT = "005"  # "undangan" in the classification of letters (Permendagri 83/2022)
VERSI_TEKS = "rapat-tamu-1"
_DESA = (Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN)
TERHAPUS = "(data dihapus)"


def villages_of(kecamatan: str) -> list[Wilayah]:
    """The villages of a kecamatan by their code."""
    rows = Wilayah.objects.filter(kode__startswith=f"{kecamatan}.", tingkat__in=_DESA)
    return list(rows.order_by("kode"))


def assigned(kecamatan: str, peran: Iterable[str]) -> list[tuple[Pengguna, Wilayah]]:
    """Who holds these roles in its villages today, each once at the first village by code."""
    rows = (
        Penugasan.objects.on(timezone.localdate())
        .filter(
            peran__in=list(peran), wilayah__kode__startswith=f"{kecamatan}.",
            wilayah__tingkat__in=_DESA, pengguna__is_active=True,
        )
        .select_related("pengguna", "wilayah")
        .order_by("wilayah", "peran", "pk")
    )  # fmt: skip
    ada: dict[int, tuple[Pengguna, Wilayah]] = {}
    for tugas in rows:
        if tugas.wilayah is not None:
            ada.setdefault(tugas.pengguna_id, (tugas.pengguna, tugas.wilayah))
    return list(ada.values())


@transaction.atomic
def invite_peran(
    rapat: Rapat, *, peran: Iterable[str] = (Peran.LURAH, Peran.MODERATOR),
    desa: Iterable[str] | None = None, by: Pengguna,
) -> int:  # fmt: skip
    """Ask the staff of all villages (or of `desa`) by role; gives how many are new."""
    rapat = lock_rapat(rapat)
    hanya = None if desa is None else set(desa)
    if rapat.desa_id is not None:
        hanya = {str(rapat.desa_id)}
    pasangan = [
        (orang, tempat)
        for orang, tempat in assigned(str(rapat.wilayah_id), peran)
        if hanya is None or tempat.kode in hanya
    ]
    return _invite(rapat, pasangan, by=by)


@transaction.atomic
def invite_pengguna(rapat: Rapat, orang: Iterable[Pengguna], *, by: Pengguna) -> int:
    """Ask these users, of a village or of the kecamatan itself; gives how many are new.

    Raises RapatKeliru for somebody who serves in neither.
    """
    rapat = lock_rapat(rapat)
    pasangan = []
    for satu in orang:
        tempat = _home(satu, str(rapat.wilayah_id))
        if tempat is None:
            raise RapatKeliru(f"{satu} tidak bertugas di kecamatan ini.", "orang")
        if rapat.desa_id and tempat.kode not in {rapat.desa_id, rapat.wilayah_id}:
            raise RapatKeliru("Tatap muka ini hanya untuk satu desa.", "orang")
        pasangan.append((satu, tempat))
    return _invite(rapat, pasangan, by=by)


def _home(orang: Pengguna, kecamatan: str) -> Wilayah | None:
    """The village or kecamatan somebody serves in, within this kecamatan."""
    for tugas in orang.penugasan_aktif:
        tempat = tugas.wilayah
        if tempat is None:
            continue
        if tempat.kode == kecamatan:
            return tempat
        if tempat.kode.startswith(f"{kecamatan}.") and tempat.tingkat in _DESA:
            return tempat
    return None


def _invite(
    rapat: Rapat, pasangan: list[tuple[Pengguna, Wilayah]], *, by: Pengguna
) -> int:  # fmt: skip
    _must_be_open(rapat)
    lama = {u.pengguna_id: u for u in rapat.undangan.filter(pengguna__isnull=False)}
    kode, baru, lagi = _codes_of(rapat), [], []
    for orang, tempat in pasangan:
        ada = lama.get(orang.pk)
        if ada is None:
            baru.append(
                UndanganRapat(rapat=rapat, wilayah=tempat, pengguna=orang, kode=_new_code(kode))
            )
        elif ada.dicabut_at is not None:
            lagi.append(ada.pk)
    UndanganRapat.objects.bulk_create(baru)
    UndanganRapat.objects.filter(pk__in=lagi).update(dicabut_at=None, dikirim_at=None)
    if jumlah := len(baru) + len(lagi):
        log_rapat(rapat, f"{jumlah} orang ditambahkan ke daftar undangan", by=by)
    return jumlah


@transaction.atomic
def invite_tamu(
    rapat: Rapat, *, nama: str, lembaga: str = "", nomor: str = "", desa: Wilayah | None = None,
    by: Pengguna, di_tempat: bool = False,
) -> UndanganRapat:  # fmt: skip
    """Ask somebody without an account, or write down who came unasked (`di_tempat`).

    Raises RapatKeliru without a name, for a number that was asked already, or a foreign village.
    """
    rapat = lock_rapat(rapat)
    if not nama.strip():
        raise RapatKeliru("Tulis nama tamunya.", "nama")
    if desa is not None and desa.kode.rpartition(".")[0] != rapat.wilayah_id:
        raise RapatKeliru("Desa ini bukan desa kecamatan Anda.", "desa")
    if not di_tempat:
        _must_be_open(rapat)
    kontak = None
    if nomor.strip():
        kontak = kontak_of_nomor(
            nomor, wilayah=rapat.wilayah, versi_teks=VERSI_TEKS, rujukan=rapat.nomor
        )
        if kontak is None:
            raise RapatKeliru("Nomor ini tidak berisi angka.", "nomor")
        if rapat.undangan.filter(kontak=kontak).exists():
            raise RapatKeliru("Nomor ini sudah diundang.", "nomor")
    tamu = UndanganRapat.objects.create(
        rapat=rapat, wilayah=desa or rapat.wilayah, nama=nama.strip()[:120],
        lembaga=lembaga.strip()[:120], kontak=kontak, kode=_new_code(_codes_of(rapat)),
        di_tempat=di_tempat, dikirim_at=timezone.now() if di_tempat else None,
    )  # fmt: skip
    log_rapat(rapat, "Tamu dicatat di tempat" if di_tempat else "Tamu ditambahkan", by=by)
    undangan: UndanganRapat = tamu
    return undangan


@transaction.atomic
def send_undangan(rapat: Rapat, *, by: Pengguna | None) -> int:
    """Send the invitations that have not gone out; the first time gives the letter its number.

    Gives how many were written to. Raises RapatKeliru where nobody is on the list.
    """
    rapat = lock_rapat(rapat)
    _must_be_open(rapat)
    if rapat.mulai_at <= timezone.now():
        raise RapatKeliru("Waktu rapat sudah lewat. Pindahkan dulu jadwalnya.")
    rows = rapat.undangan.active().filter(dikirim_at__isnull=True)
    if not rapat.undangan.active().exists():
        raise RapatKeliru("Belum ada yang diundang. Susun dulu daftar undangannya.")
    if rapat.diundang_at is None:
        move_rapat(rapat, Rapat.Status.DIUNDANG)
        rapat.diundang_at = timezone.now()
        rapat.nomor_surat = _letter_number(rapat)
        rapat.save()
        make_sesi(rapat, by=by)
    pks = list(rows.values_list("pk", flat=True))
    rows.update(dikirim_at=timezone.now())
    if not pks:
        return 0
    ke = UndanganRapat.objects.filter(pk__in=pks)
    tell_undangan(
        rapat, "rapat_undang", langkah=f"undang:{int(timezone.now().timestamp())}", tanya=True,
        ke=ke,
    )  # fmt: skip
    log_rapat(rapat, f"Undangan dikirim kepada {len(pks)} orang", by=by)
    return len(pks)


def _letter_number(rapat: Rapat) -> str:
    kode = str(rapat.wilayah_id)
    tahun = at_place(timezone.now(), kode).year
    urut = next_number(kode, tahun, NomorRapat.Apa.SURAT)
    return f"{KODE_SURAT}/{urut:03d}/{kode}/{tahun}"


@transaction.atomic
def answer_undangan(
    undangan: UndanganRapat, *, jawaban: str, cara: str, wakil: str = "", alasan: str = "",
    by: Pengguna | None = None,
) -> UndanganRapat:  # fmt: skip
    """Take an answer; the last one counts until the meeting is over. Raises RapatKeliru."""
    rapat = lock_rapat(undangan.rapat)
    undangan = _lock(undangan)
    usai = rapat.status in {Rapat.Status.BATAL, Rapat.Status.SELESAI}
    if undangan.dicabut_at is not None or usai:
        raise RapatKeliru("Undangan ini tidak menerima jawaban lagi.")
    if rapat.selesai_at <= timezone.now():
        raise RapatKeliru("Waktu rapatnya sudah lewat.")
    wakil = wakil.strip()[:120] if jawaban == J.DIWAKILKAN else ""
    if jawaban == J.DIWAKILKAN and not wakil:
        raise RapatKeliru("Tulis siapa yang mewakili.", "wakil")
    if jawaban == J.BELUM:
        raise RapatKeliru("Pilih jawabannya.", "jawaban")
    undangan.jawaban, undangan.wakil = J(jawaban), wakil
    undangan.alasan = mask_catatan(alasan.strip())[:240] if alasan.strip() else ""
    undangan.dijawab_at, undangan.dijawab_cara = timezone.now(), cara
    undangan.save()
    log_rapat(
        rapat, f"{undangan.wilayah.nama}: {undangan.get_jawaban_display().lower()}", by=by
    )  # fmt: skip
    return undangan


@transaction.atomic
def withdraw_undangan(undangan: UndanganRapat, *, by: Pengguna) -> UndanganRapat:
    """Take somebody off the list; who had been written to is told. Raises RapatKeliru."""
    rapat = lock_rapat(undangan.rapat)
    undangan = _lock(undangan)
    _must_be_open(rapat)
    if undangan.dicabut_at is not None:
        return undangan
    if undangan.dikirim_at is not None:
        ke = UndanganRapat.objects.filter(pk=undangan.pk)
        langkah = f"cabut:{int(timezone.now().timestamp())}"
        tell_undangan(rapat, "rapat_cabut", langkah=langkah, ke=ke)
    undangan.dicabut_at, undangan.balas_hash = timezone.now(), ""
    undangan.save(update_fields=["dicabut_at", "balas_hash"])
    log_rapat(rapat, "Seorang dikeluarkan dari daftar undangan", by=by)
    return undangan


@transaction.atomic
def erase_tamu(kontak: Any) -> int:
    """A guest's name goes, the fact of an invitation stays; gives how many rows."""
    rows = UndanganRapat.objects.select_for_update(of=("self",), no_key=True).filter(kontak=kontak)
    return blank_tamu(rows)


def blank_tamu(rows: Any) -> int:
    """Take out of these invitations who came and for whom; gives how many rows."""
    semua = list(rows)
    for satu in semua:
        if satu.pengguna_id is None:
            satu.nama, satu.kontak, satu.lembaga, satu.balas_hash = TERHAPUS, None, "", ""
        satu.wakil = TERHAPUS if satu.wakil else ""
        satu.alasan, satu.dihapus_at = "", timezone.now()
        satu.save()
    return len(semua)


def holds_alamat(kontak: Any) -> bool:
    """Whether a guest is still to be written to (settings.PENAHAN_ALAMAT)."""
    rows = UndanganRapat.objects.active().filter(
        kontak=kontak, rapat__selesai_at__gt=timezone.now()
    )
    return bool(rows.exclude(rapat__status=Rapat.Status.BATAL).exists())


def _must_be_open(rapat: Rapat) -> None:
    if rapat.status not in Rapat.AKAN_DATANG:
        raise RapatKeliru("Daftar undangan rapat ini sudah ditutup.")


def _lock(undangan: UndanganRapat) -> UndanganRapat:
    rows: Any = UndanganRapat.objects.select_for_update(of=("self",), no_key=True)
    terkunci: UndanganRapat = rows.select_related("wilayah", "pengguna").get(pk=undangan.pk)
    return terkunci


def _codes_of(rapat: Rapat) -> set[str]:
    return set(rapat.undangan.values_list("kode", flat=True))


def _new_code(ada: set[str]) -> str:
    """A code of this meeting's list: four letters and digits, unlike one another."""
    while (kode := new_code(4)) in ada:
        continue
    ada.add(kode)
    return kode
