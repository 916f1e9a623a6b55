"""POST /ingest: one cleaned message from another gateway, taken and answered in one call."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat import acuan
from curhat.balasan.salam import kosong_jenis, salam_for
from curhat.models import Curhat
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.kabar import curhat_slots
from curhat.ucapan import read_pilihan
from pesan.models import Kontak, PesanMasuk
from pesan.models.kanal import Saluran
from pesan.services.templat import find_templat, render
from wilayah.kripto import keyed_hash
from wilayah.models import KunciApi, Wilayah

_SALURAN = {"kiosk": Saluran.KIOS}


class WilayahTidakDikenal(Exception):  # noqa: N818 - the domain's word
    """The token has no area of its own, or may not speak for the one that was named."""


@transaction.atomic
def ingest(kunci: KunciApi, data: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Record, answer and escalate one message; (what to answer the caller, whether it was new).

    Idempotent by the caller's `id`: a second call waits for the first and gets its result, without
    the PIN. Raises WilayahTidakDikenal.
    """
    kode = _area(kunci, data.get("kelurahan"))
    masuk, baru = PesanMasuk.objects.get_or_create(
        saluran=Saluran.API,
        id_penyedia=f"{kunci.pk}:{data['id']}",
        defaults={
            "muatan": json.dumps(data, default=str),
            "muatan_hingga": timezone.now()
            + timedelta(days=settings.RETENSI_HARI["muatan_mentah"]),
            "kontak": _kontak(kunci, data.get("from", ""), kode),
            "status": PesanMasuk.Status.SELESAI,
            "selesai_at": timezone.now(),
        },
    )
    if not baru:
        return _known(masuk, data), False
    b = _baru(masuk, data, kode)
    (hasil,) = triase_baru([b])
    if hasil.kosong:
        nama = acuan.wilayah_row(kode).nama
        jenis = kosong_jenis(b.teks)
        return _kosong(data, salam_for(jenis, kelurahan=nama, benih=masuk.pk)), True
    (dibuka,) = open_curhat_many([b], [hasil])
    return _told(data, dibuka.curhat, dibuka.pin), True


def _area(kunci: KunciApi, named: str | None) -> str:
    own = [t.wilayah for t in kunci.pengguna.penugasan_aktif if t.wilayah is not None]
    if not named:
        if not own:
            raise WilayahTidakDikenal("Sebutkan kelurahan: kunci ini tidak terikat satu wilayah.")
        return own[0].kode
    if not Wilayah.objects.filter(pk=named).exists():
        raise WilayahTidakDikenal(f"Wilayah {named} tidak dikenal.")
    if not kunci.pengguna.is_superuser and not any(w.contains(named) for w in own):
        raise WilayahTidakDikenal(f"Kunci ini tidak berlaku untuk wilayah {named}.")
    return named


def _kontak(kunci: KunciApi, dari: str, kode: str) -> Kontak | None:
    """The sender as a keyed hash, so that repeat reports link; the address is not kept."""
    if not dari:
        return None
    kontak, _ = Kontak.objects.get_or_create(
        saluran=Saluran.API,
        hash=keyed_hash("kontak:api", f"{kunci.pk}:{dari}"),
        defaults={"wilayah_id": kode},
    )
    return kontak


def _baru(masuk: PesanMasuk, data: dict[str, Any], kode: str) -> CurhatBaru:
    titik = data.get("geocoordinates") or {}
    return CurhatBaru(
        teks=data["text"].replace("\x00", ""),
        saluran=_SALURAN.get(data["channel"], data["channel"]),
        wilayah=kode,
        diterima_at=_when(data.get("timestamp")),
        kontak=masuk.kontak,
        pesan_masuk=masuk,
        anonim=read_pilihan(data.get("anonim", "")),
        tembusan=read_pilihan(data.get("tembusan", "")),
        lat=titik.get("lat"),
        lng=titik.get("lng"),
        kontak_diberikan=masuk.kontak is not None,
        id_luar=data["id"],
    )


def _when(given: datetime | None) -> datetime:
    """When the resident wrote; never later than now, so that a wrong clock cannot hide a row."""
    now = timezone.now()
    return min(given, now) if given else now


def _known(masuk: PesanMasuk, data: dict[str, Any]) -> dict[str, Any]:
    curhat = Curhat.objects.filter(pesan_masuk=masuk).select_related("wilayah").first()
    if curhat is None:
        return _kosong(data, salam_for("kosong", kelurahan="", benih=masuk.pk))
    return _told(data, curhat, None)


def _told(data: dict[str, Any], curhat: Curhat, pin: str | None) -> dict[str, Any]:
    jawaban = curhat.jawaban.first()
    tiket = curhat.tiket_terakhir
    return {
        "id": data["id"],
        "kode": curhat.kode,
        "pin": pin,
        "reply_text": jawaban.teks if jawaban else _ditahan(curhat),
        "kategori": curhat.kategori_id,
        "subkategori": curhat.subkategori_id,
        "urgency_score": curhat.urgensi,
        "rt": curhat.wilayah.rt,
        "rw": curhat.wilayah.rw,
        "privacy_flag": curhat.anonim,
        "tembusan_flag": curhat.tembusan,
        "escalation_flag": curhat.eskalasi,
        "tiket": tiket.nomor if tiket else None,
    }


def _ditahan(curhat: Curhat) -> str:
    """What a sender of too many is told; "" for a report that was erased since."""
    templat = find_templat("ditahan", Saluran.API, curhat.wilayah_id)
    return render(templat.badan, curhat_slots(curhat)) if templat and curhat.ditahan else ""


def _kosong(data: dict[str, Any], teks: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("kode", "pin", "kategori", "subkategori", "rt", "rw", "tiket"))
    return {
        "id": data["id"],
        "reply_text": teks,
        "urgency_score": 1,
        "privacy_flag": False,
        "tembusan_flag": False,
        "escalation_flag": False,
        **nothing,
    }
