"""Posting to the books: all of a journal or nothing, once for each key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from buku_besar.models import Akun, Buku, Entri, Jurnal, Periode
from buku_besar.models.periode import span_label
from buku_besar.pemicu import PERIODE_TERTUTUP
from buku_besar.services.galat import (
    AkunTidakDikenal,
    JurnalBentrok,
    PeriodeTertutup,
    SudahDibalik,
    TidakSeimbang,
    constraint_of,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

_PANJANG_URAIAN = 300


@dataclass(frozen=True, slots=True)
class Baris:
    """A line to post: the account's code and one side, in whole Rupiah."""

    akun: str
    debit: int = 0
    kredit: int = 0


@transaction.atomic
def post_jurnal(
    buku: Buku,
    *,
    tanggal: date,
    uraian: str,
    baris: Sequence[Baris],
    kunci: str,
    by: Pengguna | None,
    rujukan: str = "",
) -> Jurnal:
    """Write one balanced journal. The same key with the same content gives the journal that is
    there already.

    `kunci` names the act ("angsuran:123"); content is day, lines and `rujukan`. `uraian` goes
    into a history that nobody can erase: codes, not names. Raises JurnalBentrok (key used for
    something else), PeriodeTertutup, TidakSeimbang, AkunTidakDikenal.
    """
    return _post(
        buku,
        Jurnal(
            buku=buku, tanggal=tanggal, uraian=uraian[:_PANJANG_URAIAN], kunci=kunci,
            rujukan=rujukan, oleh=by,
        ),
        list(baris),
    )  # fmt: skip


@transaction.atomic
def post_penutup(
    buku: Buku, *, tanggal: date, baris: Sequence[Baris], kunci: str, by: Pengguna
) -> Jurnal:
    """The closing journal of a year; `services.periode.close_tahun` alone calls it."""
    jurnal = Jurnal(
        buku=buku, tanggal=tanggal, uraian=f"Penutup tahun {tanggal.year}", kunci=kunci, oleh=by,
        penutup=True,
    )  # fmt: skip
    return _post(buku, jurnal, list(baris))


@transaction.atomic
def reverse_jurnal(jurnal: Jurnal, *, tanggal: date, alasan: str, by: Pengguna) -> Jurnal:
    """Post the mirror of a journal, dated `tanggal`, with the reason. Once for each journal.

    Raises SudahDibalik, PeriodeTertutup, and ValueError without a reason.
    """
    alasan = mask_catatan(alasan.strip())
    if not alasan:
        raise ValueError("Tuliskan alasan membalik jurnal.")
    jurnal = Jurnal.objects.select_related("buku").get(pk=jurnal.pk)
    if jurnal.membalik_id is not None:
        raise SudahDibalik(
            "Jurnal ini sendiri pembalik. Bila keliru, catat jurnal baru yang benar."
        )
    if Jurnal.objects.filter(membalik=jurnal).exists():
        raise SudahDibalik(f"Jurnal {jurnal.nomor_lengkap} sudah dibalik.")
    balik = [Baris(e.akun.kode, e.kredit, e.debit) for e in jurnal.entri.select_related("akun")]
    cermin = Jurnal(
        buku=jurnal.buku, tanggal=tanggal, kunci=f"balik:{jurnal.pk}", rujukan=jurnal.rujukan,
        uraian=f"Pembalik {jurnal.nomor_lengkap}: {alasan}"[:_PANJANG_URAIAN], oleh=by,
        membalik=jurnal,
    )  # fmt: skip
    return _post(jurnal.buku, cermin, balik, lama=False)


