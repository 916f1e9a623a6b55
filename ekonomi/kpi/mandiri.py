"""The published formula of "Rumah Mandiri": each household's score with its explanation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count

from ekonomi.kpi.angsuran import tepat_waktu
from ekonomi.kpi.dasar import Lingkup, bulat
from ekonomi.kpi.omzet import perubahan
from ekonomi.models import BobotMandiri, Peserta, Program, Usaha
from ekonomi.omzet_bulanan import months_of_rumah

U = BobotMandiri.Unsur
_NOL, _SATU = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Unsur:
    """One part of a score: `bagian` of 0 to 1, None where it does not apply; why in words."""

    unsur: str
    bobot: int
    bagian: Decimal | None
    kalimat: str

    @property
    def poin(self) -> Decimal:
        return bulat((self.bagian or _NOL) * self.bobot)


@dataclass(frozen=True, slots=True)
class Skor:
    """A household's score of 0 to 100 and what it is made of."""

    rumah: int
    nilai: Decimal
    unsur: list[Unsur]

    def rincian(self) -> list[dict[str, Any]]:
        """As plain values, to be frozen."""
        return [
            {
                "unsur": U(u.unsur).label, "bobot": u.bobot, "kalimat": u.kalimat,
                "poin": None if u.bagian is None else float(u.poin),
            }
            for u in self.unsur
        ]  # fmt: skip


def share(nilai: Decimal | int, penuh: Decimal) -> Decimal:
    """How much of the full mark, between nought and one."""
    return min(_SATU, max(_NOL, Decimal(nilai) / penuh))


def total(unsur: Iterable[Unsur]) -> Decimal:
    """Points of what applies, on a scale of 100: who has no loan is not marked down for it."""
    berlaku = [u for u in unsur if u.bagian is not None]
    bobot = sum(u.bobot for u in berlaku)
    if not bobot:
        return bulat(0)
    return bulat(sum(((u.bagian or _NOL) * u.bobot for u in berlaku), _NOL) * 100 / bobot)


def hitung_skor(program: Program, sampai: date) -> list[Skor]:
    """Every household in the programme on that day, the highest score first; ties by number."""
    lingkup = Lingkup(program, sampai)
    ikut = set(lingkup.masih_ikut().values_list("rumah_id", flat=True))
    bobot = {b.unsur: b for b in program.bobot_mandiri.all() if b.bobot}
    bahan = {unsur: _BAHAN[unsur](ikut, sampai, b.penuh) for unsur, b in bobot.items()}
    skor = []
    for rumah in ikut:
        unsur = [
            Unsur(kunci, b.bobot, *bahan[kunci].get(rumah, _KOSONG[kunci]))
            for kunci, b in bobot.items()
        ]
        skor.append(Skor(rumah, total(unsur), unsur))
    return sorted(skor, key=lambda s: (-s.nilai, s.rumah))


_Bahan = dict[int, tuple[Decimal | None, str]]
_KOSONG: dict[str, tuple[Decimal | None, str]] = {
    U.KENAIKAN: (_NOL, "omzet belum diukur dua kali"),
    U.RUTIN: (_NOL, "belum ada laporan omzet"),
    U.PELATIHAN: (_NOL, "belum ada pelatihan yang lulus"),
    U.ANGSURAN: (None, "tidak punya angsuran, unsur ini tidak dihitung"),
    U.DIGITAL: (_NOL, "belum berjualan di pasar digital"),
}


def _kenaikan(ikut: set[int], sampai: date, penuh: Decimal) -> _Bahan:
    hasil: _Bahan = {}
    for rumah, p in perubahan(ikut, sampai).items():
        if p.awal and p.kini is not None:
            naik = Decimal(p.kini - p.awal) * 100 / p.awal
            hasil[rumah] = (share(naik, penuh), f"omzet {'naik' if naik >= 0 else 'turun'} "
                            f"{abs(naik):.0f}% dari angka awal")  # fmt: skip
    return hasil


def _rutin(ikut: set[int], sampai: date, penuh: Decimal) -> _Bahan:
    banyak = int(penuh)
    ini = sampai.replace(day=1)
    jendela = {ini - relativedelta(months=n) for n in range(1, banyak + 1)}
    hasil: _Bahan = {}
    for rumah, bulanan in months_of_rumah(ikut).items():
        n = len(jendela & set(bulanan))
        hasil[rumah] = (share(n, penuh), f"melapor {n} dari {banyak} bulan terakhir")
    return hasil


def _pelatihan(ikut: set[int], sampai: date, penuh: Decimal) -> _Bahan:
    lulus = Peserta.objects.filter(
        rumah__in=ikut, status=Peserta.Status.LULUS, angkatan__selesai__lte=sampai
    )
    return {
        satu["rumah"]: (share(satu["n"], penuh), f"{satu['n']} pelatihan lulus")
        for satu in lulus.values("rumah").annotate(n=Count("angkatan", distinct=True)).order_by()
    }


def _angsuran(ikut: set[int], sampai: date, penuh: Decimal) -> _Bahan:
    return {
        rumah: (
            share(Decimal(tepat) * 100 / semua, penuh),
            f"{tepat} dari {semua} angsuran dibayar tepat waktu",
        )
        for rumah, (tepat, semua) in tepat_waktu(ikut, sampai).items()
        if semua
    }


def _digital(ikut: set[int], sampai: date, _penuh: Decimal) -> _Bahan:
    rows = Usaha.objects.active().filter(rumah__in=ikut, onboarded_at__lte=sampai)
    return dict.fromkeys(
        rows.values_list("rumah_id", flat=True), (_SATU, "sudah berjualan di pasar digital")
    )


_BAHAN = {
    U.KENAIKAN: _kenaikan,
    U.RUTIN: _rutin,
    U.PELATIHAN: _pelatihan,
    U.ANGSURAN: _angsuran,
    U.DIGITAL: _digital,
}
