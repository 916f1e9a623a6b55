"""Messages within the office: dispositions, drafts to check, follow-ups to do."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from pesan.services import queue_pesan
from pesan.services.keluar import Kiriman, queue_pesan_many
from ruko_parsel.models import (
    Disposisi,
    Permintaan,
    RiwayatTindakLanjut,
    Tanggapan,
    TindakLanjut,
)
from ruko_parsel.orang import desk_of, in_office, kecamatan_of_permintaan
from ruko_parsel.services.kabar import Penerima, officers_of, one_line, tell
from wilayah.models import Pengguna, Rujukan
from wilayah.peran import Peran


def _day(hari: object) -> str:
    return f"{hari:%d/%m/%Y}" if hari else ""


def tell_disposisi(disposisi: Disposisi) -> None:
    """Who gets the sheet and who gets a copy; the order itself stands on the sheet only."""
    isi = {
        "url": settings.SITE_URL + disposisi.get_absolute_url(),
        "dari": str(disposisi.dari),
        "sifat": disposisi.get_sifat_display().lower(),
        "sampai": _day(disposisi.sampai),
    }
    kepada = [Penerima(disposisi.permintaan, pengguna=disposisi.kepada)]
    tell(kepada, "ruko_disposisi", langkah=f"d{disposisi.pk}", **isi)
    tembusan = [Penerima(disposisi.permintaan, pengguna=satu) for satu in disposisi.tembusan.all()]
    isi["kepada"] = str(disposisi.kepada)
    tell(tembusan, "ruko_tembusan", langkah=f"t{disposisi.pk}", **isi)


def tell_disposisi_answered(disposisi: Disposisi) -> None:
    """Back to whoever gave the order; to today's camat where they have left."""
    permintaan = disposisi.permintaan
    ke = [Penerima(permintaan, pengguna=disposisi.dari)]
    if not in_office(permintaan, disposisi.dari):
        camat = desk_of(kecamatan_of_permintaan(permintaan), Peran.CAMAT)
        ke = [Penerima(permintaan, pengguna=satu) for satu in camat]
    tell(
        ke, "ruko_disposisi_jawab", langkah=f"dj{disposisi.pk}", oleh=str(disposisi.kepada),
        url=settings.SITE_URL + disposisi.get_absolute_url(),
    )  # fmt: skip


def tell_draft(tanggapan: Tanggapan, *, by: Pengguna) -> None:
    """A draft waits to be checked: the camat hears it, else whoever else is at the desk."""
    kecamatan = kecamatan_of_permintaan(tanggapan.permintaan)
    camat = list(desk_of(kecamatan, Peran.CAMAT).exclude(pk=tanggapan.penyusun_id))
    pemeriksa = (
        camat
        if camat or tanggapan.permintaan.rahasia
        else list(desk_of(kecamatan).exclude(pk=tanggapan.penyusun_id))
    )
    ke = [Penerima(tanggapan.permintaan, pengguna=satu) for satu in pemeriksa]
    _tell_draft(tanggapan, ke, "ruko_periksa", by=by)


def tell_draft_result(tanggapan: Tanggapan, *, by: Pengguna) -> None:
    """To its author: sent back with remarks, or ready to be sent."""
    ke = [Penerima(tanggapan.permintaan, pengguna=tanggapan.penyusun)]
    if not in_office(tanggapan.permintaan, tanggapan.penyusun):
        ke = officers_of(tanggapan.permintaan)
    templat = "ruko_setuju" if tanggapan.status == "disetujui" else "ruko_perbaiki"
    _tell_draft(tanggapan, ke, templat, by=by)


def _tell_draft(tanggapan: Tanggapan, ke: list[Penerima], templat: str, *, by: Pengguna) -> None:
    langkah = f"{templat}:{tanggapan.pk}:{tanggapan.riwayat_versi.count()}"
    url = settings.SITE_URL + tanggapan.get_absolute_url()
    tell(ke, templat, langkah=langkah, kecuali=by, url=url, oleh=str(by))


def tell_tindak_lanjut(
    baris: TindakLanjut, riwayat: RiwayatTindakLanjut, *, by: Pengguna | None
) -> None:
    """To who is to do it, where they have an account and did not write it down themselves."""
    if baris.siapa is None or baris.siapa == by:
        return
    rahasia = baris.permintaan is not None and baris.permintaan.rahasia
    queue_pesan(
        kunci=f"ruko:tl:{riwayat.pk}",
        templat="ruko_tindak",
        slots={
            "apa": "" if rahasia else one_line(baris.apa),
            "asal": "" if rahasia else one_line(baris.asal),
            "nomor": baris.permintaan.nomor if baris.permintaan else "",
            "sampai": _day(baris.sampai),
            "url": settings.SITE_URL + baris.get_absolute_url(),
        },
        pengguna=baris.siapa,
        wilayah=baris.wilayah_id,
    )


def tell_tindak_lanjut_done(
    baris: TindakLanjut, riwayat: RiwayatTindakLanjut, *, by: Pengguna | None
) -> None:
    """To the officer of the request it hangs on: one follow-up is over."""
    permintaan = baris.permintaan
    if permintaan is None or permintaan.petugas is None or permintaan.petugas == by:
        return
    if not in_office(permintaan, permintaan.petugas):
        return
    satu = Kiriman(
        kunci=f"ruko:tl:{riwayat.pk}", templat="ruko_tindak_usai", pengguna=permintaan.petugas,
        wilayah=baris.wilayah_id, rujukan=permintaan.kode,
        slots={
            "nomor": permintaan.nomor,
            "apa": "" if permintaan.rahasia else one_line(baris.apa),
            "keadaan": baris.get_status_display().lower(),
            "url": settings.SITE_URL + baris.get_absolute_url(),
        },
    )  # fmt: skip
    queue_pesan_many([satu])


def tell_opd(permintaan: Permintaan, orang: Iterable[Pengguna], rujukan: Rujukan) -> None:
    """To the agency's people: a request waits for their yes or no."""
    url = settings.SITE_URL + reverse("admin:wilayah_rujukan_change", args=[rujukan.pk])
    ke = [Penerima(permintaan, pengguna=satu) for satu in orang]
    tell(ke, "ruko_opd", langkah=f"opd{rujukan.pk}", url=url)


def tell_opd_answer(
    permintaan: Permintaan, rujukan: Rujukan, *, diterima: bool, langkah: str, by: Pengguna
) -> None:
    """To the officer: what the agency said."""
    tell(
        officers_of(permintaan), "ruko_opd_jawab", langkah=langkah, kecuali=by,
        instansi=str(rujukan.tujuan), putusan="menerima" if diterima else "mengembalikan",
    )  # fmt: skip
