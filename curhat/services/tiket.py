"""Everything that changes a ticket: each function locks it, writes the history and what is owed."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from curhat.batas_waktu import aturan_penyelesaian, aturan_verifikasi
from curhat.models import Curhat, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.perpindahan import STAF, WARGA, ForbiddenMove, may_move
from curhat.services.anggota import (
    confirmed,
    keep_alamat,
    leave_isu,
    lock_curhat,
    note_belum,
    note_sudah,
)
from curhat.services.kabar import (
    curhat_slots,
    notify_petugas,
    notify_urgent,
    tell_one,
    tell_warga,
)
from curhat.services.kabar_rujukan import share_langkah
from curhat.services.kata import append_kata
from curhat.services.koreksi import URGENSI, read_bacaan, record_koreksi
from curhat.services.pesan_petugas import TAK_TERJANGKAU, blocked, write_served
from curhat.services.urgensi import rate, rate_tiket, set_due
from curhat.triase.samaran import mask_pribadi
from pesan.models.kanal import Saluran
from wilayah.models import Instansi, Pengguna, Wilayah
from wilayah.rujukan import meja_of, offer_rujukan, withdraw_rujukan
from wilayah.tenggat import due_at, shift_for_pause

S = Tiket.Status
BELUM_SELESAI = "Warga menyatakan belum selesai."


@transaction.atomic
def open_tiket(
    curhat: Curhat, *, sebab: str, by: Pengguna | None = None, baru: bool = False
) -> Tiket:
    """Start the work on a curhat and tell the lurah and the moderators; who made it of a visit's
    entry (`by`) knows already.

    A curhat has one open ticket at most: a second call returns the one that is there. `baru`: the
    curhat was made, or locked without one, in this transaction, so nobody else can have opened one.
    """
    if not baru:
        terkunci = Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk)
        open_now = Tiket.objects.open().serving(terkunci).first()
        if open_now is not None:
            return open_now
    now = timezone.now()
    aturan = aturan_penyelesaian(curhat.subkategori, curhat.urgensi)
    tiket = Tiket.objects.create(
        nomor=_next_nomor(now),
        curhat=curhat,
        wilayah_id=curhat.wilayah_id,
        urgensi=curhat.urgensi,
        instansi=None,
        sebab=sebab[:200],
        due_at=due_at(now, aturan, curhat.wilayah_id),
        due_aturan=aturan.nama,
        verifikasi_due_at=due_at(now, aturan_verifikasi(), curhat.wilayah_id),
    )
    RiwayatTiket.objects.create(tiket=tiket, ke=S.BARU, catatan=sebab, untuk_warga=False, by=by)
    keep_alamat(tiket)
    notify_urgent(tiket, kecuali=by if curhat.saluran == Saluran.KUNJUNGAN else None)
    return tiket


def ensure_tiket(
    curhat: Curhat, *, sebab: str, buka: bool, by: Pengguna | None = None
) -> Tiket | None:
    """The open ticket in line with its curhat; where there is none, a new one if `buka`.

    The caller holds the curhat's lock. A held curhat gets no ticket.
    """
    tiket = Tiket.objects.open().select_for_update(of=("self",)).serving(curhat).first()
    if tiket is not None:
        if tiket.curhat_id == curhat.pk:
            tiket.curhat = curhat
        rate_tiket(tiket, curhat, by=by)
        return tiket
    if not buka or curhat.ditahan:
        return None
    if curhat.tiket_bersama_id is not None:
        leave_isu(curhat, sebab="Tiket bersama sudah berakhir; ada tiket baru.", by=by)
    return open_tiket(curhat, sebab=sebab, by=by, baru=True)


def _next_nomor(now: datetime) -> str:
    bulan = timezone.localtime(now).strftime("%y%m")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO curhat_nomorurut (bulan, terakhir) VALUES (%s, 1) "
            "ON CONFLICT (bulan) DO UPDATE SET terakhir = curhat_nomorurut.terakhir + 1 "
            "RETURNING terakhir",
            [bulan],
        )
        (terakhir,) = cursor.fetchone()
    return f"T-{bulan}-{terakhir:04d}"


def move(
    tiket: Tiket,
    *,
    to: str,
    by: Pengguna | None,
    pelaku: str = STAF,
    note: str = "",
    untuk_warga: bool = True,
    asal: str = "",
) -> Tiket:
    """Move a locked ticket and write its history row. Raises ForbiddenMove.

    Leaving a state that waits for the resident shifts the deadline by the time waited; a reopened
    ticket is new work, with a deadline from now. History cannot be erased, so a note is masked.
    """
    if not may_move(tiket.status, to, pelaku):
        raise ForbiddenMove(tiket.status, to)
    now = timezone.now()
    dari, tiket.status = tiket.status, S(to)
    _set_clock(tiket, now)
    tiket.closed_at = now if to in Tiket.ENDED else None
    if to != S.SELESAI:
        tiket.hasil = ""
    tiket.save()
    if dari == S.DIALIHKAN:
        withdraw_rujukan(tiket, alasan=f"Tiket sudah {tiket.get_status_display().lower()}.", by=by)
    RiwayatTiket.objects.create(
        tiket=tiket,
        dari=dari,
        ke=to,
        catatan=mask_pribadi(note).teks,
        untuk_warga=untuk_warga,
        by=by,
        oleh_warga=pelaku == WARGA,
        asal_hash=asal,
    )
    keep_alamat(tiket)
    if to != S.DITUGASKAN or dari != S.DIALIHKAN:  # who took it knows
        share_langkah(tiket, note, by=by)
    return tiket


def _set_clock(tiket: Tiket, now: datetime) -> None:
    """What its new state does to the deadline: shifted, begun anew, or standing still."""
    menunggu = tiket.status == S.MENUNGGU_KONFIRMASI
    if tiket.dijeda_at is not None and not menunggu:
        aturan = aturan_penyelesaian(tiket.curhat.subkategori, tiket.urgensi)
        tiket.due_at = shift_for_pause(tiket.due_at, tiket.dijeda_at, now, aturan, tiket.wilayah_id)
        tiket.dijeda_at = None
    if tiket.status == S.DIBUKA_LAGI:
        set_due(tiket, tiket.curhat, now)
    if menunggu:
        tiket.dijeda_at = now


def _locked(tiket: Tiket, curhat: Curhat | None = None) -> Tiket:
    """The ticket under its lock. Locks are taken in one order: curhat, ticket, hand-over.

    `curhat`: the report of whoever acts, where the ticket serves several.
    """
    lock_curhat([tiket.curhat_id, *([curhat.pk] if curhat is not None else [])])
    return (
        Tiket.objects.select_for_update(of=("self",))
        .select_related("curhat__subkategori", "curhat__kontak", "instansi")
        .get(pk=tiket.pk)
    )


@transaction.atomic
def verify_tiket(tiket: Tiket, *, by: Pengguna, catatan: str = "") -> Tiket:
    """A moderator has checked that the report is real and complete enough."""
    return move(_locked(tiket), to=S.DIVERIFIKASI, by=by, note=catatan)


@transaction.atomic
def assign_tiket(
    tiket: Tiket,
    *,
    by: Pengguna,
    instansi: Instansi | None = None,
    petugas: Pengguna | None = None,
    catatan: str = "",
) -> Tiket:
    """Give the work to a unit or a person, tell them, and tell the resident who has it.

    Raises ValueError when neither is named.
    """
    if instansi is None and petugas is None:
        raise ValueError("Pilih unit atau petugas yang menangani.")
    tiket = _locked(tiket)
    tiket.instansi, tiket.petugas = instansi, petugas
    siapa = str(instansi or petugas)
    move(tiket, to=S.DITUGASKAN, by=by, note=catatan or f"Diserahkan kepada {siapa}.")
    notify_petugas(tiket)
    tell_warga(tiket, "ditugaskan", kunci=f"tugas:{tiket.pk}:{tiket.riwayat.count()}")
    return tiket


@transaction.atomic
def start_tiket(tiket: Tiket, *, by: Pengguna, catatan: str = "") -> Tiket:
    """The work has begun."""
    return move(_locked(tiket), to=S.DIKERJAKAN, by=by, note=catatan)


@transaction.atomic
def close_tiket(tiket: Tiket, *, by: Pengguna | None, tindakan: str) -> Tiket:
    """Record what was done and ask the resident to confirm it (SESUDAH/BELUM).

    Raises ForbiddenMove when the ticket is not in a state that may be closed, ValueError when
    nothing is said of what was done.
    """
    if not tindakan.strip():
        raise ValueError("Tuliskan apa yang sudah dilakukan; warga akan membacanya.")
    tiket = _locked(tiket)
    tiket.tindakan = tindakan.strip()
    move(tiket, to=S.MENUNGGU_KONFIRMASI, by=by, note=tindakan.strip())
    tell_warga(tiket, "minta_konfirmasi", kunci=f"tutup:{tiket.pk}:{tiket.putaran}")
    return tiket


@transaction.atomic
def confirm_selesai(
    tiket: Tiket, *, by: Pengguna | None = None, asal: str = "", curhat: Curhat | None = None
) -> Tiket:
    """The resident says it is solved (SESUDAH), or staff record that they said so.

    Where the ticket serves several, `curhat` says whose word it is, and one SESUDAH closes only
    that person's part: the ticket ends with the last one's, or after two weeks.
    """
    tiket = _locked(tiket, curhat)
    if tiket.status == S.SELESAI:
        return tiket
    pelaku = WARGA if by is None else STAF
    if not may_move(tiket.status, S.SELESAI, pelaku):
        raise ForbiddenMove(tiket.status, S.SELESAI)
    oleh = curhat or tiket.curhat
    if by is None and not note_sudah(tiket, oleh, asal=asal):
        kunci = f"sudah:{tiket.pk}:{tiket.putaran}"
        tell_one(tiket, oleh, "isu_sudah_dicatat", kunci=f"{kunci}:{oleh.pk}")
        return tiket
    sudah = confirmed(tiket) | ({oleh.pk} if by is None else {tiket.curhat_id})
    tiket.hasil = Tiket.Hasil.TERSELESAIKAN
    move(
        tiket, to=S.SELESAI, by=by, pelaku=pelaku, note="Dinyatakan selesai oleh warga.", asal=asal
    )
    tell_warga(
        tiket,
        lambda c: "selesai_terima_kasih" if c.pk in sudah else "isu_selesai",
        kunci=f"selesai:{tiket.pk}:{tiket.putaran}",
    )
    return tiket


@transaction.atomic
def reopen_tiket(
    tiket: Tiket,
    *,
    alasan: str,
    by: Pengguna | None = None,
    asal: str = "",
    curhat: Curhat | None = None,
) -> Tiket:
    """The resident says it is not solved (BELUM), or staff reopen it; the work starts anew.

    A resident's own words go below their story (`curhat`, where the ticket serves several), not
    into the history, which cannot be erased.
    """
    tiket = _locked(tiket, curhat)
    if tiket.status == S.DIBUKA_LAGI:
        return tiket
    oleh = curhat or tiket.curhat
    tiket.putaran += 1
    pelaku, note = (WARGA, BELUM_SELESAI) if by is None else (STAF, alasan.strip())
    move(tiket, to=S.DIBUKA_LAGI, by=by, pelaku=pelaku, note=note, asal=asal)
    if by is None:
        note_belum(tiket, oleh, asal=asal)
        if alasan.strip():
            append_kata(lock_curhat([oleh.pk])[oleh.pk], "Belum beres", alasan)
    tell_warga(
        tiket,
        lambda c: "dibuka_lagi" if c.pk == oleh.pk else "isu_dibuka_lagi",
        kunci=f"buka:{tiket.pk}:{tiket.putaran}",
    )
    notify_urgent(tiket)
    return tiket


@transaction.atomic
def reject_tiket(tiket: Tiket, *, by: Pengguna, alasan: str) -> Tiket:
    """An honest end without work; the resident reads the reason. Raises ValueError without one."""
    return _end(tiket, S.DITOLAK, "ditolak", by=by, alasan=alasan)


@transaction.atomic
def decline_tiket(tiket: Tiket, *, by: Pengguna, alasan: str) -> Tiket:
    """Outside the kelurahan's authority; the reason says whose it is. Raises ValueError without."""
    return _end(tiket, S.BUKAN_KEWENANGAN, "bukan_kewenangan", by=by, alasan=alasan)


