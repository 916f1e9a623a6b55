"""Small drawn pictures that stand in for residents' photos: plainly drawings, not photographs."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

UKURAN = (640, 480)
_Kuas = ImageDraw.ImageDraw
_LANGIT, _TANAH, _JALAN, _AIR = "#dfe9ea", "#d9cdb4", "#8d8d88", "#7d9aa0"
_DINDING, _GELAP, _DAUN, _KAYU = "#efe3cc", "#23282b", "#5f8a63", "#7a5c40"


def draw_foto(jenis: str, benih: int) -> bytes:
    """A JPEG of 640x480 of this kind (a key of JENIS); `benih` varies it. Raises KeyError."""
    gambar = Image.new("RGB", UKURAN, _LANGIT)
    JENIS[jenis](ImageDraw.Draw(gambar), random.Random(benih))  # noqa: S311 - a picture
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=80)
    return keluar.getvalue()


def draw_lambang() -> bytes:
    """A plain shield of our own (PNG, transparent): it stands in for a city's arms."""
    gambar = Image.new("RGBA", (420, 500), (0, 0, 0, 0))
    kuas = ImageDraw.Draw(gambar)
    tepi = [(20, 20), (400, 20), (400, 260), (330, 400), (210, 485), (90, 400), (20, 260)]
    kuas.polygon(tepi, fill="#1e6b4a", outline="#12382a", width=10)
    dalam = [(62, 62), (358, 62), (358, 250), (300, 366), (210, 432), (120, 366), (62, 250)]
    kuas.polygon(dalam, fill="#f3f0e7", outline="#d9b455", width=8)
    kuas.ellipse((150, 110, 270, 230), fill="#d9b455")
    for n, warna in enumerate((_AIR, "#5b7fa3", _AIR)):
        kuas.arc((90 + n * 12, 250 + n * 34, 330 - n * 12, 330 + n * 34), 20, 160, warna, 16)
    keluar = io.BytesIO()
    gambar.save(keluar, "PNG")
    return keluar.getvalue()


def draw_ttd(benih: int) -> bytes:
    """A scribble that is nobody's signature (PNG, transparent); `benih` varies it."""
    acak = random.Random(benih)  # noqa: S311 - a picture
    gambar = Image.new("RGBA", (560, 200), (0, 0, 0, 0))
    kuas = ImageDraw.Draw(gambar)
    titik, x = [], 40.0
    fase, tinggi = acak.random() * 6, acak.randint(45, 65)
    for n in range(160):
        redam = 1 - n / 260
        x += 2.6 + 2.2 * math.sin(n / 7 + fase)
        titik.append((x, 105 - tinggi * redam * math.sin(n / 6.5) * math.cos(n / 23 + fase)))
    kuas.line(titik, fill="#101c40", width=5, joint="curve")
    kuas.line([(90, 165), (300, 150), (480, 158)], fill="#101c40", width=4, joint="curve")
    keluar = io.BytesIO()
    gambar.save(keluar, "PNG")
    return keluar.getvalue()


def _street(kuas: _Kuas) -> None:
    kuas.rectangle((0, 260, 640, 480), fill=_TANAH)
    kuas.polygon([(220, 260), (420, 260), (640, 480), (0, 480)], fill=_JALAN)


def _got(kuas: _Kuas, acak: random.Random) -> None:
    _street(kuas)
    kuas.polygon([(60, 260), (130, 260), (60, 480), (-120, 480)], fill="#b9b4a8")
    kuas.polygon([(75, 260), (118, 260), (20, 480), (-90, 480)], fill="#4d4a40")
    for _ in range(14):
        x, y = acak.randint(-20, 80), acak.randint(330, 470)
        kuas.ellipse((x, y, x + 26, y + 12), fill=acak.choice(["#c9b458", "#a9573f", "#e8e8e2"]))


