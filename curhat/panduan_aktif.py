"""The solution guides in use, parsed once and kept in the process for some seconds."""

import time

from curhat.balasan.panduan import Panduan, parse_panduan
from curhat.models import PanduanSolusi

_LOOK_AGAIN_EVERY = 15.0
_simpanan: dict[tuple[str, str | None], tuple[int, Panduan]] = {}
_dilihat = [0.0]


def panduan_for(subkategori: str, wilayah: str) -> tuple[int, Panduan]:
    """(id of the PanduanSolusi, its parsed text): the nearest area's own, else the general one."""
    _refresh()
    parts = wilayah.split(".")
    for depth in range(len(parts), 0, -1):
        found = _simpanan.get((subkategori, ".".join(parts[:depth])))
        if found:
            return found
    return _simpanan.get((subkategori, None)) or _simpanan["lainnya", None]


def forget_panduan() -> None:
    """Read the rows again at the next use."""
    _dilihat[0] = 0.0


def _refresh() -> None:
    if _dilihat[0] and time.monotonic() - _dilihat[0] < _LOOK_AGAIN_EVERY:
        return
    rows = PanduanSolusi.objects.filter(aktif=True)
    wanted = {(row.subkategori_id, row.wilayah_id): row for row in rows}
    for key in set(_simpanan) - set(wanted):
        del _simpanan[key]
    for key, row in wanted.items():
        if key not in _simpanan or _simpanan[key][0] != row.pk:
            _simpanan[key] = (row.pk, parse_panduan(row.teks))
    _dilihat[0] = time.monotonic()
