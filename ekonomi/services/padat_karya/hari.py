"""Days worked: attendance of `hadir` on one side, half or whole days for the wage on the other."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.models import HariKerja, HariUpah, Pekerja, ProyekPadatKarya
from ekonomi.services.padat_karya.catat import (
    KaryaDitolak,
    S,
    lock_proyek,
    log_proyek,
    require_status,
)
from hadir.daftar import DaftarHadir, Orang
from hadir.models import Kehadiran, SesiHadir
from hadir.services import SesiTerkunci, cancel_hadir, record_hadir, schedule_sesi
from pesan.pin import clean_kode
from wilayah.kalender import WIB
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

MASUK, PULANG = time(7), time(16)  # a working day, WIB


def sesi_of(proyek: ProyekPadatKarya, tanggal: date, *, by: Pengguna | None) -> SesiHadir:
    """The attendance list of a working day, made if missing. Raises KaryaDitolak for a day before
    the work began or still to come.
    """
    if proyek.mulai is None or tanggal < proyek.mulai:
        raise KaryaDitolak("Hari itu sebelum pekerjaan dimulai.")
    if tanggal > timezone.localdate():
        raise KaryaDitolak("Hari itu belum tiba.")
    return schedule_sesi(
        wilayah=proyek.wilayah, judul=f"Padat karya: {proyek.judul}", tempat=proyek.tempat,
        rujukan=proyek.rujukan_hadir, mulai_at=datetime.combine(tanggal, MASUK, WIB),
        selesai_at=datetime.combine(tanggal, PULANG, WIB), by=by,
    )  # fmt: skip


@transaction.atomic
def record_hari(
    proyek: ProyekPadatKarya, tanggal: date, bagian: dict[int, int], *, by: Pengguna
) -> int:
    """A day's list as ticked: pk of the worker to 0 (absent), 1 (half) or 2 (whole day).

    Gives how many changed. Raises KaryaDitolak: a day outside the work, one already in a payroll.
    """
    proyek = lock_proyek(proyek)
    require_status(proyek, S.BERJALAN)
    sesi = sesi_of(proyek, tanggal, by=by)
    n = 0
    for pekerja in proyek.pekerja.filter(pk__in=bagian).order_by("pk"):
        n += _set(sesi, pekerja, bagian[pekerja.pk], by)
    if n:
        log_proyek(proyek, "Kehadiran dicatat", by=by, catatan=f"{tanggal:%d-%m-%Y}: {n} baris")
    return n


def _set(sesi: SesiHadir, pekerja: Pekerja, bagian: int, by: Pengguna) -> bool:
    ada = HariKerja.objects.filter(pekerja=pekerja, tanggal=sesi.tanggal, batal=False).first()
    if (ada.bagian if ada else 0) == bagian:
        return False
    if bagian not in (0, *HariKerja.Bagian.values):
        raise KaryaDitolak("Isi hari kerja: tidak hadir, setengah, atau penuh.")
    _refuse_paid(pekerja, sesi.tanggal)
    if bagian == 0:
        assert ada is not None  # noqa: S101 - 0 against nothing is no change
        _take_back(ada, "Tidak hadir.", by)
        return True
    if ada is None:
        try:
            record_hadir(sesi, pekerja.kunci_hadir, cara=Kehadiran.Cara.DAFTAR, by=by)
        except ValueError as error:  # locked, or refused by the list below
            raise KaryaDitolak(str(error)) from error
    HariKerja.objects.filter(pekerja=pekerja, tanggal=sesi.tanggal, batal=False).update(
        bagian=bagian
    )
    return True


def _refuse_paid(pekerja: Pekerja, tanggal: date) -> None:
    if HariUpah.objects.filter(pekerja=pekerja, tanggal=tanggal, batal=False).exists():
        raise KaryaDitolak(
            f"{pekerja.kode}: hari {tanggal:%d-%m-%Y} sudah masuk daftar upah."
            " Batalkan dulu daftar upahnya."
        )


def _take_back(hari: HariKerja, alasan: str, by: Pengguna) -> None:
    """Undo a day; where the attendance list is locked, it stays and only the wage day goes."""
    with contextlib.suppress(SesiTerkunci):
        cancel_hadir(hari.kehadiran, alasan=alasan, by=by)
    HariKerja.objects.filter(pk=hari.pk).update(batal=True)


@transaction.atomic
def correct_hari(hari: HariKerja, *, bagian: int, alasan: str, by: Pengguna) -> None:
    """Correct a day after its payroll was reversed: another part, or 0 for none.

    Raises KaryaDitolak without a reason or while a payroll has it.
    """
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan alasan koreksinya.")
    proyek = lock_proyek(hari.pekerja.proyek)
    hari = HariKerja.objects.select_for_update(of=("self",)).get(pk=hari.pk, batal=False)
    _refuse_paid(hari.pekerja, hari.tanggal)
    if bagian == 0:
        _take_back(hari, mask_catatan(alasan.strip()), by)
    elif bagian in HariKerja.Bagian.values:
        HariKerja.objects.filter(pk=hari.pk).update(bagian=bagian)
    else:
        raise KaryaDitolak("Isi hari kerja: tidak hadir, setengah, atau penuh.")
    catatan = f"{hari.pekerja.kode} {hari.tanggal:%d-%m-%Y}: {alasan}"
    log_proyek(proyek, "Hari kerja dikoreksi", by=by, catatan=catatan)


class DaftarPadatKarya(DaftarHadir):
    """The workers of a project, for `hadir` (settings.HADIR_DAFTAR "padat_karya")."""

    def people(self, sesi: SesiHadir) -> Sequence[Orang]:
        rows = self._rows(sesi).working().order_by("urutan", "pk")
        return [Orang(p.kunci_hadir, p.nama, p.get_status_display(), p.kode) for p in rows]

    def find(self, sesi: SesiHadir, kode: str) -> Orang | None:
        p = self._rows(sesi).working().filter(kode=clean_kode(kode, "PK")).first()
        return Orang(p.kunci_hadir, p.nama, "", p.kode) if p is not None else None

    def refused(self, sesi: SesiHadir, kunci_orang: str) -> str:
        p = self._person(sesi, kunci_orang)
        if p is None or p.status != Pekerja.Status.TERPILIH:
            return "Orang ini tidak sedang bekerja di proyek ini."
        if p.proyek.status != S.BERJALAN:
            return "Pekerjaan ini sedang tidak berjalan."
        return ""

    def changed(self, sesi: SesiHadir, kunci_orang: str, *, by: Pengguna | None) -> None:
        """A presence makes a whole day; taken back, the day goes unless it is in a payroll."""
        pekerja = self._person(sesi, kunci_orang)
        if pekerja is None:
            return
        hadir = Kehadiran.objects.valid().filter(sesi=sesi, kunci_orang=kunci_orang).first()
        hari = HariKerja.objects.filter(pekerja=pekerja, tanggal=sesi.tanggal, batal=False)
        if hadir is None:
            _refuse_paid(pekerja, sesi.tanggal)
            hari.update(batal=True)
        elif not hari.exists():
            HariKerja.objects.create(
                pekerja=pekerja, tanggal=sesi.tanggal, kehadiran=hadir, dicatat_oleh=by
            )

    def _rows(self, sesi: SesiHadir) -> Any:
        return Pekerja.objects.filter(proyek=int(sesi.rujukan.partition(":")[2]))

    def _person(self, sesi: SesiHadir, kunci_orang: str) -> Pekerja | None:
        pk = kunci_orang.partition(":")[2]
        rows = self._rows(sesi).select_related("proyek")
        found: Pekerja | None = rows.filter(pk=pk).first() if pk.isdecimal() else None
        return found
