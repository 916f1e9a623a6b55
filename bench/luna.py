"""The planner of visits on a simulated year, against plain rotation; five seeds, no database.

    .venv/bin/python -m bench.luna

Problems arise at random in each RT, unevenly. Some are told by curhat at once, the rest only come
to light when the lurah visits. The office answers told ones by itself, at the same moment in both
worlds; a visit reaches whatever is open there. Rotation goes through the RTs in order, round after
round.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.portal import AKAR, describe_machine
from luna_maya.perencana.malam import BULAN, HUJAN
from luna_maya.perencana.nilai_dasar import Bobot, KeadaanRt, Waktu
from luna_maya.perencana.urut import Putaran, propose, round_of

BENIH = (11, 23, 42, 77, 2024)
HARI = 365
RW, RT_PER_RW = 5, 4
JARAK_KUNJUNGAN = 5  # days between visits
CERITA = 0.45  # share of problems that somebody tells by curhat
DIJAWAB_RATA = 45  # days until the office has answered a told one, on average
TINDAK = 0.7  # share of what a visit found that gets its follow-up at once


@dataclass(frozen=True, slots=True)
class Masalah:
    """`dijawab`: the day the office answers by itself; never (None) for what nobody told."""

    rt: str
    muncul: int
    diceritakan: bool
    dijawab: int | None
    ditindak: bool


@dataclass(slots=True)
class Dunia:
    """One simulated kelurahan: who lives where, what goes wrong when."""

    rt: tuple[str, ...]
    miskin: dict[str, int]
    masalah: tuple[Masalah, ...]


@dataclass(slots=True)
class Hasil:
    """What a year of visits came to."""

    terjangkau: int = 0  # told and still unanswered when the lurah came
    terungkap: int = 0  # known to nobody before
    menunggu: list[int] = field(default_factory=list)  # days, of every told problem
    kunjungan: list[str] = field(default_factory=list)
    beralasan: int = 0
    langgar: int = 0  # visited twice in a round without a stated reason

    @property
    def rata_menunggu(self) -> float:
        return sum(self.menunggu) / len(self.menunggu)


Pilih = Callable[["Keadaan"], tuple[str, str]]


@dataclass(slots=True)
class Keadaan:
    """The world on one day, as far as anybody knows it."""

    dunia: Dunia
    hari: int
    kunjungan: list[tuple[int, str]]
    terbuka: dict[str, list[Masalah]]  # told, unanswered, not reached
    ketemu: dict[str, int]  # found at a visit, follow-up missing


def make_dunia(benih: int) -> Dunia:
    """Uneven: the worst RT has about twenty times the problems of the best."""
    acak = random.Random(benih)
    rt = tuple(f"{rw:02d}.{n:02d}" for rw in range(1, RW + 1) for n in range(1, RT_PER_RW + 1))
    laju = {satu: min(acak.lognormvariate(-3.2, 0.9), 0.3) for satu in rt}  # problems a day
    masalah = []
    for satu in rt:
        hari = acak.expovariate(laju[satu])
        while hari < HARI:
            cerita = acak.random() < CERITA
            lama = acak.expovariate(1 / DIJAWAB_RATA)
            masalah.append(
                Masalah(satu, int(hari), cerita, int(hari + lama) + 1 if cerita else None,
                        acak.random() < TINDAK)
            )  # fmt: skip
            hari += acak.expovariate(laju[satu])
    miskin = {satu: int(acak.random() * 12 + laju[satu] * 100) for satu in rt}
    return Dunia(rt, miskin, tuple(sorted(masalah, key=lambda m: m.muncul)))


def run_year(dunia: Dunia, pilih: Pilih) -> Hasil:
    """A year of visits; `pilih` names the RT and the stated reason, if one is needed."""
    hasil, selesai = Hasil(), set[int]()
    kunjungan: list[tuple[int, str]] = []
    ketemu = dict.fromkeys(dunia.rt, 0)
    for hari in range(JARAK_KUNJUNGAN, HARI, JARAK_KUNJUNGAN):
        ada = [
            (n, m) for n, m in enumerate(dunia.masalah)
            if m.muncul <= hari and n not in selesai and (m.dijawab is None or m.dijawab > hari)
        ]  # fmt: skip
        terbuka: dict[str, list[Masalah]] = {satu: [] for satu in dunia.rt}
        for _n, m in ada:
            if m.diceritakan:
                terbuka[m.rt].append(m)
        rt, alasan = pilih(Keadaan(dunia, hari, kunjungan, terbuka, ketemu))
        _count_round(hasil, rt, alasan, dunia)
        kunjungan.append((hari, rt))
        hasil.kunjungan.append(rt)
        ketemu[rt] = 0
        for n, m in ada:
            if m.rt == rt:
                selesai.add(n)
                hasil.terjangkau += m.diceritakan
                hasil.terungkap += not m.diceritakan
                ketemu[rt] += not m.ditindak
                if m.diceritakan:
                    hasil.menunggu.append(hari - m.muncul)
    hasil.menunggu += [
        min(m.dijawab or HARI, HARI) - m.muncul
        for n, m in enumerate(dunia.masalah) if m.diceritakan and n not in selesai
    ]  # fmt: skip
    return hasil


def _count_round(hasil: Hasil, rt: str, alasan: str, dunia: Dunia) -> None:
    """Counted by a rule of its own, not by the planner's: the test must not believe itself."""
    sekarang = set[str]()
    for satu in hasil.kunjungan:
        sekarang.add(satu)
        if len(sekarang) == len(dunia.rt):
            sekarang = set()
    hasil.beralasan += bool(alasan)
    hasil.langgar += rt in sekarang and not alasan


