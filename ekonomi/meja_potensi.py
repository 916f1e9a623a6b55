"""The desk of households' potential: what a visit saw in a home goes on that household's card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ekonomi.models import Rumah, TemuanPotensi
from ekonomi.services.rumah import P, lock_rumah, log_rumah
from wilayah.hasil_rujukan import HasilRujukan
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.peran import peran_with
from wilayah.rujukan import isi_of, mask_catatan, record_hasil

TERBANYAK = 300  # households offered at once: an RT has fewer


class PilihRumah(ValueError):  # noqa: N818 - what is to be done
    """No household was chosen, or not one of this area."""


class MejaPotensi:
    """Named in settings.RUJUKAN_MEJA as "potensi_rumah"; a `wilayah.rujukan.MejaMemilih`."""

    kolom = "rumah"
    judul = "Rumah tangga"
    terima = frozenset({"luna_maya.catatan"})

    def label(self) -> str:
        return "Potensi rumah tangga"

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever writes households down where it is offered to."""
        if user.is_superuser:
            return True
        peran = _writers()
        return any(
            tugas.peran in peran
            and tugas.wilayah is not None
            and tugas.wilayah.contains(str(rujukan.ke_wilayah_id))
            for tugas in user.penugasan_aktif
        )

    def pilihan(self, user: Pengguna, wilayah: Wilayah) -> Sequence[tuple[str, str]]:
        """Active households of the area that this user may write down, by name."""
        rows = Rumah.objects.active().writable_by(user, _writers()).in_wilayah(wilayah.kode)
        isi = rows.order_by("nama_kepala", "pk").values_list("pk", "nama_kepala", "nomor")
        return [(str(pk), f"{nama} ({nomor})") for pk, nama, nomor in isi[:TERBANYAK]]

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """A finding on the card of the chosen household, without numbers of people.

        Once for each entry. Raises PilihRumah, RumahDitolakError.
        """
        sudah = _earlier(rujukan)
        if sudah is not None:
            record_hasil(rujukan, sudah)
            return
        isi = isi_of(rujukan)
        rumah = lock_rumah(self._chosen(rujukan, str(isi.rincian.get(self.kolom) or ""), by))
        dicatat = isi.rincian.get("dicatat_at")
        temuan = TemuanPotensi.objects.create(
            rumah=rumah,
            rujukan=rujukan,
            isi=mask_catatan(isi.teks.strip()),
            ditemukan_at=dicatat if isinstance(dicatat, datetime) else timezone.now(),
            by=by,
        )
        log_rumah(rumah, P.DIUBAH, by=by, kolom=["potensi"], catatan="Temuan saat kunjungan lurah")
        record_hasil(rujukan, temuan)

    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Nothing was made yet; the entry's own page shows the reason."""

    def hasil(self, kunci: Sequence[str], user: Any) -> Mapping[str, HasilRujukan]:
        """Findings and whether the household's potential was mapped since."""
        rows = TemuanPotensi.objects.filter(pk__in=[int(satu) for satu in kunci])
        if user is not None:
            rows = rows.visible_to(user, peran=peran_with("ekonomi.rumah", "view"))
        return {str(satu.pk): _state(satu) for satu in rows.select_related("rumah", "rujukan")}

    def _chosen(self, rujukan: Rujukan, kunci: str, by: Pengguna) -> Rumah:
        rows = Rumah.objects.active().writable_by(by, _writers())
        di = rujukan.wilayah.kode_kelurahan or rujukan.wilayah_id
        rumah: Rumah | None = (
            rows.in_wilayah(di).filter(pk=kunci).first() if kunci.isdecimal() else None
        )
        if rumah is None:
            raise PilihRumah("Pilih dulu rumah tangga yang dimaksud.")
        return rumah


def _writers() -> frozenset[str]:
    return peran_with("ekonomi.rumah", "change")


def _earlier(rujukan: Rujukan) -> TemuanPotensi | None:
    """What an earlier hand-over of the same entry made. Its source is locked."""
    lama = Rujukan.objects.filter(
        sumber_tipe=rujukan.sumber_tipe, sumber_id=rujukan.sumber_id, meja=rujukan.meja
    )
    return TemuanPotensi.objects.filter(rujukan__in=lama).first()


def _state(temuan: TemuanPotensi) -> HasilRujukan:
    selesai = temuan.ditindak_pada
    return HasilRujukan(
        apa="Potensi rumah tangga",
        sebutan=temuan.rumah.nomor,
        keadaan="Sudah dipetakan" if selesai else "Menunggu dipetakan",
        url=temuan.get_absolute_url(),
        dibuat_at=temuan.rujukan.dijawab_at or temuan.ditemukan_at,
        selesai_at=datetime.combine(selesai, datetime.min.time(), timezone.get_current_timezone())
        if selesai
        else None,
        berhasil=selesai is not None,
    )
