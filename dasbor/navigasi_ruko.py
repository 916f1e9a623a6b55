"""The sidebar's groups of RUKO PARSEL (see `dasbor.navigasi`)."""

from typing import Any

from django.db.models import Exists, OuterRef

from ruko_parsel.models import Permintaan, Ruang
from ruko_parsel.pihak import DESA
from wilayah.models import Wilayah

# title, icon, admin list or name of an address, query
RUKO: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Rumah Koordinasi",
        (
            ("Hari ini", "today", "ruko_hari_ini", ""),
            ("Papan permintaan", "view_kanban", "admin:ruko_parsel_papan", ""),
            ("Permintaan koordinasi", "forum", "ruko_parsel_permintaan", ""),
            ("Ajukan permintaan", "add_comment", "admin:ruko_parsel_permintaan_add", ""),
            ("Rujukan masuk", "move_to_inbox", "wilayah_rujukan",
             "meja=koordinasi&status__exact=ditawarkan"),
            ("Disposisi untuk saya", "forward_to_inbox", "ruko_parsel_disposisi", "punya=saya"),
            ("Tanggapan", "reply", "ruko_parsel_tanggapan", ""),
            ("Tindak lanjut", "task_alt", "ruko_parsel_tindaklanjut", ""),
            ("Tiket dan angka tertaut", "link", "ruko_parsel_tautanpermintaan", ""),
            ("Angka kecamatan", "monitoring", "admin:ruko_parsel_laporanruko_kecamatan", ""),
            ("Laporan bulanan", "summarize", "ruko_parsel_laporanruko", ""),
            ("Tangga pengingat", "stairs", "ruko_parsel_aturantangga", ""),
        ),
    ),
    (
        "Ruang, tamu, dan rapat",
        (
            ("Kalender ruang", "meeting_room", "admin:ruko_parsel_pemesanan_kalender", ""),
            ("Pemesanan ruang", "event_available", "ruko_parsel_pemesanan", ""),
            ("Meja antrean", "campaign", "admin:ruko_parsel_antrean_meja", ""),
            ("Buku tamu", "menu_book", "ruko_parsel_tamu", ""),
            ("Rapat", "groups", "ruko_parsel_rapat", ""),
            ("Undangan rapat", "mail", "ruko_parsel_undanganrapat", ""),
            ("Keputusan rapat", "gavel", "ruko_parsel_keputusan", "keadaan=terbuka"),
            ("Layar dan QR", "qr_code_2", "admin:ruko_parsel_antrean_layar", ""),
            ("Ruang", "door_front", "ruko_parsel_ruang", ""),
            ("Jam buka", "schedule", "ruko_parsel_jambuka", ""),
            ("Hari tutup", "event_busy", "ruko_parsel_haritutup", ""),
        ),
    ),
    (
        "Pengetahuan desa",
        (
            ("Jawaban terbuka", "quiz", "ruko_parsel_jawaban", ""),
            ("Jawaban perlu ditinjau", "event_repeat", "admin:ruko_parsel_jawaban_antrean", ""),
            ("Pustaka", "library_books", "ruko_parsel_pustaka", ""),
            ("Siapa tahu apa", "psychology", "ruko_parsel_keahlian", ""),
        ),
    ),
    (
        "Kapasitas desa",
        (
            ("Peta kapasitas desa", "radar", "admin:ruko_parsel_penilaiankapasitas_peta", ""),
            ("Penilaian kapasitas", "checklist", "ruko_parsel_penilaiankapasitas", ""),
            ("Pembinaan desa", "school", "ruko_parsel_rencanapembinaan", ""),
            ("Siaga bencana", "emergency_home", "admin:ruko_parsel_periksasiaga_semua", ""),
            ("Kontak siaga", "contact_phone", "ruko_parsel_kontaksiaga", ""),
            ("Peringatan dini", "warning", "ruko_parsel_peringatansiaga", ""),
            ("Angka stunting", "child_care", "admin:ruko_parsel_angkastunting_tabel", ""),
            ("Petugas gizi", "badge", "ruko_parsel_petugasgizi", ""),
        ),
    ),
)  # fmt: skip

# Screens that are no list of the admin: name of the address -> permission that opens it.
LAYAR_RUKO: dict[str, str] = {
    "admin:ruko_parsel_permintaan_add": "ruko_parsel.add_permintaan",
    "admin:ruko_parsel_papan": "ruko_parsel.view_disposisi",
    "admin:ruko_parsel_pemesanan_kalender": "ruko_parsel.view_pemesanan",
    "admin:ruko_parsel_antrean_meja": "ruko_parsel.change_antrean",
    "admin:ruko_parsel_antrean_layar": "ruko_parsel.change_tandarumah",
    "admin:ruko_parsel_jawaban_antrean": "ruko_parsel.change_jawaban",
    "admin:ruko_parsel_penilaiankapasitas_peta": "ruko_parsel.view_penilaiankapasitas",
    "admin:ruko_parsel_periksasiaga_semua": "ruko_parsel.view_periksasiaga",
    "admin:ruko_parsel_angkastunting_tabel": "ruko_parsel.view_angkastunting",
    "ruko_hari_ini": "ruko_parsel.view_permintaan",
    "admin:ruko_parsel_laporanruko_kecamatan": "ruko_parsel.view_laporanruko",
}

# All that a village sees of a desk that nobody has begun to use: the way in.
_PINTU = frozenset({"admin:ruko_parsel_permintaan_add", "ruko_parsel_permintaan"})
_KELOMPOK_RUKO = frozenset(judul for judul, _butir in RUKO)


def unused_ruko(user: Any) -> bool:
    """Whether this person works for villages alone, and no kecamatan of theirs has a house yet.

    One query, for people of villages only: a room in use, or one request of any of its villages.
    """
    tugas = user.penugasan_aktif
    if user.is_superuser or not tugas or any(t.peran not in DESA for t in tugas):
        return False
    kecamatan = {str(t.wilayah_id).rpartition(".")[0] for t in tugas if t.wilayah_id}
    dipakai = Wilayah.objects.filter(pk__in=kecamatan).filter(
        Exists(Ruang.objects.filter(wilayah=OuterRef("pk"), aktif=True))
        | Exists(Permintaan.objects.filter(wilayah__induk=OuterRef("pk")))
    )
    return not dipakai.exists()


def fold_ruko(user: Any, kelompok: Any) -> Any:
    """The sidebar's groups, those of an unused desk down to the way in."""
    if not user.has_perm("ruko_parsel.view_permintaan") or not unused_ruko(user):
        return kelompok
    return tuple(
        (judul, tuple(b for b in butir if judul not in _KELOMPOK_RUKO or b[2] in _PINTU))
        for judul, butir in kelompok
    )
