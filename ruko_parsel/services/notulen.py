"""Minutes: drafted while the meeting runs, approved by its chair, frozen; corrections are a new
version. With the approval each decision is in force and is asked for until it is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hadir.services import lock_sesi
from ruko_parsel.models import (
    AgendaRapat,
    IsiNotulen,
    Keputusan,
    Notulen,
    Permintaan,
    Rapat,
)
from ruko_parsel.services.kabar_rapat import tell_undangan
from ruko_parsel.services.keputusan import start_following
from ruko_parsel.services.permintaan import (
    BOLEH,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from ruko_parsel.services.rapat import RapatKeliru, lock_rapat, log_rapat, sesi_of
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran
from wilayah.rujukan import mask_catatan
from wilayah.zona import at_place, hari_ini

P = Permintaan.Status


class SudahBerubah(RapatKeliru):
    """Somebody else has saved since this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Notulen ini baru saja disimpan orang lain. Tulisan Anda masih ada di bawah; "
            "cocokkan dengan yang tersimpan, lalu simpan lagi."
        )


@dataclass(frozen=True, slots=True)
class IsiKeputusan:
    """What was decided. `desa` None: for all, unless the item belongs to a village."""

    isi: str
    tenggat: date
    penanggung_jawab: Pengguna | None = None
    penanggung_teks: str = ""
    agenda: AgendaRapat | None = None
    desa: Wilayah | None = None


@transaction.atomic
def open_notulen(rapat: Rapat, *, by: Pengguna) -> Notulen:
    """The newest version, a first draft if there is none yet. Raises RapatKeliru too early."""
    rapat = lock_rapat(rapat)
    ada: Notulen | None = rapat.notulen.order_by("-versi").first()
    if ada is None:
        if rapat.status not in {Rapat.Status.BERLANGSUNG, Rapat.Status.SELESAI}:
            raise RapatKeliru("Notulen ditulis sejak rapat dimulai.")
        ada = Notulen.objects.create(rapat=rapat, oleh=by)
        log_rapat(rapat, "Notulen mulai ditulis", by=by)
    if not ada.is_beku:
        _fill_items(ada)
    return ada


def _fill_items(notulen: Notulen) -> None:
    """A place for each item of the agenda, those added later too."""
    ada = set(notulen.isi.values_list("agenda", flat=True))
    IsiNotulen.objects.bulk_create(
        IsiNotulen(notulen=notulen, agenda=pokok)
        for pokok in notulen.rapat.agenda.all()
        if pokok.pk not in ada
    )


@transaction.atomic
def save_notulen(
    notulen: Notulen, *, pembuka: str, penutup: str, teks: Mapping[int, str], simpanan: int,
    by: Pengguna,
) -> Notulen:  # fmt: skip
    """Keep a draft: {agenda: text}. `simpanan` is what the page was opened with.

    Raises SudahBerubah, or RapatKeliru for what is approved.
    """
    notulen = _lock_draft(notulen)
    if notulen.simpanan != simpanan:
        raise SudahBerubah
    notulen.pembuka, notulen.penutup = pembuka.strip(), penutup.strip()
    notulen.simpanan += 1
    notulen.oleh = by
    notulen.save()
    isi = list(notulen.isi.filter(agenda__in=teks))
    for satu in isi:
        satu.teks = teks[satu.agenda_id].strip()
    IsiNotulen.objects.bulk_update(isi, ["teks"])
    return notulen


@transaction.atomic
def add_keputusan(notulen: Notulen, isi: IsiKeputusan, *, by: Pengguna) -> Keputusan:
    """Write a decision into a draft. One about a village's request concerns that village.

    Raises RapatKeliru, its `kolom` naming the field.
    """
    notulen = _lock_draft(notulen)
    rapat = notulen.rapat
    desa, permintaan = _concerns(rapat, isi)
    _check(rapat, isi, desa)
    terakhir: Any = rapat.keputusan.aggregate(n=Max("nomor"))["n"]
    keputusan: Keputusan = Keputusan.objects.create(
        rapat=rapat, notulen=notulen, nomor=int(terakhir or 0) + 1, agenda=isi.agenda,
        permintaan=permintaan, wilayah=desa, isi=isi.isi.strip(),
        penanggung_jawab=isi.penanggung_jawab,
        penanggung_teks="" if isi.penanggung_jawab else isi.penanggung_teks.strip()[:120],
        tenggat=isi.tenggat,
    )  # fmt: skip
    return keputusan


