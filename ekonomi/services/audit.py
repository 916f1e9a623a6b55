"""Flags and findings: scanning the payments, reviewing a flag, and a finding's life."""

import datetime as dt
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from ekonomi.anomali import Batas, Bayar, Tanda, find_anomali, find_gaps
from ekonomi.models import Anomali, Belanja, Program, RiwayatTemuanAudit, TemuanAudit
from ekonomi.services.anggaran import rules_of
from ekonomi.services.jejak import Peristiwa, log_jejak
from wilayah.kalender import is_hari_kerja
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

K = TemuanAudit.Keadaan
_NOMINAL_TETAP = {Belanja.JenisPenerima.WARGA, Belanja.JenisPenerima.PEKERJA}
HARI_TINDAK_LANJUT = 30


class AuditKeliru(ValueError):  # noqa: N818 - the domain's word
    """A review or step that cannot be taken; the message says why."""


@transaction.atomic
def scan_anomali(program: Program) -> int:
    """Flag what is new among the programme's payments; gives how many. Safe to repeat.

    What was reviewed stays reviewed. A "missing number" is asked of every number given, also of
    payments that were rejected or reversed: those are not missing.
    """
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    baru = 0
    ada = set(Anomali.objects.filter(program=program).values_list("jenis", "kunci"))
    for tanda in _flags_of(program):
        if (tanda.jenis, tanda.kunci) in ada:
            continue
        anomali = Anomali.objects.create(
            program=program, jenis=tanda.jenis, kunci=tanda.kunci,
            penjelasan=tanda.penjelasan[:400],
        )  # fmt: skip
        anomali.belanja.set(tanda.bayar)
        baru += 1
    return baru


def _flags_of(program: Program) -> list[Tanda]:
    aturan = rules_of(program)
    batas = Batas(
        dua_orang=aturan.batas_dua_orang, hari_pecah=aturan.hari_pecah,
        kelipatan_bulat=aturan.kelipatan_bulat, minimal_bulat=aturan.minimal_bulat,
    )  # fmt: skip
    rows = Belanja.objects.filter(program=program).select_related("bukti", "by", "penyetuju")
    kode = str(program.wilayah_id)

    @lru_cache(maxsize=1024)
    def is_kerja(hari: dt.date) -> bool:
        return is_hari_kerja(hari, kode)

    bayar = [(satu.status, _as_bayar(satu)) for satu in rows]
    dibukukan = [satu for status, satu in bayar if status == Belanja.Status.DIBUKUKAN]
    return [*find_anomali(dibukukan, batas, is_kerja), *find_gaps(satu for _, satu in bayar)]


def _as_bayar(belanja: Belanja) -> Bayar:
    orang = [str(satu) for satu in (belanja.by, belanja.penyetuju) if satu is not None]
    return Bayar(
        pk=belanja.pk, urut=belanja.urut, tanggal=belanja.tanggal, jumlah=belanja.jumlah,
        penerima=belanja.penerima, nomor_kuitansi=belanja.nomor_kuitansi,
        sha256=belanja.bukti.sha256 if belanja.bukti else "", sidik=belanja.sidik,
        orang=tuple(orang), dua_orang=belanja.penyetuju_id is not None,
        perlu_bukti=belanja.jenis_penerima not in _NOMINAL_TETAP,
    )  # fmt: skip


@transaction.atomic
def review_anomali(
    anomali: Anomali, *, hasil: str, catatan: str, by: Pengguna, temuan: TemuanAudit | None = None
) -> Anomali:
    """What a person found when looking. A flag that becomes a finding names it.

    Raises AuditKeliru without a note, for who entered the payment, or an unfitting result.
    """
    anomali = Anomali.objects.select_for_update(of=("self",)).select_related("program").get(
        pk=anomali.pk
    )  # fmt: skip
    catatan = mask_catatan(catatan.strip())[:400]
    if hasil not in Anomali.Hasil.values or hasil == Anomali.Hasil.BARU or not catatan:
        raise AuditKeliru("Pilih hasil tinjauan dan tuliskan penjelasannya.")
    if anomali.belanja.filter(by=by).exists():
        raise AuditKeliru("Belanja yang Anda catat sendiri ditinjau oleh orang lain.")
    anomali.hasil, anomali.catatan, anomali.temuan = hasil, catatan, temuan
    anomali.ditinjau_oleh, anomali.ditinjau_at = by, timezone.now()
    anomali.save(update_fields=["hasil", "catatan", "temuan", "ditinjau_oleh", "ditinjau_at"])
    log_jejak(
        anomali.program, Peristiwa.ANOMALI, by=by, rujukan=anomali.jenis,
        catatan=f"{anomali.get_hasil_display()}: {catatan}",
    )  # fmt: skip
    return anomali


