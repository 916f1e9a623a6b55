"""Toko Warga at work for 90 days: stalls of demo businesses, drawn goods, orders in all states."""

import csv
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dasbor.demo.akun import FIXTURES
from dasbor.demo.gambar_toko import draw_bukti, draw_produk
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.waktu import Jam, simulated_clock
from ekonomi.bayar.qris import make_qris
from ekonomi.bayar.tiruan import make_callback
from ekonomi.models import (
    ButirOnboarding,
    CentangOnboarding,
    KebutuhanAsn,
    Lapak,
    Pesanan,
    Produk,
    RiwayatPesanan,
    TarifKurir,
    TautanPasar,
    Usaha,
)
from ekonomi.services.bayar import attach_bukti, confirm_bayar, open_tagihan, process_peristiwa
from ekonomi.services.bayar import receive_callback as receive
from ekonomi.services.belanja import choose_tawaran, offer_produk, publish_kebutuhan
from ekonomi.services.lapak import (
    edit_lapak,
    open_lapak,
    review_lapak,
    set_gerbang,
    set_persetujuan,
)
from ekonomi.services.onboarding import tick_butir
from ekonomi.services.pesanan import (
    Pembeli,
    PesananKeliru,
    move_pesanan,
    place_pesanan,
    rate_pesanan,
)
from ekonomi.services.produk import change_stok, save_produk
from pesan.lampiran import store_unggahan
from pesan.models import Lampiran
from wilayah.models import Pengguna, Wilayah

TAMAN = "35.77.03.1009"
MENUNGGU = "Cuci Setrika"  # this stall still waits for approval
S, P = Pesanan.Status, RiwayatPesanan.Pelaku
_PEMBELI = (
    "Bu Ratri", "Pak Wiyono", "Mbak Anggun", "Bu Lasmi", "Mas Dimas", "Bu Endah", "Pak Gatot",
    "Mbak Nila", "Bu Suharti", "Mas Yudha",
)  # fmt: skip
_TARIF = (
    # courier, to, up to grams, Rupiah, days
    ("becak", "35.77", 10_000, 8_000, 0, 1),
    ("pos", "35.77", 5_000, 9_000, 1, 2),
    ("pos", "35.20", 5_000, 12_000, 1, 3),
    ("pos", "35", 5_000, 18_000, 2, 4),
    ("jne", "35", 3_000, 21_000, 1, 3),
    ("jnt", "35", 3_000, 20_000, 1, 3),
)
# what becomes of the orders, in turn: the state they come to and how they are paid
_AKHIR = (
    ("selesai", "tunai"), ("selesai", "gerbang"), ("selesai", "qris"), ("selesai", "tunai"),
    ("dibatalkan", "transfer"), ("selesai", "transfer"), ("selesai", "tunai"), ("ditolak", "tunai"),
)  # fmt: skip
_BERJALAN = (
    ("baru", "tunai"), ("baru", "transfer"), ("dikonfirmasi", "transfer"), ("bukti", "transfer"),
    ("dibayar", "gerbang"), ("disiapkan", "qris"), ("dikirim", "gerbang"),
    ("siap_diambil", "tunai"), ("baru", "gerbang"), ("dikonfirmasi", "tunai"),
)  # fmt: skip


# how many of the steps of _carry bring an order there
_SEJAUH = {
    "baru": 0, "dikonfirmasi": 1, "bukti": 1, "dibayar": 2, "disiapkan": 3, "dikirim": 4,
    "siap_diambil": 4, "selesai": 5,
}  # fmt: skip


def load_toko_demo() -> int:
    """Make stalls, goods and orders where there are none; gives how many orders."""
    if Lapak.objects.filter(wilayah__kode__startswith=TAMAN).exists():
        return 0
    by = Pengguna.objects.filter(username="moderator-taman").first()
    if by is None or not Usaha.objects.filter(wilayah__kode__startswith=TAMAN).exists():
        return 0
    sekarang = timezone.now()
    with transaction.atomic(), simulated_clock() as jam:
        jam.sekarang = sekarang - timedelta(days=92)
        load_tarif()
        lapak = list(_stalls(by))
        banyak = _orders(lapak, jam, sekarang)
        _needs(lapak, by, jam, sekarang)
        jam.sekarang = sekarang
        _onboarding(by)
        _settle(sekarang, sekarang)
    return banyak


