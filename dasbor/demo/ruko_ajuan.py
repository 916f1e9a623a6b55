"""The demo of RUKO PARSEL's ways in: a resident by web form, a visitor at the desk, a chat."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.ruko import PARINGIN, ZONA, demo_petugas
from dasbor.demo.waktu import simulated_clock
from ruko_parsel.models import JenisMasalah, Permintaan, TandaTerima
from ruko_parsel.services.ajuan import add_tambahan, file_once, withdraw_permintaan
from ruko_parsel.services.permintaan import Ajuan, move_permintaan
from wilayah.models import Pengguna, Wilayah

S, J, L = Permintaan.Status, Permintaan.Jenis, Permintaan.Saluran
# days ago and hour, village, what for, kind, urgency, way, title, story
_AJUAN: tuple[tuple[str, int, int, str, str, str, int, str, str, str], ...] = (
    (
        "posyandu-malam", 9, 20, "2003", J.BANTUAN, "stunting", 3, L.WEB,
        "Posyandu kami buka saat orang tua di kebun",
        "Posyandu kami buka saat orang tua di kebun. Banyak balita tidak ditimbang sejak tiga "
        "bulan. Bisakah kecamatan bicara dengan puskesmas supaya ada hari sore?",
    ),
    (
        "jembatan-gantung", 4, 10, "2005", J.BANTUAN, "siaga_bencana", 4, L.MEJA,
        "Papan jembatan gantung lapuk sebelum musim hujan",
        "Enam papan jembatan gantung sudah lapuk. Anak sekolah memutar dua kilometer bila air "
        "naik. Kami minta dicek bersama sebelum hujan besar.",
    ),
    (
        "karang-taruna-chat", 2, 19, "1001", J.KERJA_SAMA, "lembaga_pendukung", 2, L.OBROLAN,
        "Pemuda ingin mengurus lapangan bersama desa sebelah",
        "Pemuda ingin mengurus lapangan bersama desa sebelah, tetapi belum tahu siapa yang boleh "
        "menandatangani pinjam pakainya.",
    ),
    (
        "aula-batal", 6, 9, "2003", J.PENDAPAT, "sarana_kerja", 1, L.WEB,
        "Pinjam kursi aula untuk acara warga",
        "Pinjam kursi aula untuk acara warga bulan depan, apakah boleh?",
    ),
)  # fmt: skip


@transaction.atomic
def load_ajuan() -> int:
    """Requests by each way in, words added and one taken back; gives how many. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    if TandaTerima.objects.filter(kunci__startswith="peraga:").exists():
        return 0
    kini = timezone.now()
    with simulated_clock() as jam:
        for kunci, hari, pukul, desa, jenis, masalah, urgensi, saluran, judul, isi in _AJUAN:
            pada = kini.astimezone(ZONA) - timedelta(days=hari)
            jam.sekarang = pada.replace(hour=pukul, minute=12)
            ajuan = Ajuan(
                wilayah=Wilayah.objects.get(pk=f"{PARINGIN}.{desa}"), jenis=jenis,
                masalah=JenisMasalah.objects.get(pk=masalah), judul=judul, uraian=isi,
                saluran=saluran, urgensi=urgensi, pemohon=_filer(saluran, desa),
            )  # fmt: skip
            by = demo_petugas() if saluran == L.MEJA else None
            tanda = file_once(ajuan, kunci=f"peraga:{kunci}", by=by)
            _go_on(kunci, tanda.permintaan, jam)
    return len(_AJUAN)


def _filer(saluran: str, desa: str) -> Pengguna | None:
    """Who came to the desk; residents have no account."""
    nama = {"2005": "desa-panggung"}.get(desa) if saluran == L.MEJA else None
    return Pengguna.objects.get(username=nama) if nama else None


def _go_on(kunci: str, permintaan: Permintaan, jam: Any) -> None:
    if kunci == "posyandu-malam":
        jam.sekarang += timedelta(hours=13)
        petugas = demo_petugas()
        move_permintaan(permintaan, to=S.DITELAAH, by=petugas, petugas=petugas)
        jam.sekarang += timedelta(hours=3)
        add_tambahan(permintaan, teks="Sore hari Kamis paling banyak yang bisa datang.", by=None)
    elif kunci == "aula-batal":
        jam.sekarang += timedelta(hours=5)
        withdraw_permintaan(permintaan, alasan="Kursinya sudah dapat dari tetangga.", by=None)
