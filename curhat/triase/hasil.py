"""What triage says of one text: plain values, no database."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Alasan:
    """Why one finding was made: the finding, the phrase that caused it, the rule's name."""

    temuan: str
    frasa: str
    aturan: str


@dataclass(frozen=True, slots=True)
class Tempat:
    """One area a text may speak of (`kode` is the official dotted code)."""

    kode: str
    nama: str
    tingkat: str


@dataclass(frozen=True, slots=True)
class Konteks:
    """What is known before a text is read.

    `wilayah_kanal`: code of the area whose number or page took the text, or None.
    `gazetir`: the areas that may be named in the text (a kelurahan's own city is enough), see
    `curhat.triase.lokasi.Gazetir`; None means only the shipped pilot places.
    `tembusan`, `anonim`: choices made outside the text (a form's tick boxes), which win.
    """

    wilayah_kanal: str | None = None
    gazetir: "object | None" = None
    tembusan: bool | None = None
    anonim: bool | None = None


@dataclass(frozen=True, slots=True)
class Triase:
    """Everything triage found in one text. None means unknown, never a guess."""

    teks: str  # normalised text the classifier saw
    teks_tersamar: str  # the text as written, header and flags removed, personal data masked
    ringkasan: str  # one line, masked, at most 140 characters
    bahasa: str | None  # "id", "jv", "campuran"; None where there are no words
    kosong: bool  # nothing to work on: empty, only emoji, only a greeting
    lurah_disebut: str | None
    tembusan: bool | None
    anonim: bool | None
    wilayah: str | None  # code of the kelurahan/desa, None where unknown or ambiguous
    wilayah_sumber: str | None  # "teks", "kanal"
    kandidat_wilayah: tuple[Tempat, ...]  # asked about where the text names several or another one
    rt: str | None  # "03", two or three digits
    rw: str | None
    jalan: str | None  # street or landmark phrase as written
    kategori: str  # slug of fixtures/taksonomi.csv, "lainnya" below the threshold
    subkategori: str
    keyakinan: float  # 0..1, calibrated probability of subkategori
    urgensi: int  # 1..5
    keparahan: str  # "Low", "Medium", "High", "Critical"
    perkiraan_terdampak: int | None
    sentimen: float  # -1..1
    jenis_respons: str  # "A" simple, "B" medium, "C" high impact
    jenis_solusi: str  # "praktis", "kolaboratif", "kebijakan", "csr"
    tingkat_masalah: str  # "umum", "strategis", "krisis"
    sumber_daya: tuple[str, ...]
    kata_kritis: tuple[str, ...]  # the seed's critical keywords that were meant, not merely named
    darurat: bool  # life or safety in danger now
    eskalasi: bool  # urgency at the threshold, critical keyword or emergency
    rahasia: bool  # sensitive: violence, sexual abuse, child protection, suicide, drugs
    perlu_tinjau: bool  # a person should look at the finding
    kontak_diberikan: bool  # the text held a phone number or e-mail
    versi_model: str
    alasan: tuple[Alasan, ...] = field(default=())
    # kinds of sensitive matter (curhat.triase.peka), the one that decides the answer first
    jenis_peka: tuple[str, ...] = ()
