"""The answer to a sensitive matter: warm, short, and safe where somebody else reads the phone.

Its order: what to do now, the help lines, empathy, three small steps, whether it is safe to write
back. It repeats nothing of the story, blames nobody, and asks for no place and no picture.
"""

from collections.abc import Sequence

from curhat.balasan.jawaban import WEB, BagianJawaban, Jawaban, KonteksJawaban
from curhat.balasan.kalimat import clip
from curhat.triase.hasil import Triase
from curhat.triase.peka import JenisPeka, read_aturan_peka

RINGKASAN_RAHASIA = "Cerita Anda kami terima dan kami jaga rahasianya."
DIBACA_SIAPA = "Hanya lurah dan petugas yang ditunjuk yang dapat membacanya."
# said of the answer's own freedom; the seed's part G asks for a disclaimer in every answer
SANGKALAN_PEKA = "Ini saran, bukan keputusan; pilihan tetap di tangan Anda."
TANYA_AMAN = (
    "Aman bila kami membalas di sini? Balas AMAN. Bila tidak, balas TIDAK AMAN atau diamkan saja; "
    "tidak perlu mengirim alamat atau gambar."
)
TANYA_AMAN_WEB = (
    "Kabar berikutnya ada di halaman lacak, hanya dengan kode dan PIN Anda. "
    "Bila perangkat ini dipakai bersama, hapus riwayatnya; tidak perlu mengirim alamat atau gambar."
)
_DARI_SUBKATEGORI = {"perempuan_anak": "kekerasan", "kesehatan_jiwa": "bunuh_diri"}
MAKS_PENDAMPING = 80


def jenis_for(triase: Triase) -> JenisPeka:
    """The kind that decides the answer; where none was found, the one its subject is nearest to."""
    dikenal = triase.jenis_peka or (_DARI_SUBKATEGORI.get(triase.subkategori, ""),)
    return read_aturan_peka().get(dikenal)


def bantuan_for(jenis: Sequence[str], pendamping: str | None = None) -> str:
    """The help lines of these kinds in one line, the local agency's number behind them."""
    return _write_bantuan(read_aturan_peka().get(jenis), pendamping)


def _write_bantuan(jenis: JenisPeka, pendamping: str | None, *, darurat: bool = False) -> str:
    """The emergency number is left out where the line above has just said it."""
    bagian = [jenis.bantuan, "" if darurat else jenis.gawat]
    if pendamping:
        bagian.append(f"Pendamping setempat: {clip(pendamping, MAKS_PENDAMPING)}.")
    return " ".join(filter(None, bagian))


def compose_peka(triase: Triase, konteks: KonteksJawaban) -> Jawaban:
    """The answer of the care path; the same arguments give the same answer."""
    jenis = jenis_for(triase)
    empati, langkah = _choose(jenis, konteks)
    bagian = _build(triase, jenis, konteks, jenis.empati[empati], jenis.langkah[langkah])
    return Jawaban(
        teks=_write(bagian),
        bagian=bagian,
        varian=f"peka:{jenis.nama}:{empati}.{langkah}",
        keadaan=jenis.nama,
        surat=None,
    )


def _choose(jenis: JenisPeka, konteks: KonteksJawaban) -> tuple[int, int]:
    """Indexes of empathy and steps; not those of the last answer of this kind."""
    n, m = len(jenis.empati), len(jenis.langkah)
    empati, langkah = konteks.benih % n, konteks.benih % m
    lalu = konteks.sebelumnya[0] if konteks.sebelumnya else ""
    if lalu == f"peka:{jenis.nama}:{empati}.{langkah}":
        return (empati + 1) % n, (langkah + 1) % m
    return empati, langkah


def _build(
    triase: Triase,
    jenis: JenisPeka,
    konteks: KonteksJawaban,
    empati: str,
    langkah: tuple[str, str, str],
) -> BagianJawaban:
    tanya = TANYA_AMAN_WEB if konteks.kanal == WEB else TANYA_AMAN
    kode = konteks.kode and f"Kode: {clip(konteks.kode, 30)}"
    return BagianJawaban(
        darurat=jenis.segera if triase.darurat else None,
        bantuan=_write_bantuan(jenis, konteks.pendamping, darurat=triase.darurat),
        pembuka="",
        empati=empati,
        ringkasan=RINGKASAN_RAHASIA,
        label_sebab="Penting",
        sebab=DIBACA_SIAPA,
        catatan=None,
        a="",
        b="",
        c="",
        pihak=None,
        biaya=None,
        langkah=langkah,
        urgensi=triase.urgensi,
        arti_urgensi=None,
        kategori="",
        judul="Kami bersama Anda",
        tanya=(tanya,),
        ajakan=(),
        kode=kode or None,
        sangkalan=SANGKALAN_PEKA,
    )


def _write(bagian: BagianJawaban) -> str:
    langkah = " ".join(f"{n}) {satu}" for n, satu in enumerate(bagian.langkah, start=1))
    baris = (
        bagian.darurat,
        bagian.bantuan,
        bagian.empati,
        f"{bagian.ringkasan} {bagian.sebab}",
        f"Yang dapat dicoba: {langkah}",
        *bagian.tanya,
        bagian.kode,
        bagian.sangkalan,
    )
    return "\n".join(satu for satu in baris if satu)
