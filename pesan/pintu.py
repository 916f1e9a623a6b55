"""The door: provider webhooks verify, store and answer; nothing is understood here."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pesan import bangun, muatan
from pesan.kotak_masuk import BarisMasuk, insert_masuk
from pesan.models import PesanMasuk
from pesan.models.kanal import Saluran
from pesan.nomor import DaftarNomor, active_numbers, reload_numbers

log = structlog.get_logger("pesan.pintu")
BATAS_BADAN = 3 * 1024 * 1024
# One statement, so that two refusals at the same instant are two.
_HITUNG = """
INSERT INTO pesan_pintuditolak (hari, saluran, alasan, jumlah) VALUES (%s, %s, %s, 1)
ON CONFLICT (hari, saluran, alasan) DO UPDATE SET jumlah = pesan_pintuditolak.jumlah + 1
"""


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One event cut out of a webhook body, with just what is needed to read it alone."""

    id: str
    jenis: PesanMasuk.Jenis
    nomor_id: str
    isi: dict[str, Any]


@csrf_exempt
@require_http_methods(["GET", "POST"])
def webhook_whatsapp(request: HttpRequest) -> HttpResponse:
    """`GET`: Meta verifies this address. `POST`: signed events, stored and answered 200."""
    return _accept(request) if request.method == "POST" else _verify(request)


