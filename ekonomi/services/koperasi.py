"""The cooperative itself: opening it, members and savings, capital, the day's cash count."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from buku_besar.services import Baris, ensure_buku, post_jurnal, refuse_closed, saldo
from ekonomi.models import (
    AnggotaKoperasi,
    JenisSimpanan,
    KelasTunggakan,
    Koperasi,
    MutasiSimpanan,
    Pinjaman,
    Rumah,
    SetoranModal,
    TarifDanaAbadi,
    TutupKas,
    Usaha,
)
from ekonomi.services.pinjaman.galat import BelumBoleh, GalatPinjaman, JumlahKeliru
from ekonomi.services.pinjaman.kunci import (
    KAS,
    MODAL,
    POKOK,
    SELISIH_KURANG,
    SELISIH_LEBIH,
    SUKARELA,
    TEMPAT,
    WAJIB,
    day_of,
    lock_anggota,
    lock_koperasi,
    refuse_kas,
)
from wilayah.format import rupiah
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

AKUN_SIMPANAN = {"pokok": POKOK, "wajib": WAJIB, "sukarela": SUKARELA}
# Kolektibilitas: code, name, days late from, percent put by, counts as bad. Days as the issue's
# ageing has them; the percentages may be changed in the admin.
KELAS = (
    ("lancar", "Lancar", 0, 0, False),
    ("telat-30", "Terlambat 1–30 hari", 1, 5, False),
    ("telat-60", "Terlambat 31–60 hari", 31, 25, False),
    ("telat-90", "Terlambat 61–90 hari", 61, 50, False),
    ("macet", "Macet, lebih dari 90 hari", 91, 100, True),
)
PERSEN_ABADI = Decimal(5)


class SimpananGanda(GalatPinjaman):
    """The same saving, sent again."""


@transaction.atomic
def ensure_koperasi(
    *, wilayah: Wilayah, nama: str, mulai: date, persen_abadi: Decimal = PERSEN_ABADI
) -> Koperasi:
    """The cooperative of this kelurahan with its book, classes of lateness and first tariff."""
    buku = ensure_buku(wilayah=wilayah, kode="koperasi", nama=nama, bagan="koperasi")
    koperasi, baru = Koperasi.objects.get_or_create(
        wilayah=wilayah, defaults={"nama": nama, "buku": buku}
    )
    if baru:
        KelasTunggakan.objects.bulk_create(
            KelasTunggakan(
                koperasi=koperasi, kode=kode, nama=sebutan, dari_hari=hari, cadangan_persen=persen,
                bermasalah=buruk,
            )
            for kode, sebutan, hari, persen, buruk in KELAS
        )  # fmt: skip
        TarifDanaAbadi.objects.create(koperasi=koperasi, persen=persen_abadi, berlaku=mulai)
    return koperasi


@transaction.atomic
def join_koperasi(
    koperasi: Koperasi,
    *,
    nama: str,
    by: Pengguna,
    masuk: date | None = None,
    rumah: Rumah | None = None,
    usaha: Usaha | None = None,
    kunci: str = "",
    cara: str = "kas",
) -> AnggotaKoperasi:
    """A new member with the next number; pays the cooperative's simpanan pokok at once."""
    hari = day_of(masuk)
    koperasi = lock_koperasi(koperasi.pk)
    koperasi.nomor_anggota += 1
    koperasi.save(update_fields=["nomor_anggota"])
    anggota = AnggotaKoperasi.objects.create(
        koperasi=koperasi, nomor=f"AK-{koperasi.nomor_anggota:04d}", nama=nama.strip(),
        rumah=rumah, usaha=usaha, masuk=hari,
    )  # fmt: skip
    if koperasi.simpanan_pokok:
        move_simpanan(
            anggota, jenis="pokok", jumlah=koperasi.simpanan_pokok, by=by, tanggal=hari, cara=cara,
            kunci=kunci or f"masuk:{anggota.pk}",
        )  # fmt: skip
        anggota.refresh_from_db()
    return anggota


