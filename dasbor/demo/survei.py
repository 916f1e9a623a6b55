"""Demo surveys: the closed one of the first weeks, and an open trial of the impact survey."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.omzet import KODE_PROGRAM, TAMAN
from dasbor.demo.waktu import simulated_clock
from ekonomi.models import JawabanSurvei, Program, Survei
from ekonomi.services.survei import close_survei, draft_survei, open_survei, questions_of
from wilayah.kalender import WIB
from wilayah.models import Pengguna
from wilayah.pertanyaan import Pertanyaan

_BENIH = 110926
# which answer is how likely, first choice first; the last weight serves all that follow
_CONDONG = {"sumber": (5, 4, 6, 1, 1, 2), "tabungan": (2, 5, 4), "banding": (2, 6, 4, 1),
            "yakin": (1, 2, 5, 6, 3), "puas": (1, 1, 4, 7, 5), "kerja_baru": (4, 5),
            "mandiri": (5, 4, 1)}  # fmt: skip
_SARAN = (
    "Jam pelatihan jangan bersamaan dengan waktu menjemput anak.",
    "Pasar minggu lebih sering.",
    "Tambah alat yang bisa dipinjam bergantian.",
)


def load_survei() -> int:
    """Add the two demo surveys where there are none; gives how many answers were added."""
    program = Program.objects.filter(wilayah=TAMAN, kode=KODE_PROGRAM).first()
    if program is None or Survei.objects.filter(program=program).exists():
        return 0
    lurah = Pengguna.objects.filter(username="lurah-taman").first()
    hari, acak = timezone.localdate(), Random(_BENIH)  # noqa: S311 - invented answers
    with transaction.atomic():
        with simulated_clock() as jam:
            jam.sekarang = _at(program.mulai + timedelta(days=42))
            awal = _open(
                program,
                ("awal", "Survei awal peserta", 1),
                buka=jam.sekarang.date(),
                lama=14,
                by=lurah,
            )
            n = _answer(awal, 0.78, acak)
            jam.sekarang += timedelta(days=15)
            close_survei(awal, by=lurah)
        coba = _open(
            program, ("dampak", "Uji coba survei dampak", 4), buka=hari - timedelta(days=6),
            lama=21, by=lurah,
        )  # fmt: skip
        n += _answer(coba, 0.34, acak)
    return n


def _open(program: Program, apa: tuple[str, str, int], *, buka: date, lama: int, by: Any) -> Survei:
    kode, judul, bulan = apa
    survei = draft_survei(
        program, kode=kode, judul=judul, bulan_ke=bulan, buka=buka,
        tutup=buka + timedelta(days=lama), by=by,
    )  # fmt: skip
    open_survei(survei, by=by)
    survei.refresh_from_db()
    return survei


def _at(hari: date) -> datetime:
    return datetime.combine(hari, time(9, 40), tzinfo=WIB)


def _answer(survei: Survei, bagian: float, acak: Random) -> int:
    """Some answer, a few half, a few refuse; one RW answers less than the others."""
    tanya = questions_of(survei)
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    baris = list(survei.jawaban.select_related("rumah__wilayah"))
    for satu in baris:
        mau = bagian * (0.55 if satu.rumah.wilayah.rw == "03" else 1.05)
        undi = acak.random()
        pada = _at(survei.buka + timedelta(days=acak.randint(0, 5)))
        if undi < mau:
            satu.jawaban = {p.kunci: _choose(p, acak) for p in tanya}
            satu.status, satu.selesai_at = JawabanSurvei.Status.SELESAI, pada
            satu.cara = acak.choices(("tautan", "chat", "kertas"), (4, 3, 3))[0]
            satu.oleh = petugas if satu.cara == "kertas" else None
        elif undi < mau + 0.05:
            satu.jawaban = {p.kunci: _choose(p, acak) for p in tanya[:2]}
            satu.status, satu.cara = JawabanSurvei.Status.BERJALAN, "tautan"
        elif undi > 0.985:
            satu.status = JawabanSurvei.Status.MENOLAK
        satu.mulai_at = pada if satu.jawaban else None
    JawabanSurvei.objects.bulk_update(
        baris, ["jawaban", "status", "selesai_at", "cara", "oleh", "mulai_at"], batch_size=250
    )
    return sum(satu.status == JawabanSurvei.Status.SELESAI for satu in baris)


def _choose(p: Pertanyaan, acak: Random) -> Any:
    if p.jenis == "teks":
        return acak.choice(_SARAN) if acak.random() < 0.2 else None
    if p.jenis == "angka":
        return acak.randint(16, 60) * 50_000 if acak.random() < 0.7 else None
    berat = list(_CONDONG.get(p.kunci, (1,)))[: len(p.pilihan)]
    berat += [berat[-1]] * (len(p.pilihan) - len(berat))
    return acak.choices([nilai for nilai, _label in p.pilihan], berat)[0]
