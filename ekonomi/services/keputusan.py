"""The review about day 90: the criteria compute, people decide, the lurah signs, it is frozen."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.kpi.garis import hari_ke, rasio
from ekonomi.kpi.hitung import Keadaan, read_keadaan
from ekonomi.kpi.tulis import tulis_angka, tulis_nilai
from ekonomi.models import (
    BarisKeputusan,
    KriteriaKeputusan,
    LembarKeputusan,
    Peringatan,
    Program,
    Putusan,
)
from ekonomi.services.peringatan import HARI_EVALUASI
from wilayah.models import Pengguna
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan


class LembarTerkunci(Exception):  # noqa: N818 - the domain's word
    """The sheet is signed; nothing of it changes any more."""


class LembarBelumLengkap(ValueError):  # noqa: N818
    """What the sheet still needs before it can be signed, one sentence each in `kurang`."""

    def __init__(self, kurang: list[str]) -> None:
        super().__init__(" ".join(kurang))
        self.kurang = kurang


class BukanPenandaTanganLembar(PermissionError):  # noqa: N818
    """Only the lurah of the programme's kelurahan signs."""


@transaction.atomic
def open_lembar(
    program: Program, *, by: Pengguna, hari: int = HARI_EVALUASI, pada: date | None = None
) -> LembarKeputusan:
    """The sheet of this review, computed from the criteria as of a day; a draft is computed anew.

    What people had decided stays where the criteria still say the same. Raises LembarTerkunci
    when it is signed, LembarBelumLengkap when the programme has no criteria.
    """
    pada = pada or timezone.localdate()
    program = Program.objects.select_for_update().get(pk=program.pk)
    kriteria = list(program.kriteria.select_related("indikator"))
    if not kriteria:
        raise LembarBelumLengkap(["Program ini belum punya kriteria keputusan."])
    lembar, _baru = LembarKeputusan.objects.get_or_create(
        program=program, hari=hari, defaults={"tanggal": pada, "by": by}
    )
    if lembar.is_signed:
        raise LembarTerkunci("Lembar ini sudah ditandatangani.")
    if lembar.tanggal != pada:
        lembar.tanggal = pada
        lembar.save(update_fields=["tanggal"])
    keadaan = {k.indikator.pk: k for k in read_keadaan(program, pada)}
    lembar.baris.exclude(komponen__in=[k.komponen for k in kriteria]).delete()
    for satu in kriteria:
        _write_baris(lembar, satu, keadaan[satu.indikator_id])
    return lembar


def _write_baris(lembar: LembarKeputusan, kriteria: KriteriaKeputusan, k: Keadaan) -> None:
    garis = k.garis if k.garis is not None else kriteria.patokan
    hitungan, mengapa = judge(kriteria, k.hasil.nilai, garis, k.hasil.kalimat)
    lama = lembar.baris.filter(komponen=kriteria.komponen).first()
    tetap = lama is not None and lama.hitungan == hitungan
    BarisKeputusan.objects.update_or_create(
        lembar=lembar, komponen=kriteria.komponen,
        defaults={
            "indikator": kriteria.indikator, "nilai": k.hasil.nilai, "garis": garis,
            "rasio": rasio(k.hasil.nilai, garis), "kurang": k.hasil.kurang, "hitungan": hitungan,
            "penjelasan": mengapa[:500], "urutan": kriteria.urutan,
            **({} if tetap else {"putusan": "", "alasan": "", "by": None}),
        },
    )  # fmt: skip


