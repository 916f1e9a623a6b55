"""The survey of trust: made, opened, answered once each without knowing by whom, closed.

Reasons for each of these steps: docs/keputusan/036-survei-percaya.md.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import SystemRandom
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from luna_maya.models import (
    DrafPercaya,
    JawabanPercaya,
    KertasPercaya,
    Kunjungan,
    SuaraPercaya,
    SurveiPercaya,
    TulisanPercaya,
)
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna, Wilayah
from wilayah.pertanyaan import Pertanyaan, load_kumpulan, missing, read_pertanyaan
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "luna"
KODE = "survei_percaya"
S, K, C = SurveiPercaya.Status, JawabanPercaya.Kelompok, JawabanPercaya.Cara
# Their rows are rewritten together in another order, so that none tells when it came.
_DIKOCOK: tuple[type[models.Model], ...] = (
    JawabanPercaya, TulisanPercaya, SuaraPercaya, KertasPercaya,
)  # fmt: skip


class SurveiTertutup(Exception):  # noqa: N818 - the domain's word
    """This round takes no answers (any more)."""


class SudahMenjawab(ValueError):  # noqa: N818
    """This contact, ticket or paper has been counted already."""


class BelumLengkap(ValueError):  # noqa: N818
    """Required questions are open; `kurang` are they."""

    def __init__(self, kurang: list[Pertanyaan]) -> None:
        self.kurang = kurang
        super().__init__("Masih ada pertanyaan yang belum dijawab.")


@dataclass(frozen=True, slots=True)
class Masukan:
    """One person's answers on their way in. `karcis`: the form's one-time ticket."""

    wilayah: str
    kelompok: str
    isian: Mapping[str, Any]
    cara: str
    karcis: str = ""


@dataclass(frozen=True, slots=True)
class Tercatat:
    """The random keys of what was kept; they are good until the next night at most."""

    jawaban: uuid.UUID
    tulisan: uuid.UUID | None = None


def questions_for(survei: SurveiPercaya, kelompok: str) -> list[Pertanyaan]:
    """What this group is asked, as it stood when the round was made."""
    return read_pertanyaan(
        satu for satu in survei.pertanyaan if satu.get("untuk", kelompok) == kelompok
    )


def labels_of(survei: SurveiPercaya) -> dict[str, str]:
    """{question: its short name} of all groups."""
    return {satu["kunci"]: satu.get("ringkas", satu["teks"]) for satu in survei.pertanyaan}


def areas_of(survei: SurveiPercaya) -> list[Wilayah]:
    """The RTs this round asks: those of its visits, else all of the kelurahan; with their RW."""
    rows = Wilayah.objects.in_wilayah(survei.wilayah_id).filter(tingkat=Wilayah.Tingkat.RT)
    if survei.pk and survei.kunjungan.exists():
        rows = rows.filter(pk__in=survei.kunjungan.values("wilayah"))
    return list(rows.order_by("kode"))


def today_of(survei: SurveiPercaya) -> date:
    """The day on the clock of the round's kelurahan."""
    return at_place(timezone.now(), survei.wilayah_id).date()


def is_open(survei: SurveiPercaya) -> bool:
    """Whether answers are taken today."""
    return survei.status == S.BUKA and survei.buka <= today_of(survei) <= survei.tutup


@transaction.atomic
def draft_survei(
    kelurahan: Wilayah, *, putaran: str, gelombang: str, buka: date, tutup: date,
    kunjungan: Iterable[Kunjungan] = (), by: Pengguna | None,
) -> SurveiPercaya:  # fmt: skip
    """A round with the questions that ship; the after round of a putaran asks what the before
    round asked. Raises IntegrityError where this putaran has the round already.
    """
    isi = load_kumpulan(KODE, FOLDER)
    versi, pertanyaan = isi["versi"], isi["pertanyaan"]
    lain = SurveiPercaya.objects.filter(wilayah=kelurahan, putaran=putaran.strip()).first()
    if lain is not None:
        versi, pertanyaan = lain.versi, lain.pertanyaan
    survei = SurveiPercaya.objects.create(
        wilayah=kelurahan, putaran=putaran.strip(), gelombang=gelombang, buka=buka, tutup=tutup,
        kode=KODE, versi=versi, pertanyaan=pertanyaan, by=by,
    )  # fmt: skip
    survei.kunjungan.set(kunjungan)
    return survei