def _concerns(rapat: Rapat, isi: IsiKeputusan) -> tuple[Wilayah | None, Permintaan | None]:
    agenda = isi.agenda
    if agenda is None:
        return isi.desa, None
    if agenda.rapat_id != rapat.pk:
        raise RapatKeliru("Pokok ini dari rapat lain.", "agenda")
    if agenda.wilayah is not None and isi.desa is not None and isi.desa != agenda.wilayah:
        raise RapatKeliru(f"Pokok ini tentang {agenda.wilayah.nama}.", "desa")
    return agenda.wilayah or isi.desa, agenda.permintaan


def _check(rapat: Rapat, isi: IsiKeputusan, desa: Wilayah | None) -> None:
    if not isi.isi.strip():
        raise RapatKeliru("Tulis isi keputusannya.", "isi")
    if isi.penanggung_jawab is None and not isi.penanggung_teks.strip():
        raise RapatKeliru("Pilih atau tulis penanggung jawabnya.", "penanggung_jawab")
    if len(isi.isi.strip()) > 240:
        raise RapatKeliru("Ringkas isinya menjadi paling banyak 240 huruf.", "isi")
    if isi.tenggat < at_place(rapat.mulai_at, str(rapat.wilayah_id)).date():
        raise RapatKeliru("Tenggatnya sebelum hari rapat.", "tenggat")
    if desa is not None and desa.kode.rpartition(".")[0] != rapat.wilayah_id:
        raise RapatKeliru("Desa ini bukan desa kecamatan Anda.", "desa")
    if isi.penanggung_jawab is not None:
        check_penanggung(rapat, isi.penanggung_jawab, desa)


def check_penanggung(rapat: Rapat, orang: Pengguna, desa: Wilayah | None) -> None:
    """Only who serves here, and what is one village's goes into no other village's hands."""
    kecamatan = str(rapat.wilayah_id)
    tempat = {str(t.wilayah_id) for t in orang.penugasan_aktif if t.wilayah_id}
    disini = {k for k in tempat if k == kecamatan or k.startswith(f"{kecamatan}.")}
    if not disini:
        raise RapatKeliru(f"{orang} tidak bertugas di kecamatan ini.", "penanggung_jawab")
    boleh = {kecamatan, str(desa.kode)} if desa is not None else disini
    if not disini & boleh:
        raise RapatKeliru(
            f"Keputusan ini tentang {desa.nama if desa else ''}; pilih orang dari desa itu atau "
            "dari kecamatan.", "penanggung_jawab",
        )  # fmt: skip


@transaction.atomic
def remove_keputusan(keputusan: Keputusan, *, by: Pengguna) -> None:
    """Strike a decision from a draft. Raises RapatKeliru once it is in force."""
    _lock_draft(keputusan.notulen)
    if keputusan.berlaku_at is not None:
        raise RapatKeliru("Keputusan yang sudah berlaku tidak dihapus.")
    keputusan.delete()


def may_approve(rapat: Rapat, user: Any) -> bool:
    """The chair, or the camat of this kecamatan."""
    if user.pk == rapat.pimpinan_id:
        return True
    return any(
        t.peran == Peran.CAMAT and t.wilayah_id == rapat.wilayah_id for t in user.penugasan_aktif
    )


@transaction.atomic
def approve_notulen(notulen: Notulen, *, by: Pengguna) -> Notulen:
    """Put minutes in force and freeze them: owners are told, requests move to their follow-up,
    the attendance list is locked. Raises PermissionError, RapatKeliru.
    """
    rapat = lock_rapat(notulen.rapat)
    notulen = _lock_draft(notulen)
    if not may_approve(rapat, by):
        raise PermissionError("Notulen disetujui pimpinan rapat atau camat.")
    if rapat.status != Rapat.Status.SELESAI:
        raise RapatKeliru("Akhiri dulu rapatnya, lalu setujui notulennya.")
    now = timezone.now()
    baru = list(
        notulen.keputusan.select_related("permintaan", "penanggung_jawab", "wilayah")
        .order_by("nomor")
    )  # fmt: skip
    for satu in baru:
        satu.rapat, satu.berlaku_at = rapat, now
        start_following(satu, by=by)
    notulen.disetujui_at, notulen.disetujui_oleh = now, by
    notulen.save()
    _move_requests(rapat, baru, by=by)
    sesi = sesi_of(rapat)
    if sesi is not None:
        lock_sesi(sesi, by=by)
    log_rapat(rapat, f"Notulen versi {notulen.versi} disetujui", by=by,
              catatan=notulen.catatan_koreksi)  # fmt: skip
    tell_undangan(rapat, "rapat_notulen", langkah=f"notulen:{notulen.versi}",
                  koreksi=notulen.catatan_koreksi)  # fmt: skip
    return notulen


