"""What the page of a visit shows to whom."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from luna_maya.alamat_tuan import TERTUTUP, may_see_alamat
from luna_maya.jadwal_bebas import place_words
from luna_maya.models import Kunjungan, SebutanKunjungan
from luna_maya.waktu_catatan import closes_at, opens_at
from wilayah.format import tanggal_panjang
from wilayah.zona import at_place, nama_zona

_SEHARI = timedelta(days=1)
SEDANG = frozenset({Kunjungan.Status.PASTI, Kunjungan.Status.BERLANGSUNG})


@dataclass(frozen=True, slots=True)
class Kepala:
    """The head of a visit in words, on the clock of its place."""

    kunjungan: Kunjungan
    jenis: str
    tempat: str
    waktu: str


def head_of(kunjungan: Kunjungan, nama: dict[str, str] | None = None) -> Kepala:
    """`nama`: the kelurahan's own names of kinds, read when not given."""
    kode = str(kunjungan.wilayah_id)
    if nama is None:
        nama = SebutanKunjungan.names_in(".".join(kode.split(".")[:4]))
    return Kepala(kunjungan, kunjungan.jenis.name_in(nama), place_words(kode), when_of(kunjungan))


def names_everywhere() -> dict[str, dict[str, str]]:
    """{kelurahan: {kind: its own name}}, one query: for lists over several kelurahan."""
    nama: dict[str, dict[str, str]] = {}
    rows = SebutanKunjungan.objects.values_list("wilayah", "jenis__kode", "nama")
    for kelurahan, kode, sebutan in rows:
        nama.setdefault(kelurahan, {})[kode] = sebutan
    return nama


def head_in(kunjungan: Kunjungan, nama: dict[str, dict[str, str]]) -> Kepala:
    """`head_of` with the names of `names_everywhere`."""
    return head_of(kunjungan, nama.get(".".join(str(kunjungan.wilayah_id).split(".")[:4]), {}))


def when_of(kunjungan: Kunjungan) -> str:
    """ "Sab, 29 Nov 2025 19.00 sampai Min, 30 Nov 2025 06.00 WITA"; the day once when it is one."""
    kode = str(kunjungan.wilayah_id)
    zona = nama_zona(kode)
    mulai = tanggal_panjang(kunjungan.mulai_at, kode).removesuffix(f" {zona}")
    akhir = at_place(kunjungan.selesai_at, kode)
    if akhir.date() == at_place(kunjungan.mulai_at, kode).date():
        return f"{mulai} sampai {akhir:%H.%M} {zona}"
    return f"{mulai} sampai {tanggal_panjang(kunjungan.selesai_at, kode)}"


def log_url_of(kunjungan: Kunjungan) -> str:
    """The log of an agreed visit: from the day before, to be opened once while there is a signal,
    until it closes days after; else "".
    """
    now, ada = timezone.now(), kunjungan.status in SEDANG | {Kunjungan.Status.SELESAI}
    if not ada or not opens_at(kunjungan) - _SEHARI <= now <= closes_at(kunjungan):
        return ""
    return reverse("luna_catat", args=[kunjungan.kode])


def people_of(kunjungan: Kunjungan) -> list[Any]:
    """Who comes along, with names."""
    return list(kunjungan.peserta.select_related("tokoh", "pengguna"))


def address_of(kunjungan: Kunjungan, user: Any) -> dict[str, Any]:
    """The address for those going, else the words that say who may read it."""
    rumah = kunjungan.tuan_rumah
    boleh = may_see_alamat(user, rumah)
    titik = f"{rumah.lat},{rumah.lng}" if boleh and rumah.lat is not None else ""
    return {
        "alamat": (rumah.alamat or "Belum dicatat") if boleh else TERTUTUP,
        "alamat_terbuka": boleh,
        "url_peta": f"https://www.openstreetmap.org/?mlat={rumah.lat}&mlon={rumah.lng}#map=18/"
        f"{rumah.lat}/{rumah.lng}" if titik else "",
    }  # fmt: skip


def questions_of(kunjungan: Kunjungan) -> list[dict[str, str]]:
    """The kind's questions with what was answered."""
    return [
        {
            "teks": str(t["teks"]), "petunjuk": str(t.get("petunjuk", "")),
            "jawaban": str(kunjungan.jawaban.get(t["kunci"], "")),
        }
        for t in kunjungan.jenis.tanya()
    ]  # fmt: skip


def outcome_of(kunjungan: Kunjungan) -> dict[str, Any]:
    """Entries of the log, promises and tasks of a visit, dates on its clock."""
    kode = str(kunjungan.wilayah_id)
    catatan = kunjungan.catatan.standing().select_related("wilayah", "by").prefetch_related("tugas")
    isi = list(catatan)
    return {
        "catatan": [(c, tanggal_panjang(c.dicatat_at, kode)) for c in isi],
        "janji": list(kunjungan.janji.all()),
        "tugas": [t for c in isi for t in c.tugas.all()],
    }


def history_of(kunjungan: Kunjungan) -> list[dict[str, Any]]:
    """The steps of a visit, the first first."""
    kode = str(kunjungan.wilayah_id)
    return [
        {
            "apa": r.apa, "catatan": r.catatan, "by": r.by, "at": tanggal_panjang(r.at, kode),
            "dari": tanggal_panjang(r.dari_mulai_at, kode) if r.dari_mulai_at else "",
            "ke": tanggal_panjang(r.ke_mulai_at, kode) if r.ke_mulai_at else "",
        }
        for r in kunjungan.riwayat.select_related("by")
    ]  # fmt: skip
