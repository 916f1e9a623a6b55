"""A payment at the counter: once, spread exactly, with its journal, its receipt and its message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from buku_besar.models import Jurnal
from buku_besar.services import Baris, JurnalBentrok, post_jurnal
from ekonomi.models import (
    AlokasiAngsuran,
    AnggotaKelompok,
    AnggotaKoperasi,
    Angsuran,
    JadwalAngsuran,
    Pinjaman,
    RiwayatPinjaman,
)
from ekonomi.services.pinjaman.galat import AngsuranGanda, BelumBoleh, JumlahKeliru, MungkinGanda
from ekonomi.services.pinjaman.jadwal import Bagian, allocate, settle, total
from ekonomi.services.pinjaman.kabar import tell_anggota
from ekonomi.services.pinjaman.kunci import (
    JASA,
    PEMULIHAN,
    PIUTANG,
    TEMPAT,
    day_of,
    lock_pinjaman,
    log_pinjaman,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna

S = Pinjaman.Status
P = RiwayatPinjaman.Peristiwa
J = Angsuran.Jenis


@dataclass(frozen=True, slots=True)
class Terima:
    """What the teller says of a payment. `kunci` names the act: a form's own, made once."""

    jumlah: int
    kunci: str
    by: Pengguna
    tanggal: date
    cara: str = "kas"
    pembayar: AnggotaKoperasi | None = None
    sengaja: bool = False


def receive_angsuran(
    pinjaman: Pinjaman,
    *,
    jumlah: int,
    kunci: str,
    by: Pengguna,
    tanggal: date | None = None,
    cara: str = "kas",
    pembayar: AnggotaKoperasi | None = None,
    sengaja: bool = False,
) -> Angsuran:
    """Take a payment of any sum up to all that is owed; oldest instalment first, `jasa` first.

    On a written-off loan it is a recovery. `pembayar` is another member of the loan's group who
    pays for the borrower; `sengaja` says that the same sum on the same day is meant. Raises
    AngsuranGanda, MungkinGanda, JumlahKeliru, BelumBoleh, PeriodeTertutup.
    """
    terima = Terima(
        jumlah=jumlah, kunci=kunci, by=by, tanggal=day_of(tanggal), cara=cara, pembayar=pembayar,
        sengaja=sengaja,
    )  # fmt: skip
    return _once(kunci, lambda: _receive(pinjaman, terima))


def _once(kunci: str, act: Callable[[], Angsuran]) -> Angsuran:
    """Run it in one transaction; a key that another loan's payment has just taken is that one."""
    try:
        with transaction.atomic():
            return act()
    except (JurnalBentrok, IntegrityError) as error:
        lama = Angsuran.objects.select_related("jurnal").filter(kunci=kunci).first()
        if lama is None:
            raise
        raise AngsuranGanda(lama) from error


def _receive(pinjaman: Pinjaman, terima: Terima) -> Angsuran:
    pinjaman = _open_for(pinjaman, terima)
    if pinjaman.status == S.DIHAPUS:
        return _recover(pinjaman, terima)
    tagihan = unpaid_of(pinjaman)
    utang = sum(satu.sisa for satu in tagihan)
    if not 0 < terima.jumlah <= utang:
        raise JumlahKeliru(
            f"Yang masih harus dibayar {rupiah(utang)}. Isi di atas nol dan tidak lebih dari itu;"
            " untuk membayar semuanya sekarang, pakai pelunasan."
        )
    return _book(pinjaman, terima, allocate(tagihan, terima.jumlah), J.ANGSURAN)


def pay_off(
    pinjaman: Pinjaman,
    *,
    jumlah: int,
    kunci: str,
    by: Pengguna,
    tanggal: date | None = None,
    cara: str = "kas",
    pembayar: AnggotaKoperasi | None = None,
) -> Angsuran:
    """Take all that is owed today (`payoff_of`); `jasa` of later months is waived.

    `jumlah` is what the teller was shown: another sum is refused, as someone else has been there.
    """
    terima = Terima(
        jumlah=jumlah, kunci=kunci, by=by, tanggal=day_of(tanggal), cara=cara, pembayar=pembayar,
        sengaja=True,
    )  # fmt: skip
    return _once(kunci, lambda: _settle(pinjaman, terima))


