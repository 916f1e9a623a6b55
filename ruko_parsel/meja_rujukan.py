"""The desk of the kecamatan for what a kelurahan or desa hands over: a ticket, a visit's entry."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from pesan.models import Kontak, Lampiran
from pesan.services import queue_pesan
from ruko_parsel.models import JenisMasalah, Permintaan
from ruko_parsel.orang import desk_of
from ruko_parsel.services.permintaan import (
    BOLEH,
    Ajuan,
    S,
    file_permintaan,
    kecamatan_of,
    log_permintaan,
    move_permintaan,
)
from ruko_parsel.slot_pesan import rujukan_slots
from wilayah.hasil_rujukan import HasilRujukan
from wilayah.kabar_rujukan import Kabar
from wilayah.models import Pengguna, Rujukan, Wilayah
from wilayah.peran import peran_with
from wilayah.rujukan import IsiRujukan, isi_of, origin_desk, record_hasil
from wilayah.scope import above

KUNCI_MEJA = "koordinasi"
SEBAB = "Diserahkan dari {asal}. {alasan}"


class RujukanKeliru(ValueError):  # noqa: N818 - the domain's word
    """What the desk still has to choose, or a place it does not serve."""


class MejaRuko:
    """Named in settings.RUJUKAN_MEJA as "koordinasi"; a `wilayah.rujukan.MejaMemilih`."""

    kolom = "masalah"
    judul = "Jenis masalah"
    terima = frozenset({"curhat.tiket", "luna_maya.catatan"})

    def label(self) -> str:
        return "Rumah Koordinasi"

    def tempat(self, wilayah: Wilayah) -> Wilayah | None:
        """The kecamatan of this village, where somebody is on duty at its desk."""
        kecamatan = above(str(wilayah.pk))[2]
        if not desk_of(kecamatan).exists():
            return None
        return Wilayah.objects.filter(pk=kecamatan).first()

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever answers requests at the kecamatan that is asked."""
        if user.is_superuser:
            return True
        peran = _answerers()
        return any(
            tugas.peran in peran and tugas.wilayah_id == rujukan.ke_wilayah_id
            for tugas in user.penugasan_aktif
        )

    def pilihan(self, user: Pengguna, wilayah: Wilayah) -> Sequence[tuple[str, str]]:
        """The kinds of problem a request is sorted under."""
        return [(satu.pk, satu.nama) for satu in JenisMasalah.objects.all()]

    def on_offered(self, rujukan: Rujukan, by: Pengguna | None) -> None:
        """The desk hears of it at once."""
        kecamatan = str(rujukan.ke_wilayah_id)
        for satu in desk_of(kecamatan):
            queue_pesan(
                kunci=f"ruko-rujukan-baru:{rujukan.pk}:{satu.pk}", templat="ruko_rujukan_masuk",
                slots=rujukan_slots(rujukan), pengguna=satu, wilayah=kecamatan,
            )  # fmt: skip

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """A request of the village; the same work handed over again goes on where it was.

        Raises RujukanKeliru.
        """
        isi = isi_of(rujukan)
        masalah = JenisMasalah.objects.filter(pk=str(isi.rincian.get(self.kolom) or "")).first()
        if masalah is None:
            raise RujukanKeliru("Pilih dulu jenis masalahnya.")
        permintaan = _resume(rujukan, by) or _file(rujukan, isi, masalah, by)
        record_hasil(rujukan, permintaan)
        if asal := origin_desk(rujukan):
            asal.on_accepted(rujukan, by)

    @transaction.atomic
    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Back to the desk it came from, with the reason."""
        if asal := origin_desk(rujukan):
            asal.on_returned(rujukan, by)

    def on_kabar_asal(self, rujukan: Rujukan, kabar: Kabar, by: Pengguna | None) -> None:
        """What happens to the ticket is read in the request's history."""
        permintaan = Permintaan.objects.filter(pk=int(rujukan.hasil_id)).first()
        if permintaan is not None:
            catatan = "\n".join(filter(None, [kabar.teks, kabar.catatan]))
            log_permintaan(permintaan, "Kabar dari asal rujukan", by=by, catatan=catatan)

    def hasil(self, kunci: Sequence[str], user: Any) -> Mapping[str, HasilRujukan]:
        """Requests as they stand now; in public without private ones."""
        rows = Permintaan.objects.filter(pk__in=[int(satu) for satu in kunci])
        if user is None:
            rows = rows.filter(rahasia=False)
        else:
            rows = rows.visible_to(user, peran=peran_with("ruko_parsel.permintaan", "view"))
        return {str(satu.pk): _state(satu) for satu in rows.select_related("digabung_ke")}