def load_tarif() -> None:
    """What couriers ask from Kota Madiun; invented."""
    ada = set(Wilayah.objects.filter(pk__in=[t[1] for t in _TARIF]).values_list("pk", flat=True))
    for kurir, ke, gram, biaya, dari_hari, sampai_hari in _TARIF:
        if ke in ada:
            TarifKurir.objects.get_or_create(
                kurir_id=kurir, dari_id="35.77", ke_id=ke, berat_dari=0,
                defaults={"berat_sampai": gram, "biaya": biaya, "hari_dari": dari_hari,
                          "hari_sampai": sampai_hari},
            )  # fmt: skip


def _settle(at: datetime, sekarang: datetime) -> None:
    settle_keluar(at, hari_ini=sekarang + timedelta(days=1), sekarang=sekarang)


def _read() -> list[dict[str, str]]:
    with (FIXTURES / "toko.csv").open(encoding="utf-8", newline="") as berkas:
        return list(csv.DictReader(berkas))


def _stalls(by: Pengguna) -> Iterator[Lapak]:
    """One stall for each kind of trade in the file that a demo business of Kel. Taman has."""
    for urut, (rintisan, baris) in enumerate(groupby(_read(), key=lambda b: b["rintisan"])):
        usaha = (
            Usaha.objects.active()
            .in_wilayah(TAMAN)
            .filter(nama__startswith=f"{rintisan} ")
            .order_by("-onboarded_at", "pk")
            .first()
        )
        if usaha is None:
            continue
        lapak, pin = open_lapak(usaha, nama=usaha.nama, nomor_wa=_nomor(urut), by=by)
        _keep_pin(f"{lapak.kode} {pin} {lapak.nama}")
        lapak = _furnish(lapak, rintisan, urut, by)
        for n, satu in enumerate(baris):
            _product(lapak, satu, urut * 7 + n)
        if rintisan != MENUNGGU:
            yield review_lapak(lapak, ke=Lapak.Status.DISETUJUI, by=by)


def pin_path() -> Path:
    """Where the demo stalls' codes and PINs are kept (0600), for who wants to look as a seller."""
    return Path(settings.DATA_DIR) / "lapak_demo.txt"


