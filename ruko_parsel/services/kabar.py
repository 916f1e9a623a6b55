"""Who is told what about a request: outbox rows in the transaction of the step that causes them.

A confidential request (`rahasia`) is named by its number alone: no subject, question or reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from pesan.models import Kontak
from pesan.services import BerkasKirim, queue_pesan_many
from pesan.services.keluar import Kiriman
from ruko_parsel.models import Permintaan, RiwayatPermintaan, TanyaNilai
from ruko_parsel.orang import desk_of, in_office, kecamatan_of_permintaan, village_staff
from wilayah.format import tanggal_panjang
from wilayah.format import urgensi as urgensi_kata
from wilayah.models import Pengguna
from wilayah.peran import Peran

S = Permintaan.Status
GARAM_NILAI = "ruko_parsel.nilai"
MENDESAK = 4  # from this urgency on the desk hears of a new request at once
# What a village is told when its request arrives in a state, and which field explains it.
_KABAR: dict[str, str] = {
    S.DIKEMBALIKAN: "ruko_kembali",
    S.DIGABUNG: "ruko_gabung",
    S.DITERUSKAN: "ruko_terus",
    S.SELESAI: "ruko_selesai",
}


@dataclass(frozen=True, slots=True)
class Penerima:
    """Somebody to write to about one request: a user of the portal, or a contact."""

    permintaan: Permintaan
    pengguna: Pengguna | None = None
    kontak: Kontak | None = None

    @property
    def kunci(self) -> str:
        siapa = f"p{self.pengguna.pk}" if self.pengguna else f"k{self.permintaan.kontak_id}"
        return f"{self.permintaan.pk}:{siapa}"


def nilai_url(permintaan: Permintaan) -> str:
    """The personal link on which a village or resident says how content it is."""
    tanda = signing.dumps(permintaan.pk, salt=GARAM_NILAI)
    return f"{settings.SITE_URL}{reverse('ruko_nilai', args=[tanda])}"


def filers_of(permintaan: Permintaan, *, dengan_gabungan: bool = False) -> Iterator[Penerima]:
    """Who brought a request; with `dengan_gabungan` also whoever brought one merged into it.

    A member of staff who left the village meanwhile is followed by today's staff; a resident's
    request or one handed over is told to the village's staff too, unless it is confidential.
    """
    semua = [permintaan]
    if dengan_gabungan:
        semua += permintaan.gabungan.select_related("kontak", "wilayah")
    for satu in semua:
        staf = list(village_staff(str(satu.wilayah_id)))
        pemohon = [orang for orang in staf if orang.pk == satu.pemohon_id]
        if not pemohon and not satu.rahasia:
            pemohon = staf
        for orang in pemohon:
            yield Penerima(satu, pengguna=orang)
        if satu.kontak is not None:
            yield Penerima(satu, kontak=satu.kontak)


def officers_of(permintaan: Permintaan) -> list[Penerima]:
    """Who works on a request: its officer while in office, else the desk's; of a confidential one
    the camat.
    """
    if in_office(permintaan, permintaan.petugas):
        return [Penerima(permintaan, pengguna=permintaan.petugas)]
    peran = Peran.CAMAT if permintaan.rahasia else Peran.PETUGAS_KECAMATAN
    meja = desk_of(kecamatan_of_permintaan(permintaan), peran)
    return [Penerima(permintaan, pengguna=orang) for orang in meja]


def tell(
    penerima: Iterable[Penerima], templat: str, *, langkah: str, kecuali: Pengguna | None = None,
    berkas: BerkasKirim | None = None, **slots: Any,
) -> int:  # fmt: skip
    """Owe each of them one message of this step; gives how many. Free text never of `rahasia`."""
    kiriman = [
        Kiriman(
            kunci=f"ruko:{satu.kunci}:{langkah}",
            templat=templat,
            slots=_slots(satu, slots),
            pengguna=satu.pengguna,
            kontak=satu.kontak,
            wilayah=satu.permintaan.wilayah_id,
            rujukan=satu.permintaan.kode,
            berkas=berkas if satu.kontak is not None and not satu.permintaan.rahasia else None,
        )
        for satu in penerima
        if kecuali is None or satu.pengguna != kecuali
    ]
    return len(queue_pesan_many(kiriman))


def _slots(satu: Penerima, lain: dict[str, Any]) -> dict[str, Any]:
    p = satu.permintaan
    tertutup = {"judul", "tanya", "alasan", "hasil", "apa", "asal"} if p.rahasia else set()
    isi = {"judul": p.judul, **lain}
    halaman = settings.SITE_URL + p.get_absolute_url()
    return {
        "nomor": p.nomor,
        "kode": p.kode if satu.kontak is not None else "",
        "desa": p.wilayah.nama_lengkap,
        "url": isi.pop("url", halaman) if satu.kontak is None else "",
        **{nama: "" if nama in tertutup else one_line(teks) for nama, teks in isi.items()},
    }


def one_line(teks: Any, panjang: int = 300) -> str:
    """Words of a person as a part of a line: no line of their own, so no buttons either."""
    satu = " ".join(str(teks).split())
    return satu if len(satu) <= panjang else f"{satu[: panjang - 1].rstrip()}…"


def batas_kata(permintaan: Permintaan) -> str:
    """Its deadline on the clock of the place."""
    return tanggal_panjang(permintaan.due_at, str(permintaan.wilayah_id))


def tell_filed(permintaan: Permintaan, *, by: Pengguna | None) -> None:
    """A receipt to who brought it; the desk hears of an urgent one at once.

    In a chat the answer to what was written is the receipt.
    """
    batas = batas_kata(permintaan)
    obrolan = permintaan.saluran == Permintaan.Saluran.OBROLAN
    ke = [satu for satu in filers_of(permintaan) if satu.kontak is None or not obrolan]
    tell(ke, "ruko_terima", langkah="terima", batas=batas)
    if permintaan.urgensi >= MENDESAK:
        kata = urgensi_kata(permintaan.urgensi).lower()
        tell(
            officers_of(permintaan), "ruko_masuk", langkah="masuk", kecuali=by, urgensi=kata,
            batas=batas,
        )  # fmt: skip


def tell_moved(permintaan: Permintaan, riwayat: RiwayatPermintaan, *, by: Pengguna | None) -> None:
    """What a move owes: the village hears how it went on, the officer of one that came back."""
    if riwayat.dari in Permintaan.ENDED:
        tell(officers_of(permintaan), "ruko_buka_lagi", langkah=f"r{riwayat.pk}", kecuali=by)
        return
    if permintaan.is_withdrawn:
        tell(officers_of(permintaan), "ruko_ditarik", langkah=f"r{riwayat.pk}", kecuali=by)
        return
    if riwayat.ke == S.DITANGGAPI:
        tell_answered(permintaan, langkah=f"r{riwayat.pk}", surat=_last_letter(permintaan), by=by)
        return
    templat = _KABAR.get(riwayat.ke)
    if templat is None:
        return
    ikut = riwayat.ke in {S.DITERUSKAN, S.SELESAI, S.DIKEMBALIKAN}
    ke = list(filers_of(permintaan, dengan_gabungan=ikut))
    slots: dict[str, Any] = {"alasan": permintaan.hasil, "hasil": permintaan.hasil}
    if permintaan.diteruskan_ke is not None:
        slots["instansi"] = permintaan.diteruskan_ke.nama
    if riwayat.ke == S.SELESAI:
        ask_nilai(permintaan)
        own = [satu for satu in ke if satu.permintaan.pk == permintaan.pk]
        tell(own, "ruko_selesai", langkah=f"r{riwayat.pk}", kecuali=by,
             nilai=nilai_url(permintaan), **slots)  # fmt: skip
        ke = [satu for satu in ke if satu.permintaan.pk != permintaan.pk]
    tell(ke, templat, langkah=f"r{riwayat.pk}", kecuali=by, **slots)


def tell_answered(permintaan: Permintaan, *, langkah: str, surat: str, by: Pengguna | None) -> None:
    """The desk has answered: everyone who asked hears it, those of merged requests too."""
    tell(
        filers_of(permintaan, dengan_gabungan=True), "ruko_tanggapan", langkah=langkah,
        kecuali=by, surat=surat,
    )  # fmt: skip


def _last_letter(permintaan: Permintaan) -> str:
    """Number of the answer that has just been sent, where the answer is a letter."""
    surat = permintaan.tanggapan.filter(status="terkirim").order_by("-terkirim_at").first()
    return (surat.nomor or "") if surat is not None else ""


def ask_nilai(permintaan: Permintaan) -> None:
    """Remember that this contact's next 1 to 5 is about this request."""
    if permintaan.kontak_id is not None:
        TanyaNilai.objects.update_or_create(
            kontak_id=permintaan.kontak_id,
            defaults={"permintaan": permintaan, "tanya_at": timezone.now(), "dijawab_at": None},
        )