def judge(
    kriteria: KriteriaKeputusan, nilai: Decimal | None, garis: Decimal | None, dari: str = ""
) -> tuple[str, str]:
    """What the criteria say of a component, and why in words.

    Without a figure nothing can be concluded: adjust, and bring the figure.
    """
    satuan = kriteria.indikator.satuan
    if nilai is None:
        return Putusan.SESUAIKAN, (
            f"Belum ada data {kriteria.indikator.nama.lower()}, jadi belum bisa disimpulkan. "
            "Lengkapi datanya sebelum memutuskan."
        )
    capai = rasio(nilai, garis)
    if capai is None:
        return Putusan.SKALAKAN, "Garis targetnya belum mulai; capaian apa pun sudah di atasnya."
    if capai >= kriteria.skalakan_min:
        hasil, batas = Putusan.SKALAKAN, f"paling sedikit {kriteria.skalakan_min:.0%}"
    elif capai >= kriteria.sesuaikan_min:
        hasil = Putusan.SESUAIKAN
        batas = f"antara {kriteria.sesuaikan_min:.0%} dan {kriteria.skalakan_min:.0%}"
    else:
        hasil, batas = Putusan.HENTIKAN, f"kurang dari {kriteria.sesuaikan_min:.0%}"
    return hasil, (
        f"{tulis_nilai(nilai, satuan)} dari garis {tulis_nilai(garis, satuan)}: "
        f"{tulis_angka(max(capai, Decimal(0)) * 100, 0)}%, {batas} ({hasil.label.lower()}). {dari}"
    )


def _draft(lembar: LembarKeputusan) -> LembarKeputusan:
    lembar = (
        LembarKeputusan.objects.select_for_update(of=("self",))
        .select_related("program")
        .get(pk=lembar.pk)
    )
    if lembar.is_signed:
        raise LembarTerkunci("Lembar ini sudah ditandatangani.")
    return lembar


@transaction.atomic
def decide_baris(
    baris: BarisKeputusan, *, putusan: str, alasan: str = "", by: Pengguna
) -> BarisKeputusan:
    """What people decide on one component; against the criteria only with a reason.

    Raises LembarTerkunci, ValueError for an unknown decision or without the reason.
    """
    _draft(baris.lembar)
    baris = BarisKeputusan.objects.select_for_update().get(pk=baris.pk)
    if putusan not in Putusan.values:
        raise ValueError("Pilih skalakan, sesuaikan, atau hentikan.")
    if putusan != baris.hitungan and not alasan.strip():
        raise ValueError(f"{baris.komponen}: keputusan berbeda dari kriteria, tulis alasannya.")
    baris.putusan, baris.by = putusan, by
    baris.alasan = mask_catatan(alasan.strip())[:400]
    baris.save(update_fields=["putusan", "alasan", "by"])
    return baris


@transaction.atomic
def write_risalah(
    lembar: LembarKeputusan, *, tanggal: date, peserta: str, risalah: str, by: Pengguna
) -> LembarKeputusan:
    """The minutes of the review meeting. Raises LembarTerkunci, ValueError."""
    lembar = _draft(lembar)
    if tanggal > timezone.localdate():
        raise ValueError("Tanggal rapat belum terjadi.")
    if not risalah.strip():
        raise ValueError("Tulis apa yang dibahas dan disepakati.")
    lembar.tanggal_rapat, lembar.peserta_rapat = tanggal, mask_catatan(peserta.strip())[:300]
    lembar.risalah = mask_catatan(risalah.strip())
    lembar.save(update_fields=["tanggal_rapat", "peserta_rapat", "risalah"])
    return lembar


def missing_of(lembar: LembarKeputusan) -> list[str]:
    """What still stands between the sheet and its signature, one sentence each."""
    kurang = [
        f"{baris.komponen}: belum diputuskan rapat." for baris in lembar.baris.filter(putusan="")
    ]
    if not lembar.baris.exists():
        kurang.append("Belum ada komponen yang dinilai.")
    if lembar.tanggal_rapat is None or not lembar.risalah:
        kurang.append("Tanggal dan risalah rapat belum ditulis.")
    tanpa = Peringatan.objects.filter(
        program=lembar.program_id, pulih_pada__isnull=True, rencana__isnull=True
    )
    for nama in sorted(set(tanpa.values_list("indikator__nama", flat=True))):
        kurang.append(f"Peringatan “{nama}” belum punya rencana aksi.")
    return kurang


