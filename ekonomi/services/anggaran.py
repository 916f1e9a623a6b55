"""The programme's money: received, committed, spent, given back. Each act once, by its `kunci`.

Spending locks its programme, then its line, and never brings the line above its budget; the same
transaction posts the journal to the kelurahan's book "program" and writes the trail. Money in
whole Rupiah. Other parts (grants, wages, training) call `commit_dana`, `release_dana` and
`spend_dana`; what they approved by their own two persons they pass as `penyetuju`.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from buku_besar.models import Buku
from buku_besar.services import Baris, ensure_buku, post_jurnal, reverse_jurnal
from ekonomi.gambar_sidik import read_sidik
from ekonomi.models import (
    AturanAnggaran,
    Belanja,
    Komitmen,
    Penerimaan,
    PosAnggaran,
    Program,
    SerahModal,
    SumberDana,
)
from ekonomi.services.jejak import Peristiwa, log_jejak
from pesan.models import Lampiran
from wilayah.format import rupiah
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

S = Belanja.Status
# The income account of the book "program" for each source (fixtures/bagan_akun/program.csv).
AKUN_SUMBER = {
    SumberDana.APBD: "4-1100",
    SumberDana.CSR: "4-1200",
    SumberDana.BAZNAS: "4-1300",
    SumberDana.NGO: "4-1400",
    SumberDana.KEMENTERIAN: "4-1500",
    SumberDana.KUR: "4-1600",
    SumberDana.BERGULIR: "4-1700",
}


class AnggaranKeliru(ValueError):  # noqa: N818 - the family of the errors below
    """The budget refuses; the message says why, for whoever entered it. Nothing was written."""


class PaguTerlampaui(AnggaranKeliru):
    """The line has less left than was asked for."""


class KunciBentrok(AnggaranKeliru):
    """This act was recorded before, with other content."""


class BukanOrangKedua(AnggaranKeliru):
    """Who entered a payment cannot be the one who approves it."""


def rules_of(program: Program) -> AturanAnggaran:
    """The programme's rules; those of the seed's template where it has none of its own."""
    ada: AturanAnggaran | None = AturanAnggaran.objects.filter(program=program).first()
    return ada or AturanAnggaran(program=program)


def book_of(program: Program) -> Buku:
    """The kelurahan's book of programme money, opened at its first use."""
    return ensure_buku(
        wilayah=program.wilayah, kode="program", nama=f"Dana program {program.wilayah.nama}",
        bagan="program",
    )  # fmt: skip


def reference_of(program: Program) -> str:
    """What every journal of this programme carries as its `rujukan`."""
    return f"program:{program.pk}"


def left_on(pos: PosAnggaran) -> int:
    """What may still be committed or spent on this line, in Rupiah."""
    belanja = Belanja.objects.filter(pos=pos, status__in=[S.MENUNGGU, S.DIBUKUKAN])
    komitmen = Komitmen.objects.filter(pos=pos, dilepas_at__isnull=True)
    dipakai = belanja.aggregate(n=Sum("jumlah", default=0))["n"]
    janji = komitmen.aggregate(n=Sum(F("jumlah") - F("terpakai"), default=0))["n"]
    return pos.jumlah - int(dipakai) - int(janji)


def _lock(pos: PosAnggaran) -> PosAnggaran:
    """The line under a lock, its programme locked first: everyone in the same order."""
    list(Program.objects.select_for_update(no_key=True).filter(pk=pos.program_id))
    rows = PosAnggaran.objects.select_for_update(of=("self",)).select_related("program__wilayah")
    terkunci: PosAnggaran = rows.get(pk=pos.pk)
    return terkunci


def _check_jumlah(jumlah: int) -> None:
    if jumlah <= 0:
        raise AnggaranKeliru("Jumlahnya harus lebih dari nol.")


def _refuse_above(pos: PosAnggaran, jumlah: int, boleh: int) -> None:
    if jumlah > boleh:
        raise PaguTerlampaui(
            f"{pos.nama}: diminta {rupiah(jumlah)}, sisa yang boleh dipakai {rupiah(boleh)}."
        )


