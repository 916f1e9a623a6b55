"""What happens to a demo report after it came in: each step is a real service, by a demo person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from curhat.models import Curhat, Tiket
from curhat.services.curhat import correct_curhat, mark_selesai
from curhat.services.nilai import rate_jawaban
from curhat.services.tiket import (
    assign_tiket,
    close_tiket,
    close_unsolved,
    confirm_selesai,
    decline_tiket,
    divert_tiket,
    open_tiket,
    reject_tiket,
    reopen_tiket,
    start_tiket,
    verify_tiket,
)
from dasbor.demo.cerita import Cerita
from dasbor.demo.waktu import next_kantor
from pesan.models import Kontak
from wilayah.models import Instansi, Pengguna, Penugasan, Rujukan, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import accept_rujukan, return_rujukan

# Steps with the hours since the one before; residents act at any hour, staff in office hours.
_TUGAS = (("verifikasi", 2.0), ("tugaskan", 2.0))
_KERJA = (*_TUGAS, ("mulai", 20.0))
_TUTUP = (*_KERJA, ("tutup", 28.0))
_ULANG = (*_TUTUP, ("belum", 12.0))
ALUR: dict[str, tuple[tuple[str, float], ...]] = {
    "jawab": (),
    "tinjau": (),
    "spam": (),
    "beres": (("beres", 20.0),),
    "baru": (("buka", 1.0),),
    "verifikasi": (("buka", 1.0), ("verifikasi", 2.0)),
    "tugas": (("buka", 1.0), *_TUGAS),
    "kerja": (("buka", 1.0), *_KERJA),
    "konfirmasi": (("buka", 1.0), *_TUTUP),
    "tanpa_jawaban": (("buka", 1.0), *_TUTUP),
    "selesai": (("buka", 1.0), *_TUTUP, ("sudah", 10.0)),
    "tak_tuntas": (("buka", 1.0), *_TUTUP, ("akhiri", 72.0)),
    "buka_lagi": (("buka", 1.0), *_ULANG),
    "buka_selesai": (("buka", 1.0), *_ULANG, ("mulai", 20.0), ("tutup", 28.0), ("sudah", 10.0)),
    "tolak": (("buka", 1.0), ("verifikasi", 3.0), ("tolak", 20.0)),
    "bukan": (("buka", 1.0), ("verifikasi", 3.0), ("bukan", 20.0)),
    "alih_kecamatan": (("buka", 1.0), ("verifikasi", 3.0), ("alih_atas", 4.0)),
    "alih_kembali": (
        *(("buka", 1.0), ("verifikasi", 3.0), ("alih_atas", 4.0), ("kembalikan", 26.0)),
    ),
    "alih_dinas": (("buka", 1.0), ("verifikasi", 3.0), ("alih_dinas", 4.0), ("terima", 24.0)),
}
_WARGA = {"beres", "sudah", "belum", "nilai"}
# What residents of the demo think of the advice; most are content (seed: 4 or 5 in 80 %).
_NILAI = (5, 4, 5, 4, 3, 5, 4, 5, 2, 4)
_CATATAN_CEK = (
    "Sudah dicek bersama Ketua RT; laporannya benar.",
    "Pelapor sudah dihubungi, keterangannya lengkap.",
    "Lokasi sudah dilihat, foto sesuai laporan.",
)
_CATATAN_MULAI = (
    "Petugas sudah di lokasi dan mulai bekerja.",
    "Bahan sudah siap, pekerjaan dimulai.",
    "Kunjungan pertama sudah dilakukan.",
)
_TINDAKAN = (
    "Petugas sudah mendatangi lokasi dan menanganinya bersama Ketua RT.",
    "Sudah ditangani petugas dan dicek lagi keesokan harinya.",
    "Warga sudah didampingi sampai urusannya beres.",
)
_BELUM = (
    "Belum pak, baru sehari sudah kembali seperti semula.",
    "Belum. Yang diperbaiki hanya sebagian, di ujung gang masih sama.",
)


class Kantor:
    """The demo people at their desks, each desk looked up once."""

    def __init__(self) -> None:
        self._penjaga: dict[str, list[Pengguna]] = {}
        self._petugas: dict[int, Pengguna | None] = {}

    def keepers(self, kelurahan: str) -> list[Pengguna]:
        """The moderators here; where there are none the lurah, else the city's admin."""
        if kelurahan not in self._penjaga:
            self._penjaga[kelurahan] = _find_keepers(kelurahan)
        return self._penjaga[kelurahan]

    def officer(self, instansi: int | None) -> Pengguna | None:
        """Someone who works for this unit, if the demo has anybody."""
        if instansi is None:
            return None
        if instansi not in self._petugas:
            tugas = Penugasan.objects.filter(instansi_id=instansi).first()
            self._petugas[instansi] = tugas.pengguna if tugas else None
        return self._petugas[instansi]


