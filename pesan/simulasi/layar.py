"""What a simulated phone shows, read from the inbox and the outbox themselves."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from pesan import muatan, tombol
from pesan.kanal.whatsapp import BATAS_BERTOMBOL, parse_message
from pesan.models import Kontak, NomorKanal, PesanKeluar, PesanMasuk
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.simulasi.kirim import message_prefix
from pesan.simulasi.orang import Orang

JUMLAH = 40
_SAMPAI = (PesanKeluar.Status.SENT, PesanKeluar.Status.DELIVERED, PesanKeluar.Status.READ)
_KATA = {
    "suara": "Pesan suara", "video": "Video", "berkas": "Dokumen", "stiker": "Stiker",
    "reaksi": "Reaksi", "kontak": "Kartu kontak",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Balon:
    """One bubble."""

    saya: bool
    teks: str
    pada: datetime
    urut: int = 0
    status: str = ""
    foto: str = ""  # media id
    tombol: tuple[str, ...] = ()
    kepada: str = ""

    @property
    def berdaftar(self) -> bool:
        """Whether the choices are a list to open, as a telephone shows many or a long text's."""
        return len(self.tombol) > tombol.MAKS_TOMBOL or len(self.teks) > BATAS_BERTOMBOL


def resident_screen(nomor: NomorKanal, orang: Orang) -> list[Balon]:
    """The conversation of one invented person with one number, oldest first."""
    masuk = PesanMasuk.objects.filter(
        saluran=Saluran.WHATSAPP, id_penyedia__startswith=message_prefix(nomor, orang)
    ).order_by("-id")[:JUMLAH]
    hashes = [hash_identity(Saluran.WHATSAPP, i) for i in (orang.wa_id, orang.user_id) if i]
    kontak = Kontak.objects.filter(
        Q(hash__in=hashes) | Q(hash_lain__in=hashes), saluran=Saluran.WHATSAPP
    )
    keluar = PesanKeluar.objects.filter(
        kontak__in=kontak, nomor_kanal=nomor, status__in=_SAMPAI
    ).order_by("-id")[:JUMLAH]
    return _in_order([*map(_mine, masuk), *map(_theirs, keluar)])


def staff_screen(nomor: NomorKanal) -> list[Balon]:
    """The notices that reached staff on WhatsApp from this number, oldest first."""
    keluar = (
        PesanKeluar.objects.filter(
            pengguna__isnull=False, nomor_kanal=nomor, status__in=_SAMPAI, saluran=Saluran.WHATSAPP
        )
        .select_related("pengguna")
        .order_by("-id")[:JUMLAH]
    )
    return _in_order(map(_theirs, keluar))


def fingerprint(layar: Iterable[Balon]) -> str:
    """Changes when the screen does, so that polling need not redraw it."""
    isi = json.dumps([[b.teks, b.status, b.pada.isoformat()] for b in layar])
    return hashlib.sha256(isi.encode()).hexdigest()[:16]


def _in_order(balon: Iterable[Balon]) -> list[Balon]:
    return sorted(balon, key=lambda b: (b.pada, b.urut))[-JUMLAH:]


def _mine(pesan: PesanMasuk) -> Balon:
    if not pesan.muatan:
        return Balon(saya=True, teks="(sudah dihapus)", pada=pesan.diterima_at)
    isi = parse_message(muatan.load(pesan).get("message") or {})
    teks = isi.teks
    if isi.jenis == "lokasi":
        teks = f"Lokasi: {isi.lat:.4f}, {isi.lng:.4f}"
    elif isi.jenis in _KATA:
        teks = f"{_KATA[isi.jenis]} {isi.teks}".strip()
    foto = isi.media[0].id if isi.jenis == "foto" else ""
    return Balon(saya=True, teks=teks, pada=pesan.diterima_at, foto=foto)


def _theirs(pesan: PesanKeluar) -> Balon:
    teks, pilihan = tombol.split(pesan.badan)
    return Balon(
        saya=False,
        teks=teks or "(sudah dihapus)",
        pada=pesan.sent_at or pesan.created_at,
        urut=pesan.pk,
        status=pesan.get_status_display(),
        tombol=tuple(pilihan),
        kepada=str(pesan.pengguna) if pesan.pengguna else "",
    )