def _refuse_ended(program: Program) -> None:
    if program.status not in {Program.Status.BERJALAN, Program.Status.SELESAI}:
        raise AnggaranKeliru("Uang hanya dicatat pada program yang berjalan.")


@transaction.atomic
def commit_dana(
    pos: PosAnggaran, *, jumlah: int, kunci: str, uraian: str, by: Pengguna | None
) -> Komitmen:
    """Set money of the line aside for something promised. The same key again gives the same row.

    Raises PaguTerlampaui, KunciBentrok.
    """
    _check_jumlah(jumlah)
    pos = _lock(pos)
    ada: Komitmen | None = Komitmen.objects.filter(kunci=kunci).first()
    if ada is not None:
        if (ada.pos_id, ada.jumlah) != (pos.pk, jumlah):
            raise KunciBentrok(f"Komitmen “{kunci}” sudah dicatat dengan isi lain.")
        return ada
    _refuse_ended(pos.program)
    _refuse_above(pos, jumlah, left_on(pos))
    komitmen = Komitmen.objects.create(
        pos=pos, kunci=kunci, uraian=uraian[:200], jumlah=jumlah, by=by
    )
    log_jejak(pos.program, Peristiwa.KOMIT, by=by, rujukan=pos.kode, jumlah=jumlah)
    return komitmen


@transaction.atomic
def release_dana(kunci: str, *, by: Pengguna | None, alasan: str) -> Komitmen:
    """Give what is left of a commitment back to its line. Again: nothing changes.

    Raises Komitmen.DoesNotExist for an unknown key, AnggaranKeliru without a reason.
    """
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise AnggaranKeliru("Tuliskan alasan melepas komitmen.")
    pos = _lock(Komitmen.objects.select_related("pos").get(kunci=kunci).pos)
    komitmen: Komitmen = Komitmen.objects.select_for_update(of=("self",)).get(kunci=kunci)
    if komitmen.dilepas_at is not None:
        return komitmen
    sisa = komitmen.sisa
    komitmen.dilepas_at, komitmen.alasan = timezone.now(), alasan
    komitmen.save(update_fields=["dilepas_at", "alasan"])
    log_jejak(pos.program, Peristiwa.LEPAS, by=by, rujukan=pos.kode, jumlah=sisa, catatan=alasan)
    return komitmen


@transaction.atomic
def spend_dana(
    pos: PosAnggaran,
    *,
    jumlah: int,
    kunci: str,
    uraian: str,
    by: Pengguna | None,
    tanggal: dt.date,
    bukti: Lampiran | None,
    sumber: str,
    komitmen: Komitmen | None = None,
    penerima: str = "",
    penyetuju: Pengguna | None = None,
    **rincian: Any,
) -> Belanja:
    """Book a payment at once: within the line's budget, in the ledger, on the trail.

    `rincian`: jenis_penerima, banyak_penerima, nomor_kuitansi, boleh_tampil, kas, foto. With
    `komitmen` it uses that commitment's money first. The same key with the same content gives the
    payment that is there. Raises PaguTerlampaui, KunciBentrok, BukanOrangKedua, AnggaranKeliru,
    and the ledger's PeriodeTertutup.
    """
    isi = {
        "jumlah": jumlah, "kunci": kunci, "uraian": uraian[:200], "by": by, "tanggal": tanggal,
        "bukti": bukti, "sumber": sumber, "penerima": penerima[:120], **rincian,
    }  # fmt: skip
    pos = _lock(pos)
    ada = _existing(pos, isi)
    if ada is not None:
        return ada
    belanja = _record(pos, komitmen, isi)
    return _book(belanja, penyetuju=penyetuju)


