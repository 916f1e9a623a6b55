"""Choosing the workers in the open, and replacing who leaves from the waiting list."""

import secrets

from django.db import transaction
from django.utils import timezone

from ekonomi.models import HariKerja, Pekerja, ProyekPadatKarya
from ekonomi.services.padat_karya.catat import (
    KaryaDitolak,
    S,
    lock_proyek,
    log_proyek,
    require_status,
)
from ekonomi.services.padat_karya.kabar import tell_pekerja
from ekonomi.services.padat_karya.pilih_murni import Calon, draw, list_digest, rank
from wilayah.models import Pengguna
from wilayah.rujukan import mask_catatan

_P = Pekerja.Status


@transaction.atomic
def select_pekerja(proyek: ProyekPadatKarya, *, benih: str = "", by: Pengguna) -> ProyekPadatKarya:
    """Close the registration and choose by the project's way. `benih` is the seed of a draw, said
    aloud by those present; without it one is made. Seed and the list's digest are published.

    Raises KaryaDitolak where nobody registered or the registration is not open.
    """
    proyek = lock_proyek(proyek)
    require_status(proyek, S.PENDAFTARAN)
    rows = Pekerja.objects.select_for_update(of=("self",)).filter(proyek=proyek)
    calon = {p.kode: p for p in rows.filter(status=_P.TERDAFTAR).select_related("rumah", "kontak")}
    if not calon:
        raise KaryaDitolak("Belum ada pendaftar.")
    undian = proyek.cara_pilih == ProyekPadatKarya.Pilih.UNDIAN
    benih = (benih.strip() or secrets.token_hex(8))[:64] if undian else ""
    murni = _candidates(proyek, list(calon.values()))
    for n, tempat in enumerate(draw(murni, benih) if undian else rank(murni), start=1):
        satu = calon[tempat.kode]
        satu.urutan, satu.skor, satu.rincian = n, tempat.skor, list(tempat.alasan)
        satu.status = _P.TERPILIH if n <= proyek.kuota else _P.CADANGAN
    Pekerja.objects.bulk_update(calon.values(), ["urutan", "skor", "rincian", "status"])
    proyek.status, proyek.dipilih_at, proyek.benih = S.TERPILIH, timezone.now(), benih
    proyek.sidik_daftar = list_digest(list(calon))
    proyek.save(update_fields=["status", "dipilih_at", "benih", "sidik_daftar", "updated_at"])
    log_proyek(proyek, "Pekerja dipilih", by=by, catatan=f"{len(calon)} calon. {benih}")
    _tell(proyek, list(calon.values()))
    return proyek


def _candidates(proyek: ProyekPadatKarya, pekerja: list[Pekerja]) -> list[Calon]:
    """Pure values, and who worked in this programme before."""
    pernah = set(
        HariKerja.objects.filter(pekerja__proyek__program=proyek.program_id, batal=False)
        .exclude(pekerja__proyek=proyek)
        .values_list("pekerja__nik_hash", flat=True)
    )
    return [
        Calon(
            p.kode, p.menganggur, p.rumah is not None and p.rumah.dtks, p.nik_hash in pernah,
            p.created_at,
        )
        for p in pekerja
    ]  # fmt: skip


def _tell(proyek: ProyekPadatKarya, pekerja: list[Pekerja]) -> None:
    for satu in pekerja:
        satu.proyek = proyek
    for status, templat in ((_P.TERPILIH, "kerja_terpilih"), (_P.CADANGAN, "kerja_cadangan")):
        kena = [p for p in pekerja if p.status == status]
        tell_pekerja(kena, templat, kunci=templat)


@transaction.atomic
def replace_pekerja(pekerja: Pekerja, *, alasan: str, by: Pengguna) -> Pekerja | None:
    """A chosen worker leaves; the next on the waiting list takes the place and is told.

    Days already worked stay and are paid. Gives who came in; None where nobody waits.
    Raises KaryaDitolak without a reason or for somebody who was not chosen.
    """
    if not alasan.strip():
        raise KaryaDitolak("Tuliskan alasan pekerja itu berhenti.")
    proyek = lock_proyek(pekerja.proyek)
    require_status(proyek, S.TERPILIH, S.BERJALAN)
    pekerja = Pekerja.objects.select_for_update(of=("self",)).get(pk=pekerja.pk)
    if pekerja.status != _P.TERPILIH:
        raise KaryaDitolak("Orang ini tidak sedang terpilih.")
    pekerja.status, pekerja.alasan = _P.MUNDUR, mask_catatan(alasan.strip())[:200]
    pekerja.save(update_fields=["status", "alasan"])
    waiting = Pekerja.objects.select_for_update(of=("self",)).select_related("proyek", "kontak")
    ganti: Pekerja | None = (
        waiting.filter(proyek=proyek, status=_P.CADANGAN).order_by("urutan").first()
    )
    catatan = f"{pekerja.kode}: {alasan}"
    if ganti is not None:
        ganti.status, ganti.menggantikan = _P.TERPILIH, pekerja
        ganti.save(update_fields=["status", "menggantikan"])
        catatan = f"{pekerja.kode} diganti {ganti.kode}: {alasan}"
        tell_pekerja([ganti], "kerja_terpilih", kunci="kerja_terpilih")
    log_proyek(proyek, "Pekerja diganti" if ganti else "Pekerja mundur", by=by, catatan=catatan)
    return ganti
