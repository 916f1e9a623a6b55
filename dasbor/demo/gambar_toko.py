"""Drawn pictures of goods for the demo's shop: coloured shapes, plainly drawings."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

UKURAN = (640, 480)
_Kuas = ImageDraw.ImageDraw
_Warna = tuple[str, str, str]  # table, main colour, accent
_SUASANA: tuple[_Warna, ...] = (
    ("#f1e3c8", "#b5562b", "#e9b44c"),
    ("#e2ead9", "#3f7a55", "#d9c06a"),
    ("#f3dfd6", "#a3384a", "#f0b7a0"),
    ("#dfe7ee", "#3c6485", "#e6c98a"),
    ("#ece2f0", "#6d4a7f", "#d7a9c7"),
    ("#efe9da", "#7a5a34", "#c98f4b"),
)


def draw_produk(jenis: str, benih: int) -> bytes:
    """A JPEG of 640x480 of this kind (a key of JENIS); `benih` varies it. Raises KeyError."""
    acak = random.Random(benih)  # noqa: S311 - a picture
    meja, utama, aksen = _SUASANA[benih % len(_SUASANA)]
    gambar = Image.new("RGB", UKURAN, meja)
    kuas = ImageDraw.Draw(gambar)
    kuas.rectangle((0, 0, 640, 250), fill=_mix(meja, "#ffffff"))
    kuas.ellipse((90, 360, 550, 450), fill=_mix(meja, "#8a8272"))
    JENIS[jenis](kuas, acak, utama, aksen)
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=82)
    return keluar.getvalue()


def draw_bukti() -> bytes:
    """A small JPEG that stands in for a screenshot or a receipt."""
    gambar = Image.new("RGB", (180, 240), "#f7f3e8")
    kuas = ImageDraw.Draw(gambar)
    for n, lebar in enumerate((120, 90, 140, 70, 110, 50)):
        kuas.rectangle((20, 24 + n * 34, 20 + lebar, 36 + n * 34), fill="#9aa89f")
    kuas.ellipse((120, 180, 160, 220), fill="#1e6b4a")
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=70)
    return keluar.getvalue()


def _mix(satu: str, dua: str) -> str:
    a = [int(satu[n : n + 2], 16) for n in (1, 3, 5)]
    b = [int(dua[n : n + 2], 16) for n in (1, 3, 5)]
    return "#" + "".join(f"{(2 * x + y) // 3:02x}" for x, y in zip(a, b, strict=True))


def _label(kuas: _Kuas, kotak: tuple[int, int, int, int], aksen: str) -> None:
    x0, y0, x1, y1 = kotak
    kuas.rounded_rectangle(kotak, 14, fill="#fbf6ea")
    kuas.rectangle((x0 + 18, y0 + 22, x1 - 18, y0 + 34), fill=aksen)
    kuas.rectangle((x0 + 18, y0 + 48, x1 - 50, y0 + 56), fill="#cdbfa5")
    if y1 - y0 > 90:
        kuas.ellipse((x0 + 24, y1 - 44, x0 + 52, y1 - 16), fill=aksen)


def _bungkus(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.polygon([(200, 110), (440, 110), (465, 405), (175, 405)], fill=utama)
    kuas.rectangle((195, 95, 445, 125), fill=_mix(utama, "#ffffff"))
    for x in range(200, 445, 16):
        kuas.line((x, 97, x, 123), fill=utama, width=3)
    _label(kuas, (225, 170, 415, 285), aksen)
    for _ in range(9):
        x, y = acak.randint(205, 400), acak.randint(300, 375)
        kuas.ellipse((x, y, x + 38, y + 24), fill=aksen, outline=_mix(aksen, utama), width=3)


def _toples(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.rounded_rectangle((205, 130, 435, 415), 40, fill="#f7f3e8", outline="#d8d0bd", width=5)
    for _ in range(60):
        x, y = acak.randint(215, 390), acak.randint(190, 385)
        kuas.ellipse((x, y, x + 34, y + 22), fill=acak.choice([aksen, _mix(aksen, utama)]))
    kuas.rounded_rectangle((195, 95, 445, 150), 16, fill=utama)
    _label(kuas, (240, 235, 400, 320), utama)


def _tampah(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.ellipse((90, 170, 550, 440), fill="#b98d54")
    kuas.ellipse((112, 182, 528, 420), fill="#d9b27a")
    warna = [utama, aksen, "#7fae6a", "#f3e6c6", "#e79aa5"]
    for baris in range(4):
        for kolom in range(6):
            x, y = 165 + kolom * 54 + acak.randint(-6, 6), 205 + baris * 48
            kuas.ellipse((x, y, x + 44, y + 32), fill=warna[(kolom + baris) % 5])
            kuas.ellipse((x + 15, y + 6, x + 29, y + 15), fill="#fffaf0")


def _piring(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.ellipse((110, 180, 530, 430), fill="#fffdf7", outline="#d8d0bd", width=4)
    kuas.polygon([(150, 300), (320, 205), (490, 300), (320, 405)], fill="#5f8a4d")
    kuas.ellipse((230, 215, 410, 330), fill="#fbf7ea")
    for _ in range(16):
        x, y = acak.randint(340, 430), acak.randint(290, 350)
        kuas.ellipse((x, y, x + 36, y + 22), fill=acak.choice([utama, aksen]))
    for n in range(5):
        kuas.arc((190 + n * 12, 300, 300 + n * 12, 380), 180, 350, fill="#3f7a55", width=7)


def _gelas(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.polygon([(235, 110), (405, 110), (380, 415), (260, 415)], fill="#f2f5f2")
    kuas.polygon([(241, 180), (399, 180), (380, 410), (260, 410)], fill=utama)
    for _ in range(24):
        x, y = acak.randint(262, 360), acak.randint(200, 385)
        kuas.rounded_rectangle((x, y, x + 22, y + 15), 6, fill=aksen)
    kuas.rectangle((330, 50, 344, 200), fill="#c8452f")
    kuas.ellipse((235, 98, 405, 124), outline="#c9cfc9", width=4)


def _botol(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    for geser in (-120, 0, 120):
        x = 320 + geser
        kuas.rectangle((x - 16, 90, x + 16, 160), fill=_mix(utama, "#000000"))
        kuas.rounded_rectangle((x - 48, 150, x + 48, 415), 24, fill=utama)
        _label(kuas, (x - 40, 235, x + 40, 325), aksen)
        kuas.rectangle((x - 20, 76, x + 20, 100), fill=aksen)
    acak.random()


def _baju(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    badan = [(215, 125), (280, 100), (320, 130), (360, 100), (425, 125), (500, 215), (445, 255),
             (420, 225), (420, 420), (220, 420), (220, 225), (195, 255), (140, 215)]  # fmt: skip
    kuas.polygon(badan, fill=utama)
    kuas.polygon([(280, 100), (320, 165), (360, 100), (320, 130)], fill=aksen)
    kuas.line((320, 165, 320, 420), fill=_mix(utama, "#000000"), width=3)
    for y in range(195, 410, 45):
        kuas.ellipse((313, y, 327, y + 14), fill=aksen)
    kuas.rectangle((355, 235, 400, 285), outline=aksen, width=4)
    acak.random()


def _kain(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.rectangle((140, 90, 500, 420), fill=utama)
    for x in range(155, 490, 56):
        for y in range(105, 410, 56):
            for dx, dy in ((0, 14), (28, 14), (14, 0), (14, 28)):
                kuas.ellipse((x + dx, y + dy, x + dx + 16, y + dy + 16), fill=aksen)
            kuas.ellipse((x + 17, y + 17, x + 27, y + 27), fill="#fbf6ea")
    kuas.polygon([(500, 90), (540, 130), (540, 440), (500, 420)], fill=_mix(utama, "#000000"))
    acak.random()


def _tas(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.arc((225, 70, 415, 330), 180, 360, fill=utama, width=18)
    kuas.polygon([(160, 200), (480, 200), (450, 420), (190, 420)], fill=utama)
    for n, y in enumerate(range(205, 415, 26)):
        for m, x in enumerate(range(165, 470, 30)):
            if (n + m) % 2:
                kuas.rectangle((x, y, x + 27, y + 22), fill=aksen)
    kuas.polygon([(140, 200), (160, 200), (190, 420), (140, 420)], fill=_mix("#f1e3c8", "#8a8272"))
    acak.random()


def _pot(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    for _ in range(26):
        x, y = acak.randint(200, 400), acak.randint(70, 230)
        kuas.ellipse((x, y, x + 70, y + 44), fill=acak.choice(["#4c8a54", "#6aa667", "#38703f"]))
    for _ in range(9):
        x, y = acak.randint(230, 390), acak.randint(90, 220)
        kuas.ellipse((x, y, x + 20, y + 28), fill=aksen)
    kuas.polygon([(225, 270), (415, 270), (385, 420), (255, 420)], fill=utama)
    kuas.rounded_rectangle((212, 245, 428, 285), 10, fill=_mix(utama, "#ffffff"))


def _kunci(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    for n, geser in enumerate((-130, 0, 130)):
        x, y = 320 + geser, 200 + (n % 2) * 30
        kuas.ellipse((x - 26, y - 90, x + 26, y - 38), outline="#9aa0a0", width=7)
        kuas.rounded_rectangle((x - 52, y - 40, x + 52, y + 120), 30, fill=utama)
        kuas.ellipse((x - 26, y + 12, x + 26, y + 64), fill=aksen)
    acak.random()


def _kotak(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.polygon(
        [(130, 250), (320, 200), (510, 250), (510, 400), (320, 440), (130, 400)], fill=utama
    )
    kuas.polygon([(130, 250), (320, 290), (320, 440), (130, 400)], fill=_mix(utama, "#ffffff"))
    kuas.polygon([(130, 250), (320, 200), (510, 250), (320, 290)], fill="#fbf6ea")
    for n in range(5):
        x, y = 205 + n * 48 + acak.randint(-4, 4), 226 + (n % 2) * 20
        kuas.rounded_rectangle((x, y, x + 40, y + 26), 8, fill=aksen)
    kuas.ellipse((385, 320, 445, 375), fill=aksen)


def _rias(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.rounded_rectangle((180, 230, 260, 420), 10, fill="#3b3f42")
    kuas.rectangle((190, 170, 250, 240), fill="#d9b455")
    kuas.polygon([(195, 175), (195, 110), (245, 80), (245, 175)], fill=utama)
    kuas.ellipse((300, 180, 480, 360), fill="#3b3f42")
    kuas.ellipse((318, 198, 462, 342), fill=aksen)
    kuas.line((330, 420, 470, 300), fill="#8a6a45", width=14)
    kuas.ellipse((455, 270, 505, 320), fill=utama)
    acak.random()


def _alat(kuas: _Kuas, acak: random.Random, utama: str, aksen: str) -> None:
    kuas.rounded_rectangle((140, 240, 500, 415), 18, fill=utama)
    kuas.rectangle((140, 285, 500, 303), fill=_mix(utama, "#000000"))
    kuas.arc((240, 165, 400, 315), 180, 360, fill=_mix(utama, "#000000"), width=18)
    kuas.rounded_rectangle((290, 270, 350, 325), 8, fill=aksen)
    acak.random()


JENIS: dict[str, Callable[[_Kuas, random.Random, str, str], None]] = {
    "bungkus": _bungkus, "toples": _toples, "tampah": _tampah, "piring": _piring, "gelas": _gelas,
    "botol": _botol, "baju": _baju, "kain": _kain, "tas": _tas, "pot": _pot, "kunci": _kunci,
    "alat": _alat, "kotak": _kotak, "rias": _rias,
}  # fmt: skip
