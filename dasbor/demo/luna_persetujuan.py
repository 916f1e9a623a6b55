"""Demo of consents and invitations: hosts who answered, two open invitations, one declined."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.waktu import simulated_clock
from luna_maya.models import Kunjungan, PersetujuanTuanRumah, Tokoh, Undangan, Unsur
from luna_maya.services.persetujuan import (
    Cara,
    Jawab,
    Pilihan,
    agree_kunjungan,
    invite_tuan_rumah,
)
from luna_maya.services.undangan import Ajuan, decline_undangan, make_undangan
from luna_maya.teks_izin import PERLU_WALI
from wilayah.models import Pengguna, Wilayah
from wilayah.zona import zona_of

UTARA = "63.06.05.1002"
ZONA = zona_of(UTARA)
S = Kunjungan.Status
# What hosts allow beside notes and the RT, in turn; most say no to some of it.
_RAGAM: tuple[frozenset[str], ...] = (
    frozenset({"foto", "tampil"}), frozenset({"foto"}), frozenset(),
    frozenset({"foto", "video", "tampil"}), frozenset({"foto", "suara"}),
)  # fmt: skip
# days ahead, hour, kind, name, words; the last is declined
_UNDANGAN = (
    (6, 20, "pengajian", "Bu Hj. Masliani", "Pengajian bulanan ibu-ibu, sekitar 40 orang."),
    (11, 19, "hajatan", "Pak Syahrani", "Syukuran khitanan anak, mohon Pak Lurah berkenan hadir."),
    (3, 19, "tahlilan", "Keluarga Pak Gazali", "Tahlilan hari ketujuh almarhum orang tua kami."),
)  # fmt: skip
_ALASAN = "Pada malam itu sudah ada kunjungan lain. Semoga almarhum diterima di sisi-Nya."


@transaction.atomic
def load_persetujuan() -> int:
    """Add them where there are none; gives how many rows. Safe to repeat."""
    kelurahan = Wilayah.objects.select_for_update().filter(pk=UTARA).first()
    lurah = Pengguna.objects.filter(username="lurah-kandangan-utara").first()
    if kelurahan is None or lurah is None:
        return 0
    jumlah = 0
    if not PersetujuanTuanRumah.objects.filter(kunjungan__wilayah__kode__startswith=UTARA).exists():
        jumlah += _consents() + _ask(lurah)
    if not Undangan.objects.in_wilayah(UTARA).exists():
        jumlah += _invitations(lurah)
    return jumlah


def _consents() -> int:
    """An answer for each visit that was agreed, given two days before it."""
    rows = Kunjungan.objects.in_wilayah(UTARA).filter(
        jenis__perlu_persetujuan=True, status__in=[S.PASTI, S.BERLANGSUNG, S.SELESAI]
    )
    kini = timezone.now()
    rows = rows.select_related("tuan_rumah", "jenis").order_by("mulai_at")
    jumlah = 0
    with simulated_clock() as jam:
        for ke, kunjungan in enumerate(rows):
            jam.sekarang = min(kini, kunjungan.mulai_at - timedelta(days=2))
            agree_kunjungan(kunjungan, _choice(kunjungan, ke), Jawab(Cara.TAUTAN))
            jumlah += 1
    return jumlah


def _ask(lurah: Pengguna) -> int:
    """The planned visit that nobody agreed to yet: its host has the link, and has not answered."""
    rows = Kunjungan.objects.in_wilayah(UTARA).filter(
        jenis__perlu_persetujuan=True, status=S.RENCANA, mulai_at__gt=timezone.now()
    )
    satu = rows.order_by("mulai_at").first()
    if satu is None:
        return 0
    invite_tuan_rumah(satu, by=lurah)
    return 1


def _choice(kunjungan: Kunjungan, ke: int) -> Pilihan:
    boleh = _RAGAM[ke % len(_RAGAM)]
    anak = kunjungan.tuan_rumah.ada_anak
    if anak and ke % 2:  # every other guardian says no to all of it
        boleh -= PERLU_WALI
    # a few would rather not have even their RT named
    izin = {"catatan": True, "sebut_rt": ke % 6 != 5, **dict.fromkeys(boleh, True)}
    return Pilihan(izin, wali=anak and bool(boleh & PERLU_WALI))


def _invitations(lurah: Pengguna) -> int:
    rt = list(Wilayah.objects.in_wilayah(UTARA).filter(tingkat=Wilayah.Tingkat.RT).order_by("kode"))
    hari = timezone.now().astimezone(ZONA).date()
    semua: list[Undangan] = []
    for ke, (maju, jam, acara, nama, kata) in enumerate(_UNDANGAN):
        mulai = datetime.combine(hari + timedelta(days=maju), time(jam), tzinfo=ZONA)
        ajuan = Ajuan(
            acara=acara, mulai_at=mulai, wilayah=rt[(3 * ke + 1) % len(rt)], nama=nama,
            alamat="Gang dekat langgar, rumah bercat hijau", pesan=kata,
        )  # fmt: skip
        semua.append(make_undangan(ajuan, kunci=f"demo:{ke}")[0])
    decline_undangan(semua[-1], alasan=_ALASAN, wakil=_stand_in(), by=lurah)
    return len(semua)


def _stand_in() -> Any:
    return Tokoh.objects.in_wilayah(UTARA).filter(unsur=Unsur.BABINSA).first()
