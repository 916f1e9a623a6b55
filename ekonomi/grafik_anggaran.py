"""Figures for charts that the server draws as SVG: parts of a bar as attributes, no styles."""

from typing import Any


def bars_of(pos: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line as one bar of its whole budget: spent, promised, left, in percent of it."""
    return [_bar(baris) for baris in pos]


def _bar(baris: dict[str, Any]) -> dict[str, Any]:
    anggaran = baris["anggaran"] or 1
    pakai = min(100.0, max(0.0, baris["kumulatif"] * 100 / anggaran))
    janji = min(100.0 - pakai, max(0.0, baris["komitmen"] * 100 / anggaran))
    return {
        **baris,
        "x_pakai": "0%",
        "w_pakai": f"{pakai:.1f}%",
        "x_janji": f"{pakai:.1f}%",
        "w_janji": f"{janji:.1f}%",
        "persen": round(baris["kumulatif"] * 100 / anggaran),
    }