@transaction.atomic
def open_temuan(
    program: Program,
    *,
    judul: str,
    uraian: str,
    rekomendasi: str,
    by: Pengguna,
    nilai: int | None = None,
    tenggat: dt.date | None = None,
    belanja: Belanja | None = None,
    anomali: Anomali | None = None,
) -> TemuanAudit:
    """A finding of the audit team; with `anomali` that flag is reviewed by it.

    Raises AuditKeliru for a payment of another programme or one's own.
    """
    if belanja is not None and belanja.program_id != program.pk:
        raise AuditKeliru("Belanja itu milik program lain.")
    if belanja is not None and by.pk in {belanja.by_id, belanja.penyetuju_id}:
        raise AuditKeliru("Belanja yang Anda catat atau setujui diperiksa oleh orang lain.")
    temuan = TemuanAudit.objects.create(
        program=program, belanja=belanja, judul=mask_catatan(judul.strip())[:160],
        uraian=mask_catatan(uraian.strip()), rekomendasi=mask_catatan(rekomendasi.strip()),
        nilai=nilai, by=by,
        tenggat=tenggat or timezone.localdate() + dt.timedelta(days=HARI_TINDAK_LANJUT),
    )  # fmt: skip
    _note(temuan, temuan.rekomendasi, by)
    if anomali is not None:
        review_anomali(
            anomali, hasil=Anomali.Hasil.TEMUAN, catatan=temuan.judul, by=by, temuan=temuan
        )
    return temuan


@transaction.atomic
def answer_temuan(
    temuan: TemuanAudit, *, tanggapan: str, tindak_lanjut: str = "", by: Pengguna
) -> TemuanAudit:
    """What the programme answers and does. Raises AuditKeliru for who found it, and once ended."""
    temuan = _lock(temuan)
    if temuan.by_id == by.pk:
        raise AuditKeliru("Temuan ditanggapi oleh pengelola program, bukan yang menemukannya.")
    tanggapan = mask_catatan(tanggapan.strip())[:2000]
    if not tanggapan:
        raise AuditKeliru("Tuliskan tanggapannya.")
    temuan.tanggapan, temuan.ditanggapi_oleh = tanggapan, by
    temuan.tindak_lanjut = mask_catatan(tindak_lanjut.strip())[:2000] or temuan.tindak_lanjut
    temuan.keadaan = K.DITANGGAPI
    temuan.save(update_fields=["tanggapan", "ditanggapi_oleh", "tindak_lanjut", "keadaan"])
    _note(temuan, temuan.tindak_lanjut or tanggapan, by)
    return temuan


@transaction.atomic
def close_temuan(
    temuan: TemuanAudit, *, by: Pengguna, catatan: str, ditarik: bool = False
) -> TemuanAudit:
    """The audit team is satisfied, or takes the finding back (`ditarik`).

    Raises AuditKeliru for who answered it: nobody closes what they answered.
    """
    temuan = _lock(temuan)
    if temuan.ditanggapi_oleh_id == by.pk:
        raise AuditKeliru("Temuan ditutup oleh tim audit, bukan yang menanggapinya.")
    if not ditarik and temuan.keadaan != K.DITANGGAPI:
        raise AuditKeliru("Temuan ini belum ditanggapi.")
    if not catatan.strip():
        raise AuditKeliru("Tuliskan dasar penutupannya.")
    temuan.keadaan = K.BATAL if ditarik else K.SELESAI
    temuan.selesai_at = timezone.now()
    temuan.save(update_fields=["keadaan", "selesai_at"])
    _note(temuan, catatan, by)
    return temuan


@transaction.atomic
def reopen_temuan(temuan: TemuanAudit, *, by: Pengguna, catatan: str) -> TemuanAudit:
    """An ended finding is taken up again, with the reason."""
    temuan = TemuanAudit.objects.select_for_update(of=("self",)).get(pk=temuan.pk)
    if temuan.selesai_at is None or not catatan.strip():
        raise AuditKeliru("Hanya temuan yang sudah selesai yang dibuka lagi, dengan alasan.")
    temuan.keadaan, temuan.selesai_at = K.TERBUKA, None
    temuan.save(update_fields=["keadaan", "selesai_at"])
    _note(temuan, catatan, by)
    return temuan


def _lock(temuan: TemuanAudit) -> TemuanAudit:
    terkunci: TemuanAudit = TemuanAudit.objects.select_for_update(of=("self",)).get(pk=temuan.pk)
    if terkunci.selesai_at is not None:
        raise AuditKeliru("Temuan ini sudah selesai.")
    return terkunci


def _note(temuan: TemuanAudit, catatan: str, by: Pengguna) -> None:
    """A row of the finding's history and one of the programme's trail."""
    RiwayatTemuanAudit.objects.create(
        temuan=temuan, keadaan=temuan.keadaan, catatan=mask_catatan(catatan.strip())[:500], by=by
    )
    log_jejak(
        temuan.program, Peristiwa.TEMUAN, by=by, rujukan=f"temuan:{temuan.pk}",
        jumlah=temuan.nilai, catatan=f"{temuan.get_keadaan_display()}: {temuan.judul}",
    )  # fmt: skip
