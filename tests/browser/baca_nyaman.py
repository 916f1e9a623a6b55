"""What makes a page read well on a phone, asked of many pages alike."""

from collections.abc import Iterable
from typing import Any

from tests.browser.test_warga import PERIKSA

BOBOT = 60_000  # bytes of a page with its styles, not compressed
_GAYA = """performance.getEntriesByType("resource").filter(e => e.name.endsWith(".css"))
    .reduce((n, e) => n + e.decodedBodySize, 0)"""


def faults(page: Any) -> list[str]:
    """What is wrong with the page that stands open: names, sizes, contrast, sideways scroll."""
    salah: list[str] = page.evaluate(PERIKSA)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        salah.append("lebih lebar dari layar")
    return salah


def read_pages(page: Any, alamat: Iterable[str]) -> dict[str, tuple[int, list[str]]]:
    """{address: (status, faults)} of those that do not open or do not read well."""
    temuan = {}
    for satu in alamat:
        jawab = page.goto(satu)
        salah = faults(page)
        if len(jawab.body()) + page.evaluate(_GAYA) > BOBOT:
            salah.append("lebih dari 60 kB dengan gayanya")
        if jawab.status != 200 or salah:
            temuan[satu] = (jawab.status, salah)
    return temuan
