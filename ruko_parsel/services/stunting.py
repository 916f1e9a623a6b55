"""Figures of children weighed: entered, corrected, imported; and who may read them exactly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.models import AngkaStunting, PetugasGizi, RiwayatStunting
from ruko_parsel.models.stunting import MAKS_ANAK
from wilayah.berkas_tabel import Galat
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan
from wilayah.zona import hari_ini

KOLOM = ("wilayah", "bulan", "ditimbang", "stunting", "wasting", "sumber")
WAJIB = ("wilayah", "bulan", "ditimbang", "stunting")


class AngkaKeliru(ValueError):  # noqa: N818 - the domain's word
    """A figure that cannot be; `kolom` is where, the message says why."""

    def __init__(self, pesan: str, kolom: str = "") -> None:
        self.kolom = kolom
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class IsiAngka:
    """One month of one village."""

    desa: Wilayah
    bulan: date
    ditimbang: int
    stunting: int
    wasting: int | None = None
    sumber: str = AngkaStunting.Sumber.POSYANDU


@dataclass(slots=True)
class HasilImpor:
    """Rows that were, or would be, written; what is wrong with the others."""

    isi: list[IsiAngka] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)


@transaction.atomic
def record_angka(isi: IsiAngka, *, by: Pengguna, contoh: bool = False) -> AngkaStunting:
    """Write a month down. Raises AngkaKeliru, also when that month is there already."""
    check_angka(isi)
    try:
        with transaction.atomic():
            angka: AngkaStunting = AngkaStunting.objects.create(
                wilayah=isi.desa, bulan=isi.bulan, ditimbang=isi.ditimbang, stunting=isi.stunting,
                wasting=isi.wasting, sumber=isi.sumber, by=by, contoh=contoh,
            )  # fmt: skip
    except IntegrityError as error:
        if "angka_stunting_satu_per_bulan" in str(error):
            raise AngkaKeliru(
                f"{isi.desa} sudah punya angka {isi.bulan:%m-%Y}; perbaiki angka itu.", "bulan"
            ) from error
        raise
    return angka


@transaction.atomic
def correct_angka(
    angka: AngkaStunting, *, ditimbang: int, stunting: int, wasting: int | None, alasan: str,
    by: Pengguna,
) -> AngkaStunting:  # fmt: skip
    """Put other figures in their place; what they were stays on record. Raises AngkaKeliru."""
    rows: Any = AngkaStunting.objects.select_for_update(of=("self",), no_key=True)
    angka = rows.select_related("wilayah").get(pk=angka.pk)
    alasan = mask_catatan(alasan.strip())[:240]
    if not alasan:
        raise AngkaKeliru("Tulis alasan perbaikannya.", "alasan")
    check_angka(IsiAngka(angka.wilayah, angka.bulan, ditimbang, stunting, wasting))
    RiwayatStunting.objects.create(
        angka=angka, ditimbang=angka.ditimbang, stunting=angka.stunting, wasting=angka.wasting,
        alasan=alasan, by=by,
    )  # fmt: skip
    angka.ditimbang, angka.stunting, angka.wasting = ditimbang, stunting, wasting
    angka.save(update_fields=["ditimbang", "stunting", "wasting", "updated_at"])
    return angka


def check_angka(isi: IsiAngka) -> None:
    """Raises AngkaKeliru naming the column."""
    if isi.bulan.day != 1 or isi.bulan > hari_ini(isi.desa.kode) or isi.bulan.year < 2015:
        raise AngkaKeliru("Bulan harus sudah berjalan, misalnya 2026-03.", "bulan")
    if isi.ditimbang > MAKS_ANAK:
        raise AngkaKeliru(f"Anak ditimbang paling banyak {MAKS_ANAK}.", "ditimbang")
    if isi.stunting > isi.ditimbang:
        raise AngkaKeliru("Stunting lebih dari anak yang ditimbang.", "stunting")
    if isi.wasting is not None and isi.wasting > isi.ditimbang:
        raise AngkaKeliru("Gizi kurang lebih dari anak yang ditimbang.", "wasting")


def check_tabel(tabel: Sequence[Sequence[str]], boleh: Mapping[str, Wilayah]) -> HasilImpor:
    """Read a file's rows for these villages (by code); every error by row and column."""
    hasil = HasilImpor()
    kepala = [sel.strip().casefold() for sel in tabel[0]]
    kurang = [nama for nama in WAJIB if nama not in kepala]
    asing = [nama for nama in kepala if nama and nama not in KOLOM]
    kembar = {nama for nama in kepala if nama and kepala.count(nama) > 1}
    for nama, sebab in (
        *((n, "Kolom ini tidak ada.") for n in kurang),
        *((n, "Kolom ini tidak dikenal.") for n in asing),
        *((n, "Kolom ini ada dua.") for n in sorted(kembar)),
    ):
        hasil.galat.append(Galat(1, nama[:40], sebab))
    if hasil.galat:
        return hasil
    dilihat: set[tuple[str, date]] = set()
    ada = _existing(boleh)
    for nomor, baris in enumerate(tabel[1:], start=2):
        _read_row(nomor, dict(zip(kepala, baris, strict=False)), boleh, ada | dilihat, hasil)
        if hasil.isi:
            dilihat.add((str(hasil.isi[-1].desa.pk), hasil.isi[-1].bulan))
    return hasil