@transaction.atomic
def propose_belanja(
    pos: PosAnggaran, *, kunci: str, by: Pengguna, komitmen: Komitmen | None = None, **isi: Any
) -> Belanja:
    """A payment entered at the desk: booked at once, or above the limit waiting for a second.

    Arguments as `spend_dana`. What waits is already taken from the line. Raises as `spend_dana`.
    """
    pos = _lock(pos)
    isi |= {"kunci": kunci, "by": by}
    ada = _existing(pos, isi)
    if ada is not None:
        return ada
    belanja = _record(pos, komitmen, isi)
    if belanja.jumlah <= rules_of(pos.program).batas_dua_orang:
        return _book(belanja, penyetuju=None)
    log_jejak(pos.program, Peristiwa.AJUKAN, by=by, rujukan=belanja.nomor, jumlah=belanja.jumlah)
    return belanja


def _existing(pos: PosAnggaran, isi: dict[str, Any]) -> Belanja | None:
    """The payment of this key, if there. Raises KunciBentrok when it says something else."""
    ada: Belanja | None = Belanja.objects.filter(kunci=isi["kunci"]).first()
    if ada is None:
        return None
    sama = (ada.pos_id, ada.jumlah, ada.tanggal, ada.sumber)
    if sama != (pos.pk, isi["jumlah"], isi["tanggal"], isi["sumber"]):
        raise KunciBentrok(f"Belanja “{isi['kunci']}” sudah dicatat dengan isi lain.")
    return ada


def _record(pos: PosAnggaran, komitmen: Komitmen | None, isi: dict[str, Any]) -> Belanja:
    """The waiting row, within what the line and the commitment have left."""
    jumlah = isi["jumlah"]
    _check_jumlah(jumlah)
    _refuse_ended(pos.program)
    if isi["tanggal"] > timezone.localdate():
        raise AnggaranKeliru("Tanggal belanja belum tiba.")
    dari = _lock_komitmen(komitmen, pos)
    _refuse_above(pos, jumlah, left_on(pos) + (dari.sisa if dari else 0))
    janji = min(jumlah, dari.sisa) if dari else 0
    if dari is not None and janji:
        dari.terpakai += janji
        dari.save(update_fields=["terpakai"])
    akhir = Belanja.objects.filter(program=pos.program).aggregate(n=Max("urut"))["n"]
    bukti = isi.get("bukti")
    belanja: Belanja = Belanja.objects.create(
        pos=pos, program=pos.program, urut=(akhir or 0) + 1, komitmen=dari,
        dari_komitmen=janji, status=S.MENUNGGU,
        sidik=read_sidik(bukti) if bukti else "", **isi,
    )  # fmt: skip
    return belanja


def _lock_komitmen(komitmen: Komitmen | None, pos: PosAnggaran) -> Komitmen | None:
    if komitmen is None:
        return None
    dari: Komitmen = Komitmen.objects.select_for_update(of=("self",)).get(pk=komitmen.pk)
    if dari.pos_id != pos.pk:
        raise AnggaranKeliru("Komitmen ini milik pos anggaran lain.")
    return dari


def _book(belanja: Belanja, *, penyetuju: Pengguna | None) -> Belanja:
    """Post it and mark it booked."""
    if penyetuju is not None and penyetuju.pk == belanja.by_id:
        raise BukanOrangKedua("Yang mencatat belanja tidak boleh menyetujuinya sendiri.")
    pos, program = belanja.pos, belanja.program
    belanja.jurnal = post_jurnal(
        book_of(program),
        tanggal=belanja.tanggal,
        uraian=f"{belanja.nomor} {pos.nama}",
        baris=[
            Baris(pos.akun, debit=belanja.jumlah),
            Baris(belanja.kas, kredit=belanja.jumlah),
        ],
        kunci=f"belanja:{belanja.pk}",
        by=penyetuju or belanja.by,
        rujukan=reference_of(program),
    )
    belanja.status, belanja.penyetuju = S.DIBUKUKAN, penyetuju
    belanja.dibukukan_at = timezone.now()
    belanja.save(update_fields=["status", "penyetuju", "jurnal", "dibukukan_at"])
    log_jejak(
        program, Peristiwa.BELANJA, by=penyetuju or belanja.by, rujukan=belanja.nomor,
        jumlah=belanja.jumlah, catatan=pos.nama,
    )  # fmt: skip
    return belanja


