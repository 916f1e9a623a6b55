"""The desk's work on a request: taken in hand, corrected, asked about, returned, merged, ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ruko_parsel.models import (
    Bidang,
    JenisMasalah,
    Permintaan,
    RiwayatPermintaan,
    TambahanPermintaan,
)
from ruko_parsel.orang import desk_of, kecamatan_of_permintaan
from ruko_parsel.services.kabar import tell_assigned
from ruko_parsel.services.permintaan import (
    DILANJUTKAN,
    MENUNGGU_DESA,
    LangkahTerlarang,
    kecamatan_of,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
    pause_permintaan,
    rule_for,
)
from ruko_parsel.services.tanggapan import drop_drafts
from wilayah.models import Pengguna
from wilayah.rujukan import withdraw_rujukan
from wilayah.tenggat import due_at, shift_for_pause

S = Permintaan.Status
DIBUKA_LAGI = "Dibuka lagi oleh desa"
_DITELAAH = ("petugas", "masalah", "bidang", "urgensi", "due_at", "due_aturan")


@dataclass(frozen=True, slots=True)
class Koreksi:
    """What a first reading may put right. None leaves it as it is."""

    petugas: Pengguna | None = None
    masalah: JenisMasalah | None = None
    bidang: Bidang | None = None
    urgensi: int | None = None


@transaction.atomic
def take_permintaan(permintaan: Permintaan, *, by: Pengguna) -> Permintaan:
    """ "Saya tangani": one's own from now on; a new one is being read. Raises LangkahTerlarang."""
    return review_permintaan(permintaan, Koreksi(petugas=by), by=by)


@transaction.atomic
def review_permintaan(
    permintaan: Permintaan, koreksi: Koreksi, *, by: Pengguna, catatan: str = ""
) -> Permintaan:
    """Read a request: who works on it, and its kind, section and urgency as they really are.

    A changed kind or urgency sets the deadline anew, counted from when it was brought, waiting for
    the village left out. Raises LangkahTerlarang for one that is over, ValueError for an officer
    of another desk.
    """
    permintaan = lock_permintaan(permintaan)
    if permintaan.is_ended:
        raise LangkahTerlarang("Permintaan ini sudah berakhir.")
    _check_petugas(permintaan, koreksi.petugas)
    baru, petugas_lama = permintaan.status == S.DITERIMA, permintaan.petugas_id
    berubah = _apply(permintaan, koreksi)
    if not berubah and not baru:
        return permintaan
    apa = "Ditelaah" if baru else "Ditelaah kembali"
    isi = "; ".join([*berubah, *([catatan.strip()] if catatan.strip() else [])])
    if baru:
        nilai = {nama: getattr(permintaan, nama) for nama in _DITELAAH}
        return move_permintaan(permintaan, to=S.DITELAAH, by=by, apa=apa, catatan=isi, **nilai)
    permintaan.save(update_fields=[*_DITELAAH, "updated_at"])
    riwayat = log_permintaan(permintaan, apa, by=by, dari=permintaan.status, catatan=isi)
    if permintaan.petugas_id not in {None, petugas_lama}:
        tell_assigned(permintaan, riwayat, by=by)
    return permintaan


def _check_petugas(permintaan: Permintaan, petugas: Pengguna | None) -> None:
    if petugas is None or petugas.is_superuser or petugas.pk == permintaan.petugas_id:
        return
    if not desk_of(kecamatan_of_permintaan(permintaan)).filter(pk=petugas.pk).exists():
        raise ValueError("Petugas itu tidak bertugas di kecamatan ini.")


def _apply(permintaan: Permintaan, koreksi: Koreksi) -> list[str]:
    """Change the fields; gives what changed in words, the deadline's rule with them."""
    berubah = []
    for nama, label in (("petugas", "petugas"), ("masalah", "jenis masalah"), ("bidang", "bidang"),
                        ("urgensi", "urgensi")):  # fmt: skip
        nilai = getattr(koreksi, nama)
        if nilai is not None and nilai != getattr(permintaan, nama):
            setattr(permintaan, nama, nilai)
            berubah.append(f"{label}: {nilai}")
    aturan = rule_for(permintaan.masalah, permintaan.urgensi)
    if aturan.nama != permintaan.due_aturan:
        permintaan.due_at = recount_due(permintaan)
        permintaan.due_aturan = aturan.nama
        berubah.append(f"batas waktu: {aturan.nama}")
    return berubah


def recount_due(permintaan: Permintaan) -> datetime:
    """The deadline by today's kind and urgency, from when the clock began; pauses cost nothing."""
    aturan, kecamatan = (
        rule_for(permintaan.masalah, permintaan.urgensi),
        kecamatan_of(permintaan.wilayah),
    )
    mulai = _clock_start(permintaan)
    batas = due_at(mulai, aturan, kecamatan)
    for dari, sampai in _pauses(permintaan, mulai):
        batas = shift_for_pause(batas, dari, sampai, aturan, kecamatan)
    return batas


