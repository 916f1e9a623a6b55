"""The seed's columns, spelled as the seed spells them: the only place that knows both spellings.

Used by the admin's export, the API and the demo CSV. Nothing here names or numbers a person: the
sender is a keyed hash, the raw payload its masked copy.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from curhat.models import Curhat
from wilayah.models import Wilayah

Row = dict[str, Any]


def _part(curhat: Curhat, tingkat: int) -> str:
    """Name of the ancestor with this many code parts (2 city, 3 kecamatan, 4 kelurahan)."""
    names: dict[str, str] = getattr(curhat, "nama_wilayah", {})
    parts = curhat.wilayah_id.split(".")
    return names.get(".".join(parts[:tingkat]), "") if len(parts) >= tingkat else ""


def read_names(kode: set[str]) -> dict[str, str]:
    """Names of these areas and those above them, by code, in one query."""
    wanted = {".".join(k.split(".")[:n]) for k in kode for n in (2, 3, 4) if k.count(".") >= n - 1}
    return dict(Wilayah.objects.filter(pk__in=wanted).values_list("kode", "nama"))


def _geo(curhat: Curhat) -> dict[str, float] | None:
    if curhat.lat is None or curhat.lng is None:
        return None
    return {"lat": float(curhat.lat), "lng": float(curhat.lng)}


def _unit(curhat: Curhat) -> str:
    tiket = curhat.tiket_terakhir
    unit = (tiket.instansi if tiket and tiket.instansi_id else None) or curhat.unit
    return unit.nama if unit else ""


def _payload(curhat: Curhat) -> dict[str, Any]:
    return {"channel": curhat.saluran, "text": curhat.isi, "masked": True}


KOLOM: dict[str, Callable[[Curhat], Any]] = {
    "id": lambda c: c.kode,
    "datetime_received": lambda c: c.diterima_at,
    "channel": lambda c: c.saluran,
    "sender_id": lambda c: c.kontak.samaran if c.kontak and not c.anonim else "",
    "kelurahan": lambda c: _part(c, 4),
    "kecamatan": lambda c: _part(c, 3),
    "kota": lambda c: _part(c, 2),
    "rt": lambda c: c.wilayah.rt or "",
    "rw": lambda c: c.wilayah.rw or "",
    "message_text": lambda c: c.isi,
    "summary": lambda c: c.ringkasan,
    "kategori": lambda c: c.kategori_id,
    "subkategori": lambda c: c.subkategori_id,
    "urgency_score": lambda c: c.urgensi,
    "severity": lambda c: c.keparahan,
    "estimated_people_affected": lambda c: c.perkiraan_terdampak,
    "suggested_response_type": lambda c: c.jenis_respons,
    "resources_needed": lambda c: ";".join(c.sumber_daya),
    "assigned_unit": _unit,
    "escalation_flag": lambda c: c.eskalasi,
    "tembusan_flag": lambda c: c.tembusan,
    "privacy_flag": lambda c: c.anonim,
    "contact_info_provided": lambda c: c.kontak_diberikan,
    "geocoordinates": _geo,
    "sentiment_score": lambda c: c.sentimen,
    "processed_by_model_version": lambda c: c.versi_model,
    "final_action_taken": lambda c: c.tindakan_akhir,
    "status": lambda c: c.status_ekspor,
    "raw_payload": _payload,
    "created_at": lambda c: c.created_at,
    "updated_at": lambda c: c.updated_at,
}


def _rt_rw(curhat: Curhat) -> str:
    rt, rw = curhat.wilayah.rt, curhat.wilayah.rw
    return "/".join(filter(None, [f"RT{rt}" if rt else "", f"RW{rw}" if rw else ""]))


KOLOM_RINGKAS: dict[str, Callable[[Curhat], Any]] = {
    "id": lambda c: c.kode,
    "timestamp": lambda c: c.diterima_at,
    "kelurahan": lambda c: _part(c, 4),
    "rt_rw": _rt_rw,
    "isi_curhat": lambda c: c.isi,
    "kategori": lambda c: c.kategori_id,
    "urgensi": lambda c: c.urgensi,
    "privacy_flag": lambda c: c.anonim,
    "solusi_ai": lambda c: c.jawaban.all()[0].teks if c.jawaban.all() else "",
    "status_tindaklanjut": lambda c: c.status_ekspor,
}


def for_export(rows: QuerySet[Curhat, Any]) -> QuerySet[Curhat, Any]:
    """The relations the columns read, fetched in a fixed number of queries."""
    return rows.select_related(
        "wilayah", "kontak", "unit", "tiket_bersama__instansi"
    ).prefetch_related("tiket__instansi", "tiket__digabung_ke", "jawaban")


def write_rows(
    curhat: list[Curhat], kolom: dict[str, Callable[[Curhat], Any]] = KOLOM
) -> list[Row]:
    """Rows in the seed's columns."""
    names = read_names({c.wilayah_id for c in curhat})
    for c in curhat:
        c.nama_wilayah = names  # type: ignore[attr-defined] # read by _part
    return [{nama: baca(c) for nama, baca in kolom.items()} for c in curhat]