def _lock_belanja(belanja: Belanja) -> Belanja:
    _lock(belanja.pos)
    rows = Belanja.objects.select_for_update(of=("self",))
    terkunci: Belanja = rows.select_related("pos", "program__wilayah").get(pk=belanja.pk)
    return terkunci


@transaction.atomic
def approve_belanja(belanja: Belanja, *, by: Pengguna) -> Belanja:
    """The second person agrees: the payment is booked. Raises BukanOrangKedua, AnggaranKeliru."""
    belanja = _lock_belanja(belanja)
    if belanja.status != S.MENUNGGU:
        raise AnggaranKeliru(f"{belanja.nomor} sudah {belanja.get_status_display().lower()}.")
    if belanja.by_id == by.pk:
        raise BukanOrangKedua("Yang mencatat belanja tidak boleh menyetujuinya sendiri.")
    log_jejak(belanja.program, Peristiwa.SETUJU, by=by, rujukan=belanja.nomor)
    return _book(belanja, penyetuju=by)


@transaction.atomic
def reject_belanja(belanja: Belanja, *, by: Pengguna, alasan: str) -> Belanja:
    """A waiting payment is not made; its money is the line's again."""
    belanja = _lock_belanja(belanja)
    if belanja.status != S.MENUNGGU:
        raise AnggaranKeliru(f"{belanja.nomor} sudah {belanja.get_status_display().lower()}.")
    _end(belanja, S.DITOLAK, alasan)
    log_jejak(
        belanja.program, Peristiwa.TOLAK, by=by, rujukan=belanja.nomor, jumlah=belanja.jumlah,
        catatan=belanja.alasan,
    )  # fmt: skip
    return belanja


@transaction.atomic
def reverse_belanja(
    belanja: Belanja,
    *,
    by: Pengguna,
    alasan: str,
    tanggal: dt.date | None = None,
    dua_buku: bool = False,
) -> Belanja:
    """Take a booked payment back with a reason; the mirror stands in the ledger from `tanggal`.

    The row stays. What went to the cooperative stands in its book too: `take_back_modal` reverses
    both and passes `dua_buku`. Raises AnggaranKeliru, and the ledger's PeriodeTertutup.
    """
    belanja = _lock_belanja(belanja)
    if not dua_buku and SerahModal.objects.filter(belanja=belanja).exists():
        raise AnggaranKeliru(
            "Belanja ini modal koperasi. Balik dari halaman Modal dari program, agar kedua buku"
            " tetap sama."
        )
    if belanja.status != S.DIBUKUKAN or belanja.jurnal is None:
        raise AnggaranKeliru(f"{belanja.nomor} tidak sedang dibukukan.")
    _end(belanja, S.DIBALIK, alasan)
    reverse_jurnal(
        belanja.jurnal, tanggal=tanggal or timezone.localdate(), alasan=belanja.alasan, by=by
    )
    log_jejak(
        belanja.program, Peristiwa.BALIK, by=by, rujukan=belanja.nomor, jumlah=belanja.jumlah,
        catatan=belanja.alasan,
    )  # fmt: skip
    return belanja


def _end(belanja: Belanja, status: Belanja.Status, alasan: str) -> None:
    """Rejected or reversed: first free the line, then promise again what it came from."""
    belanja.alasan = mask_catatan(alasan.strip())[:300]
    if not belanja.alasan:
        raise AnggaranKeliru("Tuliskan alasannya.")
    belanja.status = status
    belanja.save(update_fields=["status", "alasan"])
    if belanja.komitmen_id is not None:
        dari = Komitmen.objects.select_for_update(of=("self",)).get(pk=belanja.komitmen_id)
        if dari.dilepas_at is None:
            dari.terpakai -= belanja.dari_komitmen
            dari.save(update_fields=["terpakai"])