def _genangan(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((60, 120, 300, 330), fill=_DINDING, outline=_KAYU, width=4)
    kuas.polygon([(40, 120), (180, 50), (320, 120)], fill="#a9573f")
    kuas.rectangle((160, 210, 220, 330), fill=_KAYU)
    kuas.rectangle((0, 290, 640, 480), fill=_AIR)
    for _ in range(16):
        x, y = acak.randint(0, 580), acak.randint(300, 465)
        kuas.arc((x, y, x + 70, y + 14), 180, 360, fill="#a9c0c4", width=3)


def _lampu(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((0, 0, 640, 480), fill=_GELAP)
    kuas.rectangle((0, 380, 640, 480), fill="#34393b")
    x = acak.randint(230, 380)
    kuas.rectangle((x, 90, x + 12, 400), fill="#8a9092")
    kuas.line((x, 95, x + 110, 80), fill="#8a9092", width=8)
    kuas.ellipse((x + 95, 72, x + 145, 98), fill="#4b5052", outline="#8a9092", width=3)
    for _ in range(30):
        kuas.point((acak.randint(0, 639), acak.randint(0, 200)), fill="#d0d4d2")


def _sampah(kuas: _Kuas, acak: random.Random) -> None:
    _street(kuas)
    kuas.rectangle((120, 170, 520, 300), fill="#8fa69a", outline="#5c6e64", width=5)
    for _ in range(60):
        x, y = acak.randint(60, 560), acak.randint(250, 430)
        r = acak.randint(14, 34)
        warna = acak.choice(["#3a3f42", "#c9b458", "#a9573f", "#e8e8e2", "#5f8a63", "#5b7fa3"])
        kuas.ellipse((x, y, x + r * 2, y + r), fill=warna)


def _jalan(kuas: _Kuas, acak: random.Random) -> None:
    _street(kuas)
    for _ in range(5):
        x, y = acak.randint(180, 400), acak.randint(300, 430)
        kuas.ellipse((x, y, x + acak.randint(60, 120), y + acak.randint(20, 40)), fill="#57544d")
    kuas.line((320, 270, 320, 470), fill="#d8d8d2", width=5)


def _pohon(kuas: _Kuas, acak: random.Random) -> None:
    _street(kuas)
    miring = acak.randint(40, 120)
    kuas.line((320, 430, 320 + miring, 170), fill=_KAYU, width=38)
    for _ in range(22):
        x, y = 250 + miring + acak.randint(-90, 110), acak.randint(50, 200)
        kuas.ellipse((x, y, x + 80, y + 60), fill=acak.choice([_DAUN, "#4c7452", "#76a07a"]))


def _pipa(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((0, 0, 640, 480), fill=_TANAH)
    kuas.rectangle((0, 210, 640, 270), fill="#5b7fa3", outline="#3f5b78", width=4)
    x = acak.randint(240, 380)
    for n in range(-4, 5):
        kuas.line((x, 212, x + n * 22, 90 + abs(n) * 14), fill="#bcd6de", width=5)
    kuas.ellipse((x - 150, 300, x + 170, 400), fill=_AIR)


def _kabel(kuas: _Kuas, acak: random.Random) -> None:
    _street(kuas)
    for x in (90, 540):
        kuas.rectangle((x, 60, x + 16, 430), fill="#6b6259")
    for n in range(4):
        turun = acak.randint(120, 330)
        kuas.line((98, 80 + n * 12, 320, 90 + turun, 548, 80 + n * 12), fill=_GELAP, width=4)


def _atap(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((0, 380, 640, 480), fill=_TANAH)
    kuas.rectangle((140, 220, 500, 400), fill=_DINDING, outline=_KAYU, width=4)
    kuas.polygon([(100, 225), (320, 80), (540, 225)], fill="#a9573f")
    for _ in range(4):
        x, y = acak.randint(210, 400), acak.randint(140, 205)
        kuas.polygon([(x, y), (x + 40, y + 6), (x + 26, y + 30), (x - 6, y + 22)], fill=_GELAP)


JENIS: dict[str, Callable[[_Kuas, random.Random], None]] = {
    "got": _got,
    "genangan": _genangan,
    "lampu": _lampu,
    "sampah": _sampah,
    "jalan": _jalan,
    "pohon": _pohon,
    "pipa": _pipa,
    "kabel": _kabel,
    "atap": _atap,
}