def may_sign_lembar(lembar: LembarKeputusan, by: Pengguna) -> bool:
    """Whether this person is lurah of the programme's kelurahan today."""
    return any(
        tugas.peran == Peran.LURAH
        and tugas.wilayah is not None
        and tugas.wilayah.contains(str(lembar.program.wilayah_id))
        for tugas in by.penugasan_aktif
    )


@transaction.atomic
def sign_lembar(lembar: LembarKeputusan, *, by: Pengguna) -> LembarKeputusan:
    """Sign and freeze the sheet as it stands.

    Raises BukanPenandaTanganLembar, LembarTerkunci, LembarBelumLengkap with what is missing.
    """
    lembar = _draft(lembar)
    if not may_sign_lembar(lembar, by):
        raise BukanPenandaTanganLembar("Hanya lurah kelurahan ini yang menandatangani.")
    kurang = missing_of(lembar)
    if kurang:
        raise LembarBelumLengkap(kurang)
    lembar.potret = take_potret(lembar, by)
    lembar.status = LembarKeputusan.Status.DITANDATANGANI
    lembar.ditandatangani_oleh, lembar.ditandatangani_at = by, timezone.now()
    lembar.save()
    return lembar


def take_potret(lembar: LembarKeputusan, by: Pengguna | None = None) -> dict[str, Any]:
    """All that the sheet says, as plain values: what is signed, shown and printed."""
    program = lembar.program
    keadaan = read_keadaan(program, lembar.tanggal)
    return {
        "program": program.nama,
        "tanggal": lembar.tanggal.isoformat(),
        "hari": hari_ke(program, lembar.tanggal),
        "rapat": {
            "tanggal": lembar.tanggal_rapat.isoformat() if lembar.tanggal_rapat else "",
            "peserta": lembar.peserta_rapat,
            "risalah": lembar.risalah,
        },
        "penanda_tangan": (by.nama or by.username) if by else "",
        "komponen": [_potret_baris(b) for b in lembar.baris.select_related("indikator", "by")],
        "indikator": [_potret_indikator(k) for k in keadaan if k.target is not None],
        "peringatan": _potret_peringatan(lembar),
    }


def _potret_baris(baris: BarisKeputusan) -> dict[str, Any]:
    return {
        "komponen": baris.komponen,
        "indikator": baris.indikator.nama,
        "capaian": tulis_nilai(baris.nilai, baris.indikator.satuan),
        "garis": tulis_nilai(baris.garis, baris.indikator.satuan),
        "hitungan": baris.get_hitungan_display(),
        "penjelasan": baris.penjelasan,
        "putusan": baris.get_putusan_display() if baris.putusan else "",
        "alasan": baris.alasan,
    }


def _potret_indikator(k: Keadaan) -> dict[str, Any]:
    assert k.target is not None  # noqa: S101 - the caller has checked
    satuan = k.indikator.satuan
    return {
        "nama": k.indikator.nama,
        "capaian": tulis_nilai(k.hasil.nilai, satuan),
        "garis": tulis_nilai(k.garis, satuan),
        "target": tulis_nilai(k.target.nilai, satuan),
        "lampu": k.label_lampu,
        "dari": k.hasil.kalimat,
    }


def _potret_peringatan(lembar: LembarKeputusan) -> list[dict[str, Any]]:
    rows = Peringatan.objects.filter(program=lembar.program_id, pada__lte=lembar.tanggal)
    return [
        {
            "indikator": satu.indikator.nama,
            "pada": satu.pada.isoformat(),
            "kalimat": satu.kalimat,
            "rencana": [
                {
                    "apa": r.apa,
                    "siapa": r.siapa,
                    "tenggat": r.tenggat.isoformat(),
                    "hasil": r.hasil,
                }
                for r in satu.rencana.all()
            ],
        }
        for satu in rows.select_related("indikator").prefetch_related("rencana")
    ]
