"""Orders to a model hidden in a resident's text. Such a text is answered by the rules alone.

One of three guards: the text also travels as a JSON string (data), and whatever comes back is
checked. Wrongly found here costs nothing: the resident gets the rules answer.
"""

import re

_PERINTAH = re.compile(
    r"""
    \b(?:abaikan|lupakan|hiraukan|langgar|hapus|kesampingkan|lalekno|lalikno)\b
        (?:\W+\w+){0,5}?\W+(?:perintah|instruksi|arahan|aturan|prompt|pedoman|konteks|petunjuk)
    | \b(?:ignore|disregard|forget|override)\b(?:\W+\w+){0,5}?\W+
        (?:instructions?|prompts?|rules?|above|previous)
    | \b(?:system|sistem|developer)\s*(?:prompt|message|pesan)\b
    | \b(?:kamu|anda|kowe|sampeyan|mulai\s+sekarang)\s+(?:sekarang\s+)?(?:adalah|berperan|bertindak)
        \s+(?:sebagai\s+)?(?:ai|asisten|bot|model|peretas|chatgpt|gpt|sistem|dan\b)
    | \b(?:berpura|pura)-?\s*pura(?:lah)?\b(?:\W+\w+){0,3}?\W+(?:ai|asisten|bot|model|sistem)
    | \b(?:tandai|ubah|jadikan|set|tulis|isi|atur|beri)\b(?:\W+\w+){0,4}?\W+
        (?:urgensi|urgency|kategori|keyakinan|subkategori|darurat)\b
    | \b(?:balas|jawab|tulis|tuliskan|keluarkan|cetak|ulangi|sebutkan)\b(?:\W+\w+){0,4}?\W+
        (?:persis|prompt|instruksi|json|nomor\s+rekening|kata\s+demi\s+kata|kode\s+program)
    | "(?:urgensi|subkategori|keyakinan|role|content)"\s*:
    | <\s*/?\s*(?:system|sistem|instruksi|teks_warga|assistant|user|im_start|im_end)\b
    | <\|[a-z_]+\|> | \[/?INST\] | \#{2,}\s*(?:system|sistem|instruksi|perintah|jawaban)
    | \b(?:system|assistant)\s*:
    | \b(?:role|peran)\s*[:=]\s*(?:system|sistem|assistant|asisten)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def find_sisipan(teks: str) -> str | None:
    """The phrase that speaks to a model instead of to the kelurahan, or None."""
    cocok = _PERINTAH.search(teks)
    return cocok[0] if cocok else None
