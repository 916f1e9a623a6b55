"""Who passes: the course's rule applied to attendance and score, with the reasons in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Angkatan, Kursus, Peserta, RiwayatPeserta, Sertifikat
from ekonomi.services.peserta import log_peserta
from ekonomi.services.ringkas import note_pelatihan
from hadir.models import SesiHadir
from hadir.services import count_hadir
from wilayah.models import Pengguna

S = Peserta.Status


@dataclass(frozen=True, slots=True)
class Putusan:
    """The result for one person; `lulus` None: a score is still missing."""

    lulus: bool | None
    persen: int
    alasan: str


@dataclass(frozen=True, slots=True)
class HasilAngkatan:
    """How many passed, did not, and still lack a score."""

    lulus: int
    tidak: int
    menunggu: int


def judge(kursus: Kursus, *, hadir: int, sesi: int, nilai: Decimal | None) -> Putusan:
    """The rule of the course. Shares are compared exactly; the percentage shown is rounded down."""
    persen = hadir * 100 // sesi if sesi else 0
    kurang = []
    if hadir * 100 < kursus.syarat_hadir * sesi:
        kurang.append(f"hadir {hadir} dari {sesi} sesi ({persen}%), syarat {kursus.syarat_hadir}%")
    if kursus.syarat_nilai is not None:
        if nilai is None and not kurang:
            return Putusan(None, persen, "nilai belum dicatat")
        if nilai is not None and nilai < kursus.syarat_nilai:
            kurang.append(f"nilai {nilai:g}, syarat {kursus.syarat_nilai}")
    if kurang:
        return Putusan(False, persen, "; ".join(kurang))  # noqa: FBT003 - the value itself
    kata = f"hadir {hadir} dari {sesi} sesi ({persen}%)"
    return Putusan(True, persen, kata if nilai is None else f"{kata}, nilai {nilai:g}")  # noqa: FBT003


@transaction.atomic
def judge_angkatan(angkatan: Angkatan, *, by: Pengguna | None) -> HasilAngkatan:
    """Give everybody on a seat their result; who has a certificate keeps theirs.

    May be repeated after a correction. Raises ValueError when no session has been held.
    """
    angkatan = Angkatan.objects.select_for_update(of=("self",)).get(pk=angkatan.pk)
    sesi = SesiHadir.objects.about(angkatan.rujukan).held(timezone.now()).count()
    if not sesi:
        raise ValueError("Belum ada sesi yang diadakan, jadi belum ada yang bisa dihitung.")
    if angkatan.status != Angkatan.Status.BERJALAN:
        raise ValueError("Kelulusan dihitung selama angkatan berjalan.")
    hadir = count_hadir(angkatan.rujukan)
    jumlah = {True: 0, False: 0, None: 0}
    tetap = Sertifikat.objects.filter(peserta__angkatan=angkatan, dicabut_at__isnull=True)
    rows = angkatan.peserta.seated().select_for_update(of=("self",)).select_related("rumah")
    for peserta in rows.exclude(pk__in=list(tetap.values_list("peserta", flat=True))):
        putusan = judge(
            angkatan.kursus, hadir=hadir.get(peserta.kunci_orang, 0), sesi=sesi,
            nilai=peserta.nilai,
        )  # fmt: skip
        _write(angkatan, peserta, putusan, by)
        jumlah[putusan.lulus] += 1
    return HasilAngkatan(jumlah[True], jumlah[False], jumlah[None])


def _write(angkatan: Angkatan, peserta: Peserta, putusan: Putusan, by: Pengguna | None) -> None:
    lama = (peserta.status, peserta.alasan)
    peserta.persen_hadir = putusan.persen
    peserta.alasan = putusan.alasan
    if putusan.lulus is None:
        peserta.status = S.HADIR if putusan.persen else S.DITERIMA
    else:
        peserta.status = S.LULUS if putusan.lulus else S.TIDAK_LULUS
    peserta.save(update_fields=["status", "alasan", "persen_hadir", "updated_at"])
    if putusan.lulus is None or lama == (peserta.status, peserta.alasan):
        return
    peristiwa = RiwayatPeserta.Peristiwa(peserta.status)
    log_peserta(peserta, peristiwa, by=by, catatan=putusan.alasan)
    if putusan.lulus and peserta.rumah is not None:
        note_pelatihan(peserta.rumah, angkatan.kursus.nama, pada=timezone.localdate())
