"""A stall from its opening to its approval: consent, PIN, payment details, open or closed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ekonomi.bayar.qris import QrisSalah, read_qris
from ekonomi.models import Lapak, PersetujuanLapak, Produk, RiwayatLapak, Usaha
from pesan.pin import pin_hash
from pesan.services import kontak_of_nomor, queue_pesan
from wilayah.kripto import new_code, new_pin
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

VERSI_IZIN = "lapak-1"  # the wording of templates/ekonomi/jual_lapak.html
ISIAN = (
    "nama", "deskripsi", "jam", "boleh_ambil", "catatan_ambil", "ongkir_antar", "pakai_kurir",
)  # fmt: skip
ISIAN_BAYAR = ("terima_tunai", "bank", "rekening", "atas_nama", "qris")
S, R = Lapak.Status, RiwayatLapak.Peristiwa


@transaction.atomic
def open_lapak(
    usaha: Usaha, *, nama: str, nomor_wa: str = "", by: Pengguna | None = None
) -> tuple[Lapak, str]:
    """Open a stall for a business, not public yet. Gives it and its PIN, which is shown once.

    `nomor_wa` as +62…; the seller is written to there. Raises ValidationError where the business
    has a stall already.
    """
    if Lapak.objects.filter(usaha=usaha).exists():
        raise ValidationError({"usaha": "Usaha ini sudah punya lapak."})
    pin = new_pin()
    lapak = Lapak(
        usaha=usaha,
        wilayah=usaha.wilayah,
        nama=nama,
        slug=_free_slug(nama),
        nomor_wa=nomor_wa,
        kontak=usaha.kontak
        or kontak_of_nomor(nomor_wa, wilayah=usaha.wilayah, versi_teks=VERSI_IZIN),
    )
    lapak.pin_hash = pin_hash(lapak.kode, pin)
    lapak.save()
    log_lapak(lapak, R.DIAJUKAN, by=by)
    return lapak, pin


def _free_slug(nama: str) -> str:
    dasar = slugify(nama)[:60] or "lapak"
    if not Lapak.objects.filter(slug=dasar).exists():
        return dasar
    return f"{dasar}-{new_code(5).lower()}"


@transaction.atomic
def set_persetujuan(
    lapak: Lapak,
    *,
    apa: str,
    ya: bool,
    nama_tampil: str = "",
    by: Pengguna | None = None,
    asal: str = "",
) -> Lapak:
    """Record what the seller lets be shown or takes back; the same decision again is one row.

    Raises ValidationError where there is no name or number to show.
    """
    lapak = lock_lapak(lapak)
    if apa == PersetujuanLapak.Apa.NAMA:
        if ya and not nama_tampil.strip():
            raise ValidationError({"nama_tampil": "Tulis nama yang boleh ditampilkan."})
        sama = lapak.tampil_nama == ya and (not ya or lapak.nama_tampil == nama_tampil.strip())
        lapak.tampil_nama, lapak.nama_tampil = ya, nama_tampil.strip() if ya else ""
    elif apa == PersetujuanLapak.Apa.WA:
        if ya and not lapak.nomor_wa:
            raise ValidationError({"tampil_wa": "Isi dulu nomor WhatsApp lapak."})
        sama, lapak.tampil_wa = lapak.tampil_wa == ya, ya
    else:
        sama = (lapak.tampil_at is not None) == ya
        lapak.tampil_at = (lapak.tampil_at or timezone.now()) if ya else None
    if not sama:
        lapak.save()
        PersetujuanLapak.objects.create(
            lapak=lapak, apa=apa, ya=ya, versi_teks=VERSI_IZIN, by=by, asal_hash=asal
        )
    return lapak


@transaction.atomic
def review_lapak(lapak: Lapak, *, ke: str, by: Pengguna, alasan: str = "") -> Lapak:
    """Approve, refuse or freeze a stall. Raises ValidationError without a reason for the latter."""
    lapak = lock_lapak(lapak)
    alasan = mask_catatan(alasan.strip())[:200]
    if ke != S.DISETUJUI and not alasan:
        raise ValidationError({"alasan": "Tulis alasannya; penjual membacanya."})
    if lapak.status == ke:
        return lapak
    lapak.status, lapak.alasan = ke, "" if ke == S.DISETUJUI else alasan
    lapak.diperiksa_at, lapak.diperiksa_by = timezone.now(), by
    lapak.save()
    log_lapak(lapak, R(ke), by=by, catatan=alasan)
    queue_pesan(
        kunci=f"lapak:{lapak.pk}:{ke}:{lapak.diperiksa_at:%Y%m%d%H%M%S}",
        templat=f"toko_lapak_{ke}",
        slots={"lapak": lapak.nama, "alasan": alasan, "kode": lapak.kode},
        kontak=lapak.kontak,
        wilayah=lapak.wilayah_id,
        rujukan=lapak.kode,
    )
    return lapak


@transaction.atomic
def renew_pin(lapak: Lapak, *, by: Pengguna) -> str:
    """A new PIN, shown once; whoever held the old one is out."""
    lapak = lock_lapak(lapak)
    pin = new_pin()
    lapak.pin_hash = pin_hash(lapak.kode, pin)
    lapak.save(update_fields=["pin_hash", "updated_at"])
    log_lapak(lapak, R.PIN_BARU, by=by)
    return pin


@transaction.atomic
def set_buka(lapak: Lapak, *, buka: bool, by: Pengguna | None = None, asal: str = "") -> Lapak:
    """Take orders, or take none for now; what was ordered goes on."""
    lapak = lock_lapak(lapak)
    if lapak.buka != buka:
        lapak.buka = buka
        lapak.save(update_fields=["buka", "updated_at"])
        log_lapak(lapak, R.DIBUKA if buka else R.DITUTUP, by=by, asal=asal)
    return lapak


@transaction.atomic
def edit_lapak(
    lapak: Lapak, *, isian: Mapping[str, Any], by: Pengguna | None = None, asal: str = ""
) -> Lapak:
    """Write the seller's own fields (ISIAN, ISIAN_BAYAR). Raises ValidationError by field."""
    lapak = lock_lapak(lapak)
    lama = [getattr(lapak, nama) for nama in ISIAN_BAYAR]
    for nama in (*ISIAN, *ISIAN_BAYAR):
        if nama in isian:
            setattr(lapak, nama, isian[nama])
    check_bayar(lapak)
    lapak.full_clean(exclude=["pin_hash", "gerbang_kunci"])
    lapak.save()
    if lama != [getattr(lapak, nama) for nama in ISIAN_BAYAR]:
        log_lapak(lapak, R.BAYAR_DIUBAH, by=by, asal=asal)
    return lapak


