"""What waits at the desk of a kecamatan or at a village, by kind: one count for the staff's home
and the day's page, each with the list that shows the same rows.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from ruko_parsel.meja_rujukan import KUNCI_MEJA
from ruko_parsel.models import (
    Jawaban,
    Keahlian,
    KontakSiaga,
    Pemesanan,
    Permintaan,
    RiwayatPermintaan,
)
from ruko_parsel.models.siaga import UMUR_KONTAK
from ruko_parsel.pihak import DESA, MEJA
from ruko_parsel.services.tangga import NAIK_KE_CAMAT
from wilayah.hitung import count_together
from wilayah.models import Rujukan
from wilayah.peran import Peran
from wilayah.zona import at_place, zona_of


@dataclass(frozen=True, slots=True)
class Antre:
    """One kind: how many, what they are, where, and whether they cannot wait."""

    kunci: str
    label: str
    ajakan: str
    url: str
    banyak: int = 0
    mendesak: bool = False


# kind: words of the card, what to do, list and query, whether it presses
_JENIS: dict[str, tuple[str, str, str, str, bool]] = {
    "rujukan": ("rujukan menunggu diterima", "Terima, atau kembalikan dengan alasan.",
                "wilayah_rujukan_changelist", f"meja={KUNCI_MEJA}&status__exact=ditawarkan", True),
    "naik": ("permintaan sudah naik ke camat", "Belum dijawab sejak camat diingatkan.",
             "ruko_parsel_permintaan_changelist", "batas=naik", True),
    "ruang": ("permintaan ruang menunggu persetujuan", "Setujui atau tolak.",
              "ruko_parsel_pemesanan_changelist", "status__exact=diminta&waktu=nanti", False),
    "hari_ini": ("pertemuan di ruang hari ini", "Lihat kalender ruang.",
                 "ruko_parsel_pemesanan_kalender", "", False),
    "kontak": ("kontak siaga belum diuji enam bulan", "Telepon, lalu catat hasilnya.",
               "ruko_parsel_kontaksiaga_changelist", "uji=basi&aktif__exact=1", False),
    "jawaban": ("jawaban terbuka perlu ditinjau", "Baca lagi, masih benarkah.",
                "ruko_parsel_jawaban_changelist", "antrean=tinjau", False),
    "keahlian": ("keahlian menunggu dikuatkan", "Kuatkan atau jelaskan alasannya.",
                 "ruko_parsel_keahlian_changelist", "status__exact=diajukan", False),
}  # fmt: skip


def waiting_at_desk(user: Any, kode: str, now: datetime) -> list[Antre]:
    """Each kind for the desk of this kecamatan, none left out; one query."""
    lokal = at_place(now, kode)
    awal = datetime.combine(lokal.date(), time(), tzinfo=zona_of(kode))
    pesan = Pemesanan.objects.visible_to(user, peran=MEJA).in_wilayah(kode)
    rows: dict[str, Any] = {
        "rujukan": Rujukan.objects.filter(
            meja=KUNCI_MEJA, status=Rujukan.Status.DITAWARKAN, ke_wilayah=kode
        ),
        "naik": escalated(Permintaan.objects.visible_to(user, peran=MEJA).in_wilayah(kode)),
        "ruang": pesan.filter(status=Pemesanan.Status.DIMINTA, selesai_at__gt=now),
        "hari_ini": pesan.standing().filter(
            mulai_at__gte=awal, mulai_at__lt=awal + timedelta(days=1)
        ),
        "kontak": _stale(user, MEJA, kode, now),
        "jawaban": Jawaban.objects.visible_to(user, peran=MEJA).in_wilayah(kode).due_review(
            lokal.date()
        ),
    }  # fmt: skip
    if Peran.CAMAT in user.peran_aktif:
        rows["keahlian"] = Keahlian.objects.in_wilayah(kode).filter(
            status=Keahlian.Status.DIAJUKAN
        ).exclude(pengguna=user)  # fmt: skip
    return _counted(rows)


def waiting_at_village(user: Any, kode: str, now: datetime) -> list[Antre]:
    """What a village has to see to by itself; one query."""
    return _counted({"kontak": _stale(user, DESA, kode, now)})


def escalated(rows: Any) -> Any:
    """Requests that the camat was told of and that still wait for an answer."""
    naik = RiwayatPermintaan.objects.filter(permintaan=OuterRef("pk"), apa=NAIK_KE_CAMAT)
    return rows.unanswered().filter(Exists(naik), dijeda_at__isnull=True)


def _stale(user: Any, peran: frozenset[Peran], kode: str, now: datetime) -> Any:
    rows = KontakSiaga.objects.visible_to(user, peran=peran).in_wilayah(kode).active()
    return rows.filter(diperiksa_at__lt=now - UMUR_KONTAK)


def _counted(rows: dict[str, Any]) -> list[Antre]:
    n = count_together(rows)
    hasil = []
    for kunci in rows:
        label, ajakan, nama, tanya, mendesak = _JENIS[kunci]
        url = reverse(f"admin:{nama}") + (f"?{tanya}" if tanya else "")
        hasil.append(Antre(kunci, label, ajakan, url, n[kunci], mendesak and n[kunci] > 0))
    return hasil
