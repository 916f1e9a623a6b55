"""An order: placed with its stock reserved, moved along one table, ended once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ekonomi.bayar.daftar import ways_to_pay
from ekonomi.models import BarisPesanan, Lapak, Pesanan, Produk, RiwayatPesanan, Tagihan
from ekonomi.models.toko import JUMLAH_MAKS
from ekonomi.services.kabar_pesanan import notify_baru, notify_langkah
from ekonomi.services.omzet import add_penjualan, cancel_penjualan
from ekonomi.toko.keadaan import STOK_KEMBALI, check_move
from ekonomi.toko.ongkir import Pengiriman, ways_of
from pesan.models import Kontak, Persetujuan
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.pin import pin_hash
from pesan.services import record_persetujuan
from pesan.services.kontak import release_alamat
from wilayah.kalender import to_wib
from wilayah.kripto import keyed_hash
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

VERSI_IZIN = "pesanan-1"  # the wording of templates/ekonomi/pesan.html
S, P = Pesanan.Status, RiwayatPesanan.Pelaku
TOTAL_MAKS = 1_000_000_000  # Rupiah of one order


class PesananKeliru(ValueError):  # noqa: N818 - the domain's word
    """The order cannot be placed like this; `isian` names the field, the words are for people."""

    def __init__(self, isian: str, pesan: str) -> None:
        self.isian = isian
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class Pembeli:
    """Who orders and how: `pengiriman` is a key of `ways_of`, `nomor_wa` +62… or empty."""

    nama: str
    nomor_wa: str
    pengiriman: str
    cara_bayar: str
    alamat: str = ""
    catatan: str = ""
    untuk_asn: bool = False


def pin_of(token: uuid.UUID) -> str:
    """The PIN of the order with this token: kept nowhere, the same again for a second click."""
    return f"{int(keyed_hash('pin-pesanan', str(token))[:12], 16) % 1_000_000:06d}"


def place_pesanan(
    lapak: Lapak,
    *,
    isi: Mapping[int, int],
    pembeli: Pembeli,
    token: uuid.UUID,
    harga: Mapping[int, int] | None = None,
    asal: str = "",
) -> Pesanan:
    """Place an order at one stall; the same token again gives the order that is there.

    `isi`: product key to quantity. Prices are the stall's own, unless `harga` (an accepted offer)
    says otherwise. Products are locked in one order, so of two buyers of a last piece one gets it
    and the other a PesananKeliru that says so.
    """
    ada = Pesanan.objects.filter(token=token).first()
    if ada is not None:
        return ada
    try:
        with transaction.atomic():
            return _place(lapak, isi, pembeli, token, harga=harga or {}, asal=asal)
    except IntegrityError:
        ada = Pesanan.objects.filter(token=token).first()
        if ada is None:
            raise
        return ada


def _place(
    lapak: Lapak,
    isi: Mapping[int, int],
    pembeli: Pembeli,
    token: uuid.UUID,
    *,
    harga: Mapping[int, int],
    asal: str,
) -> Pesanan:
    lapak = _open_lapak(lapak, tertutup_juga=bool(harga))
    produk = _reserve(lapak, isi)
    baris = [_line(p, isi[p.pk], harga.get(p.pk, p.harga)) for p in produk]
    subtotal = sum(satu.nilai for satu in baris)
    if subtotal > TOTAL_MAKS:
        raise PesananKeliru("", "Pesanan ini terlalu besar. Bicarakan dulu dengan penjualnya, ya.")
    kirim = _way(lapak, pembeli, sum(p.berat * isi[p.pk] for p in produk))
    if pembeli.cara_bayar not in dict(ways_to_pay(lapak)):
        raise PesananKeliru("cara_bayar", "Cara bayar ini tidak dilayani lapak ini. Pilih lagi.")
    pesanan = Pesanan(
        token=token, lapak=lapak, wilayah_id=lapak.wilayah_id, cara_terima=kirim.cara,
        cara_bayar=pembeli.cara_bayar, tarif=kirim.tarif,
        kurir=kirim.tarif.kurir.nama if kirim.tarif else "",
        pola_lacak=kirim.tarif.kurir.pola_lacak if kirim.tarif else "",
        subtotal=subtotal, ongkir=kirim.ongkir, total=subtotal + kirim.ongkir,
        pembeli=pembeli.nama, nomor_wa=pembeli.nomor_wa, catatan=pembeli.catatan,
        alamat=pembeli.alamat if kirim.perlu_alamat else "", versi_izin=VERSI_IZIN,
        untuk_asn=pembeli.untuk_asn, batas_at=_deadline(pembeli.cara_bayar),
    )  # fmt: skip
    pesanan.pin_hash = pin_hash(pesanan.kode, pin_of(token))
    pesanan.kontak = _contact(pesanan)
    pesanan.save()
    for satu in baris:
        satu.pesanan = pesanan
    BarisPesanan.objects.bulk_create(baris)
    log_pesanan(pesanan, "", P.PEMBELI, asal=asal)
    notify_baru(pesanan, baris)
    return pesanan


def _open_lapak(lapak: Lapak, *, tertutup_juga: bool) -> Lapak:
    terbuka = Lapak.objects.public().select_related("usaha", "wilayah__induk__induk", "kontak")
    baris: Lapak | None = terbuka.filter(pk=lapak.pk).first()
    if baris is None:
        raise PesananKeliru("", "Lapak ini sedang tidak ada di Toko Warga.")
    if not baris.buka and not tertutup_juga:
        raise PesananKeliru(
            "", "Lapak ini sedang tutup dan belum menerima pesanan. Coba lagi nanti."
        )
    return baris


def _reserve(lapak: Lapak, isi: Mapping[int, int]) -> Sequence[Produk]:
    """Lock the products, check them and take them off the shelf."""
    if not isi:
        raise PesananKeliru("", "Keranjang untuk lapak ini masih kosong.")
    produk: list[Produk] = list(
        Produk.objects.select_for_update(of=("self",))
        .filter(pk__in=list(isi), lapak=lapak, aktif=True, ditahan=False)
        .order_by("pk")
    )
    if len(produk) != len(isi):
        raise PesananKeliru("", "Ada produk yang sudah tidak dijual. Periksa keranjang Anda.")
    for satu in produk:
        jumlah = isi[satu.pk]
        if not 1 <= jumlah <= JUMLAH_MAKS:
            raise PesananKeliru("", f"Jumlah {satu.nama} harus 1 sampai {JUMLAH_MAKS}.")
        if satu.stok is None:
            continue
        if satu.stok < jumlah:
            raise PesananKeliru("", _too_few(satu))
        satu.stok -= jumlah
        satu.save(update_fields=["stok", "updated_at"])
    return produk


def _too_few(produk: Produk) -> str:
    if not produk.stok:
        return f"{produk.nama} baru saja habis dibeli orang lain. Keluarkan dari keranjang, ya."
    return f"{produk.nama} tinggal {produk.stok} {produk.satuan}. Kurangi jumlahnya, ya."


def _line(produk: Produk, jumlah: int, harga: int) -> BarisPesanan:
    return BarisPesanan(
        produk=produk, nama=produk.nama, satuan=produk.satuan, harga=harga, jumlah=jumlah,
        dari_stok=produk.stok is not None,
    )  # fmt: skip


def _way(lapak: Lapak, pembeli: Pembeli, berat: int) -> Pengiriman:
    kirim = next((w for w in ways_of(lapak, berat) if w.kunci == pembeli.pengiriman), None)
    if kirim is None:
        raise PesananKeliru("pengiriman", "Cara terima ini tidak tersedia lagi. Pilih lagi, ya.")
    if kirim.perlu_alamat and not pembeli.alamat.strip():
        raise PesananKeliru("alamat", "Tulis alamat kirimnya, lengkap dengan RT dan RW.")
    return kirim


def _deadline(cara_bayar: str) -> datetime:
    tunai = cara_bayar == Pesanan.CaraBayar.TUNAI
    jam = settings.TOKO_BATAS_JAWAB_JAM if tunai else settings.TOKO_BATAS_BAYAR_JAM
    return timezone.now() + timedelta(hours=jam)


def _contact(pesanan: Pesanan) -> Kontak | None:
    """A contact of this one order: a number anybody can type must never link two orders."""
    angka = "".join(filter(str.isdigit, pesanan.nomor_wa))
    if not angka:
        return None
    kontak = Kontak.objects.create(
        saluran=Saluran.WEB,
        hash=hash_identity(Saluran.WEB, f"toko:{pesanan.token}"),
        alamat=angka,
        wilayah_id=pesanan.wilayah_id,
    )
    record_persetujuan(kontak, Persetujuan.Jenis.KONTAK, "ya", VERSI_IZIN, pesanan.kode)
    return kontak


@transaction.atomic
def move_pesanan(
    pesanan: Pesanan,
    *,
    ke: str,
    pelaku: str,
    by: Pengguna | None = None,
    catatan: str = "",
    resi: str = "",
    asal: str = "",
) -> Pesanan:
    """Take an order one step on. Raises LangkahTerlarang; PesananKeliru where words are missing."""
    pesanan = lock_pesanan(pesanan)
    check_move(pesanan, ke, pelaku)
    catatan = mask_catatan(catatan.strip())[:300]
    _need_words(pesanan, ke, pelaku, catatan, resi)
    dari, pesanan.status = pesanan.status, ke
    _apply(pesanan, dari, resi)
    pesanan.save()
    _end_bill(pesanan)
    log_pesanan(pesanan, dari, pelaku, by=by, catatan=catatan, asal=asal)
    _post_omzet(pesanan, dari, by)
    if pesanan.is_ended and pesanan.kontak is not None:
        release_alamat(pesanan.kontak)
    notify_langkah(pesanan, dari, pelaku, catatan)
    return pesanan


def _need_words(pesanan: Pesanan, ke: str, pelaku: str, catatan: str, resi: str) -> None:
    if ke == S.DITOLAK and not catatan:
        raise PesananKeliru("catatan", "Tulis alasannya dengan ramah; pembeli membacanya.")
    batal_penjual = ke == S.DIBATALKAN and pelaku in (P.PENJUAL, P.PETUGAS)
    if batal_penjual and not catatan:
        raise PesananKeliru("catatan", "Tulis alasan pembatalannya; pembeli membacanya.")
    if ke == S.DIKIRIM and pesanan.cara_terima == Pesanan.CaraTerima.KURIR and not resi.strip():
        raise PesananKeliru("resi", "Tulis nomor resi dari kurirnya.")


def _apply(pesanan: Pesanan, dari: str, resi: str) -> None:
    now = timezone.now()
    ke = pesanan.status
    pesanan.batas_at = None
    if ke == S.DIKONFIRMASI and pesanan.cara_bayar != Pesanan.CaraBayar.TUNAI:
        pesanan.batas_at = now + timedelta(hours=settings.TOKO_BATAS_BAYAR_JAM)
    elif ke == S.DIBAYAR:
        pesanan.dibayar_at = pesanan.dibayar_at or now
    elif ke == S.DIKIRIM:
        pesanan.resi = resi.strip()[:40]
    elif ke == S.SELESAI:
        pesanan.selesai_at = now
        pesanan.dibayar_at = pesanan.dibayar_at or now
    elif ke in Pesanan.GIVEN_UP:
        _give_up(pesanan, dari)


def _give_up(pesanan: Pesanan, dari: str) -> None:
    pesanan.selesai_at, pesanan.nilai = None, None
    if pesanan.dibayar_at is not None and not pesanan.pengembalian:
        pesanan.pengembalian = Pesanan.Pengembalian.PERLU
    if dari in STOK_KEMBALI:
        _put_back(pesanan)


def _put_back(pesanan: Pesanan) -> None:
    """Goods that never left go back on the shelf; what is made to order by now has none."""
    jumlah = {b.produk_id: b.jumlah for b in pesanan.baris.filter(dari_stok=True)}
    for produk in (
        Produk.objects.select_for_update(of=("self",)).filter(pk__in=jumlah).order_by("pk")
    ):
        if produk.stok is not None:
            produk.stok += jumlah[produk.pk]
            produk.save(update_fields=["stok", "updated_at"])


def _end_bill(pesanan: Pesanan) -> None:
    """Nothing is to be paid for what was given up."""
    if pesanan.status in Pesanan.GIVEN_UP:
        pesanan.tagihan.filter(status=Tagihan.Status.MENUNGGU).update(
            status=Tagihan.Status.GAGAL, updated_at=timezone.now()
        )


def _post_omzet(pesanan: Pesanan, dari: str, by: Pengguna | None) -> None:
    """What was sold is turnover of the business (goods, not the courier's fee)."""
    kunci = f"pesanan:{pesanan.pk}"
    if pesanan.status == S.SELESAI:
        assert pesanan.selesai_at is not None  # noqa: S101 - a constraint says so
        add_penjualan(
            pesanan.lapak.usaha, tanggal=to_wib(pesanan.selesai_at).date(),
            jumlah=pesanan.subtotal, sumber="toko", kunci=kunci, by=by,
        )  # fmt: skip
    elif dari == S.SELESAI:
        cancel_penjualan(kunci, "Pesanan dibatalkan sesudah selesai")


@transaction.atomic
def rate_pesanan(pesanan: Pesanan, *, nilai: int) -> Pesanan:
    """The buyer's stars, 1 to 5, once it is theirs. Raises PesananKeliru otherwise."""
    pesanan = lock_pesanan(pesanan)
    if pesanan.status != S.SELESAI or not 1 <= nilai <= 5:
        raise PesananKeliru("nilai", "Penilaian diberikan sesudah pesanan selesai.")
    pesanan.nilai = nilai
    pesanan.save(update_fields=["nilai", "updated_at"])
    return pesanan


def lock_pesanan(pesanan: Pesanan) -> Pesanan:
    """The row with its stall, locked until the transaction ends."""
    baris: Pesanan = (
        Pesanan.objects.select_for_update(of=("self",))
        .select_related("lapak__usaha", "lapak__kontak", "kontak")
        .get(pk=pesanan.pk)
    )
    return baris


def log_pesanan(
    pesanan: Pesanan,
    dari: str,
    pelaku: str,
    *,
    by: Pengguna | None = None,
    catatan: str = "",
    asal: str = "",
) -> None:
    """One row of the order's history; the caller's transaction."""
    RiwayatPesanan.objects.create(
        pesanan=pesanan, dari=dari, ke=pesanan.status, pelaku=pelaku, by=by, catatan=catatan,
        asal_hash=asal,
    )  # fmt: skip
