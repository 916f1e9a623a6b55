"""Small drawings that stand in for photos of what grants bought and of places being mended."""

import io
import random

from PIL import Image, ImageDraw

UKURAN = (640, 480)
_WARNA = {"uang": "#c98a3c", "alat": "#5b7fa3", "voucher": "#b9607a"}


def draw_usaha(jenis: str, benih: int) -> bytes:
    """A stall, a sewing machine or a baking table (JPEG); `benih` varies it, no two are alike:
    the look-out for a receipt used twice compares light and dark over the whole picture.
    """
    acak = random.Random(benih)  # noqa: S311 - a picture
    gambar = Image.new("RGB", UKURAN, acak.choice(["#e9e2d2", "#dfe6e2", "#eadfd5"]))
    kuas = ImageDraw.Draw(gambar)
    _wall(kuas, acak)
    lantai = acak.randint(350, 400)
    kuas.rectangle((0, lantai, 640, 480), fill=acak.choice(["#b9a98a", "#8d8577", "#cfc4ae"]))
    kiri, lebar = acak.randint(20, 260), acak.randint(220, 360)
    kuas.rectangle(
        (kiri, 240, kiri + lebar, lantai + 10), fill=_WARNA[jenis], outline="#4a3c2c", width=5
    )
    kuas.polygon(
        [(kiri - 20, 240), (kiri + lebar + 20, 240), (kiri + lebar - 20, 150), (kiri + 20, 150)],
        fill=acak.choice(["#a9573f", "#54705c", "#d8b25c"]),
    )
    for _ in range(12):
        x, y = acak.randint(kiri, kiri + lebar - 30), acak.randint(190, 240)
        warna = acak.choice(["#f3e6a8", "#8fb58f", "#d98c6a", "#f6f2e8"])
        kuas.ellipse((x, y, x + acak.randint(20, 40), y + acak.randint(16, 30)), fill=warna)
    for _ in range(acak.randint(3, 5)):  # sacks and boxes on the floor
        x, tinggi = acak.randint(10, 560), acak.randint(30, 70)
        warna = acak.choice(["#3f3a33", "#e8dcc0", "#6d5a43"])
        kuas.rectangle((x, 470 - tinggi, x + acak.randint(40, 90), 470), fill=warna)
    return _jpeg(gambar)


def _wall(kuas: ImageDraw.ImageDraw, acak: random.Random) -> None:
    """The wall behind: boards of light and dark wood, a window, a calendar."""
    batas = 0
    while batas < 640:
        lebar = acak.randint(45, 120)
        tinggi = acak.randint(90, 340)
        warna = acak.choice(["#6b5d4b", "#b8a88c", "#f2ecdf", "#9db0a8"])
        kuas.rectangle((batas, 340 - tinggi, batas + lebar, 360), fill=warna)
        batas += lebar
    for _ in range(acak.randint(1, 3)):
        x, y = acak.randint(20, 540), acak.randint(15, 90)
        kuas.rectangle(
            (x, y, x + acak.randint(50, 110), y + acak.randint(40, 70)),
            fill=acak.choice(["#fbf8ee", "#4f6a7a"]), outline="#4a3c2c", width=4,
        )  # fmt: skip


def draw_tempat(jenis: str, tahap: str, benih: int) -> bytes:
    """A ditch, a lane or a garden before or after the work (JPEG)."""
    acak = random.Random(benih)  # noqa: S311 - a picture
    sesudah = tahap == "sesudah"
    gambar = Image.new("RGB", UKURAN, "#dfe9ea")
    kuas = ImageDraw.Draw(gambar)
    kuas.rectangle((0, 230, 640, 480), fill="#d9cdb4" if jenis != "taman" else "#8fb07f")
    kuas.polygon(
        [(230, 230), (410, 230), (620, 480), (20, 480)],
        fill=("#9c9b94" if sesudah else "#8b7a5f") if jenis != "drainase" else "#b9b4a8",
    )
    if jenis == "drainase":
        air = "#7d9aa0" if sesudah else "#4d4a40"
        kuas.polygon([(285, 230), (355, 230), (470, 480), (170, 480)], fill=air)
    for _ in range(6 if sesudah else 26):
        x, y = acak.randint(20, 600), acak.randint(260, 460)
        warna = ["#5f8a63", "#76a07a"] if sesudah else ["#c9b458", "#a9573f", "#e8e8e2", "#57544d"]
        kuas.ellipse(
            (x, y, x + acak.randint(14, 34), y + acak.randint(8, 18)), fill=acak.choice(warna)
        )
    if sesudah and jenis == "paving":
        for n in range(7):
            y = 250 + n * 34
            kuas.line((230 - n * 30, y, 410 + n * 30, y), fill="#7d7c76", width=3)
    return _jpeg(gambar)


def _jpeg(gambar: Image.Image) -> bytes:
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=78)
    return keluar.getvalue()
