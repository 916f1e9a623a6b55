"""Programme money to the cooperative: out of one book and into the other, or neither.

Order of locks: programme, budget line, cooperative.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from buku_besar.models import Jurnal
from buku_besar.services import Baris, post_jurnal, reverse_jurnal
from ekonomi.models import (
    Belanja,
    Koperasi,
    Penerimaan,
    PosAnggaran,
    Program,
    SerahModal,
    SumberDana,
)
from ekonomi.services.anggaran import (
    AnggaranKeliru,
    BukanOrangKedua,
    KunciBentrok,
    PaguTerlampaui,
    book_of,
    left_on,
    reference_of,
    reverse_belanja,
    rules_of,
    spend_dana,
)
from ekonomi.services.jejak import Peristiwa, log_jejak
from ekonomi.services.koperasi import receive_modal
from ekonomi.services.pinjaman.kunci import lock_koperasi, refuse_kas
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = SerahModal.Status
PIUTANG_BERGULIR = "1-1600"  # of the book "program": lent on through the cooperative


@transaction.atomic
def propose_modal(
    asal: PosAnggaran | Program,
    koperasi: Koperasi,
    *,
    jumlah: int,
    kunci: str,
    tanggal: dt.date,
    by: Pengguna,
    sumber: str = SumberDana.BERGULIR,
) -> SerahModal:
    """Entered at the desk: handed over at once, or above the limit waiting for a second person.

    The same key with the same content gives the row that is there. Raises as `hand_over_modal`.
    """
    serah = _enter(asal, koperasi, jumlah=jumlah, kunci=kunci, tanggal=tanggal, by=by,
                   sumber=sumber)  # fmt: skip
    if serah.status != S.MENUNGGU or jumlah > rules_of(serah.program).batas_dua_orang:
        return serah
    return _hand_over(serah, penyetuju=None)


@transaction.atomic
def hand_over_modal(
    asal: PosAnggaran | Program,
    koperasi: Koperasi,
    *,
    jumlah: int,
    kunci: str,
    tanggal: dt.date,
    by: Pengguna,
    penyetuju: Pengguna | None = None,
    sumber: str = SumberDana.BERGULIR,
) -> SerahModal:
    """Out of the programme's book and into the cooperative's, in one transaction, once for a key.

    `asal` a line: spending of that line from `sumber`. `asal` a programme: what came in from the
    source "dana bergulir" itself. Raises PaguTerlampaui, KunciBentrok, BukanOrangKedua,
    AnggaranKeliru, and the ledger's PeriodeTertutup.
    """
    serah = _enter(asal, koperasi, jumlah=jumlah, kunci=kunci, tanggal=tanggal, by=by,
                   sumber=sumber)  # fmt: skip
    if serah.status != S.MENUNGGU:
        return serah
    return _hand_over(serah, penyetuju=penyetuju)


@transaction.atomic
def approve_modal(serah: SerahModal, *, by: Pengguna) -> SerahModal:
    """The second person agrees: both books get it now."""
    serah = _lock(serah)
    if serah.status != S.MENUNGGU:
        raise AnggaranKeliru(f"Penyerahan ini sudah {serah.get_status_display().lower()}.")
    return _hand_over(serah, penyetuju=by)


@transaction.atomic
def reject_modal(serah: SerahModal, *, by: Pengguna, alasan: str) -> SerahModal:
    """A waiting hand-over does not happen; no book ever knew of it."""
    serah = _lock(serah)
    if serah.status != S.MENUNGGU:
        raise AnggaranKeliru(f"Penyerahan ini sudah {serah.get_status_display().lower()}.")
    _end(serah, S.DITOLAK, alasan)
    log_jejak(serah.program, Peristiwa.TOLAK, by=by, rujukan=_rujukan(serah),
              jumlah=serah.jumlah, catatan=serah.alasan)  # fmt: skip
    return serah


@transaction.atomic
def take_back_modal(
    serah: SerahModal, *, by: Pengguna, alasan: str, tanggal: dt.date | None = None
) -> SerahModal:
    """Reverse it in both books. Raises KasKurang where the cooperative has lent the money on."""
    serah = _lock(serah)
    setoran = serah.setoran
    if serah.status != S.DISERAHKAN or setoran is None:
        raise AnggaranKeliru("Hanya modal yang sudah diserahkan yang dapat dibalik.")
    koperasi = lock_koperasi(serah.koperasi_id)
    refuse_kas(koperasi, "bank", serah.jumlah)
    hari = tanggal or timezone.localdate()
    _end(serah, S.DIBALIK, alasan)
    if serah.belanja is not None:
        reverse_belanja(serah.belanja, by=by, alasan=serah.alasan, tanggal=hari, dua_buku=True)
    elif serah.jurnal is not None:
        reverse_jurnal(serah.jurnal, tanggal=hari, alasan=serah.alasan, by=by)
        log_jejak(serah.program, Peristiwa.BALIK, by=by, rujukan=_rujukan(serah),
                  jumlah=serah.jumlah, catatan=serah.alasan)  # fmt: skip
    reverse_jurnal(setoran.jurnal, tanggal=hari, alasan=serah.alasan, by=by)
    return serah


def left_of_bergulir(program: Program) -> int:
    """What came in for the revolving fund itself and was not handed over yet, in Rupiah."""
    masuk = Penerimaan.objects.filter(
        program=program, sumber=SumberDana.BERGULIR, dibalik_at__isnull=True
    )
    keluar = SerahModal.objects.filter(program=program, pos__isnull=True, status=S.DISERAHKAN)
    dipakai = Belanja.objects.filter(
        program=program, sumber=SumberDana.BERGULIR, status__in=["menunggu", "dibukukan"]
    )
    total = [int(rows.aggregate(n=Sum("jumlah", default=0))["n"])
             for rows in (masuk, keluar, dipakai)]  # fmt: skip
    return total[0] - total[1] - total[2]


def _enter(
    asal: PosAnggaran | Program, koperasi: Koperasi, *, jumlah: int, kunci: str, tanggal: dt.date,
    by: Pengguna, sumber: str,
) -> SerahModal:  # fmt: skip
    """The waiting row, or the one of this key."""
    pos = asal if isinstance(asal, PosAnggaran) else None
    program_id = pos.program_id if pos is not None else asal.pk
    program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
    ada: SerahModal | None = SerahModal.objects.filter(kunci=kunci).first()
    if ada is not None:
        sama = (ada.program_id, ada.pos_id, ada.koperasi_id, ada.jumlah, ada.tanggal, ada.sumber)
        if sama != (program.pk, pos and pos.pk, koperasi.pk, jumlah, tanggal, sumber):
            raise KunciBentrok(f"Penyerahan “{kunci}” sudah dicatat dengan isi lain.")
        return ada
    _check(program, pos, koperasi, jumlah=jumlah, tanggal=tanggal, sumber=sumber)
    baru: SerahModal = SerahModal.objects.create(
        program=program, pos=pos, koperasi=koperasi, kunci=kunci, sumber=sumber, jumlah=jumlah,
        tanggal=tanggal, status=S.MENUNGGU, by=by,
    )  # fmt: skip
    return baru


def _check(
    program: Program, pos: PosAnggaran | None, koperasi: Koperasi, *, jumlah: int,
    tanggal: dt.date, sumber: str,
) -> None:  # fmt: skip
    if jumlah <= 0:
        raise AnggaranKeliru("Jumlahnya harus lebih dari nol.")
    if koperasi.wilayah_id != program.wilayah_id:
        raise AnggaranKeliru("Koperasi ini milik kelurahan lain.")
    if (pos is None) != (sumber == SumberDana.BERGULIR):
        raise AnggaranKeliru(
            "Pilih pos anggaran, atau kosongkan bila dananya diterima khusus sebagai dana bergulir."
        )
    if program.status not in {Program.Status.BERJALAN, Program.Status.SELESAI}:
        raise AnggaranKeliru("Uang hanya dicatat pada program yang berjalan.")
    if tanggal > timezone.localdate():
        raise AnggaranKeliru("Tanggal penyerahan belum tiba.")
    sisa = left_on(pos) if pos is not None else left_of_bergulir(program)
    if jumlah > sisa:
        nama = pos.nama if pos is not None else "Dana bergulir yang diterima"
        raise PaguTerlampaui(f"{nama}: diminta {rupiah(jumlah)}, sisanya {rupiah(sisa)}.")


def _hand_over(serah: SerahModal, *, penyetuju: Pengguna | None) -> SerahModal:
    if penyetuju is not None and penyetuju.pk == serah.by_id:
        raise BukanOrangKedua("Yang mencatat penyerahan tidak boleh menyetujuinya sendiri.")
    batas = rules_of(serah.program).batas_dua_orang
    if penyetuju is None and serah.jumlah > batas:
        raise BukanOrangKedua(f"Di atas {rupiah(batas)} perlu persetujuan orang kedua.")
    _check(serah.program, serah.pos, serah.koperasi, jumlah=serah.jumlah, tanggal=serah.tanggal,
           sumber=serah.sumber)  # fmt: skip
    if serah.pos is not None:
        serah.belanja = _spend(serah, serah.pos, penyetuju)
    else:
        serah.jurnal = _journal(serah, penyetuju)
    serah.setoran = receive_modal(
        serah.koperasi, sumber=serah.sumber, dari=serah.program.nama[:120], jumlah=serah.jumlah,
        kunci=f"program:{serah.kunci}", by=penyetuju or serah.by, tanggal=serah.tanggal,
    )  # fmt: skip
    serah.status, serah.penyetuju = S.DISERAHKAN, penyetuju
    serah.save(update_fields=["belanja", "jurnal", "setoran", "status", "penyetuju"])
    return serah


def _spend(serah: SerahModal, pos: PosAnggaran, penyetuju: Pengguna | None) -> Belanja:
    return spend_dana(
        pos, jumlah=serah.jumlah, kunci=f"bergulir:{serah.kunci}", by=serah.by, bukti=None,
        uraian=f"Modal dana bergulir ke {serah.koperasi}", tanggal=serah.tanggal,
        sumber=serah.sumber, penerima=str(serah.koperasi), penyetuju=penyetuju,
        jenis_penerima=Belanja.JenisPenerima.INSTANSI,
    )  # fmt: skip


def _journal(serah: SerahModal, penyetuju: Pengguna | None) -> Jurnal:
    """Money given for the fund itself: no expense, it stays the programme's, lent on."""
    oleh = penyetuju or serah.by
    jurnal = post_jurnal(
        book_of(serah.program), tanggal=serah.tanggal, uraian="Dana bergulir ke koperasi",
        baris=[
            Baris(PIUTANG_BERGULIR, debit=serah.jumlah),
            Baris(Belanja.Kas.BANK, kredit=serah.jumlah),
        ],
        kunci=f"bergulir:{serah.kunci}", by=oleh, rujukan=reference_of(serah.program),
    )  # fmt: skip
    log_jejak(serah.program, Peristiwa.MODAL, by=oleh, rujukan=_rujukan(serah),
              jumlah=serah.jumlah)  # fmt: skip
    return jurnal


def _lock(serah: SerahModal) -> SerahModal:
    list(Program.objects.select_for_update(no_key=True).filter(pk=serah.program_id))
    rows = SerahModal.objects.select_for_update(of=("self",)).select_related(
        "program__wilayah", "pos", "koperasi__buku", "belanja", "jurnal", "setoran__jurnal"
    )
    terkunci: SerahModal = rows.get(pk=serah.pk)
    return terkunci


def _end(serah: SerahModal, status: SerahModal.Status, alasan: str) -> None:
    serah.alasan = mask_catatan(alasan.strip())[:300]
    if not serah.alasan:
        raise AnggaranKeliru("Tuliskan alasannya.")
    serah.status = status
    serah.save(update_fields=["status", "alasan"])


def _rujukan(serah: SerahModal) -> str:
    return f"modal-{serah.pk}"