def _answerers() -> frozenset[str]:
    return peran_with("ruko_parsel.permintaan", "change")


def _resume(rujukan: Rujukan, by: Pengguna) -> Permintaan | None:
    """The request that an earlier hand-over of the same work made, at work again. Its source is
    locked.
    """
    lama = Rujukan.objects.filter(
        sumber_tipe=rujukan.sumber_tipe, sumber_id=rujukan.sumber_id, meja=rujukan.meja,
        ke_wilayah=rujukan.ke_wilayah,
    ).exclude(hasil_id="")  # fmt: skip
    satu = lama.exclude(pk=rujukan.pk).order_by("-pk").first()
    permintaan = Permintaan.objects.filter(pk=int(satu.hasil_id)).first() if satu else None
    if permintaan is None or permintaan.status == S.DIGABUNG:
        return None
    if permintaan.is_ended and S.DITELAAH in BOLEH[permintaan.status]:
        return move_permintaan(
            permintaan, to=S.DITELAAH, by=by, apa="Dirujuk lagi", catatan=rujukan.alasan
        )
    log_permintaan(permintaan, "Dirujuk lagi", by=by, catatan=rujukan.alasan)
    return permintaan


def _file(rujukan: Rujukan, isi: IsiRujukan, masalah: JenisMasalah, by: Pengguna) -> Permintaan:
    """The summary stands in the request; the story itself is read where it is (`isi_of`), so that
    what its teller erases is gone here too. Whoever the source's own desk keeps informed gets no
    second messages from here.
    """
    desa = Wilayah.objects.filter(pk=rujukan.wilayah.kode_kelurahan or rujukan.wilayah_id).first()
    if desa is None or kecamatan_of(desa) != rujukan.ke_wilayah_id:
        raise RujukanKeliru("Rujukan ini tidak berasal dari desa atau kelurahan kecamatan ini.")
    berkabar = hasattr(origin_desk(rujukan), "on_kabar")
    kontak = None
    if isi.kontak is not None and not berkabar:
        kontak = Kontak.objects.filter(pk=isi.kontak).first()
    pertama = rujukan.riwayat.select_related("by").order_by("pk").first()
    pengaju = pertama.by if pertama is not None else None
    ajuan = Ajuan(
        wilayah=desa, jenis=_kind(isi), masalah=masalah, judul=rujukan.ringkasan,
        uraian=_uraian(rujukan, isi), saluran=Permintaan.Saluran.RUJUKAN,
        urgensi=_urgency(isi), rahasia=isi.rincian.get("rahasia") is True,
        pemohon=pengaju, kontak=kontak,
        lampiran=Lampiran.objects.filter(pk__in=isi.lampiran), rujukan=rujukan,
    )  # fmt: skip
    permintaan, _pin = file_permintaan(ajuan, by=by)
    return permintaan


def _uraian(rujukan: Rujukan, isi: IsiRujukan) -> str:
    nama = str(isi.rincian.get("nomor") or "catatan kunjungan")
    sebab = SEBAB.format(asal=nama, alasan=rujukan.alasan).strip()
    return f"{rujukan.ringkasan}\n\n{sebab}"


def _kind(isi: IsiRujukan) -> str:
    jenis = str(isi.rincian.get("jenis") or "")
    return jenis if jenis in Permintaan.Jenis.values else Permintaan.Jenis.BANTUAN


def _urgency(isi: IsiRujukan) -> int:
    nilai = isi.rincian.get("urgensi")
    return nilai if isinstance(nilai, int) and 1 <= nilai <= 5 else 2


def _state(permintaan: Permintaan) -> HasilRujukan:
    kini = permintaan.digabung_ke or permintaan
    return HasilRujukan(
        apa="Permintaan", sebutan=kini.nomor, keadaan=kini.get_status_display(),
        url=kini.get_absolute_url(), dibuat_at=permintaan.created_at, selesai_at=kini.closed_at,
        berhasil=kini.status == S.SELESAI,
    )  # fmt: skip