def _end(tiket: Tiket, to: str, templat: str, *, by: Pengguna, alasan: str) -> Tiket:
    if not alasan.strip():
        raise ValueError("Tuliskan alasannya; warga akan membacanya.")
    tiket = _locked(tiket)
    tiket.tindakan = alasan.strip()
    move(tiket, to=to, by=by, note=alasan.strip())
    tell_warga(tiket, templat, kunci=f"akhir:{tiket.pk}:{tiket.putaran}:{to}")
    return tiket


@transaction.atomic
def divert_tiket(
    tiket: Tiket,
    *,
    by: Pengguna,
    alasan: str,
    ke_wilayah: Wilayah | None = None,
    ke_instansi: Instansi | None = None,
    meja: str = "curhat",
) -> Tiket:
    """Hand the ticket to another desk (kecamatan, another agency): it must accept or return it."""
    if not alasan.strip():
        raise ValueError("Tuliskan alasan mengalihkan.")
    tiket = _locked(tiket)
    tiket.tindakan = alasan.strip()
    move(tiket, to=S.DIALIHKAN, by=by, note=alasan.strip())
    offer_rujukan(
        sumber=tiket,
        meja=meja,
        ke_wilayah=ke_wilayah,
        ke_instansi=ke_instansi,
        ringkasan=curhat_slots(tiket.curhat)["summary"],
        wilayah=tiket.wilayah,
        alasan=alasan.strip(),
        by=by,
    )
    tell_warga(
        tiket,
        "dialihkan",
        kunci=f"alih:{tiket.pk}:{tiket.riwayat.count()}",
        unit=str(ke_instansi or ke_wilayah)
        if meja == "curhat"
        else f"{meja_of(meja).label()}, {ke_wilayah or ke_instansi}",
    )
    return tiket