def _move_requests(rapat: Rapat, keputusan: list[Keputusan], *, by: Pengguna) -> None:
    """Each request goes on to its follow-up where the table of moves allows; always its history
    names the decisions.
    """
    per: dict[int, list[Keputusan]] = {}
    for satu in keputusan:
        if satu.permintaan_id is not None:
            per.setdefault(satu.permintaan_id, []).append(satu)
    for pk in sorted(per):
        permintaan = lock_permintaan(Permintaan(pk=pk))
        isi = "\n".join(f"{k.isi} (paling lambat {k.tenggat:%d-%m-%Y})" for k in per[pk])
        apa = f"Diputuskan di {rapat.judul}"[:120]
        if P.TINDAK_LANJUT in BOLEH[permintaan.status]:
            move_permintaan(permintaan, to=P.TINDAK_LANJUT, by=by, apa=apa, catatan=isi)
        else:
            log_permintaan(permintaan, apa, by=by, dari=permintaan.status, catatan=isi)


@transaction.atomic
def correct_notulen(rapat: Rapat, *, catatan: str, by: Pengguna) -> Notulen:
    """Begin the next version of approved minutes, with their words. Decisions in force stay; the
    correction may add some. Raises RapatKeliru.
    """
    rapat = lock_rapat(rapat)
    lama: Notulen | None = rapat.notulen.order_by("-versi").first()
    if lama is None or not lama.is_beku:
        raise RapatKeliru("Yang masih draf langsung dibetulkan saja.")
    if not catatan.strip():
        raise RapatKeliru("Tulis apa yang dibetulkan.", "catatan")
    baru = Notulen.objects.create(
        rapat=rapat, versi=lama.versi + 1, pembuka=lama.pembuka, penutup=lama.penutup, oleh=by,
        catatan_koreksi=mask_catatan(catatan.strip())[:240],
    )  # fmt: skip
    IsiNotulen.objects.bulk_create(
        IsiNotulen(notulen=baru, agenda_id=satu.agenda_id, teks=satu.teks)
        for satu in lama.isi.all()
    )
    log_rapat(rapat, f"Koreksi notulen, versi {baru.versi}", by=by, catatan=baru.catatan_koreksi)
    correction: Notulen = baru
    return correction


@transaction.atomic
def drop_draft(notulen: Notulen, *, by: Pengguna) -> None:
    """Give a correction up; the version before stays in force. Raises RapatKeliru for the first."""
    notulen = _lock_draft(notulen)
    if notulen.versi == 1:
        raise RapatKeliru("Draf pertama tidak dibuang; kosongkan saja isinya.")
    notulen.keputusan.all().delete()
    notulen.isi.all().delete()
    log_rapat(notulen.rapat, f"Koreksi versi {notulen.versi} dibatalkan", by=by)
    notulen.delete()


def approved_notulen(rapat: Rapat) -> Notulen | None:
    """The version in force."""
    rows = rapat.notulen.filter(disetujui_at__isnull=False)
    found: Notulen | None = rows.select_related("disetujui_oleh").order_by("-versi").first()
    return found


def default_tenggat(rapat: Rapat) -> date:
    """Two weeks from today at the place, as a proposal."""
    return date.fromordinal(hari_ini(str(rapat.wilayah_id)).toordinal() + 14)


def _lock_draft(notulen: Notulen) -> Notulen:
    lock_rapat(notulen.rapat)
    rows: Any = Notulen.objects.select_for_update(of=("self",), no_key=True)
    terkunci: Notulen | None = rows.select_related("rapat__wilayah").filter(pk=notulen.pk).first()
    if terkunci is None or terkunci.is_beku:
        raise RapatKeliru("Notulen ini sudah disetujui. Yang keliru dibetulkan dengan koreksi.")
    return terkunci
