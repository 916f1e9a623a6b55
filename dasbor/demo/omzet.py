"""Demo turnover: where each household began, its months, nine that left, six figures in doubt.

All invented, by a seeded generator. Months that nobody doubts are written in bulk, with the times
they would have had; doubts come through the service, as from the people themselves.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import NormalDist
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.waktu import simulated_clock
from ekonomi.models import (
    AksesOmzet,
    Keikutsertaan,
    Pengukuran,
    Program,
    RiwayatPengukuran,
    Rumah,
    Usaha,
)
from ekonomi.models.omzet import first_of_month
from ekonomi.omzet_bulanan import months_of_rumah
from ekonomi.services.akses_omzet import issue_akses
from ekonomi.services.omzet import Asal, record_omzet
from pesan.pin import pin_hash
from wilayah.kalender import WIB
from wilayah.models import Pengguna

TAMAN, KODE_PROGRAM = "35.77.03.1009", "srsp-2025"
KARTU_WARGA, KARTU_MENTOR, PIN = "OM-TAMN-2345", "OM-MNTR-2345", "246810"
_KELUAR = 9  # households that left, those of the household demo included
_RAGU = 6
_BENIH = 310825
C, J = Pengukuran.Cara, Pengukuran.Jenis


def load_omzet() -> int:
    """Add the demo months where there are none; gives how many figures were added."""
    program = Program.objects.filter(wilayah=TAMAN, kode=KODE_PROGRAM).first()
    if program is None or Pengukuran.objects.in_wilayah(TAMAN).exists():
        return 0
    acak = Random(_BENIH)  # noqa: S311 - invented figures, the same each time
    ikut = list(
        Keikutsertaan.objects.filter(program=program).select_related("rumah").order_by("pk")
    )
    with transaction.atomic():
        _leave(ikut, acak)
        baris = list(_figures(ikut, program, acak))
        _save(baris)
        _doubts(program, acak)
        _note_all([satu.rumah for satu in ikut])
        _demo_card(ikut)
    return Pengukuran.objects.in_wilayah(TAMAN).count()


def months_since(mulai: date, hari: date) -> list[date]:
    """The firsts of the months from the start up to the last whole month."""
    bulan, hasil = first_of_month(mulai), []
    while bulan < first_of_month(hari):
        hasil.append(bulan)
        bulan = date(bulan.year + bulan.month // 12, bulan.month % 12 + 1, 1)
    return hasil


def _leave(ikut: list[Keikutsertaan], acak: Random) -> None:
    """A few more households leave, so that results have drop-outs to show."""
    masih = [satu for satu in ikut if satu.keluar is None]
    kurang = _KELUAR - (len(ikut) - len(masih))
    for satu in acak.sample(masih, max(0, min(kurang, len(masih)))):
        satu.keluar = satu.masuk + timedelta(days=acak.randint(20, 45))
        satu.alasan_keluar = acak.choice(("Pindah ke luar kota", "Usaha dihentikan"))
        satu.save(update_fields=["keluar", "alasan_keluar"])


def _figures(ikut: list[Keikutsertaan], program: Program, acak: Random) -> Iterator[Pengukuran]:
    bulan = months_since(program.mulai, timezone.localdate())
    usaha = {u.rumah_id: u for u in Usaha.objects.filter(rumah__in=[i.rumah_id for i in ikut])}
    for ke, satu in enumerate(ikut, start=1):  # not by key: the same whatever came before
        hidup = [b for b in bulan if satu.keluar is None or b < satu.keluar] or bulan[:1]
        if satu.rumah_id in usaha:
            yield from _of_usaha(usaha[satu.rumah_id], hidup, program.mulai, acak, ke=ke)
        awal = acak.randint(16, 52) * 50_000
        naik = 1 + spread(ke, 0.19, 0.2)
        yield _row(satu.rumah, hidup[0], awal, acak, jenis=J.PENDAPATAN, awal=True)
        if len(hidup) > 1 and acak.random() < 0.9:
            yield _row(satu.rumah, hidup[-1], round(awal * naik), acak, jenis=J.PENDAPATAN)


def _of_usaha(
    usaha: Usaha, bulan: list[date], mulai: date, acak: Random, *, ke: int
) -> Iterator[Pengukuran]:
    """A business that was there grows a little; one that began later began at nothing."""
    baru = usaha.mulai is not None and usaha.mulai > mulai
    dasar = 0 if baru else acak.randint(7, 58) * 50_000
    tujuan = acak.randint(2, 7) * 50_000 if baru else dasar * (1 + spread(ke, 0.19, 0.24))
    yield _row(usaha, bulan[0], dasar, acak, awal=True)
    if acak.random() < 0.06:
        return  # told once and never again
    for langkah, b in enumerate(bulan[1:], start=1):
        if acak.random() < 0.07:
            continue  # nobody told
        nilai = dasar + (tujuan - dasar) * langkah / (len(bulan) - 1)
        yield _row(usaha, b, round(nilai * acak.uniform(0.93, 1.07)), acak)


def spread(ke: int, tengah: float, simpang: float) -> float:
    """A growth of the normal distribution, evenly drawn: the mean comes out whatever the day."""
    return max(-0.5, NormalDist(tengah, simpang).inv_cdf(0.01 + 0.98 * (ke * 0.6180339887 % 1)))


def _row(
    pemilik: Usaha | Rumah, bulan: date, nilai: int, acak: Random, *,
    jenis: str = J.OMZET, awal: bool = False,
) -> Pengukuran:  # fmt: skip
    cara = (
        C.FASILITATOR if awal else acak.choices((C.CHAT, C.FASILITATOR, C.FORMULIR), (5, 4, 2))[0]
    )
    nama = "usaha" if isinstance(pemilik, Usaha) else "rumah"
    return Pengukuran(
        **{nama: pemilik}, wilayah_id=pemilik.wilayah_id, jenis=jenis, bulan=bulan, cara=cara,
        nilai=max(0, round(nilai / 25_000) * 25_000), is_baseline=awal,
    )  # fmt: skip


def _save(baris: list[Pengukuran]) -> None:
    """Each month at once, at the clock of the days after it ended (the start: within it)."""
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    kini = timezone.now()
    with simulated_clock() as jam:
        for bulan in sorted({b.bulan for b in baris}):
            sebulan = [b for b in baris if b.bulan == bulan]
            jam.sekarang = min(kini, _at(bulan + timedelta(days=34)))
            for satu in sebulan:
                satu.oleh = petugas if satu.cara == C.FASILITATOR else None
            Pengukuran.objects.bulk_create(sebulan)
            RiwayatPengukuran.objects.bulk_create(
                [RiwayatPengukuran(pengukuran=b, peristiwa="dicatat", by=b.oleh) for b in sebulan]
            )


def _at(hari: date) -> datetime:
    return datetime.combine(hari, time(10, 5), tzinfo=WIB)


def _doubts(program: Program, acak: Random) -> None:
    """Six people told a figure far from their usual one within the last days."""
    bulan = months_since(program.mulai, timezone.localdate())[-1]
    ada = Pengukuran.objects.filter(usaha__isnull=False, bulan=bulan, nilai__gt=400_000)
    pilih = acak.sample(list(ada.select_related("usaha").order_by("pk")), _RAGU)
    kini = timezone.now()
    with simulated_clock() as jam:
        for ke, satu in enumerate(pilih):
            jam.sekarang = kini - timedelta(days=_RAGU - ke, hours=ke)
            assert satu.usaha is not None  # noqa: S101 - filtered above
            nilai = satu.nilai * 10 if ke % 3 else satu.nilai // 10
            record_omzet(satu.usaha, bulan=bulan, nilai=nilai, asal=Asal(C.CHAT))


def _note_all(rumah: list[Rumah]) -> None:
    """What each household's row says of itself: its last measured month."""
    bulanan = months_of_rumah([satu.pk for satu in rumah])
    for satu in rumah:
        angka = bulanan.get(satu.pk)
        satu.omzet = angka[max(angka)] if angka else None
    Rumah.objects.bulk_update(rumah, ["omzet"])


def _demo_card(ikut: list[Keikutsertaan]) -> None:
    """One household's card with a code that the demo's own pages can name."""
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    rumah = [satu.rumah_id for satu in ikut if satu.keluar is None]
    usaha = Usaha.objects.filter(rumah__in=rumah, mulai__isnull=False).order_by("pk").first()
    if petugas is None or usaha is None or usaha.rumah is None:
        return
    keep_code(issue_akses(usaha.rumah, by=petugas).akses, KARTU_WARGA)


def keep_code(akses: AksesOmzet, kode: str) -> Any:
    """Give a demo card the code and PIN that the demo prints."""
    akses.kode, akses.pin_hash = kode, pin_hash(kode, PIN)
    akses.save(update_fields=["kode", "pin_hash"])
    return akses