def rotation(keadaan: Keadaan) -> tuple[str, str]:
    """Plain rotation: RT after RT."""
    rt = keadaan.dunia.rt
    return rt[len(keadaan.kunjungan) % len(rt)], ""


def planner(bobot: Bobot) -> Pilih:
    """The planner with these weights, asked anew before each visit."""

    def pilih(keadaan: Keadaan) -> tuple[str, str]:
        putaran = round_of([rt for _hari, rt in keadaan.kunjungan], keadaan.dunia.rt)
        bulan = min(keadaan.hari * 12 // HARI, 11) + 1
        waktu = Waktu("musim hujan" if bulan in HUJAN else "musim kemarau", BULAN[bulan - 1])
        usul = propose(_known(keadaan, bulan, putaran), bobot, waktu, putaran, 1)[0]
        return usul.rt, usul.alasan_khusus

    return pilih


def _known(keadaan: Keadaan, bulan: int, putaran: Putaran) -> Sequence[KeadaanRt]:
    """What the planner may know: told problems, visits, counts; never what nobody told."""
    akhir = {rt: hari for hari, rt in keadaan.kunjungan}
    pernah: dict[str, set[int]] = {rt: set() for rt in keadaan.dunia.rt}
    for hari, rt in keadaan.kunjungan:
        pernah[rt].add(min(hari * 12 // HARI, 11) + 1)
    hujan = bulan in HUJAN
    isi = []
    for rt in keadaan.dunia.rt:
        buka, rw = keadaan.terbuka[rt], rt.split(".")[0]
        isi.append(
            KeadaanRt(
                rt=rt, nama=f"RT {rt}", rw=rw,
                hari_sejak=keadaan.hari - akhir[rt] if rt in akhir else None,
                kunjungan=sum(satu == rt for _h, satu in keadaan.kunjungan),
                curhat=len(buka),
                hari_menunggu=max((keadaan.hari - m.muncul for m in buka), default=0),
                miskin=keadaan.dunia.miskin[rt], masalah=keadaan.ketemu[rt],
                rw_jumlah_rt=RT_PER_RW, rw_sudah=sum(s.startswith(f"{rw}.") for s in akhir),
                pernah_bulan=bulan in pernah[rt],
                pernah_musim=any((b in HUJAN) == hujan for b in pernah[rt]),
            )
        )  # fmt: skip
    return isi


def compare(benih: int, bobot: Bobot) -> tuple[Hasil, Hasil, Dunia]:
    """(rotation, planner, the world) of one seed; both live through the same problems."""
    dunia = make_dunia(benih)
    return run_year(dunia, rotation), run_year(dunia, planner(bobot)), dunia


def visits_until_all(kunjungan: Sequence[str], banyak: int) -> int:
    """How many visits it took until every RT had one; more than there were if it never came."""
    sudah = set[str]()
    for n, rt in enumerate(kunjungan, 1):
        sudah.add(rt)
        if len(sudah) == banyak:
            return n
    return len(kunjungan) + 1


def main() -> int:
    argparse.ArgumentParser(description="planner against rotation").parse_args()
    print(describe_machine(), flush=True)
    print("| seed | told problems | reached, rotation | reached, planner | gain | days waited, "
          "rotation | days waited, planner | second visits with reason | without |")  # fmt: skip
    tercapai, mulai = True, time.perf_counter()
    for benih in BENIH:
        putar, rencana, dunia = compare(benih, Bobot())
        diceritakan = sum(m.diceritakan for m in dunia.masalah)
        naik = rencana.terjangkau / putar.terjangkau - 1
        print(f"| {benih} | {diceritakan} | {putar.terjangkau} | {rencana.terjangkau} | "
              f"{naik:+.0%} | {putar.rata_menunggu:.1f} | {rencana.rata_menunggu:.1f} | "
              f"{rencana.beralasan} | {rencana.langgar} |")  # fmt: skip
        print(f"  found at visits only: {putar.terungkap} / {rencana.terungkap}; "
              f"every RT once after {visits_until_all(putar.kunjungan, len(dunia.rt))} / "
              f"{visits_until_all(rencana.kunjungan, len(dunia.rt))} visits")  # fmt: skip
        tercapai = tercapai and rencana.langgar == 0 and rencana.terjangkau > putar.terjangkau
        tercapai = tercapai and rencana.rata_menunggu < putar.rata_menunggu
    print(f"five years simulated twice in {time.perf_counter() - mulai:.2f} s")
    print(f"better than rotation on both, the rule kept: {'met' if tercapai else 'MISSED'}")
    return 0 if tercapai else 1


if __name__ == "__main__":
    os.chdir(AKAR)
    sys.exit(main())
