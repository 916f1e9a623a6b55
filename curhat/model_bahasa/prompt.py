"""The Irfa prompt: one plain text with its examples, and the messages made from it.

Format (fixtures/prompt/irfa.md): lines before the first `## Contoh` are what the model is told;
each `## Contoh` holds `### Warga` with a text and `### Jawaban` with the JSON expected for it. The
slots `{subkategori}` and `{bentuk}` are filled in from the taxonomy and the schema.
"""

import json
import re
from dataclasses import dataclass

from curhat.balasan.kalimat import put
from curhat.balasan.panduan import Keadaan
from curhat.model_bahasa.skema import SkemaSalah, answer_schema, parse_temuan
from curhat.triase.klasifikasi import read_taksonomi

MAKS_TEKS = 4000  # characters of a resident's text that are sent along
_CONTOH = re.compile(r"^##\s+Contoh.*$", re.MULTILINE)
_BAGIAN = re.compile(r"^###\s+(Warga|Jawaban)\s*$", re.MULTILINE)

# The guide's slots in neutral words: the same text gives the same request everywhere.
_UMUM = {
    "rt_rw": "RT/RW setempat",
    "kelurahan": "kelurahan",
    "unit": "dinas terkait",
    "telepon_unit": "kantor kelurahan",
    "darurat": "112",
    "tempat": "lokasi itu",
}


class PromptKeliru(ValueError):  # noqa: N818 - the domain's word
    """A prompt text that cannot be used; the message says where."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A parsed prompt: what the model is told, and (text, answer as JSON) pairs."""

    sistem: str
    contoh: tuple[tuple[str, str], ...]


def parse_prompt(teks: str) -> Prompt:
    """Read a prompt. Raises PromptKeliru naming the example that is wrong."""
    kepala, *blok = _CONTOH.split(teks.replace("\r\n", "\n"))
    if len(kepala.strip()) < 200:
        raise PromptKeliru("Petunjuk untuk model terlalu pendek (kurang dari 200 huruf).")
    if "{subkategori}" not in kepala:
        raise PromptKeliru("Petunjuk harus memuat {subkategori}, tempat daftar subkategori.")
    if not blok:
        raise PromptKeliru("Tambahkan sedikitnya satu bagian “## Contoh”.")
    return Prompt(kepala.strip(), tuple(_parse_contoh(n, b) for n, b in enumerate(blok, start=1)))


def _parse_contoh(nomor: int, blok: str) -> tuple[str, str]:
    pecah = _BAGIAN.split(blok)
    isi = {pecah[i].lower(): pecah[i + 1].strip() for i in range(1, len(pecah) - 1, 2)}
    if not isi.get("warga") or not isi.get("jawaban"):
        raise PromptKeliru(f"Contoh {nomor}: perlu “### Warga” dan “### Jawaban” yang berisi.")
    try:
        parse_temuan(isi["jawaban"])
    except SkemaSalah as galat:
        raise PromptKeliru(f"Contoh {nomor}: jawaban tidak sesuai bentuk ({galat}).") from None
    rapat = json.dumps(json.loads(isi["jawaban"]), ensure_ascii=False)
    return isi["warga"], rapat


def build_pesan(
    prompt: Prompt, teks: str, *, kelurahan: str, keadaan: Keadaan, dugaan: str
) -> tuple[dict[str, str], ...]:
    """The messages for one masked text. The text is data: a JSON string, never plain words."""
    pesan = [{"role": "system", "content": _fill(prompt.sistem)}]
    for warga, jawaban in prompt.contoh:
        pesan.append({"role": "user", "content": _as_data(warga, {})})
        pesan.append({"role": "assistant", "content": jawaban})
    bekal: dict[str, object] = {
        "kelurahan": kelurahan,
        "dugaan_subkategori": dugaan,
        "panduan_kelurahan": _brief(keadaan),
    }
    pesan.append({"role": "user", "content": _as_data(teks[:MAKS_TEKS], bekal)})
    return tuple(pesan)


def _fill(sistem: str) -> str:
    nama = ", ".join(sorted(read_taksonomi()))
    bentuk = json.dumps(answer_schema()["properties"], ensure_ascii=False)
    return sistem.replace("{subkategori}", nama).replace("{bentuk}", bentuk)


def _as_data(teks: str, bekal: dict[str, object]) -> str:
    return json.dumps(bekal | {"teks_warga": teks}, ensure_ascii=False)


def _brief(keadaan: Keadaan) -> dict[str, object]:
    """What the kelurahan's own guide proposes, so that the model does not invent."""
    besar = keadaan.c[0]
    isi: dict[str, object] = {
        "a": keadaan.a[0],
        "b": keadaan.b[0],
        "c": besar.teks,
        "pihak": besar.pihak or "",
        "biaya": besar.biaya or "",
        "langkah": "; ".join(keadaan.langkah),
    }
    return {nama: put(str(nilai), _UMUM) for nama, nilai in isi.items()}
