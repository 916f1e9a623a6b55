"""What staff find of a reading, right or wrong, kept as labels to learn from. No words."""

from dataclasses import dataclass
from typing import Any

from curhat import acuan
from curhat.models import Curhat, Koreksi, RiwayatCurhat
from curhat.services.tempat import Letak, letak_of, move_to
from curhat.services.urgensi import rate
from wilayah.models import Pengguna

KATEGORI, URGENSI, TEMPAT = "subkategori", "urgensi", "wilayah"
SEMUA = frozenset({KATEGORI, URGENSI, TEMPAT})


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What a curhat says of itself at one moment: subject, urgency 1..5, area code."""

    subkategori: str
    urgensi: int
    wilayah: str


def read_bacaan(curhat: Curhat) -> Bacaan:
    """The reading as it stands now; taken before a correction, compared after it."""
    return Bacaan(curhat.subkategori_id, curhat.urgensi, curhat.wilayah_id)


def judged(**given: Any) -> frozenset[str]:
    """Which parts a correction judged, by what it was given: nothing at all says all is right.

    Keywords: subkategori, urgensi, letak, and others that are no label (rahasia).
    """
    if all(nilai is None for nilai in given.values()):
        return SEMUA
    nama = {"subkategori": KATEGORI, "urgensi": URGENSI, "letak": TEMPAT}
    return frozenset(nama[k] for k, nilai in given.items() if nilai is not None and k in nama)


def record_koreksi(
    curhat: Curhat, lama: Bacaan, *, by: Pengguna, dinilai: frozenset[str] = SEMUA
) -> Koreksi:
    """Keep the judgement of the parts named in `dinilai`; the same before and after is a label too.

    Called before the row of RiwayatCurhat: only the first judgement is one of the machine.
    """
    baru = read_bacaan(curhat)
    kolom: dict[str, Any] = {}
    for nama in dinilai:
        akhir = "" if nama == URGENSI else "_id"
        kolom[f"{nama}_lama{akhir}"] = getattr(lama, nama)
        kolom[f"{nama}_baru{akhir}"] = getattr(baru, nama)
    sudah = RiwayatCurhat.objects.filter(
        curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.KOREKSI
    ).exists()
    return Koreksi.objects.create(
        curhat=curhat,
        benar=all(getattr(lama, nama) == getattr(baru, nama) for nama in dinilai),
        pertama=not sudah,
        versi_model=curhat.versi_model,
        versi_aturan=curhat.versi_aturan,
        by=by,
        **kolom,
    )


def apply_koreksi(
    curhat: Curhat,
    *,
    subkategori: str | None,
    urgensi: int | None,
    rahasia: bool | None,
    letak: Letak | None,
) -> list[str]:
    """Change a locked curhat (unsaved) as told; what changed, in codes and without words."""
    return [
        *_correct_subkategori(curhat, subkategori),
        *_correct_urgensi(curhat, urgensi),
        *_correct_rahasia(curhat, rahasia=rahasia),
        *_correct_letak(curhat, letak),
    ]


def _correct_subkategori(curhat: Curhat, subkategori: str | None) -> list[str]:
    if subkategori is None or subkategori == curhat.subkategori_id:
        return []
    lama, sub = curhat.subkategori_id, acuan.subkategori_all()[subkategori]
    curhat.subkategori, curhat.kategori_id = sub, sub.kategori_id
    curhat.unit = acuan.unit_of(sub, curhat.wilayah_id)
    curhat.dibandingkan_at = None  # compared again, with those of its subject
    return [f"{lama} → {sub.pk}"]


def _correct_urgensi(curhat: Curhat, urgensi: int | None) -> list[str]:
    if urgensi is None or urgensi == curhat.urgensi:
        return []
    lama = curhat.urgensi
    rate(curhat, urgensi)
    return [f"urgensi {lama} → {urgensi}"]


def _correct_rahasia(curhat: Curhat, *, rahasia: bool | None) -> list[str]:
    if rahasia is None or rahasia == curhat.rahasia:
        return []
    curhat.rahasia = rahasia
    curhat.jenis_peka = curhat.jenis_peka if rahasia else []
    return ["ditandai rahasia" if rahasia else "tanda rahasia dilepas"]


def _correct_letak(curhat: Curhat, letak: Letak | None) -> list[str]:
    if letak is None:
        return []
    curhat.kandidat_wilayah = []  # the question is answered
    if letak == letak_of(curhat.wilayah):
        return []
    lama = curhat.wilayah_id
    move_to(curhat, letak.kelurahan, rw=letak.rw, rt=letak.rt)
    return [f"wilayah {lama} → {curhat.wilayah_id}"]
