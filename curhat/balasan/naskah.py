"""The text of an answer, and how it is shortened to what a WhatsApp message should hold."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from curhat.balasan.jawaban import BagianJawaban
from curhat.balasan.kalimat import clip, clip_klausa, end_titik, first_kalimat, first_klausa

MAKS_WHATSAPP = 999  # the issue: under 1,000 characters


@dataclass(slots=True)
class _Naskah:
    """A working copy of the parts that may be shortened."""

    darurat: str
    bantuan: str
    pembuka: str
    empati: str
    ringkasan: str
    label_sebab: str
    sebab: str
    catatan: str
    a: str
    b: str
    c: str
    pihak: str
    biaya: str
    langkah: list[str]
    urgensi: int
    arti_urgensi: str
    kategori: str
    judul: str
    tanya: list[str]
    ajakan: list[str]
    kode: str
    sangkalan: str


def write_penuh(bagian: BagianJawaban) -> str:
    """The whole answer as plain text, however long."""
    return _render(_copy(bagian))


def write_pendek(bagian: BagianJawaban, batas: int = MAKS_WHATSAPP) -> str:
    """The answer in at most `batas` characters.

    Parts are shortened one after the other in the order of `_LANGKAH_RINGKAS` until it fits: first
    what is kind but not needed, then second sentences, last the ends of sentences. Emergency
    instructions and the disclaimer are never dropped.
    """
    naskah = _copy(bagian)
    teks = _render(naskah)
    for ringkaskan in _LANGKAH_RINGKAS:
        if len(teks) <= batas:
            return teks
        ringkaskan(naskah)
        teks = _render(naskah)
    return teks if len(teks) <= batas else _force(naskah, batas)


def _copy(bagian: BagianJawaban) -> _Naskah:
    return _Naskah(
        darurat=bagian.darurat or "",
        bantuan=bagian.bantuan or "",
        pembuka=bagian.pembuka,
        empati=bagian.empati,
        ringkasan=bagian.ringkasan,
        label_sebab=bagian.label_sebab,
        sebab=bagian.sebab,
        catatan=bagian.catatan or "",
        a=bagian.a,
        b=bagian.b,
        c=bagian.c,
        pihak=bagian.pihak or "",
        biaya=bagian.biaya or "",
        langkah=list(bagian.langkah),
        urgensi=bagian.urgensi,
        arti_urgensi=bagian.arti_urgensi or "",
        kategori=bagian.kategori,
        judul=bagian.judul,
        tanya=list(bagian.tanya),
        ajakan=list(bagian.ajakan),
        kode=bagian.kode or "",
        sangkalan=bagian.sangkalan,
    )


def _render(naskah: _Naskah) -> str:
    baris = (
        naskah.darurat,
        naskah.bantuan,
        f"{naskah.pembuka} {naskah.empati}".strip(),
        naskah.ringkasan and f"Ringkasan: {naskah.ringkasan}",
        naskah.sebab and f"{naskah.label_sebab}: {naskah.sebab} {naskah.catatan}".rstrip(),
        "Solusi:",
        f"• A (Sederhana, 1–7 hari): {naskah.a}",
        f"• B (Menengah, 7–30 hari): {naskah.b}",
        f"• C (Dampak besar, 1–12 bulan): {_besar(naskah)}",
        "3 langkah konkret: "
        + " ".join(f"{nomor}) {satu}" for nomor, satu in enumerate(naskah.langkah, start=1)),
        _urgensi(naskah),
        " ".join(naskah.tanya),
        " ".join(naskah.ajakan),
        naskah.kode,
        naskah.sangkalan,
    )
    return "\n".join(satu for satu in baris if satu)


def _besar(naskah: _Naskah) -> str:
    """Solution C with its parties and cost."""
    isi = "; ".join(satu for satu in (naskah.pihak, naskah.biaya) if satu)
    return f"{naskah.c.rstrip('.')} ({isi})." if isi else naskah.c


def _urgensi(naskah: _Naskah) -> str:
    arti = naskah.arti_urgensi and f" ({naskah.arti_urgensi})"
    judul = naskah.judul and f", {naskah.judul}"
    return f"Urgensi: {naskah.urgensi}/5{arti} | Kategori: {naskah.kategori}{judul}"


def _drop(nama: str, naskah: _Naskah) -> None:
    setattr(naskah, nama, "")


def _first(nama: str, naskah: _Naskah) -> None:
    setattr(naskah, nama, first_kalimat(getattr(naskah, nama)))


def _klausa(nama: str, naskah: _Naskah) -> None:
    setattr(naskah, nama, first_klausa(getattr(naskah, nama)))


def _cut(nama: str, batas: int, naskah: _Naskah) -> None:
    setattr(naskah, nama, clip_klausa(getattr(naskah, nama), batas))


def _cut_ringkasan(batas: int, naskah: _Naskah) -> None:
    """Cut the story before its place: where it is must stay whole, or go whole."""
    isi, kurung, tempat = naskah.ringkasan.rstrip(".").rpartition(" (")
    if not (kurung and tempat.endswith(")")):
        naskah.ringkasan = end_titik(clip(naskah.ringkasan, batas))
    elif len(tempat) * 2 > batas:
        naskah.ringkasan = end_titik(clip(isi, batas))
    elif len(naskah.ringkasan) > batas:
        naskah.ringkasan = f"{clip(isi, batas - len(tempat) - 3)} ({tempat}."


def _cut_pihak(naskah: _Naskah) -> None:
    naskah.pihak = clip_klausa(naskah.pihak, 40).rstrip(".")
    naskah.biaya = clip(naskah.biaya, 40)


def _cut_langkah(batas: int, naskah: _Naskah) -> None:
    naskah.langkah = [clip_klausa(satu, batas).rstrip(".") for satu in naskah.langkah]


def _keep_ajakan(banyak: int, naskah: _Naskah) -> None:
    naskah.ajakan = naskah.ajakan[:banyak]


def _keep_tanya(banyak: int, naskah: _Naskah) -> None:
    naskah.tanya = [clip(satu, 90) for satu in naskah.tanya[:banyak]]


_LANGKAH_RINGKAS: tuple[Callable[[_Naskah], None], ...] = (
    partial(_drop, "pembuka"),
    partial(_keep_ajakan, 2),
    partial(_drop, "judul"),
    *(partial(_first, nama) for nama in ("empati", "c", "b", "a", "sebab")),
    partial(_cut_ringkasan, 110),
    partial(_drop, "arti_urgensi"),
    *(partial(_klausa, nama) for nama in ("b", "a", "sebab", "c")),
    partial(_cut_ringkasan, 80),
    partial(_keep_tanya, 1),
    partial(_klausa, "empati"),
    partial(_cut_langkah, 60),
    *(partial(_cut, nama, 80) for nama in ("b", "a", "sebab", "c")),
    partial(_cut_pihak),
    partial(_cut_langkah, 50),
    partial(_drop, "catatan"),
    partial(_cut_ringkasan, 60),
    *(partial(_cut, nama, 65) for nama in ("empati", "b", "a", "sebab", "c")),
    partial(_cut_langkah, 40),
    *(partial(_cut, nama, 50) for nama in ("empati", "b", "a", "sebab", "c")),
    partial(_drop, "pihak"),
    partial(_keep_tanya, 0),
    partial(_drop, "sebab"),
    partial(_keep_ajakan, 1),
)


def _force(naskah: _Naskah, batas: int) -> str:
    """Last resort, for a caller's values longer than any name is: the disclaimer still ends it."""
    sangkalan = clip(naskah.sangkalan, batas // 3)
    naskah.sangkalan = ""
    return f"{clip(_render(naskah), batas - len(sangkalan) - 1)}\n{sangkalan}"
