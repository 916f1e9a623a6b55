"""What a stall sells: put on sale, changed, counted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ekonomi.models import Lapak, Produk, RiwayatHarga
from ekonomi.toko.foto import store_foto
from ekonomi.toko.kata import forbidden_in
from pesan.penghapus import erase_lampiran
from wilayah.models import Pengguna

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ISIAN = ("nama", "deskripsi", "kategori", "harga", "satuan", "stok", "berat", "aktif")
PRODUK_MAKS = 200  # of one stall


@transaction.atomic
def save_produk(
    lapak: Lapak,
    *,
    isian: Mapping[str, Any],
    produk: Produk | None = None,
    foto: "UploadedFile[Any] | bytes | None" = None,
    by: Pengguna | None = None,
) -> Produk:
    """Put a product on sale, or change one. Fields: ISIAN; a new picture replaces the old one.

    With a forbidden word (data) it is kept but held back until staff have looked. Raises
    ValidationError by field, LampiranDitolak for a picture that is none.
    """
    Lapak.objects.select_for_update(of=("self",)).get(pk=lapak.pk)
    if produk is None:
        if Produk.objects.filter(lapak=lapak).count() >= PRODUK_MAKS:
            raise ValidationError(f"Satu lapak memuat paling banyak {PRODUK_MAKS} produk.")
        produk, lama = Produk(lapak=lapak), None
    else:
        produk = Produk.objects.select_for_update(of=("self",)).get(pk=produk.pk, lapak=lapak)
        lama = produk.harga
    for nama in ISIAN:
        if nama in isian:
            setattr(produk, nama, isian[nama])
    _check_words(produk)
    produk.full_clean(exclude=["cari"])
    buang = _put_foto(produk, foto)
    produk.save()
    erase_lampiran(buang)
    if lama != produk.harga:
        RiwayatHarga.objects.create(produk=produk, harga=produk.harga)
    return produk


def _check_words(produk: Produk) -> None:
    kata = forbidden_in(produk.nama, produk.deskripsi)
    if kata is not None and not produk.ditahan:
        produk.ditahan = True
        produk.alasan_ditahan = f"Ada kata “{kata.kata}”: {kata.alasan}"[:200]


def _put_foto(produk: Produk, foto: "UploadedFile[Any] | bytes | None") -> list[Any]:
    """Give it the new pictures; the old ones, to be erased once the row no longer points there."""
    if not foto:
        return []
    lama = [satu for satu in (produk.foto, produk.foto_kecil) if satu is not None]
    produk.foto, produk.foto_kecil = store_foto(foto)
    return lama


@transaction.atomic
def change_stok(produk: Produk, *, tambah: int) -> Produk:
    """Add to or take from what is on the shelf; never below nought. Made to order stays so."""
    produk = Produk.objects.select_for_update(of=("self",)).get(pk=produk.pk)
    if produk.stok is not None:
        produk.stok = min(max(0, produk.stok + tambah), 1_000_000)
        produk.save(update_fields=["stok", "updated_at"])
    return produk


@transaction.atomic
def set_aktif(produk: Produk, *, aktif: bool) -> Produk:
    """On sale, or taken off for now."""
    produk = Produk.objects.select_for_update(of=("self",)).get(pk=produk.pk)
    produk.aktif = aktif
    produk.save(update_fields=["aktif", "updated_at"])
    return produk
