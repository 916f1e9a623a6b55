"""What stands in the way of a visit at a time, in words, and which evening is free."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from luna_maya.models import Kendaraan, Kunjungan, SebutanKunjungan, TuanRumah
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna
from wilayah.zona import at_place, nama_zona

_JELANG = 60  # evenings looked through for a free one


@dataclass(frozen=True, slots=True)
class Kehendak:
    """Who and what is wanted from when to when; `kecuali` is the visit that is being moved."""

    wilayah: str
    lurah: Pengguna
    tuan_rumah: TuanRumah | None
    kendaraan: Kendaraan | None
    mulai_at: datetime
    selesai_at: datetime
    kecuali: int | None = None

    def taken_q(self) -> Q:
        q = Q(lurah=self.lurah)
        if self.tuan_rumah is not None:
            q |= Q(tuan_rumah=self.tuan_rumah)
        if self.kendaraan is not None:
            q |= Q(kendaraan=self.kendaraan)
        return q


def clashes(mau: Kehendak) -> list[str]:
    """One sentence for each visit that is in the way, naming it; none when the time is free."""
    rows = _taken(mau, mau.mulai_at, mau.selesai_at)
    return [f"{_who(satu, mau)} {describe_kunjungan(satu)}." for satu in rows]


def next_free(mau: Kehendak) -> datetime | None:
    """The next evening at the same hour when all of them are free; None within two months."""
    lama = mau.selesai_at - mau.mulai_at
    sampai = mau.mulai_at + timedelta(days=_JELANG)
    sibuk = [(k.mulai_at, k.selesai_at) for k in _taken(mau, mau.mulai_at, sampai + lama)]
    lokal = at_place(mau.mulai_at, mau.wilayah)
    for n in range(1, _JELANG + 1):
        mulai = lokal + timedelta(days=n)
        if not any(awal < mulai + lama and akhir > mulai for awal, akhir in sibuk):
            return mulai
    return None


def say_clash(mau: Kehendak, pesan: str = "") -> str:
    """What staff read when a time is taken: by which visit, and which evening is free."""
    isi = clashes(mau) or ([pesan] if pesan else [])
    bebas = next_free(mau)
    if bebas is not None:
        isi.append(f"Malam kosong berikutnya: {tanggal_panjang(bebas, mau.wilayah)}.")
    return " ".join(isi)


def describe_kunjungan(kunjungan: Kunjungan) -> str:
    """ "Ngopimas di RW 01 RT 02, Sen, 24 Nov 2025 19.00–06.00 WITA": never the host."""
    kode = str(kunjungan.wilayah_id)
    nama = kunjungan.jenis.name_in(SebutanKunjungan.names_in(".".join(kode.split(".")[:4])))
    akhir = at_place(kunjungan.selesai_at, kode)
    mulai = tanggal_panjang(kunjungan.mulai_at, kode).removesuffix(f" {nama_zona(kode)}")
    return f"{nama} di {place_words(kode)}, {mulai}–{akhir:%H.%M} {nama_zona(kode)}"


def place_words(kode: str) -> str:
    """ "RT 02 RW 01" of an area's code; "kelurahan" where no RW is known."""
    bagian = kode.split(".")
    rt = [f"RT {bagian[5]}"] if len(bagian) > 5 else []
    rw = [f"RW {bagian[4]}"] if len(bagian) > 4 and bagian[4] != "00" else []
    return " ".join([*rt, *rw]) or "kelurahan"


def _taken(mau: Kehendak, dari: datetime, sampai: datetime) -> Any:
    rows = Kunjungan.objects.standing().filter(mau.taken_q())
    rows = rows.filter(mulai_at__lt=sampai, selesai_at__gt=dari).exclude(pk=mau.kecuali)
    return rows.select_related("jenis").order_by("mulai_at")


def _who(satu: Kunjungan, mau: Kehendak) -> str:
    if satu.lurah_id == mau.lurah.pk:
        return f"{mau.lurah} sudah punya kunjungan"
    if mau.tuan_rumah is not None and satu.tuan_rumah_id == mau.tuan_rumah.pk:
        return "Tuan rumah itu sudah menerima kunjungan"
    return f"{mau.kendaraan} sudah dipakai kunjungan"