@transaction.atomic
def open_survei(survei: SurveiPercaya, *, by: Pengguna | None) -> SurveiPercaya:
    """Take answers. Raises SurveiTertutup for one that was closed: its ballots are gone."""
    survei = _lock(survei)
    if survei.status == S.TUTUP:
        raise SurveiTertutup("Survei yang sudah ditutup tidak dapat dibuka lagi.")
    survei.status = S.BUKA
    survei.save(update_fields=["status"])
    return survei


@transaction.atomic
def close_survei(survei: SurveiPercaya, *, by: Pengguna | None = None) -> SurveiPercaya:
    """No more answers. What could tell who answered goes: ballots, papers, chats under way, the
    day and channel of each answer (only their sums by channel are kept). Then results are shown.
    """
    survei = _lock(survei)
    if survei.status == S.TUTUP:
        return survei
    cara = Counter(survei.jawaban.values_list("cara", flat=True))
    survei.rekap = {C(satu).value: cara[satu] for satu in C.values if cara[satu]}
    survei.status = S.TUTUP
    survei.tutup = max(survei.buka, min(survei.tutup, today_of(survei)))
    survei.save(update_fields=["rekap", "status", "tutup"])
    survei.jawaban.update(hari=None, cara="", karcis=None)
    for model in (SuaraPercaya, KertasPercaya, DrafPercaya):
        model._default_manager.filter(survei=survei).delete()
    _shuffle(survei)
    return survei


@transaction.atomic
def record_jawaban(survei: SurveiPercaya, masukan: Masukan, *, lengkap: bool = True) -> Tercatat:
    """Keep one person's answers.

    Raises SurveiTertutup, BelumLengkap, ValueError for an area outside the round or no answer at
    all, SudahMenjawab for a ticket that was used.
    """
    survei = _lock_open(survei)
    jawaban, kata = _read(survei, masukan, _asked(survei), lengkap=lengkap)
    try:
        with transaction.atomic():
            jawaban.save(force_insert=True)
    except IntegrityError as error:
        raise SudahMenjawab("Jawaban ini sudah kami terima.") from error
    tulisan = None
    if kata:
        tulisan = TulisanPercaya.objects.create(survei=survei, isi=mask_catatan(kata)).pk
    return Tercatat(jawaban.pk, tulisan)


@transaction.atomic
def record_jawaban_many(survei: SurveiPercaya, semua: Iterable[Masukan]) -> int:
    """Keep whole answers of many people without tickets (a pile of sheets), or none of them; how
    many. Raises what `record_jawaban` raises.
    """
    survei = _lock_open(survei)
    rt = _asked(survei)
    dibaca = [_read(survei, satu, rt, lengkap=True) for satu in semua]
    JawabanPercaya.objects.bulk_create([jawaban for jawaban, _kata in dibaca])
    TulisanPercaya.objects.bulk_create(
        [TulisanPercaya(survei=survei, isi=mask_catatan(kata)) for _jawaban, kata in dibaca if kata]
    )
    return len(dibaca)


def _lock_open(survei: SurveiPercaya) -> SurveiPercaya:
    survei = _lock(survei)
    if not is_open(survei):
        raise SurveiTertutup("Survei ini sedang tidak dibuka. Terima kasih atas niat baik Anda.")
    return survei


def _read(
    survei: SurveiPercaya, masukan: Masukan, rt: set[str], *, lengkap: bool
) -> tuple[JawabanPercaya, str]:
    """The row to keep and the free words, "" for none."""
    tanya = questions_for(survei, masukan.kelompok)
    isian = {p.kunci: masukan.isian.get(p.kunci) for p in tanya}
    skala = {k: v for k, v in isian.items() if v is not None and _is_scale(tanya, k)}
    kurang = missing(tanya, isian)
    if (lengkap and kurang) or not skala:
        raise BelumLengkap(kurang or tanya)
    jawaban = JawabanPercaya(
        survei=survei, wilayah_id=_place(survei, masukan, rt), kelompok=masukan.kelompok,
        jawaban=skala, hari=today_of(survei), cara=masukan.cara, karcis=_stamp(masukan.karcis),
    )  # fmt: skip
    kata = " ".join(str(isian[p.kunci]) for p in tanya if p.jenis == "teks" and isian[p.kunci])
    return jawaban, kata


