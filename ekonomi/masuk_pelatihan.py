"""Training by chat: PELATIHAN lists what is open, DAFTAR 2 registers, BATAL PELATIHAN gives up.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. A registration is a short conversation
in which each thing is asked once; whatever is no answer to the open question goes on to curhat.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from ekonomi.forms.pelatihan import check_tahun
from ekonomi.models import Angkatan, DaftarLewatPesan, Peserta
from ekonomi.services.pelatihan_kabar import angkatan_slots
from ekonomi.services.peserta import (
    Calon,
    PendaftaranTutup,
    SudahTerdaftar,
    clean_nama,
    register_peserta,
    withdraw_peserta,
)
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak
from pesan.services import queue_pesan
from pesan.tombol import write_daftar
from wilayah.scope import prefix_q

VERSI_PERSETUJUAN = "pelatihan-pesan-1"  # the wording of templat pelatihan_tanya_*
BERLAKU = timedelta(minutes=60)
_DAFTAR = re.compile(
    r"(?:daftar|ikut)(?:\s+pelatihan)?\s+(?:no(?:mor)?\.?\s*)?(\d{1,5})\b[\s:,.-]*(.*)"
)
_LIHAT = re.compile(
    r"(?:info |daftar |jadwal |lihat |ada )?(?:pelatihan|kursus)(?: apa| apa saja)?"
)
_AWALAN_NAMA = re.compile(r"^(?:nama(?: saya)?|saya)\s*:?\s+", re.IGNORECASE)
_LAHIR = re.compile(r"(?:tahun )?(\d{4})|(?:umur |usia )?(\d{2})(?: ?(?:th|thn|tahun))?")
_BATAL = re.compile(r"(?:batal|mundur|batalkan)(?: dari)?(?: ikut)? pelatihan")
_BATAL_KODE = re.compile(r"batal(?:kan)?\s+(plt[\s-]*[a-z0-9]{4}[\s-]*[a-z0-9]{4})")
_NAMA = re.compile(r"[^\W\d_][^\W\d_.,'’ \-]*(?:[ .,'’\-]+[^\W\d_]+\.?){0,6}\.?")
_P = frozenset({"p", "pr", "perempuan", "wanita", "cewek", "ibu", "putri", "estri", "wedok"})
_L = frozenset({"l", "lk", "laki", "laki-laki", "laki laki", "pria", "cowok", "bapak", "putra",
                "kakung", "jaler", "lanang"})  # fmt: skip
# "Dewi Putri" and "Bu Estri" are names: only these behind one say the sex
_DI_BELAKANG_NAMA = frozenset({"p", "l", "pr", "lk", "perempuan", "wanita", "laki-laki", "pria"})
_LEWAT = frozenset({"lewati", "lewat", "skip", "tidak", "tidak usah", "-"})
_TIDAK_JADI = frozenset({"tidak jadi", "batal", "gak jadi", "ga jadi", "ora sido", "mboten saestu"})


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim commands about training, and answers to the question of an open registration."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    rows = DaftarLewatPesan.objects.filter(kontak__in=kontak, hingga__gt=timezone.now())
    terbuka = {row.kontak_id: row for row in rows.select_related("angkatan__kursus")}
    return [
        m.kontak is not None
        and m.isi.jenis in ("teks", "tombol")
        and _take(m, m.kontak, terbuka.get(m.kontak.pk))
        for m in masuk
    ]


def _take(m: Masuk, kontak: Kontak, terbuka: DaftarLewatPesan | None) -> bool:
    teks = " ".join(m.isi.teks.split())
    if len(teks) > 160 or not m.wilayah:
        return False
    kecil = teks.lower().strip(" .!?")
    if _LIHAT.fullmatch(kecil):
        return _list(m, kontak)
    if cocok := _DAFTAR.fullmatch(kecil):
        return _begin(m, kontak, int(cocok[1]), teks.strip(" .!?")[cocok.start(2) :])
    if (cocok := _BATAL_KODE.fullmatch(kecil)) or _BATAL.fullmatch(kecil):
        return _withdraw(m, kontak, re.sub(r"[^a-z0-9]", "", cocok[1])[3:] if cocok else "")
    return terbuka is not None and _answer(m, kontak, terbuka, teks, kecil)


def _open_rows(m: Masuk) -> list[Angkatan]:
    """The batches of the number's area that take people now, the next to begin first."""
    rows = Angkatan.objects.accepting(timezone.now()).filter(prefix_q("wilayah", str(m.wilayah)))
    return list(rows.select_related("kursus", "wilayah").order_by("mulai", "nomor")[:9])


