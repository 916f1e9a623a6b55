"""Open answers: drafted from a solved request, edited, published by a second person, reviewed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pesan.hitungan import take_turn
from ruko_parsel.models import (
    Jawaban,
    JenisMasalah,
    PakaiJawaban,
    Permintaan,
    RevisiJawaban,
)
from ruko_parsel.samaran_jawaban import left_in, mask_permintaan
from ruko_parsel.services.permintaan import kecamatan_of, lock_permintaan
from wilayah.formulir import clean_text
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan

S = Jawaban.Status
A = PakaiJawaban.Apa
BERLAKU = timedelta(days=365)  # until an answer is read again, unless said otherwise
BERLAKU_MAKS = timedelta(days=3 * 365)
_SEKALI = timedelta(days=1)  # one vote a person, answer and day
_DIJAWAB = frozenset({
    Permintaan.Status.DITANGGAPI, Permintaan.Status.TINDAK_LANJUT, Permintaan.Status.SELESAI,
})  # fmt: skip


class JawabanDitolak(ValueError):  # noqa: N818 - the domain's word
    """What may not be done to an answer; the message says why."""


@dataclass(frozen=True, slots=True)
class IsiJawaban:
    """The words of an answer."""

    tanya: str
    jawab: str
    kata_kunci: str = ""


def draft_of(permintaan: Permintaan) -> IsiJawaban:
    """What a finished request would say as an open answer: its subject, what the village was told.

    Raises JawabanDitolak for one that is not solved or is rahasia.
    """
    if permintaan.rahasia:
        raise JawabanDitolak("Permintaan rahasia tidak pernah menjadi jawaban terbuka.")
    if permintaan.status != Permintaan.Status.SELESAI:
        raise JawabanDitolak("Hanya permintaan yang sudah selesai yang dapat dijadikan jawaban.")
    jawab = "\n\n".join(answer_texts(permintaan))
    return IsiJawaban(
        tanya=mask_permintaan(permintaan, permintaan.judul)[:200],
        jawab=mask_permintaan(permintaan, jawab)[:6000],
    )


def answer_texts(permintaan: Permintaan) -> list[str]:
    """What the village was told: the answers sent with a number, else what stands in its history.

    `tanggapan` are the desk's letters (`ruko_parsel.models.Tanggapan`).
    """
    surat: Any = getattr(permintaan, "tanggapan", None)
    isi: list[str] = []
    if surat is not None:
        isi = list(surat.filter(status="terkirim").order_by("pk").values_list("isi", flat=True))
    if not isi:
        riwayat = permintaan.riwayat.filter(untuk_desa=True, ke__in=_DIJAWAB).exclude(catatan="")
        isi = list(riwayat.values_list("catatan", flat=True))
    return list(dict.fromkeys(filter(None, [*isi, permintaan.hasil])))


@transaction.atomic
def draft_jawaban(
    permintaan: Permintaan, *, by: Pengguna, isi: IsiJawaban | None = None
) -> Jawaban:  # fmt: skip
    """A solved request as an answer that waits for a second person; `isi` are the edited words.

    Raises JawabanDitolak; also where the request has become one already.
    """
    permintaan = lock_permintaan(permintaan)
    asal = draft_of(permintaan)
    isi = isi or asal
    if Jawaban.objects.filter(permintaan=permintaan).exists():
        raise JawabanDitolak("Permintaan ini sudah dijadikan jawaban terbuka.")
    tempat = Wilayah.objects.get(pk=kecamatan_of(permintaan.wilayah))
    return _create(isi, tempat, permintaan.masalah, by, permintaan)


@transaction.atomic
def write_jawaban(
    isi: IsiJawaban, *, wilayah: Wilayah, masalah: JenisMasalah, by: Pengguna
) -> Jawaban:
    """An answer that no request stands behind: a question that is asked again and again."""
    if wilayah.tingkat != Wilayah.Tingkat.KECAMATAN:
        raise JawabanDitolak("Jawaban terbuka milik kecamatan.")
    return _create(isi, wilayah, masalah, by, None)


def _create(
    isi: IsiJawaban, wilayah: Wilayah, masalah: JenisMasalah, by: Pengguna,
    permintaan: Permintaan | None,
) -> Jawaban:  # fmt: skip
    isi = _clean(isi, permintaan)
    jawaban = Jawaban.objects.create(
        tanya=isi.tanya, jawab=isi.jawab, kata_kunci=isi.kata_kunci, wilayah=wilayah,
        masalah=masalah, bidang=masalah.bidang, permintaan=permintaan, ditulis_by=by,
    )  # fmt: skip
    apa = f"Dari permintaan {permintaan.nomor}" if permintaan else "Ditulis"
    _log(jawaban, apa, by=by)
    return jawaban


def _clean(isi: IsiJawaban, permintaan: Permintaan | None) -> IsiJawaban:
    """The words without personal data, whoever typed them in. Raises JawabanDitolak for none."""

    def bersih(teks: str, maks: int) -> str:
        teks = clean_text(teks).strip()
        samar = mask_permintaan(permintaan, teks) if permintaan else mask_catatan(teks)
        return samar[:maks].strip()

    hasil = IsiJawaban(
        " ".join(bersih(isi.tanya, 200).split()), bersih(isi.jawab, 6000),
        " ".join(bersih(isi.kata_kunci, 200).split()),
    )  # fmt: skip
    if not hasil.tanya or not hasil.jawab:
        raise JawabanDitolak("Pertanyaan dan jawabannya harus diisi.")
    return hasil


@transaction.atomic
def edit_jawaban(jawaban: Jawaban, isi: IsiJawaban, *, by: Pengguna, catatan: str = "") -> Jawaban:
    """Change the words. Those of a published answer wait beside it for a second person."""
    jawaban = _lock(jawaban)
    isi = _clean(isi, jawaban.permintaan)
    if jawaban.status == S.ARSIP:
        raise JawabanDitolak("Jawaban ini diarsipkan. Pulihkan dulu.")
    if jawaban.status == S.TERBIT:
        if (isi.tanya, isi.jawab, isi.kata_kunci) == (
            jawaban.tanya, jawaban.jawab, jawaban.kata_kunci,
        ):  # fmt: skip
            raise JawabanDitolak("Tidak ada yang berubah.")
        jawaban.baru_tanya, jawaban.baru_jawab = isi.tanya, isi.jawab
        jawaban.baru_kata_kunci, jawaban.baru_by = isi.kata_kunci, by
        apa = "Perubahan diusulkan"
    else:
        jawaban.tanya, jawaban.jawab, jawaban.kata_kunci = isi.tanya, isi.jawab, isi.kata_kunci
        jawaban.ditulis_by = by
        apa = "Disunting"
    jawaban.save()
    _log(jawaban, apa, by=by, catatan=catatan, isi=isi)
    return jawaban


@transaction.atomic
def publish_jawaban(
    jawaban: Jawaban, *, by: Pengguna, berlaku: timedelta = BERLAKU
) -> Jawaban:  # fmt: skip
    """Let everybody read it, or its waiting change; never by who wrote those words.

    Raises JawabanDitolak; also where a name, number or the village still stands in it.
    """
    jawaban = _lock(jawaban)
    if jawaban.permintaan is not None and jawaban.permintaan.rahasia:
        raise JawabanDitolak("Permintaan asalnya kini rahasia; jawaban ini tidak boleh terbit.")
    if jawaban.status == S.ARSIP or (jawaban.status == S.TERBIT and not jawaban.has_perubahan):
        raise JawabanDitolak("Tidak ada yang menunggu diterbitkan.")
    if jawaban.has_perubahan:
        _take_change(jawaban)
    if jawaban.ditulis_by_id == by.pk:
        raise JawabanDitolak("Yang menulis tidak menerbitkan sendiri. Minta rekan membacanya.")
    if left_in(jawaban.permintaan, jawaban.tanya, jawaban.jawab, jawaban.kata_kunci):
        raise JawabanDitolak("Masih ada nama, nomor, atau nama desa di dalamnya. Sunting dulu.")
    now = timezone.now()
    jawaban.status, jawaban.diterbitkan_by, jawaban.diterbitkan_at = S.TERBIT, by, now
    _next_review(jawaban, berlaku)
    jawaban.save()
    _log(jawaban, "Diterbitkan", by=by)
    return jawaban


def _take_change(jawaban: Jawaban) -> None:
    """The waiting words become the answer's own."""
    assert jawaban.baru_by is not None  # noqa: S101 - a constraint says so
    jawaban.tanya, jawaban.jawab = jawaban.baru_tanya, jawaban.baru_jawab
    jawaban.kata_kunci, jawaban.ditulis_by = jawaban.baru_kata_kunci, jawaban.baru_by
    jawaban.versi += 1
    jawaban.suara_ya = jawaban.suara_tidak = 0  # the votes were about other words
    _forget_change(jawaban)


