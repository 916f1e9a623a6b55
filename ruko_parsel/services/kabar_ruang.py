"""Messages about a booking, owed with the step that causes them: to the village and the desk."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from pesan.models import PesanKeluar
from pesan.services import queue_pesan_many
from pesan.services.keluar import Kiriman
from ruko_parsel.models import Pemesanan, Permintaan, RiwayatPemesanan
from ruko_parsel.orang import desk_of as staff_of_desk
from ruko_parsel.orang import village_staff
from ruko_parsel.pihak import kode_kecamatan, sits_at_desk
from ruko_parsel.services.kabar import filers_of
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna
from wilayah.zona import at_place, nama_zona

S = Pemesanan.Status


def one_line(teks: str) -> str:
    """Words as one line that no message can take for its buttons ([[A|B]])."""
    return " ".join(teks.replace("\x00", "").split()).replace("[[", "(").replace("]]", ")")


def village_of(pemesanan: Pemesanan) -> list[dict[str, Any]]:
    """Whom to tell in the village: who booked or asked, with the resident's contact; else its
    staff of today. Whoever brought a request that was merged into its own hears it too, in the
    words of that request.
    """
    kode = str(pemesanan.wilayah_id)
    permintaan = pemesanan.permintaan
    orang = [pemesanan.pemesan, permintaan.pemohon if permintaan else None]
    desa = list(village_staff(kode))
    ke: list[dict[str, Any]] = [
        {"pengguna": satu} for satu in dict.fromkeys(orang) if satu is not None and satu in desa
    ]
    if permintaan is not None and permintaan.kontak is not None:
        ke.append({"kontak": permintaan.kontak})
    ke = ke or [{"pengguna": satu} for satu in desa]
    return ke + _merged(permintaan) if permintaan is not None else ke


def _merged(permintaan: Permintaan) -> list[dict[str, Any]]:
    """Filers of the requests merged into this one, each with theirs as `untuk`."""
    hasil = []
    for satu in filers_of(permintaan, dengan_gabungan=True):
        if satu.permintaan.pk != permintaan.pk:
            siapa = {"kontak": satu.kontak} if satu.kontak else {"pengguna": satu.pengguna}
            hasil.append({"untuk": satu.permintaan, **siapa})
    return hasil


def desk_of(pemesanan: Pemesanan) -> list[dict[str, Any]]:
    """Whom to tell at the desk: who receives the guests; before that is known, everybody.

    Nobody of a meeting's room: its invitations say where it is.
    """
    if pemesanan.is_rapat:
        return []
    meja = staff_of_desk(kode_kecamatan(str(pemesanan.wilayah_id)))
    penerima = pemesanan.petugas
    if penerima is not None and meja.filter(pk=penerima.pk).exists():
        return [{"pengguna": penerima}]
    return [{"pengguna": p} for p in meja]  # also when who was named has left


def slots_of(pemesanan: Pemesanan) -> dict[str, Any]:
    """What every message about a booking may fill in."""
    kode = str(pemesanan.wilayah_id)
    return {
        "ruang": one_line(pemesanan.ruang.nama),
        "desa": pemesanan.wilayah.nama_lengkap,
        "perihal": pemesanan.perihal,
        "waktu": tanggal_panjang(pemesanan.mulai_at, kode),
        "sampai": f"{at_place(pemesanan.selesai_at, kode):%H.%M} {nama_zona(kode)}",
        "kode": pemesanan.kode,
        "petugas": one_line(str(pemesanan.petugas or "")),
        "url": f"{settings.SITE_URL}{pemesanan.get_absolute_url()}",
    }


def tell(
    pemesanan: Pemesanan, templat: str, ke: list[dict[str, Any]], *, langkah: str,
    kecuali: Pengguna | None = None, hingga: datetime | None = None, **slots: Any,
) -> int:  # fmt: skip
    """Owe each of these one message of this step; gives how many."""
    isi = slots_of(pemesanan) | slots
    kiriman: dict[str, Kiriman] = {}
    for satu in ke:
        kunci = f"ruang:{pemesanan.pk}:{langkah}:{_key(satu)}"
        if kunci in kiriman or (kecuali is not None and satu.get("pengguna") == kecuali):
            continue
        untuk = satu.get("untuk")
        siapa = {nama: nilai for nama, nilai in satu.items() if nama != "untuk"}
        kiriman[kunci] = Kiriman(
            kunci=kunci, templat=templat,
            slots=isi | _own_words(untuk) | ({"url": ""} if "kontak" in satu else {}),
            wilayah=str(untuk.wilayah_id if untuk else pemesanan.wilayah_id),
            rujukan=pemesanan.kode, kedaluwarsa_at=hingga or pemesanan.selesai_at, **siapa,
        )  # fmt: skip
    return len(queue_pesan_many(list(kiriman.values()))) if kiriman else 0


def _own_words(untuk: Permintaan | None) -> dict[str, str]:
    """What somebody of a merged request reads instead: nothing of the other village."""
    if untuk is None:
        return {}
    perihal = f"Permintaan {untuk.nomor}" if untuk.rahasia else untuk.judul
    return {
        "desa": untuk.wilayah.nama_lengkap,
        "perihal": one_line(perihal)[:160],
        "url": f"{settings.SITE_URL}{untuk.get_absolute_url()}",
        "alasan": "",
    }


def tell_asked(pemesanan: Pemesanan, langkah: RiwayatPemesanan, *, by: Pengguna | None) -> None:
    """A village asks for a room: the desk hears it."""
    tell(pemesanan, "ruko_ruang_diminta", desk_of(pemesanan), langkah=f"minta{langkah.pk}")


def tell_approved(pemesanan: Pemesanan, langkah: RiwayatPemesanan, *, by: Pengguna | None) -> None:
    """It stands: the village hears when and where, the officer whom they receive."""
    nama = f"setuju{langkah.pk}"
    tell(pemesanan, "ruko_ruang_setuju", village_of(pemesanan), langkah=nama)
    if pemesanan.petugas is not None:
        tell(pemesanan, "ruko_ruang_terima", desk_of(pemesanan), langkah=f"{nama}p", kecuali=by)


def tell_refused(pemesanan: Pemesanan, langkah: RiwayatPemesanan) -> None:
    """The desk cannot then; the village hears why."""
    tell(
        pemesanan, "ruko_ruang_tolak", village_of(pemesanan), langkah=f"tolak{langkah.pk}",
        hingga=_later(pemesanan), alasan=pemesanan.alasan,
    )  # fmt: skip


def tell_cancelled(pemesanan: Pemesanan, langkah: RiwayatPemesanan, *, by: Pengguna | None) -> None:
    """Called off: reminders are void, both sides hear it."""
    void_reminders(pemesanan)
    tell(
        pemesanan, "ruko_ruang_batal", [*village_of(pemesanan), *desk_of(pemesanan)],
        langkah=f"batal{langkah.pk}", kecuali=by, hingga=_later(pemesanan),
        alasan=pemesanan.alasan,
    )  # fmt: skip


def tell_moved(
    pemesanan: Pemesanan, langkah: RiwayatPemesanan, *, semula: datetime, by: Pengguna
) -> None:
    """Another time or room: reminders of the old one are void, both sides hear the new one."""
    void_reminders(pemesanan)
    oleh_meja = sits_at_desk(by, str(pemesanan.wilayah_id))
    tell(
        pemesanan, "ruko_ruang_pindah", [*village_of(pemesanan), *desk_of(pemesanan)],
        langkah=f"pindah{langkah.pk}", kecuali=by,
        semula=tanggal_panjang(semula, str(pemesanan.wilayah_id)), alasan=langkah.catatan,
        tunggu="" if oleh_meja else "Menunggu persetujuan meja kecamatan.",
    )  # fmt: skip


def void_reminders(pemesanan: Pemesanan) -> int:
    """Reminders of the old time that have not gone out never will; gives how many."""
    rows = PesanKeluar.objects.filter(
        rujukan=pemesanan.kode, kunci__startswith=f"ruang:{pemesanan.pk}:ingat",
        status=PesanKeluar.Status.QUEUED,
    )  # fmt: skip
    return rows.update(status=PesanKeluar.Status.EXPIRED, galat="pemesanan dipindah atau batal")


def _key(ke: dict[str, Any]) -> str:
    return f"p{ke['pengguna'].pk}" if "pengguna" in ke else f"k{ke['kontak'].pk}"


def _later(pemesanan: Pemesanan) -> datetime:
    return max(pemesanan.selesai_at, timezone.now() + timedelta(hours=1))