def tell_letter(permintaan: Permintaan, *, nomor: str, berkas: BerkasKirim, langkah: str) -> None:
    """The answer itself to a resident who can be written to."""
    if permintaan.kontak is not None and not permintaan.rahasia:
        ke = [Penerima(permintaan, kontak=permintaan.kontak)]
        tell(ke, "ruko_surat", langkah=langkah, berkas=berkas, surat=nomor)


def tell_question(
    permintaan: Permintaan, riwayat: RiwayatPermintaan, *, by: Pengguna | None, tanya: str
) -> None:
    """The desk asks the village something; until it answers the clock stands."""
    tell(filers_of(permintaan), "ruko_tanya", langkah=f"r{riwayat.pk}", kecuali=by, tanya=tanya)


def tell_resumed(
    permintaan: Permintaan, riwayat: RiwayatPermintaan, *, by: Pengguna | None
) -> None:
    """The village has answered: its officer goes on."""
    tell(officers_of(permintaan), "ruko_dijawab", langkah=f"r{riwayat.pk}", kecuali=by)


def tell_assigned(
    permintaan: Permintaan, riwayat: RiwayatPermintaan, *, by: Pengguna | None
) -> None:
    """The officer who is to work on a request."""
    tell(
        officers_of(permintaan), "ruko_tugas", langkah=f"r{riwayat.pk}", kecuali=by,
        batas=batas_kata(permintaan),
    )  # fmt: skip
