"""The shape a model must answer in: the same findings as triage, and the parts of the reply.

Lengths are checked afterwards (`curhat.model_bahasa.pemeriksa`): several servers refuse a schema
that states them.
"""

import json
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from curhat.triase.klasifikasi import read_taksonomi


class SkemaSalah(ValueError):  # noqa: N818 - the domain's word
    """An answer that is not of the shape asked for."""


class TemuanModel(BaseModel):
    """What a model finds in one text and would answer to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subkategori: str
    keyakinan: float
    urgensi: Literal[1, 2, 3, 4, 5]
    dampak: str
    perkiraan_terdampak: int | None
    darurat: bool
    peka: bool
    jenis_respons: Literal["A", "B", "C"]
    ringkasan: str
    empati: str
    sebab: str
    a: str
    b: str
    c: str
    pihak: str
    biaya: str
    langkah: list[str]
    alasan: str


#: The parts that a resident reads, in the order they are shown.
BAGIAN_TEKS = ("empati", "ringkasan", "sebab", "a", "b", "c", "pihak", "biaya")


@lru_cache(maxsize=1)
def answer_schema() -> dict[str, Any]:
    """The JSON schema sent along; subcategories are those of the taxonomy."""
    skema = TemuanModel.model_json_schema()
    skema["properties"]["subkategori"]["enum"] = sorted(read_taksonomi())
    for isi in skema["properties"].values():
        isi.pop("title", None)
    skema.pop("title", None)
    skema.pop("description", None)
    return skema


def parse_temuan(teks: str) -> TemuanModel:
    """Read an answer. Raises SkemaSalah for anything that is not exactly what was asked for."""
    try:
        temuan = TemuanModel.model_validate_json(_bare(teks))
    except ValidationError as galat:
        raise SkemaSalah(f"{galat.error_count()} isian tidak sesuai") from None
    if temuan.subkategori not in read_taksonomi():
        raise SkemaSalah("subkategori tidak dikenal")
    if not 0 <= temuan.keyakinan <= 1:
        raise SkemaSalah("keyakinan di luar 0..1")
    if len(temuan.langkah) != 3:
        raise SkemaSalah("langkah harus tiga")
    if temuan.perkiraan_terdampak is not None and temuan.perkiraan_terdampak < 0:
        raise SkemaSalah("perkiraan terdampak negatif")
    return temuan


def _bare(teks: str) -> str:
    """Without the fence that some models put around JSON."""
    isi = teks.strip()
    if isi.startswith("```"):
        isi = isi.strip("`").removeprefix("json").strip()
    return isi


def dump_temuan(temuan: TemuanModel) -> dict[str, Any]:
    """As kept in a JSON column."""
    hasil: dict[str, Any] = json.loads(temuan.model_dump_json())
    return hasil
