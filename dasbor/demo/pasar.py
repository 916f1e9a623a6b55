"""Demo market: Pasar Warga Taman every Sunday with eight market days of sales, by the services.

Needs the demo's businesses (`load_rumah`) and accounts.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.rumah import TAMAN
from dasbor.demo.waktu import Jam, simulated_clock
from ekonomi.models import LapakPasar, Pasar, PasarHari, Usaha
from ekonomi.services.lapak_pasar import book_lapak, pay_lapak, record_jual
from ekonomi.services.pasar import cancel_hari, extend_hari, move_hari, save_pasar
from wilayah.models import Pengguna, Wilayah

_BENIH = 61025
_MINGGU, BANYAK = 6, 8
_DAGANGAN = {
    "kuliner": ("pecel", "rempeyek", "tempe bacem", "jenang", "wedang jahe", "nasi jotos"),
    "kerajinan": ("anyaman", "sapu lidi", "hiasan kelobot"),
    "fesyen": ("daster batik", "tas kain", "celemek"),
    "toga": ("jamu gendong", "bibit toga", "kunyit asam"),
    "jasa": ("pijat urut", "servis payung"),
    "dagang": ("telur", "sayur", "kerupuk"),
    "lain": ("aneka jajanan",),
}


def load_pasar() -> int:
    """Make the demo market where there is none; gives how many sales were entered."""
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    usaha = list(Usaha.objects.active().in_wilayah(TAMAN).order_by("pk")[:14])
    if petugas is None or len(usaha) < 8 or Pasar.objects.filter(wilayah=TAMAN).exists():
        return 0
    sekarang = timezone.now()
    with transaction.atomic(), simulated_clock() as jam:
        pasar = _open(jam, sekarang, petugas)
        banyak = _play(pasar, usaha, petugas, jam, sekarang)
        jam.sekarang = sekarang
        _coming(pasar, usaha, petugas)
        settle_keluar(sekarang, hari_ini=sekarang + timedelta(days=1), sekarang=sekarang)
    return banyak


def _open(jam: Jam, sekarang: datetime, petugas: Pengguna) -> Pasar:
    taman = Wilayah.objects.get(pk=TAMAN)
    mulai = timezone.localdate(sekarang) - timedelta(days=7 * BANYAK + 3)
    jam.sekarang = sekarang - timedelta(days=7 * BANYAK + 10)
    pasar = save_pasar(
        Pasar(
            wilayah=taman, nama="Pasar Warga Taman", tempat="Lapangan RW 05", pola="mingguan",
            hari=_MINGGU, jam_mulai=time(6), jam_selesai=time(10), mulai=mulai, lat=taman.lat,
            lng=taman.lng, keterangan="Bawa tas belanja sendiri, ya.",
        ),
        by=petugas,
    )  # fmt: skip
    LapakPasar.objects.bulk_create(
        LapakPasar(pasar=pasar, nomor=f"{n:02d}", ukuran="2 x 2 m", biaya=5000 if n <= 6 else 0)
        for n in range(1, 13)
    )
    jam.sekarang = sekarang
    extend_hari(pasar)
    return pasar


def _play(
    pasar: Pasar, usaha: Sequence[Usaha], petugas: Pengguna, jam: Jam, sekarang: datetime
) -> int:
    """Each past day: six stalls at first, ten by now, and a little more sold each time."""
    acak = Random(_BENIH)  # noqa: S311 - invented sales, the same each time
    lapak = list(pasar.lapak.all())
    lalu = PasarHari.objects.filter(pasar=pasar, selesai_at__lt=sekarang).order_by("mulai_at")
    jumlah = 0
    for ke, hari in enumerate(list(lalu)[-BANYAK:]):
        datang = acak.sample(list(usaha), min(6 + ke // 2, len(lapak), len(usaha)))
        for n, satu in enumerate(datang):
            jam.sekarang = hari.mulai_at - timedelta(days=1, minutes=n)
            sewa = book_lapak(
                hari, lapak[n], satu, dagangan=acak.choice(_DAGANGAN[satu.bidang]),
                tampil=n % 2 == 0, by=petugas,
            )  # fmt: skip
            jam.sekarang = hari.selesai_at + timedelta(minutes=30 + n)
            if sewa.biaya:
                pay_lapak(sewa, by=petugas)
            laku = (150 + acak.randrange(60) + 22 * ke) * 1000
            record_jual(sewa, laku, cara="petugas", by=petugas)
            jumlah += 1
    return jumlah


def _coming(pasar: Pasar, usaha: Sequence[Usaha], petugas: Pengguna) -> None:
    """The next day is half booked; one later is moved and one called off."""
    hari = list(PasarHari.objects.filter(pasar=pasar).coming(timezone.now())[:6])
    acak = Random(_BENIH + 1)  # noqa: S311
    for n, satu in enumerate(usaha[:7]):
        if hari[0].mulai_at > timezone.now():
            book_lapak(
                hari[0], pasar.lapak.all()[n], satu, tampil=n % 2 == 0,
                dagangan=", ".join(acak.sample(_DAGANGAN[satu.bidang],
                                               min(2, len(_DAGANGAN[satu.bidang])))),
            )  # fmt: skip
    lokal = timezone.localtime(hari[2].mulai_at)
    move_hari(
        hari[2], hari=lokal.date() - timedelta(days=1), mulai=time(15), selesai=time(19),
        alasan="Lapangan dipakai lomba warga, jadi Sabtu sore", by=petugas,
    )  # fmt: skip
    cancel_hari(hari[3], alasan="Libur bersama, lapangan ditutup", by=petugas)
