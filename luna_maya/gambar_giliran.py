"""The rotation of a year as a drawing: every RT a square, darker with each visit. SVG."""

from collections import Counter
from collections.abc import Iterable
from html import escape

from luna_maya.cetak.dasar import rt_rw

_SISI, _JARAK, _KIRI = 46, 6, 90
_LEBAR = 640
# Nothing, once, twice, three times and more; differs by its number too.
_WARNA = (("#ffffff", "#1d2421"), ("#cfe5d8", "#1d2421"), ("#6fae8c", "#1d2421"),
          ("#1e6b4a", "#ffffff"))  # fmt: skip


def draw_giliran(semua: Iterable[str], dikunjungi: Iterable[str], tanpa: int = 0) -> bytes:
    """`semua`: codes of all RT; `dikunjungi`: the RT of each visit, as often as it was visited;
    `tanpa`: how many visits more there were whose host does not let the RT be named.
    """
    hitung = Counter(dikunjungi)
    baris: dict[str, list[str]] = {}
    for kode in sorted(semua):
        baris.setdefault(kode.rsplit(".", 1)[0], []).append(kode)
    per_baris = (_LEBAR - _KIRI) // (_SISI + _JARAK)
    isi, y = [], 4
    for rw, rts in baris.items():
        isi.append(_text(0, y + 29, rt_rw(rw) or "RT", 14))
        for ke, kode in enumerate(rts):
            x = _KIRI + ke % per_baris * (_SISI + _JARAK)
            isi.append(_square(x, y + ke // per_baris * (_SISI + _JARAK), kode, hitung[kode]))
        y += ((len(rts) - 1) // per_baris + 1) * (_SISI + _JARAK) + 6
    isi += _legend(y + 8)
    if tanpa:
        isi.append(_text(0, y + 44, f"{tanpa} kunjungan lain tidak disebut RT-nya.", 12))
        y += 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEBAR} {y + 40}" '
        f'width="{_LEBAR}" height="{y + 40}">{"".join(isi)}</svg>'
    ).encode()


def _square(x: int, y: int, kode: str, kali: int) -> str:
    latar, tinta = _WARNA[min(kali, 3)]
    rt = kode.rsplit(".", 1)[-1]
    return (
        f'<rect x="{x}" y="{y}" width="{_SISI}" height="{_SISI}" rx="4" fill="{latar}" '
        f'stroke="#7a837d"/>{_text(x + 6, y + 18, rt, 12, tinta)}'
        f"{_text(x + 6, y + 37, f'{kali}x' if kali else '-', 12, tinta)}"
    )


def _legend(y: int) -> list[str]:
    isi, x = [], _KIRI
    for (latar, _tinta), teks in zip(_WARNA, ("belum", "1 kali", "2 kali", "3 kali atau lebih"),
                                     strict=True):  # fmt: skip
        isi.append(
            f'<rect x="{x}" y="{y}" width="16" height="16" fill="{latar}" stroke="#7a837d"/>'
        )
        isi.append(_text(x + 22, y + 13, teks, 12))
        x += 46 + 8 * len(teks)
    return isi


def _text(x: int, y: int, teks: str, besar: int, warna: str = "#1d2421") -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="DejaVu Sans Mono, monospace" font-size="{besar}" '
        f'fill="{warna}">{escape(teks)}</text>'
    )