def _settle(pinjaman: Pinjaman, terima: Terima) -> Angsuran:
    pinjaman = _open_for(pinjaman, terima)
    if pinjaman.status != S.BERJALAN:
        raise BelumBoleh("Pinjaman yang dihapusbukukan dibayar sebagai pemulihan.")
    bagian = settle(unpaid_of(pinjaman), on=terima.tanggal)
    if total(bagian) != terima.jumlah:
        raise JumlahKeliru(
            f"Pelunasan hari itu {rupiah(total(bagian))}, bukan {rupiah(terima.jumlah)}."
        )
    return _book(pinjaman, terima, bagian, J.PELUNASAN)


def payoff_of(pinjaman: Pinjaman, on: date) -> int:
    """What paying off on this day costs."""
    return total(settle(unpaid_of(pinjaman), on=on))


def unpaid_of(pinjaman: Pinjaman) -> list[JadwalAngsuran]:
    """Instalments of the schedule in force that are not fully paid, in order."""
    jadwal = JadwalAngsuran.objects.filter(pinjaman=pinjaman, versi=pinjaman.jadwal_versi)
    return [satu for satu in jadwal.order_by("ke") if satu.sisa > 0]


def _open_for(pinjaman: Pinjaman, terima: Terima) -> Pinjaman:
    """Lock the loan; refuse what was recorded already, and a payer from outside the group."""
    pinjaman = lock_pinjaman(pinjaman)
    lama = Angsuran.objects.select_related("jurnal").filter(kunci=terima.kunci).first()
    if lama is not None:
        raise AngsuranGanda(lama)
    if pinjaman.status not in (S.BERJALAN, S.DIHAPUS):
        raise BelumBoleh(f"{pinjaman.nomor} {pinjaman.get_status_display().lower()}: tidak ada yang"
                         " dibayar.")  # fmt: skip
    day_of(terima.tanggal, sejak=pinjaman.tanggal_cair)
    if not terima.sengaja:
        _refuse_mungkin_ganda(pinjaman, terima)
    if terima.pembayar is not None:
        _refuse_orang_luar(pinjaman, terima.pembayar)
    return pinjaman


def _refuse_mungkin_ganda(pinjaman: Pinjaman, terima: Terima) -> None:
    sama = Angsuran.objects.select_related("jurnal").filter(
        pinjaman=pinjaman, jumlah=terima.jumlah, tanggal=terima.tanggal, pembatalan__isnull=True
    )
    if (lama := sama.first()) is not None:
        raise MungkinGanda(lama)


def _refuse_orang_luar(pinjaman: Pinjaman, pembayar: AnggotaKoperasi) -> None:
    if pinjaman.kelompok_id is None:
        raise BelumBoleh(f"{pinjaman.nomor} tidak memakai tanggung renteng.")
    duduk = AnggotaKelompok.objects.on(timezone.localdate()).filter(
        kelompok=pinjaman.kelompok_id, anggota=pembayar
    )
    if pembayar.pk == pinjaman.anggota_id or not duduk.exists():
        raise BelumBoleh("Yang membayarkan harus anggota lain dari kelompok yang sama.")


def _book(
    pinjaman: Pinjaman, terima: Terima, bagian: Sequence[Bagian], jenis: Angsuran.Jenis
) -> Angsuran:
    """Lines, loan, journal, receipt. The journal late: its number is what others wait for."""
    pokok, jasa = sum(b.pokok for b in bagian), sum(b.jasa for b in bagian)
    baris = [cast("JadwalAngsuran", b.tagihan) for b in bagian]
    for satu, b in zip(baris, bagian, strict=True):
        satu.bayar_pokok += b.pokok
        satu.bayar_jasa += b.jasa
        satu.bebas_jasa += b.bebas_jasa
    JadwalAngsuran.objects.bulk_update(baris, ["bayar_pokok", "bayar_jasa", "bebas_jasa"])
    pinjaman.sisa_pokok -= pokok
    refresh_pinjaman(pinjaman, terima.tanggal)
    kredit = [Baris(PIUTANG, kredit=pokok), Baris(JASA, kredit=jasa)]
    jurnal = _post(pinjaman, terima, [satu for satu in kredit if satu.kredit])
    angsuran = Angsuran.objects.create(
        pinjaman=pinjaman, jenis=jenis, cara=terima.cara, tanggal=terima.tanggal,
        jumlah=pokok + jasa, pokok=pokok, jasa=jasa, sisa_pokok=pinjaman.sisa_pokok,
        kunci=terima.kunci, pembayar=terima.pembayar, jurnal=jurnal, oleh=terima.by,
    )  # fmt: skip
    AlokasiAngsuran.objects.bulk_create(
        AlokasiAngsuran(
            angsuran=angsuran, jadwal=satu, pokok=b.pokok, jasa=b.jasa, bebas_jasa=b.bebas_jasa
        )
        for satu, b in zip(baris, bagian, strict=True)
    )
    _note(pinjaman, angsuran)
    return angsuran


