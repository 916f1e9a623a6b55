"""The desk that takes what a resident told the lurah on a visit: a report and its ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from curhat import acuan
from curhat.models import Curhat, Tiket
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.kabar import curhat_slots
from curhat.services.tempat import Letak, letak_of
from curhat.services.tiket import ensure_tiket, verify_tiket
from curhat.triase.hasil import Triase
from pesan.models import Kontak
from pesan.models.kanal import Saluran
from wilayah.hasil_rujukan import HasilRujukan
from wilayah.kripto import new_pin
from wilayah.models import Pengguna, Rujukan
from wilayah.peran import peran_with
from wilayah.rujukan import IsiRujukan, isi_of, record_hasil

SEBAB = "Disampaikan langsung kepada lurah saat kunjungan."
# private whatever the words are (fixtures/taksonomi.csv: KDRT and abuse; an ill mind)
PEKA = frozenset({"perempuan_anak", "kesehatan_jiwa"})


class LaporanKosong(ValueError):  # noqa: N818 - the domain's word
    """The words are no report: there is nothing in them to work on."""


class MejaKunjungan:
    """Named in settings.RUJUKAN_MEJA as "laporan_kunjungan"."""

    terima = frozenset({"luna_maya.catatan"})

    def label(self) -> str:
        return "Laporan warga"

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever reads and verifies the reports of that kelurahan: not the areas above it."""
        if user.is_superuser:
            return True
        peran = peran_with("curhat.curhat", "change")
        return any(
            tugas.peran in peran
            and tugas.wilayah is not None
            and tugas.wilayah.contains(str(rujukan.ke_wilayah_id))
            for tugas in user.penugasan_aktif
        )

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """A report as any other, with its ticket, verified at once: the lurah heard it.

        The same entry handed over twice leads to the one report. Raises LaporanKosong.
        """
        sudah = _earlier(rujukan)
        if sudah is not None:
            record_hasil(rujukan, sudah)
            return
        isi = isi_of(rujukan)
        curhat = _open(rujukan, isi, by)
        tiket = ensure_tiket(curhat, sebab=SEBAB, buka=True, by=by)
        assert tiket is not None  # noqa: S101 - only a held report has none; ours never is
        if tiket.status == Tiket.Status.BARU:
            tiket = verify_tiket(tiket, by=by, catatan=SEBAB)
        record_hasil(rujukan, tiket)
        if curhat.rahasia:  # whoever may read hand-overs of the area shall not read the story
            rujukan.ringkasan = str(curhat_slots(curhat)["summary"])[:300]
            rujukan.save(update_fields=["ringkasan"])

    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Nothing was made yet; the entry's own page shows the reason."""

    def hasil(self, kunci: Sequence[str], user: Any) -> Mapping[str, HasilRujukan]:
        """Tickets as they stand now; in public without private and erased reports."""
        rows = Tiket.objects.filter(pk__in=[int(satu) for satu in kunci])
        if user is None:
            rows = rows.filter(curhat__in=Curhat.objects.public())
        else:
            rows = rows.visible_to(user, peran=peran_with("curhat.tiket", "view"))
        return {str(satu.pk): _state(satu) for satu in rows.select_related("digabung_ke")}


def _earlier(rujukan: Rujukan) -> Tiket | None:
    """The ticket that an earlier hand-over of the same entry made. Its source is locked."""
    lama = Rujukan.objects.filter(
        sumber_tipe=rujukan.sumber_tipe, sumber_id=rujukan.sumber_id, meja=rujukan.meja
    )
    satu = lama.exclude(hasil_id="").exclude(pk=rujukan.pk).first()
    return Tiket.objects.filter(pk=int(satu.hasil_id)).first() if satu is not None else None


def _open(rujukan: Rujukan, isi: IsiRujukan, by: Pengguna) -> Curhat:
    """The report, where the entry says it is: another place named in its words is not asked."""
    letak = letak_of(rujukan.wilayah)
    kontak = Kontak.objects.filter(pk=isi.kontak).first() if isi.kontak else None
    baru = CurhatBaru(
        teks=isi.teks,
        saluran=Saluran.KUNJUNGAN,
        wilayah=letak.kelurahan,
        diterima_at=_heard_at(isi),
        kontak=kontak,
        kontak_diberikan=kontak is not None,
        anonim=kontak is None,
        rw=letak.rw,
        rt=letak.rt,
        pin=new_pin(),  # given: a night's many entries are no flood from one sender
        lampiran=isi.lampiran,
        oleh=by,
    )
    (triase,) = triase_baru([baru])
    if triase.kosong:
        raise LaporanKosong("Isi catatan ini terlalu pendek untuk menjadi laporan. Lengkapi dulu.")
    (dibuka,) = open_curhat_many([baru], [_told(triase, letak, isi)])
    return dibuka.curhat


def _told(triase: Triase, letak: Letak, isi: IsiRujukan) -> Triase:
    """What the words were read as, corrected by whoever listened: the place and the subject."""
    triase = replace(
        triase,
        wilayah=letak.kelurahan,
        kandidat_wilayah=(),
        rw=letak.rw or triase.rw,
        rt=letak.rt or triase.rt,
    )
    sub = acuan.subkategori_all().get(isi.rincian.get("subkategori") or "")
    if sub is None:
        return triase
    return replace(
        triase,
        kategori=sub.kategori_id,
        subkategori=sub.pk,
        keyakinan=1.0,
        perlu_tinjau=False,
        rahasia=triase.rahasia or sub.pk in PEKA,
    )


def _heard_at(isi: IsiRujukan) -> datetime:
    """When it was told; never later than now, whatever the phone's clock says."""
    sekarang, dicatat = timezone.now(), isi.rincian.get("dicatat_at")
    return min(dicatat, sekarang) if isinstance(dicatat, datetime) else sekarang


def _state(tiket: Tiket) -> HasilRujukan:
    kini = tiket.digabung_ke or tiket
    return HasilRujukan(
        apa="Tiket",
        sebutan=kini.nomor,
        keadaan=kini.get_status_display(),
        url=kini.get_absolute_url(),
        dibuat_at=tiket.created_at,
        selesai_at=kini.closed_at,
        berhasil=kini.status == Tiket.Status.SELESAI and kini.hasil == Tiket.Hasil.TERSELESAIKAN,
    )