def _list(m: Masuk, kontak: Kontak) -> bool:
    rows = _open_rows(m)
    if not rows:
        return _say(m, kontak, "pelatihan_kosong")
    pilihan = write_daftar(
        [(f"DAFTAR {a.nomor}", f"{a.kursus.nama}, mulai {a.mulai:%d-%m-%Y}") for a in rows]
    )
    baris = "\n".join(f"{a.nomor}. {a.kursus.nama}, {a.mulai:%d-%m-%Y}, {a.tempat}" for a in rows)
    slots = angkatan_slots(rows[0]) | {"daftar": baris, "pilihan": pilihan}
    return _say(m, kontak, "pelatihan_daftar", slots)


def _begin(m: Masuk, kontak: Kontak, nomor: int, sisa: str) -> bool:
    row = next((a for a in _open_rows(m) if a.nomor == nomor), None)
    if row is None:
        return _say(m, kontak, "pelatihan_tidak_dibuka", {"angkatan": nomor})
    nama, kelamin = _split_kelamin(sisa)
    nama = clean_nama(nama) if _NAMA.fullmatch(nama) else ""
    milik = Peserta.objects.filter(kontak=kontak, angkatan=row).active().first()
    if milik is not None and not nama:
        slots = angkatan_slots(row) | {"kode": milik.kode, "keadaan": milik.get_status_display()}
        return _say(m, kontak, "pelatihan_sudah", slots)
    mulai, _baru = DaftarLewatPesan.objects.update_or_create(
        kontak=kontak,
        defaults={
            "angkatan": row, "nama": nama, "jenis_kelamin": kelamin, "tahun_lahir": None,
            "ditanya": "", "hingga": timezone.now() + BERLAKU,
        },
    )  # fmt: skip
    return _next(m, kontak, mulai)


def _split_kelamin(teks: str) -> tuple[str, str]:
    """ "Siti Rahmawati P" and "Siti (perempuan)" as the name and the sex that was said."""
    nama, _spasi, akhir = teks.strip(" .").rpartition(" ")
    akhir = akhir.strip("()").lower()
    kelamin = _read_kelamin(akhir) if akhir in _DI_BELAKANG_NAMA else ""
    return (nama.strip(" ,("), kelamin) if nama and kelamin else (teks.strip(), "")


def _read_kelamin(kata: str) -> str:
    if kata in _P:
        return "P"
    return "L" if kata in _L else ""


def _next(m: Masuk, kontak: Kontak, row: DaftarLewatPesan) -> bool:
    """Ask the next thing that is not known and was not asked; then register."""
    urut = (("nama", not row.nama), ("kelamin", not row.jenis_kelamin), ("lahir", True))
    sudah = set(filter(None, row.ditanya.split(",")))
    tanya = next((apa for apa, kurang in urut if kurang and apa[0] not in sudah), "")
    if not tanya:
        return _register(m, kontak, row)
    row.ditanya = ",".join([*filter(None, row.ditanya.split(",")), tanya[0]])
    row.save(update_fields=["nama", "jenis_kelamin", "tahun_lahir", "ditanya"])
    slots = angkatan_slots(row.angkatan) | {"nama": row.nama}
    return _say(m, kontak, f"pelatihan_tanya_{tanya}", slots)