def _forget_change(jawaban: Jawaban) -> None:
    jawaban.baru_tanya = jawaban.baru_jawab = jawaban.baru_kata_kunci = ""
    jawaban.baru_by = None


def _next_review(jawaban: Jawaban, berlaku: timedelta) -> None:
    if not timedelta(days=1) <= berlaku <= BERLAKU_MAKS:
        raise JawabanDitolak("Ditinjau lagi paling cepat besok dan paling lama tiga tahun lagi.")
    jawaban.tinjau_at = timezone.localdate() + berlaku


@transaction.atomic
def drop_perubahan(jawaban: Jawaban, *, by: Pengguna, catatan: str) -> Jawaban:
    """Give up a waiting change; what is published stays as it is."""
    jawaban = _lock(jawaban)
    if not jawaban.has_perubahan:
        raise JawabanDitolak("Tidak ada perubahan yang menunggu.")
    _forget_change(jawaban)
    jawaban.save()
    _log(jawaban, "Perubahan dibuang", by=by, catatan=catatan)
    return jawaban


@transaction.atomic
def review_jawaban(
    jawaban: Jawaban, *, by: Pengguna, berlaku: timedelta = BERLAKU, catatan: str = ""
) -> Jawaban:
    """It was read again and is still right; votes are counted anew from here."""
    jawaban = _lock(jawaban)
    if jawaban.status != S.TERBIT:
        raise JawabanDitolak("Hanya jawaban yang terbit yang ditinjau.")
    jawaban.suara_ya = jawaban.suara_tidak = 0
    _next_review(jawaban, berlaku)
    jawaban.save()
    _log(jawaban, "Ditinjau, masih benar", by=by, catatan=catatan)
    return jawaban


