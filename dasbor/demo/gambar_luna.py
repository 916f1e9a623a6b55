"""Small drawings that stand in for photos of evening visits: plainly drawings, not photographs."""

import io
import random

from PIL import Image, ImageDraw

UKURAN = (640, 480)
_Kuas = ImageDraw.ImageDraw
_MALAM, _BULAN, _LAMPU, _KAYU = "#1f2b3a", "#f2ecd0", "#f4d58a", "#7a5c40"
_BAJU = ("#5b7fa3", "#a9573f", "#54705c", "#c98a3c", "#8d6f9b", "#4f6a7a")
_KULIT = ("#c99a6e", "#b5835a", "#d9ad84")


def draw_kunjungan(tempat: str, benih: int, orang: int = 3) -> bytes:
    """A terrace, a guard post, a mosque or a stall at night with `orang` figures (JPEG)."""
    acak = random.Random(benih)  # noqa: S311 - a picture
    gambar = Image.new("RGB", UKURAN, _MALAM)
    kuas = ImageDraw.Draw(gambar)
    _sky(kuas, acak)
    {"rumah": _terrace, "pos_kamling": _post, "masjid": _mosque}.get(tempat, _stall)(kuas, acak)
    for ke in range(orang):
        _person(kuas, acak, 150 + ke * (360 // max(1, orang)) + acak.randint(-15, 15))
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=80)
    return keluar.getvalue()


def _sky(kuas: _Kuas, acak: random.Random) -> None:
    x = acak.randint(60, 540)
    kuas.ellipse((x, 30, x + 46, 76), fill=_BULAN)
    for _ in range(30):
        kuas.point((acak.randint(0, 639), acak.randint(0, 180)), fill="#d0d4d2")
    kuas.rectangle((0, 390, 640, 480), fill="#3d4a3f")


def _terrace(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((90, 190, 550, 400), fill=acak.choice(["#d8c7a4", "#c6d3c4", "#d9c2b5"]))
    kuas.polygon([(60, 195), (320, 95), (580, 195)], fill="#8a4a36")
    kuas.rectangle((250, 240, 320, 400), fill=_KAYU)
    kuas.rectangle((400, 240, 500, 310), fill=_LAMPU, outline=_KAYU, width=6)
    kuas.ellipse((300, 196, 340, 226), fill=_LAMPU)


def _post(kuas: _Kuas, acak: random.Random) -> None:
    for x in (130, 490):
        kuas.rectangle((x, 190, x + 16, 410), fill=_KAYU)
    kuas.polygon([(90, 200), (320, 110), (550, 200)], fill=acak.choice(["#6d5a43", "#8a4a36"]))
    kuas.rectangle((140, 370, 500, 400), fill="#94744f")
    kuas.rectangle((300, 200, 330, 300), fill="#5a4632")
    kuas.ellipse((200, 205, 236, 235), fill=_LAMPU)


def _mosque(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((130, 220, 510, 400), fill="#d8dcd2")
    kuas.pieslice((220, 100, 420, 340), 180, 360, fill=acak.choice(["#3f7a5c", "#4f6a7a"]))
    for x in (170, 290, 410):
        kuas.pieslice((x, 250, x + 70, 330), 180, 360, fill=_LAMPU)
        kuas.rectangle((x, 290, x + 70, 400), fill=_LAMPU)


def _stall(kuas: _Kuas, acak: random.Random) -> None:
    kuas.rectangle((110, 260, 530, 400), fill="#94744f")
    kuas.polygon([(80, 210), (560, 210), (530, 150), (110, 150)],
                 fill=acak.choice(["#a9573f", "#c98a3c"]))  # fmt: skip
    for _ in range(10):
        x = acak.randint(120, 490)
        kuas.rectangle((x, 230, x + 18, 258), fill=acak.choice(_BAJU))
    kuas.ellipse((300, 212, 340, 242), fill=_LAMPU)


def _person(kuas: _Kuas, acak: random.Random, x: int) -> None:
    """Somebody sitting, without a face."""
    y = acak.randint(300, 325)
    kuas.ellipse((x, y - 46, x + 40, y - 4), fill=acak.choice(_KULIT))
    kuas.polygon([(x - 14, y + 90), (x + 54, y + 90), (x + 42, y), (x - 2, y)],
                 fill=acak.choice(_BAJU))  # fmt: skip
    kuas.rectangle((x - 4, y - 50, x + 44, y - 34), fill=acak.choice(["#2a2a2a", "#e8e2d0"]))