@transaction.atomic
def move_simpanan(
    anggota: AnggotaKoperasi,
    *,
    jenis: str,
    jumlah: int,
    kunci: str,
    by: Pengguna,
    tanggal: date | None = None,
    cara: str = "kas",
) -> MutasiSimpanan:
    """Put money in (`jumlah` above nought) or take it out. Pokok and wajib only go out on leaving.

    Raises SimpananGanda for a key used before, JumlahKeliru, KasKurang, PeriodeTertutup.
    """
    if jumlah == 0 or jenis not in JenisSimpanan.values:
        raise JumlahKeliru("Isi jumlah simpanan di atas nol.")
    if jumlah < 0 and jenis != JenisSimpanan.SUKARELA:
        raise BelumBoleh(f"Simpanan {jenis} baru dikembalikan saat anggota keluar.")
    hari = day_of(tanggal, sejak=anggota.masuk)
    return _move(anggota, jenis=jenis, jumlah=jumlah, kunci=kunci, by=by, hari=hari, cara=cara)


def _move(
    anggota: AnggotaKoperasi,
    *,
    jenis: str,
    jumlah: int,
    kunci: str,
    by: Pengguna,
    hari: date,
    cara: str,
) -> MutasiSimpanan:
    if jumlah < 0:
        refuse_kas(lock_koperasi(anggota.koperasi_id), cara, -jumlah)
    anggota = lock_anggota(anggota)
    buku = anggota.koperasi.buku
    lama = MutasiSimpanan.objects.filter(jurnal__buku=buku, jurnal__kunci=f"simpanan:{kunci}")
    if (ada := lama.select_related("jurnal").first()) is not None:
        raise SimpananGanda(f"Simpanan ini sudah dicatat di jurnal {ada.jurnal.nomor_lengkap}.")
    if anggota.status != AnggotaKoperasi.Status.AKTIF:
        raise BelumBoleh(f"{anggota} sudah keluar dari koperasi.")
    saldo_baru = getattr(anggota, jenis) + jumlah
    if saldo_baru < 0:
        raise JumlahKeliru(f"Simpanan {jenis} hanya {rupiah(getattr(anggota, jenis))}.")
    setattr(anggota, jenis, saldo_baru)
    anggota.save(update_fields=[jenis])
    uang, akun, sebesar = TEMPAT[cara], AKUN_SIMPANAN[jenis], abs(jumlah)
    debit, kredit = (uang, akun) if jumlah > 0 else (akun, uang)
    jurnal = post_jurnal(
        buku, tanggal=hari, uraian=f"Simpanan {jenis} {anggota.nomor}",
        baris=[Baris(debit, debit=sebesar), Baris(kredit, kredit=sebesar)],
        kunci=f"simpanan:{kunci}", rujukan=anggota.nomor, by=by,
    )  # fmt: skip
    return MutasiSimpanan.objects.create(
        anggota=anggota, jenis=jenis, jumlah=jumlah, saldo=saldo_baru, tanggal=hari, jurnal=jurnal,
        oleh=by,
    )  # fmt: skip


@transaction.atomic
def leave_koperasi(
    anggota: AnggotaKoperasi, *, by: Pengguna, tanggal: date | None = None, cara: str = "kas"
) -> AnggotaKoperasi:
    """Give all savings back and end the membership. Refused while a loan is open or running."""
    hari = day_of(tanggal, sejak=anggota.masuk)
    lock_koperasi(anggota.koperasi_id)
    anggota = lock_anggota(anggota)
    terbuka = ("diajukan", "disetujui", "berjalan", "dihapus")
    pinjaman = Pinjaman.objects.filter(anggota=anggota, status__in=terbuka).first()
    if pinjaman is not None:
        raise BelumBoleh(f"Selesaikan dulu {pinjaman.nomor}.")
    for jenis in JenisSimpanan.values:
        if jumlah := getattr(anggota, jenis):
            _move(
                anggota, jenis=jenis, jumlah=-jumlah, kunci=f"keluar:{anggota.pk}:{jenis}", by=by,
                hari=hari, cara=cara,
            )  # fmt: skip
    anggota.refresh_from_db()
    anggota.status, anggota.keluar = AnggotaKoperasi.Status.KELUAR, hari
    anggota.save(update_fields=["status", "keluar"])
    anggota.kelompok.filter(sampai__isnull=True).update(sampai=hari)
    return anggota


