"""What of Satu Rumah Satu Penghasilan waits for this person: counted together in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from dasbor.bagian import Bagian, Kartu
from ekonomi.models import (
    Anomali,
    Belanja,
    DaftarUpah,
    Hibah,
    Lapak,
    PasanganMirip,
    PemeriksaanHibah,
    Pengukuran,
    Peringatan,
    Pinjaman,
    TemuanAudit,
)
from wilayah.hitung import count_together
from wilayah.models import Pengguna
from wilayah.peran import peran_with


@dataclass(frozen=True, slots=True)
class _Antrean:
    """One queue of work: the model, which of its rows wait, and the list that shows just them."""

    kunci: str
    label: str
    model: Any
    menunggu: Callable[[Any], QuerySet[Any]]
    query: str
    izin: str = "change"
    nada: str = ""
    catatan: str = ""


_ANTREAN = (
    _Antrean("belanja", "belanja menunggu orang kedua", Belanja,
             lambda q: q.filter(status=Belanja.Status.MENUNGGU), "status__exact=menunggu",
             nada="perhatian"),
    _Antrean("upah", "daftar upah menunggu pemeriksa", DaftarUpah,
             lambda q: q.filter(status=DaftarUpah.Status.DIAJUKAN), "status__exact=diajukan",
             nada="perhatian"),
    _Antrean("hibah", "hibah menunggu keputusan", Hibah,
             lambda q: q.filter(status=Hibah.Status.DINILAI), "status__exact=dinilai"),
    _Antrean("periksa", "pemeriksaan hibah lewat tempo", PemeriksaanHibah,
             lambda q: q.overdue(timezone.localdate()), "tempo=lewat", nada="bahaya"),
    _Antrean("pinjaman", "pinjaman menunggu keputusan", Pinjaman,
             lambda q: q.filter(status=Pinjaman.Status.DIAJUKAN), "status__exact=diajukan"),
    _Antrean("lapak", "lapak menunggu diperiksa", Lapak,
             lambda q: q.filter(status=Lapak.Status.DIAJUKAN), "status__exact=diajukan"),
    _Antrean("omzet", "angka omzet yang janggal", Pengukuran,
             lambda q: q.filter(status=Pengukuran.Status.DITANYAKAN), "status__exact=ditanyakan"),
    _Antrean("mirip", "rumah tangga yang mungkin sama", PasanganMirip,
             lambda q: q.waiting(), ""),
    _Antrean("anomali", "kejanggalan belum ditinjau", Anomali,
             lambda q: q.filter(hasil=Anomali.Hasil.BARU), "hasil__exact=baru", nada="perhatian"),
    _Antrean("temuan", "temuan audit menunggu tanggapan", TemuanAudit,
             lambda q: q.filter(keadaan=TemuanAudit.Keadaan.TERBUKA), "keadaan__exact=terbuka",
             nada="perhatian"),
    _Antrean("peringatan", "sasaran di bawah garis", Peringatan,
             lambda q: q.filter(pulih_pada__isnull=True), "pulih_pada__isempty=1", izin="view",
             nada="perhatian"),
)  # fmt: skip


def ekonomi_section(user: Pengguna) -> Bagian | None:
    """The programme's part of the home page, or None for who has no part in it; one query."""
    antrean = [satu for satu in _ANTREAN if _may(user, satu)]
    tautan = _tautan(user)
    if not antrean and not tautan:
        return None
    jumlah = _count(user, antrean)
    kartu = [
        Kartu(satu.label, n, _url(satu), satu.nada, satu.catatan)
        for satu in antrean
        if (n := jumlah[satu.kunci])
    ]
    kosong = "Tidak ada yang menunggu Anda di program ini." if antrean else ""
    return Bagian("Satu Rumah Satu Penghasilan", kartu=kartu, tautan=tautan, kosong=kosong)


def _may(user: Pengguna, satu: _Antrean) -> bool:
    opts = satu.model._meta
    return user.has_perm(f"{opts.app_label}.{satu.izin}_{opts.model_name}")


def _count(user: Pengguna, antrean: list[_Antrean]) -> dict[str, int]:
    return count_together({satu.kunci: _rows(user, satu) for satu in antrean})


def _rows(user: Pengguna, satu: _Antrean) -> Any:
    peran = peran_with(satu.model._meta.label_lower, satu.izin)
    return satu.menunggu(satu.model.objects.visible_to(user, peran=peran))


def _url(satu: _Antrean) -> str:
    opts = satu.model._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return f"{url}?{satu.query}" if satu.query else url


def _tautan(user: Pengguna) -> list[tuple[str, str]]:
    if not user.has_perm("ekonomi.view_capaian"):
        return []
    return [("SIAP-TAMAN: capaian program", reverse("admin:ekonomi_capaian_siap"))]