def _clock_start(permintaan: Permintaan) -> datetime:
    """When it was brought, or last opened again."""
    dibuka = permintaan.riwayat.filter(dari__in=Permintaan.ENDED).exclude(ke__in=Permintaan.ENDED)
    lagi = dibuka.order_by("-at").first()
    return lagi.at if lagi is not None else permintaan.created_at


def _pauses(permintaan: Permintaan, sejak: datetime) -> Iterable[tuple[datetime, datetime]]:
    """The times of waiting that are over, from the history."""
    rows = permintaan.riwayat.filter(apa__in=[MENUNGGU_DESA, DILANJUTKAN], at__gte=sejak)
    mulai: datetime | None = None
    for baris in rows.order_by("at", "pk"):
        if baris.apa == MENUNGGU_DESA:
            mulai = baris.at
        elif mulai is not None:
            yield mulai, baris.at
            mulai = None


@transaction.atomic
def change_bidang(permintaan: Permintaan, bidang: Bidang, *, by: Pengguna) -> Permintaan:
    """Give a request to another section. Raises LangkahTerlarang for one that is over."""
    permintaan = lock_permintaan(permintaan)
    if permintaan.is_ended:
        raise LangkahTerlarang("Permintaan ini sudah berakhir.")
    if permintaan.bidang_id != bidang.pk:
        permintaan.bidang = bidang
        permintaan.save(update_fields=["bidang", "updated_at"])
        log_permintaan(permintaan, "Pindah bidang", by=by, dari=permintaan.status,
                       catatan=bidang.nama)  # fmt: skip
    return permintaan


@transaction.atomic
def assign_petugas(permintaan: Permintaan, petugas: Pengguna, *, by: Pengguna) -> Permintaan:
    """Another officer works on it from now on, and hears so."""
    permintaan = lock_permintaan(permintaan)
    _check_petugas(permintaan, petugas)
    if permintaan.is_ended:
        raise LangkahTerlarang("Permintaan ini sudah berakhir.")
    if permintaan.petugas_id == petugas.pk:
        return permintaan
    permintaan.petugas = petugas
    permintaan.save(update_fields=["petugas", "updated_at"])
    riwayat = log_permintaan(permintaan, "Petugas ditetapkan", by=by, dari=permintaan.status,
                             catatan=str(petugas))  # fmt: skip
    tell_assigned(permintaan, riwayat, by=by)
    return permintaan


@transaction.atomic
def ask_desa(permintaan: Permintaan, *, tanya: str, by: Pengguna) -> Permintaan:
    """Ask the village; the clock stands until it answers.

    Raises ValueError without a question, LangkahTerlarang while one waits or when it is over.
    """
    permintaan = lock_permintaan(permintaan)
    if not tanya.strip():
        raise ValueError("Tulis pertanyaannya.")
    if permintaan.is_ended:
        raise LangkahTerlarang("Permintaan ini sudah berakhir.")
    if permintaan.dijeda_at is not None:
        raise LangkahTerlarang("Masih ada pertanyaan yang belum dijawab desa.")
    if permintaan.status == S.DITERIMA:
        permintaan = take_permintaan(permintaan, by=by)
    return pause_permintaan(permintaan, by=by, catatan=tanya.strip())


def open_question(permintaan: Permintaan) -> RiwayatPermintaan | None:
    """The question that waits for the village."""
    if permintaan.dijeda_at is None:
        return None
    return permintaan.riwayat.filter(apa=MENUNGGU_DESA).order_by("-at", "-pk").first()


@transaction.atomic
def return_permintaan(permintaan: Permintaan, *, alasan: str, by: Pengguna) -> Permintaan:
    """Give a request back with the reason. Raises ValueError without one, LangkahTerlarang."""
    alasan = alasan.strip()
    if not alasan:
        raise ValueError("Tulis alasannya.")
    permintaan = lock_permintaan(permintaan)
    _refuse_open_work(permintaan)
    drop_drafts(permintaan, by=by)
    return move_permintaan(
        permintaan, to=S.DIKEMBALIKAN, by=by, catatan=alasan, hasil=alasan[:240], dijeda_at=None
    )