@transaction.atomic
def enter_kertas(survei: SurveiPercaya, masukan: Masukan, *, nomor: int) -> Tercatat:
    """Type one numbered paper in; blanks stay blanks. Raises SudahMenjawab for a number that was
    entered before, and what `record_jawaban` raises.
    """
    try:
        with transaction.atomic():
            KertasPercaya.objects.create(survei=survei, nomor=nomor)
    except IntegrityError as error:
        raise SudahMenjawab(f"Kertas nomor {nomor} sudah dimasukkan.") from error
    return record_jawaban(survei, masukan, lengkap=False)


@transaction.atomic
def undo_kertas(survei: SurveiPercaya, *, nomor: int, tercatat: Tercatat) -> bool:
    """Take the paper just typed in back; False once the night has rewritten the keys."""
    survei = _lock(survei)
    dihapus, _rinci = survei.jawaban.filter(pk=tercatat.jawaban, cara=C.KERTAS).delete()
    if dihapus:
        survei.kertas.filter(nomor=nomor).delete()
        if tercatat.tulisan is not None:
            survei.tulisan.filter(pk=tercatat.tulisan).delete()
    return bool(dihapus)


def cast_suara(survei: SurveiPercaya, kontak: int) -> None:
    """Note that this contact has its place in the round. Raises SudahMenjawab the second time."""
    try:
        with transaction.atomic():
            SuaraPercaya.objects.create(survei=survei, sidik=sidik_of(survei, kontak))
    except IntegrityError as error:
        raise SudahMenjawab("Anda sudah menjawab survei ini.") from error


def sidik_of(survei: SurveiPercaya, kontak: int) -> str:
    """What stands in the ballot table for a contact: different in every round."""
    return keyed_hash("suara-percaya", f"{survei.pk}:{kontak}")


@transaction.atomic
def shuffle_survei(survei: SurveiPercaya) -> None:
    """Rewrite the rows of a round in another order under new keys, in one transaction."""
    _shuffle(_lock(survei))


def _shuffle(survei: SurveiPercaya) -> None:
    for model in _DIKOCOK:
        rows: list[Any] = list(model._default_manager.filter(survei=survei))
        model._default_manager.filter(pk__in=[satu.pk for satu in rows]).delete()
        SystemRandom().shuffle(rows)
        for satu in rows:
            satu.pk = uuid.uuid4()
        model._default_manager.bulk_create(rows)


def _lock(survei: SurveiPercaya) -> SurveiPercaya:
    rows: Any = SurveiPercaya.objects.select_for_update(of=("self",), no_key=True)
    terkunci: SurveiPercaya = rows.select_related("wilayah").get(pk=survei.pk)
    return terkunci


def _asked(survei: SurveiPercaya) -> set[str]:
    """The codes of its RTs and their RWs."""
    rt = {satu.kode for satu in areas_of(survei)}
    return rt | {kode.rpartition(".")[0] for kode in rt}


def _place(survei: SurveiPercaya, masukan: Masukan, rt: set[str]) -> str:
    """Where an answer is counted: of a head only the kelurahan. Raises ValueError outside."""
    if masukan.kelompok == K.KETUA or masukan.wilayah == survei.wilayah_id:
        return str(survei.wilayah_id)
    if masukan.wilayah not in rt:
        raise ValueError("RT ini tidak ikut survei.")
    return masukan.wilayah


def _is_scale(tanya: list[Pertanyaan], kunci: str) -> bool:
    return any(p.kunci == kunci and p.jenis == "skala" for p in tanya)


def _stamp(karcis: str) -> str | None:
    return keyed_hash("karcis-percaya", karcis) if karcis else None