@transaction.atomic
def receive_dana(
    program: Program,
    sumber: str,
    jumlah: int,
    *,
    tanggal: dt.date,
    kunci: str,
    uraian: str,
    by: Pengguna | None,
    kas: str = Belanja.Kas.BANK,
    bukti: Lampiran | None = None,
) -> Penerimaan:
    """Money of a source came in. The same key again gives the same row. Raises KunciBentrok."""
    _check_jumlah(jumlah)
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    ada: Penerimaan | None = Penerimaan.objects.filter(kunci=kunci).first()
    if ada is not None:
        if (ada.program_id, ada.sumber, ada.jumlah) != (program.pk, sumber, jumlah):
            raise KunciBentrok(f"Penerimaan “{kunci}” sudah dicatat dengan isi lain.")
        return ada
    _refuse_ended(program)
    if tanggal > timezone.localdate():
        raise AnggaranKeliru("Tanggal penerimaan belum tiba.")
    jurnal = post_jurnal(
        book_of(program), tanggal=tanggal, uraian=f"Diterima dari {SumberDana(sumber).label}",
        baris=[Baris(kas, debit=jumlah), Baris(AKUN_SUMBER[SumberDana(sumber)], kredit=jumlah)],
        kunci=f"terima:{kunci}", by=by, rujukan=reference_of(program),
    )  # fmt: skip
    penerimaan = Penerimaan.objects.create(
        program=program, sumber=sumber, jumlah=jumlah, tanggal=tanggal, kunci=kunci,
        uraian=uraian[:200], kas=kas, bukti=bukti, by=by, jurnal=jurnal,
    )  # fmt: skip
    log_jejak(program, Peristiwa.TERIMA, by=by, rujukan=sumber, jumlah=jumlah)
    return penerimaan


@transaction.atomic
def reverse_penerimaan(penerimaan: Penerimaan, *, by: Pengguna, alasan: str) -> Penerimaan:
    """Take an entry of income back with a reason; the mirror is dated today."""
    list(Program.objects.select_for_update(no_key=True).filter(pk=penerimaan.program_id))
    baris: Penerimaan = Penerimaan.objects.select_related("jurnal", "program").get(pk=penerimaan.pk)
    alasan = mask_catatan(alasan.strip())[:300]
    if baris.dibalik_at is not None or not alasan:
        raise AnggaranKeliru("Penerimaan ini sudah dibalik." if alasan else "Tuliskan alasannya.")
    reverse_jurnal(baris.jurnal, tanggal=timezone.localdate(), alasan=alasan, by=by)
    baris.dibalik_at, baris.alasan = timezone.now(), alasan
    baris.save(update_fields=["dibalik_at", "alasan"])
    log_jejak(
        baris.program, Peristiwa.BALIK_TERIMA, by=by, rujukan=baris.sumber, jumlah=baris.jumlah,
        catatan=alasan,
    )  # fmt: skip
    return baris


@transaction.atomic
def move_kas(
    program: Program, jumlah: int, *, ke: str, tanggal: dt.date, kunci: str, by: Pengguna | None
) -> None:
    """From the bank into the cash box (`ke` Kas.TUNAI), or back (Kas.BANK)."""
    _check_jumlah(jumlah)
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    _refuse_ended(program)
    dari = Belanja.Kas.BANK if ke == Belanja.Kas.TUNAI else Belanja.Kas.TUNAI
    post_jurnal(
        book_of(program), tanggal=tanggal, uraian=f"Pindah ke {Belanja.Kas(ke).label}",
        baris=[Baris(ke, debit=jumlah), Baris(dari, kredit=jumlah)],
        kunci=f"kas:{kunci}", by=by, rujukan=reference_of(program),
    )  # fmt: skip
    log_jejak(program, Peristiwa.KAS, by=by, rujukan=ke, jumlah=jumlah)