def _post(buku: Buku, jurnal: Jurnal, baris: list[Baris], *, lama: bool = True) -> Jurnal:
    """Write it, or with `lama` give the same one that is there."""
    jurnal.jumlah, jurnal.banyak_baris = _check_baris(baris), len(baris)
    if not jurnal.kunci or not jurnal.uraian:
        raise ValueError("jurnal butuh kunci dan uraian")
    ada = _existing(buku, jurnal, baris) if lama else None
    if ada is not None:
        return ada
    akun = _find_akun(buku, baris)
    refuse_closed(buku, jurnal.tanggal)
    try:
        with transaction.atomic():
            jurnal.save(force_insert=True)
    except IntegrityError as error:
        return _explain(error, buku, jurnal, baris)
    jurnal.refresh_from_db(fields=["tahun", "nomor"])
    Entri.objects.bulk_create(
        Entri(jurnal=jurnal, akun=akun[satu.akun], debit=satu.debit, kredit=satu.kredit)
        for satu in baris
    )
    return jurnal


def _check_baris(baris: list[Baris]) -> int:
    """The sum of one side. Raises TidakSeimbang."""
    if len(baris) < 2:
        raise TidakSeimbang("Jurnal butuh paling sedikit dua baris.")
    for satu in baris:
        if min(satu.debit, satu.kredit) != 0 or max(satu.debit, satu.kredit) <= 0:
            raise TidakSeimbang(
                f"Akun {satu.akun}: isi debit atau kredit, salah satu, di atas nol."
            )
    debit, kredit = sum(b.debit for b in baris), sum(b.kredit for b in baris)
    if debit != kredit:
        raise TidakSeimbang(
            f"Debit {rupiah(debit)} dan kredit {rupiah(kredit)} berbeda {rupiah(debit - kredit)}."
        )
    return debit


def _find_akun(buku: Buku, baris: list[Baris]) -> dict[str, Akun]:
    kode = {satu.akun for satu in baris}
    akun = {satu.kode: satu for satu in Akun.objects.filter(buku=buku, aktif=True, kode__in=kode)}
    if kurang := sorted(kode - akun.keys()):
        raise AkunTidakDikenal(
            f"Akun {', '.join(kurang)} tidak ada di buku {buku.nama} atau tidak dipakai lagi."
        )
    return akun


def refuse_closed(buku: Buku, tanggal: date) -> None:
    """Raise PeriodeTertutup when this day can no longer be posted to."""
    periode = (
        Periode.objects.closed().filter(buku=buku, mulai__lte=tanggal, selesai__gte=tanggal).first()
    )
    if periode is not None:
        raise PeriodeTertutup(
            f"Periode {span_label(periode.mulai, periode.selesai)} sudah ditutup. Pakai tanggal di"
            " periode yang masih terbuka, atau minta lurah membukanya dengan alasan."
        )


def _existing(buku: Buku, jurnal: Jurnal, baris: list[Baris]) -> Jurnal | None:
    """The journal of this key, if there. Raises JurnalBentrok when it says something else."""
    ada: Jurnal | None = Jurnal.objects.filter(buku=buku, kunci=jurnal.kunci).first()
    if ada is None:
        return None
    isi = sorted((e.akun.kode, e.debit, e.kredit) for e in ada.entri.select_related("akun"))
    sama = isi == sorted((b.akun, b.debit, b.kredit) for b in baris)
    if not sama or (ada.tanggal, ada.rujukan) != (jurnal.tanggal, jurnal.rujukan):
        raise JurnalBentrok(
            f"“{jurnal.kunci}” sudah dicatat di jurnal {ada.nomor_lengkap} dengan isi lain."
        )
    return ada


def _explain(error: IntegrityError, buku: Buku, jurnal: Jurnal, baris: list[Baris]) -> Jurnal:
    """Someone was quicker: the same journal, or an error in words."""
    if constraint_of(error) == PERIODE_TERTUTUP:
        raise PeriodeTertutup("Periode tanggal ini baru saja ditutup.") from error
    if jurnal.membalik_id is not None:
        raise SudahDibalik("Jurnal ini baru saja dibalik.") from error
    ada = _existing(buku, jurnal, baris)
    if ada is None:
        raise error
    return ada
