"""Requests passed up to the kabupaten: offered to an agency's people, or by a letter on paper."""

from django.db import transaction

from ruko_parsel.cetak.surat import take_potret
from ruko_parsel.models import Permintaan, SuratPengantar
from ruko_parsel.orang import kecamatan_of_permintaan
from ruko_parsel.services.kabar_meja import tell_opd, tell_opd_answer
from ruko_parsel.services.permintaan import (
    BOLEH,
    LangkahTerlarang,
    lock_permintaan,
    log_permintaan,
    move_permintaan,
)
from wilayah.models import Instansi, Pengguna, Penugasan, Rujukan
from wilayah.rujukan import (
    RujukanMasihTerbuka,
    mask_catatan,
    offer_rujukan,
    record_hasil,
    serves_tujuan,
    withdraw_rujukan,
)
from wilayah.zona import hari_ini

S = Permintaan.Status
MEJA = "ruko_opd"  # settings.RUJUKAN_MEJA


@transaction.atomic
def forward_permintaan(
    permintaan: Permintaan, *, instansi: Instansi, isi: str, by: Pengguna
) -> SuratPengantar:
    """Pass a request up with a letter. Where the agency has people here, it is offered to them.

    Raises ValueError for no letter or an agency that does not serve this place, LangkahTerlarang.
    """
    permintaan = lock_permintaan(permintaan)
    if not isi.strip():
        raise ValueError("Tulis isi surat pengantarnya.")
    kecamatan = kecamatan_of_permintaan(permintaan)
    if not Instansi.objects.serving(kecamatan).filter(pk=instansi.pk).exists():
        raise ValueError("Instansi itu tidak melayani kecamatan ini.")
    if S.DITERUSKAN not in BOLEH[permintaan.status]:
        raise LangkahTerlarang("Permintaan ini tidak dapat diteruskan sekarang.")
    rujukan = _offer(permintaan, instansi, isi, by) if people_of(instansi) else None
    permintaan = move_permintaan(
        permintaan, to=S.DITERUSKAN, by=by, catatan=f"Ke {instansi.nama}.",
        diteruskan_ke=instansi, dijeda_at=None,
    )  # fmt: skip
    potret = take_potret(permintaan, hari_ini(str(permintaan.wilayah_id)))
    surat = SuratPengantar.objects.create(
        permintaan=permintaan, instansi=instansi, isi=mask_catatan(isi.strip()), rujukan=rujukan,
        potret=potret, by=by,
    )  # fmt: skip
    if rujukan is not None:
        tell_opd(permintaan, people_of(instansi), rujukan)
    return surat


def people_of(instansi: Instansi) -> list[Pengguna]:
    """Who works for this agency in the portal today."""
    hari = hari_ini(str(instansi.wilayah_id))
    tugas = Penugasan.objects.on(hari).filter(instansi=instansi)
    rows = Pengguna.objects.filter(is_active=True, pk__in=tugas.values("pengguna"))
    return list(rows.order_by("pk"))


def _offer(permintaan: Permintaan, instansi: Instansi, isi: str, by: Pengguna) -> Rujukan:
    ringkasan = permintaan.nomor if permintaan.rahasia else str(permintaan)
    try:
        return offer_rujukan(
            sumber=permintaan, meja=MEJA, ke_instansi=instansi, ringkasan=ringkasan,
            wilayah=permintaan.wilayah, alasan=isi.strip(), by=by,
        )  # fmt: skip
    except RujukanMasihTerbuka as error:
        raise LangkahTerlarang("Masih ada rujukan permintaan ini yang belum dijawab.") from error


@transaction.atomic
def recall_permintaan(permintaan: Permintaan, *, alasan: str, by: Pengguna) -> Permintaan:
    """Take a request back from an agency. Raises ValueError without a reason, LangkahTerlarang."""
    if not alasan.strip():
        raise ValueError("Tulis alasannya.")
    permintaan = lock_permintaan(permintaan)
    if permintaan.status != S.DITERUSKAN:
        raise LangkahTerlarang("Permintaan ini tidak sedang diteruskan.")
    withdraw_rujukan(permintaan, alasan=alasan.strip(), by=by)
    return move_permintaan(
        permintaan, to=S.DITELAAH, by=by, apa="Ditarik kembali dari instansi",
        catatan=alasan.strip(), diteruskan_ke=None,
    )  # fmt: skip


class MejaOpd:
    """An agency's side (settings.RUJUKAN_MEJA "ruko_opd"): it takes a request or sends it back.

    The request stays the kecamatan's, which tells the village; both histories say what happened.
    """

    def label(self) -> str:
        return "Permintaan desa untuk instansi"

    def can_answer(self, user: Pengguna, rujukan: Rujukan) -> bool:
        """Whoever is assigned to the agency that is asked."""
        return serves_tujuan(user, rujukan)

    @transaction.atomic
    def on_accepted(self, rujukan: Rujukan, by: Pengguna) -> None:
        """The agency works on it now."""
        permintaan = self._locked(rujukan)
        record_hasil(rujukan, permintaan)
        riwayat = log_permintaan(permintaan, "Diterima instansi", by=by, dari=permintaan.status,
                                 catatan=str(rujukan.tujuan))  # fmt: skip
        tell_opd_answer(permintaan, rujukan, diterima=True, langkah=f"r{riwayat.pk}", by=by)

    @transaction.atomic
    def on_returned(self, rujukan: Rujukan, by: Pengguna) -> None:
        """Back on the kecamatan's desk with the agency's reason."""
        permintaan = self._locked(rujukan)
        if permintaan.status == S.DITERUSKAN:
            permintaan = move_permintaan(
                permintaan, to=S.DITELAAH, by=by, apa="Dikembalikan instansi",
                catatan=rujukan.alasan, diteruskan_ke=None,
            )  # fmt: skip
        tell_opd_answer(permintaan, rujukan, diterima=False, langkah=f"rj{rujukan.pk}", by=by)

    def _locked(self, rujukan: Rujukan) -> Permintaan:
        return lock_permintaan(Permintaan.objects.get(pk=int(rujukan.sumber_id)))
