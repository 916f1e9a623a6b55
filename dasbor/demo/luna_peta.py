"""The demo's findings of visits that were put before those who decide."""

from datetime import timedelta

from django.db import transaction

from dasbor.demo.luna import UTARA, demo_lurah_utara
from luna_maya.models import Catatan, Pertimbangan
from luna_maya.services.pertimbangan import move_pertimbangan, propose_pertimbangan
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

# finding, what is proposed, form, subcategory of the entries, days ago, (state, decision, paper)
_PERTIMBANGAN = (
    ("Parit di tiga RT tersumbat setiap musim hujan",
     "Empat malam kunjungan menemukan parit tersumbat. Diusulkan jadwal pengerukan tetap dua kali "
     "setahun, tidak menunggu laporan.",
     "musrenbang", "banjir_drainase", 120,
     ("dipakai", "Masuk usulan prioritas kelurahan tahun depan.", "Berita acara musrenbang 04")),
    ("Titik gelap di jalur ronda",
     "Lampu jalan yang mati baru ketahuan saat sambang. Diusulkan regu ronda memeriksa lampu tiap "
     "awal bulan dan melapor dalam satu daftar.",
     "aturan", "penerangan_jalan", 60, ("dibahas", "", "")),
    ("Alat produksi dodol menganggur delapan bulan",
     "Diusulkan pertemuan dengan dinas perindustrian tentang pemakaian alat bersama.",
     "dinas", "perizinan_pajak", 90,
     ("tidak", "Pemilik memilih memperpanjang izin lebih dahulu.", "")),
)  # fmt: skip


@transaction.atomic
def load_pertimbangan() -> int:
    """Three findings in three states; gives how many were made. Safe to repeat."""
    if Pertimbangan.objects.in_wilayah(UTARA).exists():
        return 0
    kelurahan, lurah = Wilayah.objects.get(pk=UTARA), demo_lurah_utara()
    kini = hari_ini(UTARA)
    for judul, uraian, bentuk, sub, lalu, (ke, hasil, dokumen) in _PERTIMBANGAN:
        satu = propose_pertimbangan(
            kelurahan, judul=judul, uraian=uraian, bentuk=bentuk, by=lurah,
            catatan=Catatan.objects.in_wilayah(UTARA).standing().filter(subkategori=sub),
            diusulkan_pada=kini - timedelta(days=lalu),
        )  # fmt: skip
        move_pertimbangan(satu, to=ke, hasil=hasil, dokumen=dokumen, by=lurah)
    return len(_PERTIMBANGAN)
