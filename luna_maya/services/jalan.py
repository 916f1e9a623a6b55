"""An evening runs: it begins, it ends, who was there, what was answered, who comes along."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from luna_maya.models import Kendaraan, Kunjungan, PesertaKunjungan, Tokoh
from luna_maya.services.kabar import along_of, tell_added
from luna_maya.services.kunjungan import (
    Bentrok,
    LangkahTerlarang,
    lock_jadwal,
    lock_kunjungan,
    log_kunjungan,
    move_kunjungan,
)
from wilayah.models import Pengguna

S = Kunjungan.Status
LEBIH_AWAL = timedelta(hours=3)  # how long before its time a visit may be said to have begun
PANJANG_JAWABAN = 2000


@transaction.atomic
def start_kunjungan(
    kunjungan: Kunjungan, *, by: Pengguna, now: datetime | None = None
) -> Kunjungan:
    """The guests have arrived. Twice is once. Raises LangkahTerlarang too early or unagreed."""
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status == S.BERLANGSUNG:
        return kunjungan
    if kunjungan.mulai_at - LEBIH_AWAL > (now or timezone.now()):
        raise LangkahTerlarang("Kunjungan ini belum waktunya dimulai.")
    return move_kunjungan(kunjungan, to=S.BERLANGSUNG, by=by, apa="Dimulai")


@transaction.atomic
def finish_kunjungan(
    kunjungan: Kunjungan,
    *,
    hadir: Mapping[int, bool | None],
    jawaban: Mapping[str, str],
    by: Pengguna,
    now: datetime | None = None,
) -> Kunjungan:
    """The visit is over: who came (by PesertaKunjungan) and what was said to each question.

    Twice is once. Raises LangkahTerlarang before its time.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status == S.SELESAI:
        return kunjungan
    if kunjungan.mulai_at > (now or timezone.now()):
        raise LangkahTerlarang("Kunjungan ini belum mulai, jadi belum bisa diselesaikan.")
    _write(kunjungan, hadir, jawaban)
    return move_kunjungan(kunjungan, to=S.SELESAI, by=by, apa="Selesai")


@transaction.atomic
def record_hadir(
    kunjungan: Kunjungan,
    *,
    hadir: Mapping[int, bool | None],
    jawaban: Mapping[str, str],
    by: Pengguna,
) -> Kunjungan:
    """Attendance and answers of a visit that runs or is over, filled in or put right later.

    Raises LangkahTerlarang for any other.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status not in {S.BERLANGSUNG, S.SELESAI}:
        raise LangkahTerlarang("Hadir dan jawaban diisi saat kunjungan berlangsung atau selesai.")
    if _write(kunjungan, hadir, jawaban):
        log_kunjungan(kunjungan, "Hadir dan jawaban diperbarui", by=by)
    return kunjungan


def _write(
    kunjungan: Kunjungan, hadir: Mapping[int, bool | None], jawaban: Mapping[str, str]
) -> bool:
    """Whether anything was written anew."""
    ubah = []
    for satu in kunjungan.peserta.filter(pk__in=hadir):
        if satu.hadir != hadir[satu.pk]:
            satu.hadir = hadir[satu.pk]
            ubah.append(satu)
    PesertaKunjungan.objects.bulk_update(ubah, ["hadir"])
    kenal = {str(satu["kunci"]) for satu in kunjungan.jenis.tanya()} | set(kunjungan.jawaban)
    baru = {k: v.strip()[:PANJANG_JAWABAN] for k, v in jawaban.items() if k in kenal}
    isi = {k: v for k, v in (kunjungan.jawaban | baru).items() if v}
    if isi == kunjungan.jawaban:
        return bool(ubah)
    kunjungan.jawaban = isi
    kunjungan.save(update_fields=["jawaban"])
    return True


@transaction.atomic
def change_peserta(
    kunjungan: Kunjungan,
    *,
    tokoh: Iterable[Tokoh],
    petugas: Iterable[Pengguna],
    kendaraan: Kendaraan | None,
    by: Pengguna,
) -> Kunjungan:
    """Who comes along and in which vehicle, anew; who is added is told. Unchanged writes nothing.

    Raises LangkahTerlarang once the visit has ended, Bentrok when the vehicle is taken.
    """
    kunjungan = lock_kunjungan(kunjungan)
    if kunjungan.status in {S.SELESAI, S.BATAL}:
        raise LangkahTerlarang(f"Kunjungan ini sudah {kunjungan.get_status_display().lower()}.")
    semula = {satu.kunci for satu in along_of(kunjungan)}
    kabar = _set_people(kunjungan, list(tokoh), list(petugas))
    if kunjungan.kendaraan_id != (kendaraan.pk if kendaraan else None):
        _set_kendaraan(kunjungan, kendaraan)
        kabar.append(f"Kendaraan: {kendaraan or 'tidak ada'}.")
    if kabar:
        langkah = log_kunjungan(kunjungan, "Yang ikut diubah", by=by, catatan=" ".join(kabar))
        baru = [satu for satu in along_of(kunjungan) if satu.kunci not in semula]
        tell_added(kunjungan, langkah, baru=baru, by=by)
    return kunjungan


def _set_people(kunjungan: Kunjungan, tokoh: list[Tokoh], petugas: list[Pengguna]) -> list[str]:
    """Take out and add; says how many, never who: the history keeps no names."""
    semua = list(kunjungan.peserta.all())
    punya_tokoh = {p.tokoh_id for p in semua if p.tokoh_id}
    punya_petugas = {p.pengguna_id for p in semua if p.pengguna_id}
    mau_tokoh, mau_petugas = {t.pk for t in tokoh}, {p.pk for p in petugas}
    keluar = [
        p.pk
        for p in semua
        if (p.tokoh_id and p.tokoh_id not in mau_tokoh)
        or (p.pengguna_id and p.pengguna_id not in mau_petugas)
    ]
    masuk = [
        PesertaKunjungan(kunjungan=kunjungan, tokoh=t, unsur=t.unsur)
        for t in tokoh
        if t.pk not in punya_tokoh
    ] + [
        PesertaKunjungan(kunjungan=kunjungan, pengguna=p, unsur="staf")
        for p in petugas
        if p.pk not in punya_petugas
    ]
    kunjungan.peserta.filter(pk__in=keluar).delete()
    PesertaKunjungan.objects.bulk_create(masuk)
    kabar = [f"{len(masuk)} orang ditambah."] if masuk else []
    return kabar + ([f"{len(keluar)} orang tidak jadi ikut."] if keluar else [])


def _set_kendaraan(kunjungan: Kunjungan, kendaraan: Kendaraan | None) -> None:
    kunjungan.kendaraan = kendaraan
    lock_jadwal(kunjungan.wilayah_id)
    try:
        with transaction.atomic():
            kunjungan.save(update_fields=["kendaraan"])
    except IntegrityError as error:
        if "kunjungan_kendaraan_satu" in str(error):
            raise Bentrok("Kendaraan itu sudah dipakai kunjungan lain di waktu itu.") from error
        raise
