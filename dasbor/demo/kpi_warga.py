"""Demo of what residents see of SIAP-TAMAN: consents, ambassadors, rewards, hotspots, groups."""

import csv
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from dasbor.demo.akun import FIXTURES
from dasbor.demo.gambar_toko import draw_produk
from ekonomi.models import (
    Hotspot,
    KegiatanDuta,
    KelompokKerja,
    PeringkatBulan,
    Program,
    Rumah,
    Usaha,
)
from ekonomi.services.hotspot import check_hotspot, report_hotspot
from ekonomi.services.mandiri import agree_tampil, appoint_duta, give_hadiah
from pesan.lampiran import store_unggahan
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna, Wilayah

# a drawing of what each of the ten makes (dasbor/demo/gambar_toko.py)
_FOTO = (
    "bungkus", "baju", "pot", "toples", "alat", "piring", "tampah", "alat", "botol", "toples",
)  # fmt: skip
_HADIAH = (
    ("gudang", "Akses prioritas gudang kelurahan", "Tiga bulan, satu rak.", 6, 3),
    ("lisensi", "Subsidi izin usaha dan sertifikat halal", "Biaya urus ditanggung program.", 5, 2),
    ("promosi", "Promosi digital gratis", "Foto produk dan satu bulan iklan.", 8, 3),
)
_KELOMPOK = (
    ("Dapur Bersama Taman", "kuliner", "Memasak pesanan besar bersama", "Nasi kotak", 18_000),
    ("Anyam Kreatif", "kerajinan", "Satu merek untuk anyaman warga", "Tas anyam", 65_000),
    ("Jahit Rapi", "fesyen", "Membagi pesanan seragam", "Seragam sekolah", 120_000),
    ("Toga Sehat", "toga", "Menanam dan mengeringkan bersama", "Wedang uwuh", 12_000),
    ("Jasa Rumah Taman", "jasa", "Satu nomor untuk servis rumah", "Servis kipas", 40_000),
)


def load_warga(program: Program, lurah: Pengguna) -> None:
    """All of it; the caller holds the transaction and has seen that nothing is there yet."""
    terbaik = _ranked(program)
    _consents(terbaik, lurah)
    _ambassadors(program, terbaik, lurah)
    _rewards(program, terbaik, lurah)
    _hotspots(program, lurah)
    _groups(program)


def _ranked(program: Program) -> list[Rumah]:
    """The forty best of the newest frozen month; without one, the first forty households."""
    bulan = PeringkatBulan.objects.filter(program=program).order_by("-bulan").first()
    if bulan is None:
        return [k.rumah for k in program.keikutsertaan.select_related("rumah")[:40]]
    rows = PeringkatBulan.objects.filter(program=program, bulan=bulan.bulan, urutan__lte=40)
    return [r.rumah for r in rows.select_related("rumah").order_by("urutan")]


def _consents(terbaik: list[Rumah], lurah: Pengguna) -> None:
    """Eighteen of forty agreed to be named; the others stay "Rumah mandiri di RW ..."."""
    for n, rumah in enumerate(terbaik):
        if n % 9 in (0, 2, 4, 7) and n < 40:
            depan = rumah.nama_kepala.split(" ")[0]
            agree_tampil(
                rumah, untuk="peringkat", nama_tampil=f"Keluarga {depan}", cara="kunjungan",
                by=lurah,
            )  # fmt: skip


def _ambassadors(program: Program, terbaik: list[Rumah], lurah: Pengguna) -> None:
    """Ten families; six let their picture be shown."""
    with (FIXTURES / "siap_duta.csv").open(encoding="utf-8", newline="") as berkas:
        baris = list(csv.DictReader(berkas))
    sejak = program.mulai + timedelta(days=40)
    for n, (rumah, isi) in enumerate(zip(terbaik, baris, strict=False)):
        setuju = agree_tampil(
            rumah, untuk="duta", nama_tampil=isi["nama"], cara="tertulis", by=lurah
        )
        foto = store_unggahan(draw_produk(_FOTO[n], n), nama="duta.jpg") if n % 2 == 0 else None
        duta = appoint_duta(
            program, setuju, cerita=isi["cerita"], foto=foto, tampil_foto=foto is not None,
            sejak=sejak, by=lurah,
        )  # fmt: skip
        KegiatanDuta.objects.create(
            duta=duta, tanggal=sejak + timedelta(days=12 + 3 * n), kegiatan=isi["kegiatan"],
            tempat=isi["tempat"], hadir=int(isi["hadir"]) if isi["hadir"] else None, by=lurah,
        )  # fmt: skip