@transaction.atomic
def archive_jawaban(jawaban: Jawaban, *, by: Pengguna, alasan: str) -> Jawaban:
    """Take it off the public pages; it can be brought back. Raises JawabanDitolak."""
    jawaban = _lock(jawaban)
    if jawaban.status == S.ARSIP:
        raise JawabanDitolak("Sudah diarsipkan.")
    if not alasan.strip():
        raise JawabanDitolak("Tulis alasannya.")
    jawaban.status = S.ARSIP
    _forget_change(jawaban)
    jawaban.save()
    _log(jawaban, "Diarsipkan", by=by, catatan=alasan)
    return jawaban


@transaction.atomic
def restore_jawaban(jawaban: Jawaban, *, by: Pengguna) -> Jawaban:
    """Back from the archive, to be published by a second person once more."""
    jawaban = _lock(jawaban)
    if jawaban.status != S.ARSIP:
        raise JawabanDitolak("Jawaban ini tidak diarsipkan.")
    jawaban.status = S.USUL
    jawaban.save()
    _log(jawaban, "Dipulihkan", by=by)
    return jawaban


_HITUNG: dict[str, tuple[str, ...]] = {
    A.CEGAH: ("dipakai", "dicegah"), A.KUTIP: ("dipakai",), A.YA: ("suara_ya",),
    A.TIDAK: ("suara_tidak",),
}  # fmt: skip


@transaction.atomic
def use_jawaban(jawaban: Jawaban, apa: str, *, siapa: str, wilayah: Wilayah | None = None) -> bool:
    """Count that it was used or what somebody thinks of it; gives whether it counted.

    `siapa`: a key that tells persons apart (of the user, or of the address as a keyed hash); one
    counts once a day for each answer, and "membantu" and "belum" are one vote.
    """
    if apa not in _HITUNG:
        raise JawabanDitolak("Pilih salah satu jawaban.")
    golongan = "suara" if apa in {A.YA, A.TIDAK} else apa
    if not take_turn(f"jawaban:{golongan}:{jawaban.pk}:{siapa}", _SEKALI):
        return False
    naik: dict[str, Any] = {nama: F(nama) + 1 for nama in _HITUNG[apa]}
    if not Jawaban.objects.published().filter(pk=jawaban.pk).update(**naik):
        return False
    PakaiJawaban.objects.create(jawaban=jawaban, apa=apa, versi=jawaban.versi, wilayah=wilayah)
    return True


def _lock(jawaban: Jawaban) -> Jawaban:
    rows: Any = Jawaban.objects.select_for_update(of=("self",))
    terkunci: Jawaban = rows.select_related("permintaan__wilayah", "permintaan__pemohon",
                                            "permintaan__petugas").get(pk=jawaban.pk)  # fmt: skip
    return terkunci


def _log(
    jawaban: Jawaban, apa: str, *, by: Pengguna, catatan: str = "", isi: IsiJawaban | None = None
) -> None:
    RevisiJawaban.objects.create(
        jawaban=jawaban, versi=jawaban.versi, apa=apa, by=by,
        tanya=isi.tanya if isi else jawaban.tanya, jawab=isi.jawab if isi else jawaban.jawab,
        catatan=mask_catatan(clean_text(catatan).strip())[:300],
    )  # fmt: skip