@transaction.atomic
def merge_permintaan(
    permintaan: Permintaan, utama: Permintaan, *, by: Pengguna, alasan: str = ""
) -> Permintaan:
    """Let a request follow another one of the same kecamatan; those merged into it come along.

    Both rows are locked in one order. Raises ValueError for the request itself, another
    kecamatan, one that is over, or a confidential one beside any but a confidential one of the
    same village that `by` sees too: who reads the one would read the other.
    """
    for satu in sorted((permintaan, utama), key=lambda p: p.pk):
        Permintaan.objects.select_for_update(no_key=True).get(pk=satu.pk)
    utama = lock_permintaan(utama)
    permintaan = lock_permintaan(permintaan)
    _check_merge(permintaan, utama, by)
    drop_drafts(permintaan, by=by)
    permintaan.tindak_lanjut.open().update(permintaan=utama)
    catatan = " ".join(filter(None, [f"Mengikuti {utama.nomor}.", alasan.strip()]))
    permintaan = move_permintaan(
        permintaan, to=S.DIGABUNG, by=by, digabung_ke=utama, dijeda_at=None, untuk_desa=False,
        catatan=catatan,
    )  # fmt: skip
    for ikut in permintaan.gabungan.select_for_update(no_key=True):
        ikut.digabung_ke = utama
        ikut.save(update_fields=["digabung_ke", "updated_at"])
        log_permintaan(ikut, "Mengikuti permintaan lain", by=by, dari=ikut.status,
                       catatan=utama.nomor, untuk_desa=False)  # fmt: skip
    log_permintaan(utama, "Permintaan digabung ke sini", by=by, dari=utama.status,
                   catatan=permintaan.nomor, untuk_desa=False)  # fmt: skip
    return permintaan


def _check_merge(permintaan: Permintaan, utama: Permintaan, by: Pengguna) -> None:
    if permintaan.pk == utama.pk:
        raise ValueError("Pilih permintaan lain sebagai permintaan utama.")
    if kecamatan_of_permintaan(permintaan) != kecamatan_of_permintaan(utama):
        raise ValueError("Permintaan hanya digabung di dalam satu kecamatan.")
    if utama.is_ended:
        raise ValueError("Permintaan utama sudah berakhir.")
    if permintaan.rahasia != utama.rahasia:
        raise ValueError("Permintaan rahasia hanya digabung dengan permintaan rahasia.")
    if utama.rahasia and permintaan.wilayah_id != utama.wilayah_id:
        raise ValueError("Permintaan rahasia tidak digabung dengan permintaan desa lain.")
    if utama.rahasia and not Permintaan.objects.visible_to(by).filter(pk=utama.pk).exists():
        raise ValueError("Permintaan utama itu bukan untuk Anda baca.")


def mergeable_into(permintaan: Permintaan) -> Iterable[Permintaan]:
    """Requests this one may follow: open, of the same kecamatan, the same kind first."""
    kecamatan = kecamatan_of_permintaan(permintaan)
    rows = Permintaan.objects.in_wilayah(kecamatan).open().exclude(pk=permintaan.pk)
    rows = rows.filter(rahasia=permintaan.rahasia)
    if permintaan.rahasia:
        rows = rows.filter(wilayah=permintaan.wilayah_id)
    rows = rows.select_related("wilayah").order_by("-created_at")
    return sorted(rows[:200], key=lambda p: p.masalah_id != permintaan.masalah_id)


@transaction.atomic
def finish_permintaan(permintaan: Permintaan, *, hasil: str, by: Pengguna) -> Permintaan:
    """End a request once every follow-up is done or dropped with a reason.

    Raises ValueError naming what is still open, or without a result; LangkahTerlarang.
    """
    permintaan = lock_permintaan(permintaan)
    if not hasil.strip():
        raise ValueError("Tulis hasilnya bagi desa.")
    _refuse_open_work(permintaan)
    drop_drafts(permintaan, by=by)
    withdraw_rujukan(permintaan, alasan="Permintaan sudah selesai.", by=by)
    return move_permintaan(
        permintaan, to=S.SELESAI, by=by, catatan=hasil.strip(), hasil=hasil.strip()[:240],
        dijeda_at=None,
    )  # fmt: skip


def _refuse_open_work(permintaan: Permintaan) -> None:
    terbuka = permintaan.tindak_lanjut.open().count()
    if terbuka:
        raise ValueError(
            f"Masih ada {terbuka} tindak lanjut yang terbuka: selesaikan, atau catat alasan bila"
            " tidak dilanjutkan."
        )


@transaction.atomic
def reopen_permintaan(permintaan: Permintaan, *, alasan: str, by: Pengguna | None) -> Permintaan:
    """The village is not content: the desk reads it again, with a deadline from now.

    Raises ValueError without a reason, LangkahTerlarang for one that has not been finished.
    """
    permintaan = lock_permintaan(permintaan)
    if not alasan.strip():
        raise ValueError("Tulis apa yang belum selesai.")
    if permintaan.status != S.SELESAI:
        raise LangkahTerlarang("Hanya permintaan yang sudah selesai dapat dibuka lagi.")
    permintaan = move_permintaan(
        permintaan, to=S.DITELAAH, by=by, apa=DIBUKA_LAGI, nilai=None, kata_nilai=""
    )
    # not into the history: a resident's words can be erased
    oleh = TambahanPermintaan.Oleh.WARGA if by is None else TambahanPermintaan.Oleh.DESA
    TambahanPermintaan.objects.create(permintaan=permintaan, oleh=oleh, teks=alasan.strip(), by=by)
    permintaan.due_at = recount_due(permintaan)
    permintaan.due_aturan = rule_for(permintaan.masalah, permintaan.urgensi).nama
    permintaan.save(update_fields=["due_at", "due_aturan", "updated_at"])
    return permintaan