def _rewards(program: Program, terbaik: list[Rumah], lurah: Pengguna) -> None:
    bulan = PeringkatBulan.objects.filter(program=program).order_by("-bulan").first()
    urut = 0
    for jenis, nama, keterangan, kuota, beri in _HADIAH:
        hadiah = program.hadiah.create(jenis=jenis, nama=nama, keterangan=keterangan, kuota=kuota)
        for _ in range(beri if bulan else 0):
            assert bulan is not None  # noqa: S101 - the range is empty without it
            give_hadiah(hadiah, terbaik[urut], bulan=bulan.bulan, by=lurah, catatan="Demo")
            urut += 1


def _hotspots(program: Program, lurah: Pengguna) -> None:
    tempat = {w.pk: w for w in Wilayah.objects.in_wilayah(program.wilayah_id)}
    ini = tempat[str(program.wilayah_id)]
    lat, lng = ini.lat or Decimal("-7.645"), ini.lng or Decimal("111.533")
    with (FIXTURES / "hotspot.csv").open(encoding="utf-8", newline="") as berkas:
        for isi in csv.DictReader(berkas):
            _hotspot(tempat.get(f"{ini.pk}.{isi['rw']}", ini), lat, lng, isi, lurah)


def _hotspot(
    wilayah: Wilayah, lat: Decimal, lng: Decimal, isi: dict[str, Any], lurah: Pengguna
) -> None:
    satu = Hotspot.objects.create(
        wilayah=wilayah, nama=isi["nama"], penyedia=isi["penyedia"], jam=isi["jam"],
        lat=round(lat + Decimal(isi["geser_lat"]), 5), ssid=isi["ssid"],
        lng=round(lng + Decimal(isi["geser_lng"]), 5), petunjuk=isi["petunjuk"],
        kecepatan=int(isi["kecepatan"]), pengguna=int(isi["pengguna"]),
    )  # fmt: skip
    if isi["keadaan"] == "lapor":
        for n in range(2):
            report_hotspot(satu, asal_hash=keyed_hash("demo", f"hotspot{n}"))
        return
    catatan = "Modem diganti pekan depan" if isi["keadaan"] == "gangguan" else ""
    check_hotspot(satu, status=isi["keadaan"], by=lurah, catatan=catatan)


def _groups(program: Program) -> None:
    """Five groups of the area's businesses by trade, with a meeting and a product."""
    hari_ini = timezone.localdate()
    for n, (nama, bidang, tujuan, produk, harga) in enumerate(_KELOMPOK):
        kelompok = KelompokKerja.objects.create(
            program=program, nama=nama, bidang=bidang, tujuan=tujuan,
            dibentuk=program.mulai + timedelta(days=50 + n),
        )  # fmt: skip
        usaha = Usaha.objects.active().in_wilayah(str(program.wilayah_id)).filter(bidang=bidang)
        for urut, satu in enumerate(usaha.order_by("pk")[:6]):
            tugas = ("ketua", "sekretaris", "bendahara")[urut] if urut < 3 else "anggota"
            kelompok.anggota.create(usaha=satu, tugas=tugas, masuk=kelompok.dibentuk)
        kelompok.rapat.create(
            tanggal=hari_ini - timedelta(days=9 + n), tempat="Balai RW 02", hadir=5,
            catatan="Membagi pesanan bulan depan dan belanja bahan bersama.",
            keputusan="Bahan dibeli bersama tiap Senin.",
        )  # fmt: skip
        kelompok.produk.create(nama=produk, kapasitas="200 sebulan", harga=harga)