def _keep_pin(baris: str) -> None:
    fd = os.open(pin_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(fd, "a", encoding="utf-8") as berkas:
        berkas.write(f"{baris}\n")


def _nomor(urut: int) -> str:
    return f"+62812000006{urut:02d}"


def _furnish(lapak: Lapak, rintisan: str, urut: int, by: Pengguna) -> Lapak:
    lapak = edit_lapak(
        lapak,
        isian={
            "deskripsi": f"{rintisan} buatan sendiri, pesan sedikit pun kami layani.",
            "jam": "Senin–Sabtu, 7–17",
            "catatan_ambil": "Selatan balai RW, ada papan nama di pagar.",
            "ongkir_antar": (3_000, 5_000, 0, None)[urut % 4],
            "pakai_kurir": urut % 3 != 1,
            "terima_tunai": True,
            "bank": "Bank Peragaan",
            "rekening": f"00010002{urut:02d}",
            "atas_nama": lapak.nama,
            "qris": make_qris(lapak.nama.upper(), "MADIUN", f"ID10203040506{urut:02d}"),
        },
        by=by,
    )
    lapak = set_gerbang(
        lapak, gerbang=Lapak.Gerbang.TIRUAN, kunci=f"peragaan-{uuid.uuid4()}", produksi=False, by=by
    )
    lapak = set_persetujuan(lapak, apa="lapak", ya=True, by=by)
    if urut % 2 == 0:
        nama = lapak.usaha.nama_pemilik.split()[0]
        lapak = set_persetujuan(lapak, apa="nama", ya=True, nama_tampil=nama, by=by)
    return set_persetujuan(lapak, apa="wa", ya=urut % 3 == 0, by=by)


def _product(lapak: Lapak, baris: dict[str, str], benih: int) -> Produk:
    isian = {
        "nama": baris["produk"], "deskripsi": baris["deskripsi"], "kategori": baris["kategori"],
        "harga": int(baris["harga"]), "satuan": baris["satuan"], "berat": int(baris["berat"]),
        "stok": int(baris["stok"]) if baris["stok"] else None,
    }  # fmt: skip
    return save_produk(lapak, isian=isian, foto=draw_produk(baris["gambar"], benih))


def _orders(lapak: list[Lapak], jam: Jam, sekarang: datetime) -> int:
    acak, banyak = Random(7), 0  # noqa: S311 - the same demo at every start
    rencana = [
        (sekarang - timedelta(days=88 - n * 86 / 50, hours=acak.randint(0, 6)), *_AKHIR[n % 8])
        for n in range(50)
    ]
    rencana += [
        (sekarang - timedelta(hours=5 + n * 1.7), *akhir) for n, akhir in enumerate(_BERJALAN)
    ]
    for n, (at, akhir, bayar) in enumerate(sorted(rencana, key=lambda r: r[0])):
        jam.sekarang = at
        banyak += _order(acak.choice(lapak), akhir, bayar, jam=jam, acak=acak, n=n)
        _settle(at, sekarang)
    return banyak


def _order(lapak: Lapak, akhir: str, bayar: str, *, jam: Jam, acak: Random, n: int) -> bool:
    produk = list(lapak.produk.filter(aktif=True, ditahan=False).order_by("pk"))
    pilih = acak.sample(produk, k=min(len(produk), 1 + n % 2))
    isi = {p.pk: acak.choice((1, 1, 2, 3)) if p.stok is not None else 1 + n % 3 for p in pilih}
    for p in pilih:
        if p.stok is not None and p.stok <= isi[p.pk]:
            change_stok(p, tambah=10)
    ambil = akhir == "siap_diambil" or lapak.ongkir_antar is None or n % 3 == 0
    if akhir == "dikirim" and lapak.ongkir_antar is None:
        akhir = "siap_diambil"
    pembeli = Pembeli(
        nama=_PEMBELI[n % 10],
        nomor_wa=f"+6281200000{700 + n % 90}",
        pengiriman="ambil" if ambil and akhir != "dikirim" else "antar",
        cara_bayar=bayar,
        alamat="RT 03 RW 02, pagar hijau",
        untuk_asn=n % 7 == 0,
    )
    try:
        pesanan = place_pesanan(lapak, isi=isi, pembeli=pembeli, token=uuid.uuid4())
    except PesananKeliru:
        return False
    _carry(pesanan, akhir, jam, n)
    return True


def _carry(pesanan: Pesanan, akhir: str, jam: Jam, n: int) -> None:
    """Take an order as far as `akhir`, each step a while after the one before."""

    def to(ke: str, pelaku: str = P.PENJUAL, jeda: float = 0.7, catatan: str = "") -> None:
        jam.sekarang += timedelta(hours=jeda)
        move_pesanan(pesanan, ke=ke, pelaku=pelaku, catatan=catatan)

    if akhir == "ditolak":
        to(S.DITOLAK, catatan="Maaf, bahannya habis hari ini.")
        return
    if akhir == "dibatalkan":
        to(S.DIBATALKAN, P.PEMBELI)
        return
    keluar = S.SIAP_DIAMBIL if pesanan.cara_terima == "ambil" else S.DIKIRIM
    langkah: list[Callable[[], None]] = [
        lambda: to(S.DIKONFIRMASI),
        lambda: _pay(pesanan),
        lambda: to(S.DISIAPKAN),
        lambda: to(keluar, jeda=1.5),
        lambda: to(S.SELESAI, P.PEMBELI, jeda=3),
    ]
    for satu in langkah[: _SEJAUH[akhir]]:
        satu()
    if akhir == "bukti":
        attach_bukti(pesanan, berkas=draw_bukti())
    if akhir == "selesai" and n % 2:
        rate_pesanan(pesanan, nilai=5 - n % 3)


def _pay(pesanan: Pesanan) -> None:
    if pesanan.cara_bayar == Pesanan.CaraBayar.GERBANG:
        tagihan = open_tagihan(pesanan)
        peristiwa = receive("tiruan", *make_callback(tagihan, "lunas"))
        if peristiwa is not None:
            process_peristiwa(peristiwa.pk)
    elif pesanan.cara_bayar != Pesanan.CaraBayar.TUNAI:
        confirm_bayar(pesanan)


def _needs(lapak: list[Lapak], by: Pengguna, jam: Jam, sekarang: datetime) -> None:
    """Three needs: one bought, one with offers, one just published."""
    isi = (
        ("Snack rapat koordinasi RT/RW", "Snack kotak rapat", 60, "kotak", 900_000, -20, -25),
        ("Cendera mata kunjungan tamu", "Kotak tisu anyaman", 10, "buah", 500_000, 12, 6),
        ("Celemek peserta pelatihan", "Celemek UMKM bordir nama", 12, "potong", 600_000, 20, 10),
    )
    for n, (judul, nama, jumlah, satuan, anggaran, perlu, tawar) in enumerate(isi):
        jam.sekarang = sekarang - timedelta(days=35 if perlu < 0 else 4)
        kebutuhan = KebutuhanAsn.objects.create(
            wilayah_id=TAMAN, judul=judul, jumlah=jumlah, satuan=satuan, anggaran=anggaran,
            uraian="Diantar ke kantor kelurahan, kuitansi atas nama kelurahan.", by=by,
            kategori="makanan" if n == 0 else "kerajinan",
            dibutuhkan=_day(sekarang, perlu), tawar_sampai=_day(sekarang, tawar),
        )  # fmt: skip
        publish_kebutuhan(kebutuhan, by=by)
        produk = Produk.objects.public().in_wilayah(TAMAN).filter(nama=nama).first()
        if produk is None or n == 2:
            continue
        tawaran = offer_produk(kebutuhan, produk.lapak, produk=produk, harga=produk.harga)
        if perlu < 0:
            pesanan = choose_tawaran(tawaran, by=by)
            _carry(pesanan, "selesai", jam, n)


def _day(sekarang: datetime, hari: int) -> date:
    return timezone.localdate(sekarang) + timedelta(days=hari)


def _onboarding(by: Pengguna) -> None:
    """Businesses that the register says are on a market: their links and steps, with proof."""
    butir = list(ButirOnboarding.objects.filter(aktif=True, wajib=True))
    bukti = store_unggahan(draw_bukti(), "foto")  # one picture for all of the past
    usaha = Usaha.objects.active().in_wilayah(TAMAN)
    sudah = list(usaha.filter(onboarded_at__isnull=False).order_by("pk")[:24])
    CentangOnboarding.objects.bulk_create(
        CentangOnboarding(
            usaha=satu, butir=langkah, bukti=bukti, by=by,
            tanggal=satu.onboarded_at - timedelta(days=(len(butir) - m - 1) * 3),
        )
        for satu in sudah
        for m, langkah in enumerate(butir)
    )  # fmt: skip
    TautanPasar.objects.bulk_create(_link(satu, n, bukti, by) for n, satu in enumerate(sudah))
    for n, satu in enumerate(usaha.filter(onboarded_at__isnull=True).order_by("pk")[:10]):
        for langkah in butir[: 1 + n % 4]:
            tick_butir(satu, langkah, tanggal=timezone.localdate(), bukti=draw_bukti(), by=by)


def _link(usaha: Usaha, n: int, bukti: Lampiran, by: Pengguna) -> TautanPasar:
    pasar = TautanPasar.Pasar.TOKOPEDIA if n % 2 else TautanPasar.Pasar.SHOPEE
    dasar = "https://www.tokopedia.com/peragaan" if n % 2 else "https://shopee.co.id/peragaan"
    return TautanPasar(
        usaha=usaha, pasar=pasar, url=f"{dasar}-{usaha.pk}", bukti=bukti,
        sejak=usaha.onboarded_at or timezone.localdate(),
        by=by,
    )  # fmt: skip
