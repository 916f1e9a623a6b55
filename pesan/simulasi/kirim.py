"""The simulator's end of the line: Cloud API payloads, signed and posted to the real webhook."""

import hashlib
import hmac
import json
import secrets
import time
from typing import Any

import httpx
from django.conf import settings

from pesan.models import NomorKanal
from pesan.simulasi.orang import Orang

AWALAN_ID = "wamid.SIM"
_WAKTU = 10.0


def message_prefix(nomor: NomorKanal, orang: Orang) -> str:
    """How the ids of this person's messages to this number begin."""
    return f"{AWALAN_ID}.{nomor.pk}.{orang.kunci}."


def post_message(nomor: NomorKanal, orang: Orang, jenis: str, isi: dict[str, Any]) -> None:
    """Send one message of a person, as WhatsApp would. Raises httpx.HTTPError."""
    pengirim = {"from": orang.wa_id} if orang.wa_id else {"from_user_id": orang.user_id}
    message = pengirim | {
        "id": message_prefix(nomor, orang) + secrets.token_hex(8),
        "timestamp": str(int(time.time())),
        "type": jenis,
        jenis: isi,
    }
    kontak = {"profile": {"name": orang.nama}, "user_id": orang.user_id}
    if orang.wa_id:
        kontak["wa_id"] = orang.wa_id
    post_value(nomor, {"contacts": [kontak], "messages": [message]})


def post_status(nomor: NomorKanal, status: dict[str, Any]) -> None:
    """Report the state of one delivered message. Raises httpx.HTTPError."""
    post_value(nomor, {"statuses": [status | {"timestamp": str(int(time.time()))}]})


def post_value(nomor: NomorKanal, nilai: dict[str, Any]) -> None:
    """Wrap, sign with the number's app secret, and post over HTTP."""
    nilai = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": "".join(filter(str.isdigit, nomor.tampilan)),
            "phone_number_id": nomor.nomor_id,
        },
        **nilai,
    }
    badan = json.dumps(
        {
            "object": "whatsapp_business_account",
            "entry": [{"id": "simulasi", "changes": [{"value": nilai, "field": "messages"}]}],
        }
    ).encode()
    tanda = hmac.new(nomor.app_secret.encode(), badan, hashlib.sha256).hexdigest()
    httpx.post(
        f"{settings.SITE_URL}/webhook/whatsapp",
        content=badan,
        headers={"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={tanda}"},
        timeout=_WAKTU,
    ).raise_for_status()