def _answer(m: Masuk, kontak: Kontak, row: DaftarLewatPesan, teks: str, kecil: str) -> bool:
    if kecil in _TIDAK_JADI:
        row.delete()
        return _say(m, kontak, "pelatihan_tidak_jadi", angkatan_slots(row.angkatan))
    baca: dict[str, Callable[[DaftarLewatPesan, str, str], bool]] = {
        "n": _take_nama, "k": _take_kelamin, "l": _take_lahir,
    }  # fmt: skip
    ditanya = row.ditanya.rsplit(",", 1)[-1]
    if ditanya not in baca or not baca[ditanya](row, teks, kecil):
        return False
    return _next(m, kontak, row)


def _take_nama(row: DaftarLewatPesan, teks: str, _kecil: str) -> bool:
    nama, kelamin = _split_kelamin(_AWALAN_NAMA.sub("", teks))
    if not _NAMA.fullmatch(nama) or len(nama) < 3 or len(nama.split()) > 6:
        return False
    row.nama, row.jenis_kelamin = clean_nama(nama), kelamin or row.jenis_kelamin
    return True


def _take_kelamin(row: DaftarLewatPesan, _teks: str, kecil: str) -> bool:
    row.jenis_kelamin = _read_kelamin(kecil)
    return bool(row.jenis_kelamin)


def _take_lahir(row: DaftarLewatPesan, _teks: str, kecil: str) -> bool:
    if kecil in _LEWAT:
        return True
    cocok = _LAHIR.fullmatch(kecil)
    if cocok is None:
        return False
    tahun = int(cocok[1]) if cocok[1] else timezone.localdate().year - int(cocok[2])
    try:
        row.tahun_lahir = check_tahun(tahun)
    except ValidationError:
        return False
    return True


def _register(m: Masuk, kontak: Kontak, row: DaftarLewatPesan) -> bool:
    calon = Calon(
        nama=row.nama,
        jenis_kelamin=row.jenis_kelamin,
        tahun_lahir=row.tahun_lahir,
        kontak=kontak,
        persetujuan=VERSI_PERSETUJUAN,
    )
    angkatan = row.angkatan
    row.delete()
    try:
        register_peserta(angkatan, calon, asal=Peserta.Asal.PESAN)
    except PendaftaranTutup:
        return _say(m, kontak, "pelatihan_tidak_dibuka", {"angkatan": angkatan.nomor})
    except SudahTerdaftar:
        # whose registration it is, only its own code says
        return _say(m, kontak, "pelatihan_nama_sama", angkatan_slots(angkatan))
    return True


def _withdraw(m: Masuk, kontak: Kontak, kode: str) -> bool:
    """One registration of this contact; of several, which one is asked by their codes."""
    bisa = ("daftar", "diterima", "cadangan", "hadir")
    rows = Peserta.objects.filter(
        prefix_q("angkatan__wilayah", str(m.wilayah)), kontak=kontak, status__in=bisa
    )
    milik = list(rows.select_related("angkatan__kursus").order_by("-id")[:9])
    if kode:
        milik = [p for p in milik if p.kode.replace("-", "").lower() == f"plt{kode}"]
    if not milik:
        return _say(m, kontak, "pelatihan_tidak_ada")
    if len(milik) > 1:
        pilihan = write_daftar([(f"BATAL {p.kode}", p.angkatan.kursus.nama) for p in milik])
        return _say(m, kontak, "pelatihan_pilih_batal", {"pilihan": pilihan})
    withdraw_peserta(milik[0], alasan="Dibatalkan sendiri lewat pesan")
    return True


def _say(m: Masuk, kontak: Kontak, templat: str, slots: dict[str, Any] | None = None) -> bool:
    queue_pesan(
        kunci=f"latih:{templat}:{m.pesan.pk}",
        templat=templat,
        slots=slots or {},
        kontak=kontak,
        wilayah=m.wilayah,
        nomor_kanal=m.nomor_kanal,
    )
    return True