def check_bayar(lapak: Lapak) -> None:
    """Raise ValidationError by field where a way of paying is half filled in."""
    if lapak.qris:
        try:
            read_qris(lapak.qris)
        except QrisSalah as salah:
            raise ValidationError({"qris": str(salah)}) from salah
    rekening = (lapak.bank, lapak.rekening, lapak.atas_nama)
    if any(rekening) and not all(rekening):
        raise ValidationError({"rekening": "Isi bank, nomor rekening, dan atas nama bersama-sama."})
    if lapak.rekening and not lapak.rekening.replace(" ", "").replace("-", "").isdecimal():
        raise ValidationError({"rekening": "Nomor rekening hanya angka."})
    if not (lapak.terima_tunai or lapak.qris or lapak.rekening or lapak.gerbang):
        raise ValidationError({"terima_tunai": "Pilih paling sedikit satu cara bayar."})
    if not (lapak.boleh_ambil or lapak.ongkir_antar is not None or lapak.pakai_kurir):
        raise ValidationError({"boleh_ambil": "Pilih paling sedikit satu cara barang diterima."})


@transaction.atomic
def set_gerbang(lapak: Lapak, *, gerbang: str, kunci: str, produksi: bool, by: Pengguna) -> Lapak:
    """Connect the seller's own merchant account, or with an empty `gerbang` take it away.

    An empty `kunci` keeps the one that is there. Raises ValidationError without any.
    """
    lapak = lock_lapak(lapak)
    lapak.gerbang = gerbang
    lapak.gerbang_kunci = (kunci.strip() or lapak.gerbang_kunci) if gerbang else ""
    lapak.gerbang_produksi = produksi and bool(gerbang)
    if gerbang and not lapak.gerbang_kunci:
        raise ValidationError({"kunci": "Isi kunci peladen dari akun penjual di gerbang itu."})
    lapak.save()
    log_lapak(lapak, R.BAYAR_DIUBAH, by=by, catatan=gerbang or "gerbang dilepas")
    return lapak


@transaction.atomic
def hold_produk(produk: Produk, *, alasan: str, by: Pengguna) -> Produk:
    """Take a product off the catalogue. Raises ValidationError without a reason."""
    produk = Produk.objects.select_for_update(of=("self",)).get(pk=produk.pk)
    alasan = mask_catatan(alasan.strip())[:200]
    if not alasan:
        raise ValidationError({"alasan": "Tulis alasannya; penjual membacanya."})
    produk.ditahan, produk.alasan_ditahan = True, alasan
    produk.save(update_fields=["ditahan", "alasan_ditahan", "updated_at"])
    log_lapak(produk.lapak, R.DITAHAN, by=by, catatan=f"produk {produk.pk}: {alasan}"[:200])
    return produk


@transaction.atomic
def release_produk(produk: Produk, *, by: Pengguna) -> Produk:
    """Put a held product back on sale."""
    produk = Produk.objects.select_for_update(of=("self",)).get(pk=produk.pk)
    if produk.ditahan:
        produk.ditahan, produk.alasan_ditahan = False, ""
        produk.save(update_fields=["ditahan", "alasan_ditahan", "updated_at"])
        log_lapak(produk.lapak, R.DILEPAS, by=by, catatan=f"produk {produk.pk}")
    return produk


def lock_lapak(lapak: Lapak) -> Lapak:
    """The row, locked until the transaction ends."""
    baris: Lapak = Lapak.objects.select_for_update(of=("self",)).get(pk=lapak.pk)
    return baris


def log_lapak(
    lapak: Lapak, peristiwa: str, *, by: Pengguna | None = None, catatan: str = "", asal: str = ""
) -> None:
    """One row of the stall's history; the caller's transaction."""
    RiwayatLapak.objects.create(
        lapak=lapak, peristiwa=peristiwa, by=by, catatan=catatan, asal_hash=asal
    )
