"""Assessments of a village on the eleven kinds: begun, filled in, sent, corrected, talked about."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from pesan.hitungan import lock_key
from ruko_parsel.models import CatatanBeda, JenisMasalah, NilaiKapasitas, PenilaianKapasitas
from ruko_parsel.models.kapasitas import periode_of, periode_valid, sudut_of
from wilayah.models import Pengguna, Wilayah
from wilayah.rujukan import mask_catatan
from wilayah.zona import hari_ini

S = PenilaianKapasitas.Status


class PenilaianKeliru(ValueError):  # noqa: N818 - the domain's word
    """What is asked for does not fit the assessment; the message says why."""


@transaction.atomic
def start_penilaian(
    desa: Wilayah, *, periode: str, by: Pengguna, alasan: str = ""
) -> PenilaianKapasitas:
    """A draft for this half-year, as far as the last one sent was filled; the open one again.

    After a version was sent this begins the next, for which `alasan` is needed. Raises
    PenilaianKeliru.
    """
    sudut = _side(by, desa)
    if not periode_valid(periode) or periode > periode_of(hari_ini(desa.kode)):
        raise PenilaianKeliru("Pilih semester yang sudah berjalan.")
    lock_key(f"penilaian:{desa.kode}:{periode}:{sudut}")
    ada = PenilaianKapasitas.objects.filter(wilayah=desa, periode=periode, sudut=sudut)
    draf: PenilaianKapasitas | None = ada.filter(status=S.DRAF).first()
    if draf is not None:
        return draf
    lama = ada.order_by("-versi").first()
    alasan = mask_catatan(alasan.strip())[:240]
    if lama is not None and not alasan:
        raise PenilaianKeliru("Penilaian ini sudah terkirim. Tulis alasan perbaikannya.")
    baru: PenilaianKapasitas = PenilaianKapasitas.objects.create(
        wilayah=desa, periode=periode, sudut=sudut, versi=lama.versi + 1 if lama else 1,
        alasan_koreksi=alasan if lama else "", by=by,
    )  # fmt: skip
    if lama is not None:
        NilaiKapasitas.objects.bulk_create(
            NilaiKapasitas(penilaian=baru, masalah_id=n.masalah_id, nilai=n.nilai, bukti=n.bukti)
            for n in lama.nilai.all()
        )
    return baru


@transaction.atomic
def save_nilai(
    penilaian: PenilaianKapasitas, isian: Mapping[str, tuple[int | None, str]], *, by: Pengguna
) -> PenilaianKapasitas:
    """Write levels and evidence by the code of the kind; None takes one away. Raises
    PenilaianKeliru for one that was sent.
    """
    penilaian = _lock_draft(penilaian, by)
    dikenal = set(JenisMasalah.objects.values_list("kode", flat=True))
    for kode in isian:
        if kode not in dikenal:
            raise PenilaianKeliru(f"Jenis masalah “{kode}” tidak dikenal.")
    kosong = [kode for kode, (nilai, _bukti) in isian.items() if nilai is None]
    penilaian.nilai.filter(masalah_id__in=kosong).delete()
    NilaiKapasitas.objects.bulk_create(
        [
            NilaiKapasitas(
                penilaian=penilaian, masalah_id=kode, nilai=nilai,
                bukti=mask_catatan(bukti.strip())[:300],
            )
            for kode, (nilai, bukti) in isian.items()
            if nilai is not None
        ],
        update_conflicts=True, unique_fields=["penilaian", "masalah"],
        update_fields=["nilai", "bukti"],
    )  # fmt: skip
    return penilaian


@transaction.atomic
def send_penilaian(penilaian: PenilaianKapasitas, *, by: Pengguna) -> PenilaianKapasitas:
    """Hand it in: frozen from now on. Raises PenilaianKeliru while kinds are open."""
    penilaian = _lock_draft(penilaian, by)
    terisi = penilaian.nilai.values_list("masalah_id", flat=True)
    kurang = JenisMasalah.objects.exclude(pk__in=terisi).values_list("nama", flat=True)
    if kurang:
        raise PenilaianKeliru(f"Belum dinilai: {', '.join(kurang)}.")
    penilaian.status, penilaian.dikirim_at = S.KIRIM, timezone.now()
    penilaian.save(update_fields=["status", "dikirim_at"])
    return penilaian


@transaction.atomic
def drop_draft(penilaian: PenilaianKapasitas, *, by: Pengguna) -> None:
    """Throw a draft away; what was sent stays. Raises PenilaianKeliru."""
    penilaian = _lock_draft(penilaian, by)
    penilaian.nilai.all().delete()
    penilaian.delete()


@transaction.atomic
def say_beda(
    desa: Wilayah, *, periode: str, masalah: JenisMasalah, teks: str, by: Pengguna
) -> CatatanBeda:
    """A word of the village or the desk about a level. Raises PenilaianKeliru without one."""
    sudut = _side(by, desa)
    teks = mask_catatan(teks.strip())[:1000]
    if not teks:
        raise PenilaianKeliru("Tulis catatannya.")
    if not PenilaianKapasitas.objects.sent().filter(wilayah=desa, periode=periode).exists():
        raise PenilaianKeliru("Belum ada penilaian terkirim untuk semester itu.")
    catatan: CatatanBeda = CatatanBeda.objects.create(
        wilayah=desa, periode=periode, masalah=masalah, sudut=sudut, teks=teks, by=by
    )
    return catatan


def _side(by: Pengguna, desa: Wilayah) -> str:
    if desa.tingkat not in {Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN}:
        raise PenilaianKeliru("Pilih desa atau kelurahan.")
    sudut = sudut_of(by, desa.kode)
    if not sudut:
        raise PenilaianKeliru("Desa ini di luar wilayah tugas Anda.")
    return sudut


def _lock_draft(penilaian: PenilaianKapasitas, by: Pengguna) -> PenilaianKapasitas:
    rows: Any = PenilaianKapasitas.objects.select_for_update(of=("self",), no_key=True)
    terkunci: PenilaianKapasitas = rows.select_related("wilayah").get(pk=penilaian.pk)
    if _side(by, terkunci.wilayah) != terkunci.sudut:
        raise PenilaianKeliru("Penilaian ini milik pihak lain.")
    if terkunci.status != S.DRAF:
        raise PenilaianKeliru("Penilaian ini sudah terkirim; buat perbaikan sebagai versi baru.")
    return terkunci
