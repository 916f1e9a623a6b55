"""BERHENTI and MULAI: the words by which a person stops our messages and lets them come again."""

import re
from collections.abc import Sequence

from django.utils import timezone

from pesan.kanal.dasar import Masuk
from pesan.models import Kontak, Persetujuan
from pesan.services.keluar import Kiriman, queue_pesan_many

VERSI_TEKS = "perintah-1"
_BERHENTI = frozenset({"berhenti", "stop", "unsubscribe", "berhenti berlangganan"})
_MULAI = frozenset({"mulai", "start", "mulai lagi"})
# STOP takes back the leave to keep the address; after MULAI it is what it is by default.
_SIMPAN = {"berhenti": Kontak.Simpan.TIDAK, "mulai": Kontak.Simpan.TIKET}
_BUKAN_HURUF = re.compile(r"[^a-z ]+")


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the messages that are nothing but one of these words (see settings.PESAN_HANDLERS)."""
    hasil = [_command(m) for m in masuk]
    kena = [(m, kata) for m, kata in zip(masuk, hasil, strict=True) if kata]
    if kena:
        _obey(kena)
    return [kata is not None for kata in hasil]


def _command(m: Masuk) -> str | None:
    if m.kontak is None or m.isi.jenis not in ("teks", "tombol"):
        return None
    kata = " ".join(_BUKAN_HURUF.sub(" ", m.isi.teks[:60].lower()).split())
    if kata in _BERHENTI:
        return "berhenti"
    return "mulai" if kata in _MULAI and m.kontak.berhenti_at else None


def _obey(kena: Sequence[tuple[Masuk, str]]) -> None:
    now = timezone.now()
    kontak: list[Kontak] = []
    for m, kata in kena:
        if m.kontak is not None:
            m.kontak.berhenti_at = now if kata == "berhenti" else None
            m.kontak.simpan = _SIMPAN[kata]
            kontak.append(m.kontak)
    Kontak.objects.bulk_update(kontak, ["berhenti_at", "simpan"])
    Persetujuan.objects.bulk_create(p for m, kata in kena for p in _decisions(m.kontak, kata))
    queue_pesan_many(
        [
            Kiriman(
                kunci=f"{kata}:{m.pesan.pk}",
                templat=kata,
                kontak=m.kontak,
                wilayah=m.wilayah,
                nomor_kanal=m.nomor_kanal,
            )
            for m, kata in kena
        ]
    )


def _decisions(kontak: Kontak | None, kata: str) -> list[Persetujuan]:
    ya = "ya" if kata == "berhenti" else "tidak"
    isi = {Persetujuan.Jenis.BERHENTI: ya, Persetujuan.Jenis.SIMPAN_ALAMAT: str(_SIMPAN[kata])}
    return [
        Persetujuan(kontak=kontak, jenis=jenis, keputusan=putusan, versi_teks=VERSI_TEKS)
        for jenis, putusan in isi.items()
    ]
