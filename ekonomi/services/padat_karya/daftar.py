"""Registering for work: one per household, 17 to 60, by web form or chat."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from ekonomi.models import AnggotaRumah, Pekerja, ProyekPadatKarya, Rumah
from ekonomi.models.pekerja import UMUR_MAKS, UMUR_MIN
from ekonomi.services.padat_karya.catat import (
    KaryaDitolak,
    S,
    constraint_of,
    lock_proyek,
    log_proyek,
)
from ekonomi.services.rumah import rumah_of_kontak
from pesan.models import Kontak
from pesan.pin import pin_hash
from pesan.services import hold_alamat
from wilayah.kripto import keyed_hash, new_pin
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

_SUDAH = {
    "pekerja_satu_per_keluarga": "Dari keluarga (KK) ini sudah ada yang mendaftar proyek ini.",
    "pekerja_sekali": "Orang ini sudah terdaftar di proyek ini.",
}
_MENGANGGUR = frozenset({"mencari", "tidak", "serabutan"})


@dataclass(frozen=True, slots=True)
class Pendaftar:
    """Who wants to work, as told by themselves. The numbers are hashed at once, never kept."""

    nama: str
    nik: str
    kk: str
    lahir: date
    jenis_kelamin: str
    menganggur: bool


@dataclass(frozen=True, slots=True)
class Pendaftaran:
    """What the person gets: the PIN is shown this once."""

    pekerja: Pekerja
    pin: str


def hash_nik(nik: str) -> str:
    """As AnggotaRumah.nik_hash has it."""
    return keyed_hash("nik", nik)


def hash_kk(kk: str) -> str:
    """As Rumah.no_kk_hash has it."""
    return keyed_hash("kk", kk)


@transaction.atomic
def register_pekerja(
    proyek: ProyekPadatKarya, orang: Pendaftar, *, kontak: Kontak | None = None
) -> Pendaftaran:
    """Take a registration. Raises KaryaDitolak: closed, too young or old, a second one of the
    same family or person.
    """
    rumah = Rumah.objects.active().filter(
        Q(no_kk_hash=hash_kk(orang.kk)) | Q(anggota__nik_hash=hash_nik(orang.nik)),
        kelurahan=".".join(str(proyek.wilayah_id).split(".")[:4]),
    ).first()  # fmt: skip
    pekerja = Pekerja(
        nama=orang.nama.strip()[:120], lahir=orang.lahir, jenis_kelamin=orang.jenis_kelamin,
        menganggur=orang.menganggur, nik_hash=hash_nik(orang.nik), rumah=rumah, kontak=kontak,
        # a known household is one, whichever of its cards was shown
        kk_hash=(rumah.no_kk_hash if rumah is not None else "") or hash_kk(orang.kk),
    )  # fmt: skip
    return _register(proyek, pekerja)


@transaction.atomic
def register_by_kontak(proyek: ProyekPadatKarya, kontak: Kontak) -> Pendaftaran:
    """Take a registration by chat from somebody whom a household's row knows. Raises KaryaDitolak
    where nobody or too little is known: then the form is the way.
    """
    anggota = _known(kontak, str(proyek.wilayah_id))
    if anggota is None or anggota.lahir is None or not anggota.nik_hash:
        raise KaryaDitolak("Data Anda belum lengkap pada kami, jadi daftarlah lewat formulir.")
    rumah = anggota.rumah
    pekerja = Pekerja(
        nama=anggota.nama, lahir=anggota.lahir, jenis_kelamin=anggota.jenis_kelamin,
        menganggur=anggota.kerja in _MENGANGGUR, nik_hash=anggota.nik_hash, rumah=rumah,
        kk_hash=rumah.no_kk_hash or keyed_hash("kk-rumah", str(rumah.pk)), kontak=kontak,
    )  # fmt: skip
    return _register(proyek, pekerja)


def _known(kontak: Kontak, wilayah_kode: str) -> AnggotaRumah | None:
    """The member who writes: linked to this contact, else the head whose telephone it is."""
    rumah = rumah_of_kontak(kontak)
    if rumah is None or rumah.kelurahan != ".".join(wilayah_kode.split(".")[:4]):
        return None
    rows = rumah.anggota.select_related("rumah")
    found: AnggotaRumah | None = (
        rows.filter(kontak=kontak).first() or rows.filter(hubungan="kepala").first()
    )
    return found


def _register(proyek: ProyekPadatKarya, pekerja: Pekerja) -> Pendaftaran:
    proyek = lock_proyek(proyek)
    if proyek.status != S.PENDAFTARAN or proyek.mulai is None:
        raise KaryaDitolak("Pendaftaran untuk proyek ini sedang tidak dibuka.")
    pekerja.proyek = proyek
    umur = pekerja.umur(proyek.mulai)
    if not UMUR_MIN <= umur <= UMUR_MAKS:
        raise KaryaDitolak(
            f"Umur pekerja {UMUR_MIN} sampai {UMUR_MAKS} tahun pada hari pertama kerja."
        )
    pin = new_pin()
    pekerja.pin_hash = pin_hash(pekerja.kode, pin)
    try:
        with transaction.atomic():
            pekerja.save()
    except IntegrityError as error:
        kata = _SUDAH.get(constraint_of(error))
        if kata is None:
            raise
        raise KaryaDitolak(kata) from error
    if pekerja.kontak is not None:
        hold_alamat(pekerja.kontak)  # the result and the slip will follow
    return Pendaftaran(pekerja, pin)


@transaction.atomic
def reject_pekerja(pekerja: Pekerja, *, alasan: str, by: Pengguna) -> Pekerja:
    """Refuse a registration that does not meet the conditions. Raises KaryaDitolak."""
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan syarat mana yang tidak dipenuhi.")
    proyek = lock_proyek(pekerja.proyek)
    pekerja = Pekerja.objects.select_for_update(of=("self",)).get(pk=pekerja.pk)
    if proyek.status != S.PENDAFTARAN or pekerja.status != Pekerja.Status.TERDAFTAR:
        raise KaryaDitolak("Pendaftaran ditolak sebelum pekerja dipilih.")
    pekerja.status, pekerja.alasan = Pekerja.Status.DITOLAK, mask_catatan(alasan.strip())[:200]
    pekerja.save(update_fields=["status", "alasan"])
    log_proyek(proyek, "Pendaftaran ditolak", by=by, catatan=f"{pekerja.kode}: {alasan}")
    return pekerja