def _find_keepers(kelurahan: str) -> list[Pengguna]:
    for peran in (Peran.MODERATOR, Peran.LURAH, Peran.ADMIN_WILAYAH):
        ada = Penugasan.objects.holding(kelurahan, peran).select_related("pengguna")
        if ada:
            return [tugas.pengguna for tugas in ada]
    return list(Pengguna.objects.filter(is_superuser=True)[:1])


@dataclass(slots=True)
class Kasus:
    """A demo report on its way through the office."""

    kantor: Kantor
    cerita: Cerita
    curhat: int
    darurat: bool
    sisa: list[tuple[str, float]] = field(default_factory=list)
    tutup_ke: int = 0

    @property
    def tiket(self) -> Tiket:
        found: Tiket = Tiket.objects.filter(curhat_id=self.curhat).latest("pk")
        return found

    @property
    def moderator(self) -> Pengguna:
        """Who keeps the board of this kelurahan; two moderators take turns."""
        ada = self.kantor.keepers(self.cerita.kelurahan)
        return ada[self.cerita.nomor % len(ada)]

    @property
    def pelaksana(self) -> Pengguna:
        """An officer of the unit that has the ticket, else the moderator."""
        return self.kantor.officer(self.tiket.instansi_id) or self.moderator

    def pick(self, pilihan: tuple[str, ...]) -> str:
        return pilihan[self.cerita.nomor % len(pilihan)]

    def pick_nilai(self) -> int:
        """The mark this resident gives the advice."""
        return _NILAI[self.cerita.nomor // 5 % len(_NILAI)]

    def next_tindakan(self) -> str:
        """What staff write at this closing."""
        ke, self.tutup_ke = self.tutup_ke, self.tutup_ke + 1
        tindakan = self.cerita.tindakan
        return tindakan[ke] if ke < len(tindakan) else self.pick(_TINDAKAN)

    def next_step(self, after: datetime) -> tuple[datetime, str] | None:
        """When the next step is due and which, or None at the end. An emergency does not wait."""
        if not self.sisa:
            return None
        nama, jam = self.sisa.pop(0)
        if self.darurat:
            return after + timedelta(hours=jam / 4), nama
        at = after + timedelta(hours=jam)
        return (at if nama in _WARGA else next_kantor(at)), nama


def plan_kasus(kantor: Kantor, cerita: Cerita, curhat: Curhat) -> Kasus:
    """The steps this report will take. One that became a ticket by itself is worked on as well."""
    alur = cerita.alur
    if alur in ("jawab", "beres") and curhat.eskalasi and cerita.hari_lalu > 0:
        alur = "selesai"
    sisa = list(ALUR[alur])
    misread = curhat.subkategori_id != cerita.niat
    if (curhat.perlu_tinjau or misread) and not curhat.ditahan and cerita.hari_lalu > 3:
        sisa.insert(0, ("koreksi", 1.0))
    if _rates(cerita, curhat):
        sisa.insert(0, ("nilai", 0.2))
    return Kasus(kantor, cerita, curhat.pk, curhat.urgensi >= 5, sisa)


def _rates(cerita: Cerita, curhat: Curhat) -> bool:
    """Two in five of those who can be asked answer."""
    return curhat.kontak_id is not None and not curhat.ditahan and cerita.nomor % 5 < 2


def do_step(kasus: Kasus, nama: str) -> None:
    """Take one step now, by the person whose work it is."""
    if nama in _WARGA:
        _hear_warga(kasus)
    _LANGKAH[nama](kasus)


def _hear_warga(kasus: Kasus) -> None:
    """The resident writes: the 24-hour window of their channel opens anew."""
    Kontak.objects.filter(curhat=kasus.curhat).update(terakhir_masuk_at=timezone.now())


def _curhat(kasus: Kasus) -> Curhat:
    found: Curhat = Curhat.objects.select_related("wilayah", "subkategori", "kontak", "unit").get(
        pk=kasus.curhat
    )
    return found


def _fix(k: Kasus) -> None:
    correct_curhat(_curhat(k), by=k.moderator, subkategori=k.cerita.niat)


def _open(k: Kasus) -> None:
    """A moderator opens the ticket that triage did not; the one that is there stays."""
    if not Tiket.objects.filter(curhat_id=k.curhat).exists():
        open_tiket(_curhat(k), sebab="Dibuka moderator: perlu dilihat di lapangan", by=k.moderator)


def _rate(k: Kasus) -> None:
    rate_jawaban(_curhat(k), nilai=k.pick_nilai())


def _settle_advice(k: Kasus) -> None:
    mark_selesai(_curhat(k))


def _verify(k: Kasus) -> None:
    verify_tiket(k.tiket, by=k.moderator, catatan=k.pick(_CATATAN_CEK))


def _assign(k: Kasus) -> None:
    unit = _curhat(k).unit
    moderator = k.moderator
    assign_tiket(k.tiket, by=moderator, instansi=unit, petugas=None if unit else moderator)


def _start(k: Kasus) -> None:
    start_tiket(k.tiket, by=k.pelaksana, catatan=k.pick(_CATATAN_MULAI))


def _close(k: Kasus) -> None:
    close_tiket(k.tiket, by=k.pelaksana, tindakan=k.next_tindakan())


def _confirm(k: Kasus) -> None:
    confirm_selesai(k.tiket)


def _reopen(k: Kasus) -> None:
    reopen_tiket(k.tiket, alasan=k.pick(_BELUM))


def _end_unsolved(k: Kasus) -> None:
    close_unsolved(k.tiket, by=k.moderator, alasan=k.tiket.tindakan)


def _reject(k: Kasus) -> None:
    reject_tiket(k.tiket, by=k.moderator, alasan=k.next_tindakan())


def _decline(k: Kasus) -> None:
    decline_tiket(k.tiket, by=k.moderator, alasan=k.next_tindakan())


def _divert_up(k: Kasus) -> None:
    kecamatan = Wilayah.objects.get(pk=k.cerita.kelurahan.rpartition(".")[0])
    divert_tiket(k.tiket, by=k.moderator, alasan=k.next_tindakan(), ke_wilayah=kecamatan)


def _divert_agency(k: Kasus) -> None:
    dishub = Instansi.objects.get(kode="Dishub", wilayah_id=k.cerita.kelurahan[:5])
    divert_tiket(k.tiket, by=k.moderator, alasan=k.next_tindakan(), ke_instansi=dishub)


def _rujukan(k: Kasus) -> Rujukan:
    found: Rujukan = Rujukan.objects.filter(
        sumber_tipe__model="tiket", sumber_id=str(k.tiket.pk)
    ).latest("pk")
    return found


def _return(k: Kasus) -> None:
    kecamatan = k.cerita.kelurahan.rpartition(".")[0]
    camat = Penugasan.objects.holding(kecamatan, Peran.CAMAT).get().pengguna
    alasan = "Pembinaan Ketua RT ada pada lurah; mohon ditangani kelurahan lebih dulu."
    return_rujukan(_rujukan(k), by=camat, alasan=alasan)


def _accept(k: Kasus) -> None:
    rujukan = _rujukan(k)
    petugas = k.kantor.officer(rujukan.ke_instansi_id)
    accept_rujukan(rujukan, by=petugas or k.moderator, catatan="Dijadwalkan survei minggu ini.")


_LANGKAH: dict[str, Callable[[Kasus], None]] = {
    "koreksi": _fix,
    "nilai": _rate,
    "buka": _open,
    "beres": _settle_advice,
    "verifikasi": _verify,
    "tugaskan": _assign,
    "mulai": _start,
    "tutup": _close,
    "sudah": _confirm,
    "belum": _reopen,
    "akhiri": _end_unsolved,
    "tolak": _reject,
    "bukan": _decline,
    "alih_atas": _divert_up,
    "alih_dinas": _divert_agency,
    "kembalikan": _return,
    "terima": _accept,
}