def _recover(pinjaman: Pinjaman, terima: Terima) -> Angsuran:
    """Money for a written-off loan is income: the loan is no asset any more."""
    utang = pinjaman.sisa_pokok - pinjaman.dipulihkan
    if not 0 < terima.jumlah <= utang:
        raise JumlahKeliru(f"Yang masih terutang setelah dihapusbukukan {rupiah(utang)}.")
    pinjaman.dipulihkan += terima.jumlah
    pinjaman.save(update_fields=["dipulihkan", "updated_at"])
    jurnal = _post(pinjaman, terima, [Baris(PEMULIHAN, kredit=terima.jumlah)])
    angsuran = Angsuran.objects.create(
        pinjaman=pinjaman, jenis=J.PEMULIHAN, cara=terima.cara, tanggal=terima.tanggal,
        jumlah=terima.jumlah, pokok=terima.jumlah, jasa=0, sisa_pokok=utang - terima.jumlah,
        kunci=terima.kunci, pembayar=terima.pembayar, jurnal=jurnal, oleh=terima.by,
    )  # fmt: skip
    _note(pinjaman, angsuran)
    return angsuran


def _post(pinjaman: Pinjaman, terima: Terima, kredit: list[Baris]) -> Jurnal:
    jumlah = sum(satu.kredit for satu in kredit)
    return post_jurnal(
        pinjaman.anggota.koperasi.buku, tanggal=terima.tanggal,
        uraian=f"Angsuran {pinjaman.nomor}",
        baris=[Baris(TEMPAT[terima.cara], debit=jumlah), *kredit],
        kunci=f"angsuran:{terima.kunci}", rujukan=pinjaman.nomor, by=terima.by,
    )  # fmt: skip


def refresh_pinjaman(pinjaman: Pinjaman, hari: date) -> None:
    """State and next due day, from what the schedule in force still asks for."""
    tersisa = unpaid_of(pinjaman)
    pinjaman.tempo_berikut = tersisa[0].jatuh_tempo if tersisa else None
    pinjaman.status = S.BERJALAN if tersisa else S.LUNAS
    pinjaman.selesai_pada = None if tersisa else hari
    pinjaman.save(
        update_fields=["sisa_pokok", "tempo_berikut", "status", "selesai_pada", "updated_at"]
    )


def _note(pinjaman: Pinjaman, angsuran: Angsuran) -> None:
    pulih = angsuran.jenis == J.PEMULIHAN
    oleh = f"; dibayarkan {angsuran.pembayar.nomor}" if angsuran.pembayar else ""
    log_pinjaman(
        pinjaman, P.PULIH if pulih else P.ANGSURAN, by=angsuran.oleh, jumlah=angsuran.jumlah,
        catatan=f"{angsuran.nomor_kuitansi}{oleh}",
    )  # fmt: skip
    if pinjaman.status == S.LUNAS:
        log_pinjaman(pinjaman, P.LUNAS, by=angsuran.oleh)
    tell_anggota(
        pinjaman.anggota, templat="angsuran_diterima", kunci=f"angsuran:{angsuran.pk}",
        rujukan=pinjaman.nomor,
        slots={
            "kuitansi": angsuran.nomor_kuitansi, "nomor": pinjaman.nomor,
            "jumlah": rupiah(angsuran.jumlah), "sisa": rupiah(angsuran.sisa_pokok),
            "tempo": f"{pinjaman.tempo_berikut:%d-%m-%Y}" if pinjaman.tempo_berikut else "",
            "lunas": "ya" if pinjaman.status == S.LUNAS else "",
        },
    )  # fmt: skip
