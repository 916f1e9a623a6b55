"""What goes into an answer and what comes out: plain values, no database."""

from dataclasses import dataclass

WHATSAPP = "whatsapp"
WEB = "web"


@dataclass(frozen=True, slots=True)
class KonteksJawaban:
    """What the caller knows beyond the text.

    `kelurahan`: name, with or without "Kelurahan"/"Desa" before it.
    `desa`: the area is a desa (also known from the code triage found, or from the name).
    `lurah`: as residents address them ("Pak Irwan Setiaji"); the office is added where it lacks.
    `darurat`: (name, number) of the area's emergency services; 112 is preferred, else the first.
    `sebelumnya`: `Jawaban.varian` of the answers last sent to this person, newest first.
    `benih`: any number; the same number gives the same answer.
    `ajakan`: further sentences on what may be typed next. A sentence with the slot `{surat}` is
    shown only where the situation offers a letter, with its kind in capitals ("SEDOT").
    `tanya_rt_rw`: False where somebody asks for RT and RW elsewhere.
    `batas`: characters of an answer that is not for the web (the issue: under 1,000).
    """

    kelurahan: str | None = None
    lurah: str | None = None
    unit: str | None = None
    telepon_unit: str | None = None
    darurat: tuple[tuple[str, str], ...] = (("Darurat", "112"),)
    kode: str | None = None
    pin: str | None = None
    kanal: str = WHATSAPP
    sebelumnya: tuple[str, ...] = ()
    benih: int = 0
    ajakan: tuple[str, ...] = ()
    desa: bool = False
    tanya_rt_rw: bool = True
    batas: int = 999


@dataclass(frozen=True, slots=True)
class BagianJawaban:
    """The parts of an answer, uncut, without their labels, in the order they are shown."""

    darurat: str | None  # what to do in the next minutes and whom to call
    bantuan: str | None  # help lines
    pembuka: str
    empati: str
    ringkasan: str
    label_sebab: str  # "Diagnosis singkat", or gentler in sensitive cases
    sebab: str
    catatan: str | None  # on what is particular in this text
    a: str
    b: str
    c: str
    pihak: str | None
    biaya: str | None
    langkah: tuple[str, str, str]
    urgensi: int
    arti_urgensi: str | None  # "perlu tindakan dalam 7 hari"
    kategori: str
    judul: str
    tanya: tuple[str, ...]
    ajakan: tuple[str, ...]
    kode: str | None
    sangkalan: str


@dataclass(frozen=True, slots=True)
class Jawaban:
    """An answer ready to send. `varian` is kept and passed back in `KonteksJawaban.sebelumnya`."""

    teks: str
    bagian: BagianJawaban
    varian: str
    keadaan: str
    surat: str | None  # kind of draft letter that may be asked for
