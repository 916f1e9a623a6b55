"""The market by chat: PASAR, LANGGANAN PASAR, BERHENTI PASAR, and a seller's PASAR 350000.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.models import JualPasar, PasarHari, SewaLapak
from ekonomi.services.akses_omzet import usaha_of
from ekonomi.services.lapak_pasar import LAPOR, record_jual
from ekonomi.services.pasar import subscribe_pasar, unsubscribe_pasar
from ekonomi.services.pasar_kabar import hari_slots
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan
from wilayah.format import rupiah, tanggal_panjang
from wilayah.models import Wilayah
from wilayah.rupiah_baca import read_rupiah
from wilayah.scope import prefix_q

_LIHAT = re.compile(r"(?:jadwal |info )?pasar(?: rakyat| warga)?|kapan pasar")
_LANGGANAN = re.compile(r"(?:mau )?langganan pasar|kabari pasar")
_HENTI = re.compile(r"(?:berhenti|stop)(?: langganan)? pasar")
_JUAL = re.compile(r"(?:jual|penjualan|hasil)? ?pasar[\s:=]+(.{1,30})")


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the few words about markets."""
    return [
        m.kontak is not None and m.isi.jenis in ("teks", "tombol") and _take(m, m.kontak)
        for m in masuk
    ]


def _take(m: Masuk, kontak: Kontak) -> bool:
    kecil = " ".join(m.isi.teks[:80].lower().split()).strip(" .!?")
    if "pasar" not in kecil or not m.wilayah:
        return False
    if _LIHAT.fullmatch(kecil):
        return _list(m, kontak)
    if _LANGGANAN.fullmatch(kecil):
        return _subscribe(m, kontak)
    if _HENTI.fullmatch(kecil):
        ada = unsubscribe_pasar(kontak)
        return _say(m, kontak, "pasar_langganan_henti" if ada else "pasar_bukan_langganan")
    if cocok := _JUAL.fullmatch(kecil):
        return _sell(m, kontak, cocok[1])
    return False


def _list(m: Masuk, kontak: Kontak) -> bool:
    rows = PasarHari.objects.filter(
        prefix_q("pasar__wilayah", str(m.wilayah)), pasar__aktif=True, status="terjadwal"
    )
    hari = list(rows.coming(timezone.now()).select_related("pasar__wilayah")[:5])
    if not hari:
        return _say(m, kontak, "pasar_kosong")
    baris = "\n".join(
        f"{tanggal_panjang(h.mulai_at)}: {h.pasar.nama}, {h.pasar.tempat}" for h in hari
    )
    return _say(m, kontak, "pasar_jadwal", hari_slots(hari[0]) | {"daftar": baris})


def _subscribe(m: Masuk, kontak: Kontak) -> bool:
    kode = str(m.wilayah)
    if kode.count(".") < 3:
        return _say(m, kontak, "pasar_kosong")
    wilayah = Wilayah.objects.get(pk=".".join(kode.split(".")[:4]))
    subscribe_pasar(kontak, wilayah)
    return _say(m, kontak, "pasar_langganan", {"kelurahan": wilayah.nama})


def _sell(m: Masuk, kontak: Kontak, teks: str) -> bool:
    """The sales of the seller's last market day; anybody else's words go on."""
    usaha = usaha_of(kontak)
    jumlah = 0 if teks.strip() == "0" else read_rupiah(teks)
    if not usaha or jumlah is None:
        return False
    kini = timezone.now()
    sewa = (
        SewaLapak.objects.valid()
        .filter(
            prefix_q("hari__pasar__wilayah", str(m.wilayah)), usaha__in=usaha,
            hari__mulai_at__lte=kini, hari__selesai_at__gt=kini - LAPOR,
        )
        .select_related("hari__pasar__wilayah", "usaha")
        .order_by("-hari__mulai_at", "usaha__nama")
        .first()
    )  # fmt: skip
    if sewa is None:
        return _say(m, kontak, "pasar_tanpa_lapak")
    try:
        with transaction.atomic():
            record_jual(sewa, jumlah, cara=JualPasar.Cara.PESAN)
    except ValueError:
        return _say(m, kontak, "pasar_jual_ditolak", {"jumlah": rupiah(jumlah)})
    slots = hari_slots(sewa.hari) | {"jumlah": rupiah(jumlah), "usaha": sewa.usaha.nama}
    return _say(m, kontak, "pasar_jual_dicatat", slots)


def _say(m: Masuk, kontak: Kontak, templat: str, slots: dict[str, Any] | None = None) -> bool:
    queue_pesan(
        kunci=f"pasar:{templat}:{m.pesan.pk}",
        templat=templat,
        slots=slots or {},
        kontak=kontak,
        wilayah=m.wilayah,
        nomor_kanal=m.nomor_kanal,
    )
    return True