@transaction.atomic
def import_angka(
    tabel: Sequence[Sequence[str]], boleh: Mapping[str, Wilayah], *, by: Pengguna
) -> HasilImpor:
    """Write a whole file, or nothing of it when one cell is wrong."""
    lock_key("impor-stunting")
    hasil = check_tabel(tabel, boleh)
    if not hasil.galat:
        for satu in hasil.isi:
            record_angka(satu, by=by)
    return hasil


@transaction.atomic
def appoint_gizi(kecamatan: Wilayah, pengguna: Pengguna, *, by: Pengguna) -> PetugasGizi:
    """The camat says that this officer's work needs the exact figures. Raises AngkaKeliru."""
    if not _is_camat(by, kecamatan.pk):
        raise AngkaKeliru("Hanya camat yang menunjuk petugas gizi.")
    tugas = pengguna.penugasan.on(timezone.localdate())
    if not tugas.filter(peran=Peran.PETUGAS_KECAMATAN, wilayah=kecamatan).exists():
        raise AngkaKeliru("Orang ini bukan petugas kecamatan.", "pengguna")
    lock_key(f"petugas-gizi:{kecamatan.pk}:{pengguna.pk}")
    petugas: PetugasGizi = PetugasGizi.objects.get_or_create(
        wilayah=kecamatan, pengguna=pengguna, dicabut_at=None, defaults={"by": by}
    )[0]
    return petugas


@transaction.atomic
def dismiss_gizi(petugas: PetugasGizi, *, by: Pengguna) -> PetugasGizi:
    """From now on this officer reads what everybody reads. Twice is once. Raises AngkaKeliru."""
    if not _is_camat(by, petugas.wilayah_id):
        raise AngkaKeliru("Hanya camat yang mencabut tugas ini.")
    rows: Any = PetugasGizi.objects.select_for_update(of=("self",), no_key=True)
    petugas = rows.get(pk=petugas.pk)
    if petugas.dicabut_at is None:
        petugas.dicabut_at = timezone.now()
        petugas.save(update_fields=["dicabut_at"])
    return petugas


def _is_camat(user: Pengguna, kecamatan: str) -> bool:
    return user.is_superuser or any(
        t.peran == Peran.CAMAT and t.wilayah_id == kecamatan for t in user.penugasan_aktif
    )


def _existing(boleh: Mapping[str, Wilayah]) -> set[tuple[str, date]]:
    rows = AngkaStunting.objects.filter(wilayah__in=boleh).order_by()
    return set(rows.values_list("wilayah_id", "bulan"))


def _read_row(
    nomor: int, sel: Mapping[str, str], boleh: Mapping[str, Wilayah],
    ada: set[tuple[str, date]], hasil: HasilImpor,
) -> None:  # fmt: skip
    """One row of the file, or what is wrong with it."""
    desa, bulan = boleh.get(sel["wilayah"].strip()), _read_bulan(sel["bulan"])
    sumber = sel.get("sumber", "").strip().casefold() or AngkaStunting.Sumber.POSYANDU
    angka, salah = _read_counts(sel)
    galat = [(kolom, "Tulis angka bulat tanpa titik.") for kolom in salah]
    if desa is None:
        galat.append(("wilayah", "Kode desa ini tidak ada atau di luar wilayah tugas Anda."))
    if bulan is None:
        galat.append(("bulan", "Tulis tahun dan bulan, misalnya 2026-03."))
    if sumber not in AngkaStunting.Sumber.values:
        galat.append(("sumber", f"Pilih {', '.join(AngkaStunting.Sumber.values)}."))
    if not galat and desa is not None and bulan is not None:
        isi = IsiAngka(
            desa, bulan, angka["ditimbang"] or 0, angka["stunting"] or 0, angka["wasting"], sumber
        )
        galat = _fits(isi, ada)
        if not galat:
            hasil.isi.append(isi)
    hasil.galat += [Galat(nomor, kolom, sebab) for kolom, sebab in galat]


def _fits(isi: IsiAngka, ada: set[tuple[str, date]]) -> list[tuple[str, str]]:
    """What is wrong with a row that could be read: (column, reason)."""
    if (str(isi.desa.pk), isi.bulan) in ada:
        return [("bulan", "Bulan ini sudah tercatat untuk desa itu.")]
    try:
        check_angka(isi)
    except AngkaKeliru as error:
        return [(error.kolom, str(error))]
    return []


def _read_counts(sel: Mapping[str, str]) -> tuple[dict[str, int | None], list[str]]:
    """The numbers of a row, and the columns that hold none; wasting may be empty."""
    angka: dict[str, int | None] = {}
    salah = []
    for kolom in ("ditimbang", "stunting", "wasting"):
        teks = sel.get(kolom, "").strip()
        angka[kolom] = int(teks) if re.fullmatch(r"[0-9]{1,6}", teks) else None
        if angka[kolom] is None and (teks or kolom != "wasting"):
            salah.append(kolom)
    return angka, salah


def _read_bulan(teks: str) -> date | None:
    cocok = re.fullmatch(r"(20\d\d)-(\d\d)(-01)?", teks.strip())
    if cocok is None or not 1 <= int(cocok[2]) <= 12:
        return None
    return date(int(cocok[1]), int(cocok[2]), 1)