@transaction.atomic
def receive_modal(
    koperasi: Koperasi,
    *,
    sumber: str,
    dari: str,
    jumlah: int,
    kunci: str,
    by: Pengguna,
    tanggal: date | None = None,
    cara: str = "bank",
) -> SetoranModal:
    """Capital of the revolving fund, by source. The same key again gives the row that is there."""
    if jumlah <= 0:
        raise JumlahKeliru("Isi jumlah modal di atas nol.")
    koperasi = lock_koperasi(koperasi.pk)
    jurnal = post_jurnal(
        koperasi.buku, tanggal=day_of(tanggal), uraian=f"Modal dana bergulir dari {dari}",
        baris=[Baris(TEMPAT[cara], debit=jumlah), Baris(MODAL, kredit=jumlah)],
        kunci=f"modal:{kunci}", by=by,
    )  # fmt: skip
    setoran, _baru = SetoranModal.objects.get_or_create(
        jurnal=jurnal,
        defaults={
            "koperasi": koperasi, "sumber": sumber, "dari": dari, "jumlah": jumlah,
            "tanggal": jurnal.tanggal, "oleh": by,
        },
    )  # fmt: skip
    return setoran


@transaction.atomic
def move_kas(
    koperasi: Koperasi, *, ke_bank: bool, jumlah: int, kunci: str, by: Pengguna,
    tanggal: date | None = None,
) -> None:  # fmt: skip
    """Carry cash to the bank, or fetch it."""
    if jumlah <= 0:
        raise JumlahKeliru("Isi jumlah di atas nol.")
    koperasi = lock_koperasi(koperasi.pk)
    dari, ke = ("kas", "bank") if ke_bank else ("bank", "kas")
    refuse_kas(koperasi, dari, jumlah)
    post_jurnal(
        koperasi.buku, tanggal=day_of(tanggal),
        uraian="Setor kas ke bank" if ke_bank else "Ambil kas dari bank",
        baris=[Baris(TEMPAT[ke], debit=jumlah), Baris(TEMPAT[dari], kredit=jumlah)],
        kunci=f"pindah:{kunci}", by=by,
    )  # fmt: skip


@transaction.atomic
def close_kas(
    koperasi: Koperasi, *, dihitung: int, by: Pengguna, penjelasan: str = "",
    tanggal: date | None = None,
) -> TutupKas:  # fmt: skip
    """The day's count: what is in the box against the ledger. A difference is explained and booked.

    Raises BelumBoleh when the day was counted already or a difference is not explained.
    """
    if dihitung < 0:
        raise JumlahKeliru("Hasil hitung tidak boleh minus.")
    hari = day_of(tanggal)
    koperasi = lock_koperasi(koperasi.pk)
    refuse_closed(koperasi.buku, hari)
    if TutupKas.objects.filter(koperasi=koperasi, tanggal=hari).exists():
        raise BelumBoleh(f"Kas tanggal {hari:%d-%m-%Y} sudah ditutup.")
    menurut_buku = saldo(koperasi.buku, KAS, sampai=hari)
    selisih, penjelasan = dihitung - menurut_buku, mask_catatan(penjelasan.strip())[:300]
    jurnal = None
    if selisih:
        if not penjelasan:
            raise BelumBoleh(
                f"Kas {rupiah(dihitung)}, buku {rupiah(menurut_buku)}: selisih {rupiah(selisih)}."
                " Tuliskan penjelasannya."
            )
        pasangan = [
            Baris(KAS, debit=max(selisih, 0), kredit=max(-selisih, 0)),
            Baris(SELISIH_LEBIH, kredit=selisih)
            if selisih > 0
            else Baris(SELISIH_KURANG, debit=-selisih),
        ]
        jurnal = post_jurnal(
            koperasi.buku, tanggal=hari, uraian=f"Selisih kas {hari:%d-%m-%Y}", baris=pasangan,
            kunci=f"selisih:{hari}", by=by,
        )  # fmt: skip
    return TutupKas.objects.create(
        koperasi=koperasi, tanggal=hari, saldo_buku=menurut_buku, dihitung=dihitung,
        penjelasan=penjelasan if selisih else "", jurnal=jurnal, oleh=by,
    )  # fmt: skip
