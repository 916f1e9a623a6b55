"""Demo of trust: a round before the first night, one a year later, one open now; activities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from dasbor.demo.luna import UTARA, ZONA, demo_lurah_utara
from dasbor.demo.waktu import simulated_clock
from luna_maya.models import JawabanPercaya, KegiatanWarga, SurveiPercaya
from luna_maya.partisipasi import first_visits
from luna_maya.services.kegiatan import record_kegiatan
from luna_maya.services.survei import (
    Masukan,
    areas_of,
    close_survei,
    draft_survei,
    enter_kertas,
    open_survei,
    questions_for,
    record_jawaban_many,
)
from wilayah.models import Pengguna, Wilayah

_BENIH = 41124
G, K, C = SurveiPercaya.Gelombang, JawabanPercaya.Kelompok, JawabanPercaya.Cara
# answers by RT, in the order of their codes; the third and the seventh stay below five
_BANYAK = (9, 12, 3, 8, 7, 11, 2, 6, 10)
# how likely 1 to 5 are, before and after; care for the environment hardly moved
_CONDONG = {
    G.SEBELUM: {"": (3, 6, 7, 3, 1), "lingkungan": (1, 3, 6, 6, 3), "ikut": (1, 3, 6, 6, 4)},
    G.SESUDAH: {"": (1, 2, 5, 8, 5), "lingkungan": (1, 2, 6, 7, 3), "ikut": (1, 2, 4, 7, 7)},
}
_HARAPAN = (
    "Sering-sering duduk di pos kamling, jangan hanya waktu ada acara.",
    "Got di belakang masjid belum selesai.",
    "Janji yang sudah ditepati diumumkan juga di RT.",
    "Posyandu lansia diadakan sore hari.",
    "Anak muda diajak bicara, bukan hanya bapak-bapak.",
    "Tempat sampah di titian sungai ditambah.",
)
_KEGIATAN = (("gotong_royong", "membersihkan parit"), ("kerja_bakti", "mengecat pos kamling"),
             ("rapat", "iuran sampah"), ("ronda", ""))  # fmt: skip


@transaction.atomic
def load_survei_percaya() -> int:
    """Add three rounds and the activities where there are none; how many answers. Safe twice."""
    kelurahan = Wilayah.objects.select_for_update().filter(pk=UTARA).first()
    if kelurahan is None or SurveiPercaya.objects.filter(wilayah=kelurahan).exists():
        return 0
    lurah, kini = demo_lurah_utara(), timezone.now()
    acak = Random(_BENIH)  # noqa: S311 - invented answers
    n = 0
    rencana = (("2025", G.SEBELUM, -376, 14, True), ("2025", G.SESUDAH, -28, 14, True),
               ("2026", G.SEBELUM, -5, 21, False))  # fmt: skip
    for putaran, gelombang, mulai, lama, tutup in rencana:
        with simulated_clock() as jam:
            hari = kini.astimezone(ZONA).date() + timedelta(days=mulai)
            jam.sekarang = datetime.combine(hari, time(10), tzinfo=ZONA)
            survei = draft_survei(
                kelurahan, putaran=putaran, gelombang=gelombang, buka=hari,
                tutup=hari + timedelta(days=lama), by=lurah,
            )  # fmt: skip
            survei = open_survei(survei, by=lurah)
            jam.sekarang += timedelta(days=2)
            n += _answer(survei, acak, bagian=1.0 if tutup else 0.25)
            if tutup:
                jam.sekarang += timedelta(days=lama)
                close_survei(survei, by=lurah)
    load_kegiatan(lurah, acak)
    return n


def _answer(survei: SurveiPercaya, acak: Random, *, bagian: float) -> int:
    """Answers of every RT and of the heads, together; papers of a round that goes on by number."""
    condong, semua = _CONDONG[G(survei.gelombang)], list[Masukan]()
    for rt, banyak in zip(areas_of(survei), _BANYAK * 9, strict=False):
        for _ in range(round(banyak * bagian)):
            masukan = Masukan(rt.kode, K.WARGA, _choose(survei, K.WARGA, condong, acak), C.TAUTAN)
            semua.append(_on_paper(masukan) if acak.random() < 0.3 else masukan)
    for _ in range(round(8 * bagian)):
        isian = _choose(survei, K.KETUA, condong, acak)
        semua.append(Masukan(survei.wilayah_id, K.KETUA, isian, C.TAUTAN))
    kertas = [satu for satu in semua if satu.cara == C.KERTAS] if bagian < 1 else []
    for nomor, satu in enumerate(kertas, start=1):
        enter_kertas(survei, satu, nomor=nomor)
    record_jawaban_many(survei, [satu for satu in semua if satu not in kertas])
    return len(semua)


def _on_paper(masukan: Masukan) -> Masukan:
    return Masukan(masukan.wilayah, masukan.kelompok, masukan.isian, C.KERTAS)


def _choose(
    survei: SurveiPercaya, kelompok: str, condong: Mapping[str, Sequence[int]], acak: Random
) -> dict[str, str]:
    isian = {
        p.kunci: acak.choices("12345", condong.get(p.kunci, condong[""]))[0]
        for p in questions_for(survei, kelompok)
        if p.jenis == "skala"
    }
    if kelompok == K.WARGA and acak.random() < 0.12:
        isian["harapan"] = acak.choice(_HARAPAN)
    return isian


def load_kegiatan(lurah: Pengguna, acak: Random) -> int:
    """Activities around the first visit of each RT, a few more after than before."""
    if KegiatanWarga.objects.in_wilayah(UTARA).exists():
        return 0
    hari_ini = timezone.now().astimezone(ZONA).date()
    pertama = first_visits(UTARA, hari_ini)
    n = 0
    for ke, (kode, visit) in enumerate(sorted(pertama.items())):
        rt = Wilayah.objects.get(pk=kode)
        for geser in _days(ke, acak):
            hari = visit + timedelta(days=geser)
            if hari <= hari_ini:
                n += _record(rt, hari, lurah, acak, sesudah=geser > 0)
    if pertama:  # when recording began: well before the first visit
        awal = min(pertama.values()) - timedelta(days=100)
        n += _record(Wilayah.objects.get(pk=min(pertama)), awal, lurah, acak, sesudah=False)
    return n


def _days(ke: int, acak: Random) -> list[int]:
    """Days from the visit; every fourth RT reports too little to be compared."""
    if ke % 4 == 3:
        return [acak.randint(5, 80)]
    sebelum = acak.sample(range(-88, -3), 2)
    return sebelum + acak.sample(range(3, 88), 3 + ke % 2)


def _record(rt: Wilayah, hari: date, lurah: Pengguna, acak: Random, *, sesudah: bool) -> int:
    jenis, keterangan = acak.choice(_KEGIATAN)
    record_kegiatan(
        rt, jenis=jenis, hari=hari, orang=acak.randint(9, 18) + (7 if sesudah else 0),
        keterangan=keterangan, by=lurah,
    )  # fmt: skip
    return 1