def _verify(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("hub.verify_token", "").encode()
    tokens = [n.verify_token for n in reload_numbers().semua if n.saluran == Saluran.WHATSAPP]
    cocok = [token for token in tokens if token and hmac.compare_digest(token.encode(), given)]
    if request.GET.get("hub.mode") == "subscribe" and cocok:
        return HttpResponse(request.GET.get("hub.challenge", ""), content_type="text/plain")
    return _refuse("verifikasi")


def _accept(request: HttpRequest) -> HttpResponse:
    try:
        badan = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if len(badan) > BATAS_BADAN:
        return HttpResponse(status=413)
    tanda = request.headers.get("X-Hub-Signature-256", "")
    if not tanda:
        return _refuse("tanpa_tanda_tangan")
    daftar = active_numbers()
    rahasia = matching_secret(badan, tanda, daftar)
    if rahasia is None:
        daftar = reload_numbers()
        rahasia = matching_secret(badan, tanda, daftar)
    if rahasia is None:
        return _refuse("tanda_tangan_salah")
    store(badan, rahasia, daftar)
    return HttpResponse(status=200)


def matching_secret(badan: bytes, tanda: str, daftar: DaftarNomor) -> str | None:
    """The app secret that signed these raw bytes, compared in constant time; None when none did."""
    given = tanda.encode()
    found = None
    for rahasia in daftar.secrets(Saluran.WHATSAPP):
        wanted = "sha256=" + hmac.new(rahasia.encode(), badan, hashlib.sha256).hexdigest()
        if hmac.compare_digest(wanted.encode(), given):
            found = rahasia
    return found


def _refuse(alasan: str) -> HttpResponse:
    """403, counted for the day."""
    with connection.cursor() as cursor:
        cursor.execute(_HITUNG, [timezone.localdate(), Saluran.WHATSAPP, alasan])
    log.warning("pintu_ditolak", alasan=alasan)
    return HttpResponse(status=403)


def store(badan: bytes, rahasia: str, daftar: DaftarNomor) -> None:
    """Put every event of a verified body into the inbox, each under its own id."""
    try:
        baris = [_row(p, rahasia, daftar) for p in split_events(json.loads(badan), badan)]
    except (ValueError, RecursionError):
        baris = []
    if not baris:
        baris = [_row(_unreadable(badan), rahasia, daftar)]
    insert_masuk(Saluran.WHATSAPP, baris)
    if any(not b.galat for b in baris):
        bangun.wake(bangun.MASUK)


def _row(p: Peristiwa, rahasia: str, daftar: DaftarNomor) -> BarisMasuk:
    nomor = daftar.by_id(Saluran.WHATSAPP, p.nomor_id) if p.nomor_id else None
    if nomor is None and p.nomor_id:
        nomor = reload_numbers().by_id(Saluran.WHATSAPP, p.nomor_id)
    galat = ""
    if p.jenis == PesanMasuk.Jenis.RUSAK:
        galat = "isi tidak terbaca"
    elif nomor is None and p.jenis != PesanMasuk.Jenis.SISTEM:
        galat = "nomor kanal tidak dikenal"
    elif nomor is not None and nomor.app_secret != rahasia:
        galat = "ditandatangani rahasia nomor lain"
        nomor = None
    # Refused rows keep their own ids, so that they cannot stand in the way of the real ones.
    id_penyedia = _safe_id(f"ditolak:{p.id}" if galat and p.id else p.id, p.isi)
    return BarisMasuk(id_penyedia, muatan.dump(p.isi), p.jenis, nomor.pk if nomor else None, galat)


def _safe_id(nilai: str, isi: dict[str, Any]) -> str:
    """The id as it is when it fits the column, else a digest of the event."""
    if nilai and len(nilai) <= 200 and nilai.isascii() and nilai.isprintable():
        return nilai
    return "sha256:" + hashlib.sha256(muatan.dump(isi).encode()).hexdigest()


def _unreadable(badan: bytes) -> Peristiwa:
    isi = {"badan": badan[:100_000].decode("utf-8", "replace")}
    digest = hashlib.sha256(badan).hexdigest()
    return Peristiwa(f"sha256:{digest}", PesanMasuk.Jenis.RUSAK, "", isi)


def split_events(badan: Any, mentah: bytes) -> Iterator[Peristiwa]:
    """Cut a WhatsApp webhook body into single events. Raises ValueError when it is not one."""
    if not isinstance(badan, dict):
        raise ValueError("bukan objek")  # noqa: TRY004 - to the caller all bad bodies are alike
    for entry in _objects(badan.get("entry")):
        for perubahan in _objects(entry.get("changes")):
            nilai = perubahan.get("value")
            if not isinstance(nilai, dict):
                continue
            if perubahan.get("field", "messages") == "messages":
                yield from _split_value(nilai, mentah)
            else:
                yield _other_field(perubahan, mentah)


def _split_value(nilai: dict[str, Any], mentah: bytes) -> Iterator[Peristiwa]:
    metadata = nilai.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nomor_id = str(metadata.get("phone_number_id", ""))
    kontak = _objects(nilai.get("contacts"))
    for pesan in _objects(nilai.get("messages")):
        isi = {"metadata": metadata, "contacts": _matching(kontak, pesan), "message": pesan}
        sistem = pesan.get("type") == "system"
        jenis = PesanMasuk.Jenis.SISTEM if sistem else PesanMasuk.Jenis.PESAN
        yield Peristiwa(_text(pesan.get("id")), jenis, nomor_id, isi)
    for status in _objects(nilai.get("statuses")):
        isi = {"metadata": metadata, "contacts": _matching(kontak, status), "status": status}
        id_status = f"{_text(status.get('id'))}:{_text(status.get('status'))}"
        yield Peristiwa(id_status, PesanMasuk.Jenis.STATUS, nomor_id, isi)
    if galat := _objects(nilai.get("errors")):
        digest = hashlib.sha256(mentah).hexdigest()
        isi = {"metadata": metadata, "errors": galat}
        yield Peristiwa(f"galat:{digest}", PesanMasuk.Jenis.SISTEM, nomor_id, isi)


def _other_field(perubahan: dict[str, Any], mentah: bytes) -> Peristiwa:
    """Notices about the account or its templates: kept, for whoever looks into a problem."""
    digest = hashlib.sha256(mentah + muatan.dump(perubahan).encode()).hexdigest()
    return Peristiwa(f"lain:{digest}", PesanMasuk.Jenis.SISTEM, "", {"change": perubahan})


def _matching(kontak: list[dict[str, Any]], peristiwa: dict[str, Any]) -> list[dict[str, Any]]:
    """The contact this event is from; the only one where there is one."""
    if len(kontak) <= 1:
        return kontak
    keys = ("from", "from_user_id", "recipient_id", "recipient_user_id")
    ids = {peristiwa[key] for key in keys if isinstance(peristiwa.get(key), str)}
    return [k for k in kontak if k.get("wa_id") in ids or k.get("user_id") in ids][:1]


def _objects(nilai: Any) -> list[dict[str, Any]]:
    return [isi for isi in nilai if isinstance(isi, dict)] if isinstance(nilai, list) else []


def _text(nilai: Any) -> str:
    return nilai if isinstance(nilai, str) else ""
