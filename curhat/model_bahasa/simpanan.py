"""Answers kept for the same question: same prompt, model, masked words, area and guide."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from curhat.model_bahasa.nilai import Permintaan
from curhat.models import SimpananModel
from wilayah.kripto import keyed_hash


def fingerprint(permintaan: Permintaan, *, prompt: int, kelurahan: str) -> str:
    """A keyed hash of everything that decides the answer; nobody can read words out of it."""
    isi = [permintaan.model, prompt, kelurahan, permintaan.token_maks, *permintaan.pesan]
    return keyed_hash("model", json.dumps(isi, sort_keys=True, ensure_ascii=False))


def read_simpanan(sidik: str) -> dict[str, Any] | None:
    """The finding kept under this hash, or None."""
    row = SimpananModel.objects.filter(pk=sidik, hingga__gt=timezone.now()).first()
    return row.isi if row is not None else None


def keep_simpanan(sidik: str, isi: dict[str, Any]) -> None:
    """Keep a finding that was of the right shape."""
    hingga = timezone.now() + timedelta(days=settings.RETENSI_HARI["simpanan_model"])
    SimpananModel.objects.update_or_create(pk=sidik, defaults={"isi": isi, "hingga": hingga})


def forget_simpanan(sidik: Iterable[str]) -> int:
    """Delete these; gives how many there were."""
    jumlah, _per_model = SimpananModel.objects.filter(pk__in=[s for s in sidik if s]).delete()
    return jumlah
