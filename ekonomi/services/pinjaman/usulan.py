"""What two people decide about a running loan: a new schedule, or writing it off."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from buku_besar.services import Baris, post_jurnal, saldo
from ekonomi.models import KelasTunggakan, Pinjaman, RiwayatPinjaman, UsulanPinjaman
from ekonomi.services.pinjaman.bayar import unpaid_of
from ekonomi.services.pinjaman.galat import BelumBoleh, JumlahKeliru
from ekonomi.services.pinjaman.jadwal import Cicilan
from ekonomi.services.pinjaman.kabar import tell_anggota
from ekonomi.services.pinjaman.kunci import (
    BEBAN_CADANGAN,
    CADANGAN,
    PIUTANG,
    lock_koperasi,
    lock_pinjaman,
    log_pinjaman,
    reason_of,
    refuse_same,
)
from ekonomi.services.pinjaman.pengajuan import plan_jadwal, write_jadwal
from wilayah.format import rupiah
from wilayah.models import Pengguna

S = Pinjaman.Status
P = RiwayatPinjaman.Peristiwa
J = UsulanPinjaman.Jenis
U = UsulanPinjaman.Status
TENOR_MAKS = 120


@transaction.atomic
def propose_restruktur(
    pinjaman: Pinjaman,
    *,
    tenor: int,
    alasan: str,
    by: Pengguna,
    jasa_persen: Decimal | None = None,
    bebas_jasa: bool = False,
) -> UsulanPinjaman:
    """Ask for a new schedule of what is owed, over `tenor` months from the decision on.

    `bebas_jasa` waives the `jasa` that is overdue, else the first new instalment carries it.
    """
    if not 1 <= tenor <= TENOR_MAKS:
        raise JumlahKeliru(f"Lama baru antara 1 dan {TENOR_MAKS} bulan.")
    pinjaman = _open(pinjaman)
    return _propose(
        pinjaman,
        UsulanPinjaman(
            pinjaman=pinjaman, jenis=J.RESTRUKTUR, alasan=reason_of(alasan), tenor=tenor,
            jasa_persen=jasa_persen, bebas_jasa=bebas_jasa, diajukan_oleh=by,
        ),
    )  # fmt: skip


@transaction.atomic
def propose_hapus_buku(pinjaman: Pinjaman, *, alasan: str, by: Pengguna) -> UsulanPinjaman:
    """Ask to write a loan off. Only one so late that it counts as bad (KelasTunggakan)."""
    pinjaman = _open(pinjaman)
    batas = (
        KelasTunggakan.objects.filter(koperasi=pinjaman.anggota.koperasi_id, bermasalah=True)
        .order_by("dari_hari")
        .values_list("dari_hari", flat=True)
        .first()
    )
    telat = pinjaman.hari_tunggak(timezone.localdate())
    if batas is not None and telat < batas:
        raise BelumBoleh(
            f"Hapus buku hanya untuk pinjaman yang terlambat paling sedikit {batas} hari; ini"
            f" {telat} hari. Pertimbangkan jadwal baru."
        )
    return _propose(
        pinjaman,
        UsulanPinjaman(
            pinjaman=pinjaman, jenis=J.HAPUS_BUKU, alasan=reason_of(alasan), diajukan_oleh=by
        ),
    )


def _open(pinjaman: Pinjaman) -> Pinjaman:
    pinjaman = lock_pinjaman(pinjaman)
    if pinjaman.status != S.BERJALAN:
        raise BelumBoleh(f"{pinjaman.nomor} {pinjaman.get_status_display().lower()}.")
    if pinjaman.usulan.filter(status=U.DIAJUKAN).exists():
        raise BelumBoleh("Masih ada usulan yang menunggu keputusan untuk pinjaman ini.")
    return pinjaman


def _propose(pinjaman: Pinjaman, usulan: UsulanPinjaman) -> UsulanPinjaman:
    usulan.save()
    log_pinjaman(
        pinjaman, P.USUL, by=usulan.diajukan_oleh,
        catatan=f"{usulan.get_jenis_display()}: {usulan.alasan}",
    )  # fmt: skip
    return usulan


@transaction.atomic
def decide_usulan(
    usulan: UsulanPinjaman, *, setuju: bool, by: Pengguna, catatan: str = ""
) -> UsulanPinjaman:
    """Do what was proposed, or refuse it with a reason; by another person than proposed it.

    Raises OrangSama, BelumBoleh when it was decided or the loan ended meanwhile.
    """
    koperasi = lock_koperasi(usulan.pinjaman.anggota.koperasi_id)
    pinjaman = lock_pinjaman(usulan.pinjaman)
    usulan = UsulanPinjaman.objects.select_for_update(of=("self",), no_key=True).get(pk=usulan.pk)
    if usulan.status != U.DIAJUKAN:
        raise BelumBoleh(f"Usulan ini sudah {usulan.get_status_display().lower()}.")
    refuse_same(usulan.diajukan_oleh_id, by, "memutus")
    usulan.catatan = catatan.strip()[:300] if setuju else reason_of(catatan)
    usulan.diputus_oleh, usulan.diputus_at = by, timezone.now()
    usulan.status = U.DISETUJUI if setuju else U.DITOLAK
    if not setuju:
        log_pinjaman(pinjaman, P.USUL_DITOLAK, by=by, catatan=usulan.catatan)
    elif pinjaman.status != S.BERJALAN:
        raise BelumBoleh(f"{pinjaman.nomor} {pinjaman.get_status_display().lower()}.")
    elif usulan.jenis == J.RESTRUKTUR:
        _restructure(pinjaman, usulan, by)
    else:
        _write_off(pinjaman, usulan, by, ada=-saldo(koperasi.buku, CADANGAN))
    usulan.save()
    return usulan


def _restructure(pinjaman: Pinjaman, usulan: UsulanPinjaman, by: Pengguna) -> None:
    """The old lines stay as they are; the new ones sum to what is owed."""
    hari = timezone.localdate()
    bawaan = 0 if usulan.bebas_jasa else _overdue_jasa(pinjaman, hari)
    assert usulan.tenor is not None  # noqa: S101 - a constraint holds it
    jadwal = plan_jadwal(
        pinjaman.produk, pinjaman, mulai=hari, pokok=pinjaman.sisa_pokok, tenor=usulan.tenor,
        persen=usulan.jasa_persen,
    )  # fmt: skip
    awal = jadwal[0]
    jadwal[0] = Cicilan(awal.ke, awal.jatuh_tempo, awal.pokok, awal.jasa + bawaan)
    usulan.versi_lama, usulan.versi_baru = pinjaman.jadwal_versi, pinjaman.jadwal_versi + 1
    pinjaman.jadwal_versi, pinjaman.tempo_berikut = usulan.versi_baru, awal.jatuh_tempo
    if usulan.jasa_persen is not None:
        pinjaman.jasa_persen = usulan.jasa_persen
    pinjaman.save()
    write_jadwal(pinjaman, jadwal)
    log_pinjaman(
        pinjaman, P.RESTRUKTUR, by=by, jumlah=pinjaman.sisa_pokok,
        catatan=f"{usulan.tenor} bulan; {usulan.alasan}",
    )  # fmt: skip
    tell_anggota(
        pinjaman.anggota, templat="pinjaman_jadwal_baru", kunci=f"jadwal-baru:{usulan.pk}",
        rujukan=pinjaman.nomor,
        slots={
            "nomor": pinjaman.nomor, "angsuran": rupiah(jadwal[0].jumlah),
            "tempo": f"{awal.jatuh_tempo:%d-%m-%Y}", "banyak": usulan.tenor,
        },
    )  # fmt: skip


def _overdue_jasa(pinjaman: Pinjaman, hari: date) -> int:
    return sum(satu.sisa_jasa for satu in unpaid_of(pinjaman) if satu.jatuh_tempo <= hari)


def _write_off(pinjaman: Pinjaman, usulan: UsulanPinjaman, by: Pengguna, *, ada: int) -> None:
    """Against the allowance; what it lacks is a cost of today. Still owed, no longer an asset."""
    hari, sisa = timezone.localdate(), pinjaman.sisa_pokok
    baris = [Baris(CADANGAN, debit=sisa), Baris(PIUTANG, kredit=sisa)]
    kurang = max(sisa - max(ada, 0), 0)
    if kurang:
        baris += [Baris(BEBAN_CADANGAN, debit=kurang), Baris(CADANGAN, kredit=kurang)]
    usulan.jumlah = sisa
    usulan.jurnal = post_jurnal(
        pinjaman.anggota.koperasi.buku, tanggal=hari, uraian=f"Hapus buku {pinjaman.nomor}",
        baris=baris, kunci=f"hapus:{pinjaman.pk}", rujukan=pinjaman.nomor, by=by,
    )  # fmt: skip
    pinjaman.status, pinjaman.selesai_pada, pinjaman.tempo_berikut = S.DIHAPUS, hari, None
    pinjaman.save()
    log_pinjaman(pinjaman, P.HAPUS_BUKU, by=by, jumlah=sisa, catatan=usulan.alasan)
