"""Every call on record: tokens, Rupiah, time, outcome; never a word of anybody."""

from decimal import Decimal

from django.conf import settings

from curhat.model_bahasa.nilai import Jawab
from curhat.models import Curhat, PanggilanModel, TugasModel

_JUTA = Decimal(1_000_000)


def price(jawab: Jawab) -> Decimal:
    """Rupiah of one call, by the prices in the settings."""
    token = (
        jawab.token_masuk * Decimal(settings.MODEL_HARGA_MASUK)
        + jawab.token_keluar * Decimal(settings.MODEL_HARGA_KELUAR)
    ) / _JUTA
    suara = Decimal(str(jawab.detik)) / 60 * settings.MODEL_HARGA_SUARA
    return (token + suara).quantize(Decimal("0.01"))


def record_panggilan(
    tugas: TugasModel,
    curhat: Curhat,
    jawab: Jawab,
    *,
    hasil: str,
    model: str,
    prompt: int | None = None,
    keterangan: str = "",
    sidik: str = "",
) -> PanggilanModel:
    """Write down one call, or why there was none."""
    return PanggilanModel.objects.create(
        curhat=curhat,
        wilayah_id=curhat.wilayah.kode_kelurahan or curhat.wilayah_id,
        jenis=tugas.jenis,
        model=model[:80],
        prompt_id=prompt,
        hasil=hasil,
        keterangan=keterangan[:120],
        percobaan=jawab.percobaan,
        token_masuk=jawab.token_masuk,
        token_keluar=jawab.token_keluar,
        biaya=price(jawab),
        latensi_ms=jawab.latensi_ms,
        sidik=sidik,
    )