@transaction.atomic
def close_unsolved(tiket: Tiket, *, by: Pengguna, alasan: str) -> Tiket:
    """Staff end a ticket that waits for confirmation as not solved; counted apart from solved."""
    if not alasan.strip():
        raise ValueError("Tuliskan mengapa ditutup tanpa penyelesaian.")
    tiket = _locked(tiket)
    tiket.hasil = Tiket.Hasil.TIDAK_TERSELESAIKAN
    move(tiket, to=S.SELESAI, by=by, note=alasan.strip())
    tell_warga(tiket, "ditutup_belum", kunci=f"tutup-belum:{tiket.pk}:{tiket.putaran}")
    return tiket


@transaction.atomic
def message_warga(tiket: Tiket, *, by: Pengguna, teks: str) -> Tiket:
    """Send staff's own words to the resident; history has that it was done, the outbox its state.

    Raises ValueError where the resident can only be reached by their own page.
    """
    tiket = _locked(tiket)
    baris = RiwayatTiket.objects.create(
        tiket=tiket,
        dari=tiket.status,
        ke=tiket.status,
        by=by,
        untuk_warga=False,
        catatan="Pesan dikirim ke warga; keadaannya di daftar pesan.",
    )
    if not write_served(tiket, teks=teks.strip(), kunci=f"petugas:{tiket.pk}:{baris.pk}"):
        raise ValueError(blocked(tiket.curhat) or TAK_TERJANGKAU)
    return tiket


@transaction.atomic
def correct_urgensi(tiket: Tiket, *, by: Pengguna, urgensi: int, catatan: str = "") -> Tiket:
    """Staff set another urgency, of the ticket and of its curhat; the deadline follows."""
    tiket = _locked(tiket)
    curhat, bacaan = tiket.curhat, read_bacaan(tiket.curhat)
    lama = bacaan.urgensi
    rate(curhat, urgensi)
    curhat.save(update_fields=["urgensi", "keparahan", "eskalasi", "darurat", "updated_at"])
    if lama != urgensi:
        record_koreksi(curhat, bacaan, by=by, dinilai=frozenset({URGENSI}))
        RiwayatCurhat.objects.create(
            curhat=curhat,
            peristiwa=RiwayatCurhat.Peristiwa.KOREKSI,
            by=by,
            catatan=f"urgensi {lama} → {urgensi}",
        )
    rate_tiket(tiket, curhat, by=by, catatan=catatan, urgensi=urgensi)
    return tiket
