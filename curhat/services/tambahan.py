"""What a resident adds later to a curhat: words, photos, a point, RT/RW."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from curhat.models import Curhat, Pertanyaan, RiwayatCurhat, RiwayatTiket, Tiket
from curhat.services.baca_ulang import retriage
from curhat.services.kabar import curhat_slots
from curhat.services.kabar_rujukan import share_tambahan
from curhat.services.suara import hear_suara
from curhat.services.tanya import ask_next, note_answer
from curhat.services.tempat import move_to
from pesan.hitungan import count_up
from pesan.kanal.dasar import Masuk
from pesan.models import Lampiran
from pesan.services import queue_pesan

P, J = RiwayatCurhat.Peristiwa, Pertanyaan.Jenis


@transaction.atomic
def add_keterangan(
    curhat: Curhat,
    *,
    teks: str = "",
    lampiran: Iterable[Lampiran] = (),
    asal: str = "",
    jawab: bool = True,
) -> Curhat:
    """Append words (masked) and files to a curhat, and act on what the words say.

    `jawab` False where a person answers: the first words of an empty report get no answer then.
    The ticket's history says that it happened, never the words: history cannot be erased.
    """
    curhat = _locked(curhat)
    lampiran = list(lampiran)
    if teks.strip():
        retriage(curhat, teks, jawab=jawab)
    if lampiran:
        curhat.lampiran.add(*lampiran)
    if teks.strip() or lampiran:
        jumlah = f" ({len(lampiran)} lampiran)" if lampiran else ""
        _record(curhat, P.DITAMBAH, "Keterangan ditambah warga", asal)
        _record_on_tiket(curhat, f"Warga menambah keterangan{jumlah}; baca di isi curhat.")
    return curhat


@transaction.atomic
def set_tempat(
    curhat: Curhat,
    *,
    wilayah: str | None = None,
    rt: str | None = None,
    rw: str | None = None,
    asal: str = "",
) -> Curhat:
    """The resident says where: another kelurahan of the candidates, or RT and RW.

    Raises ValueError for codes that cannot be.
    """
    curhat = _locked(curhat)
    kelurahan = wilayah or curhat.wilayah.kode_kelurahan or curhat.wilayah_id
    move_to(curhat, kelurahan, rw=rw or curhat.wilayah.rw, rt=rt or curhat.wilayah.rt)
    curhat.kandidat_wilayah = []
    curhat.dibandingkan_at = None  # compared again, at its place
    curhat.save()
    _record(curhat, P.DITAMBAH, f"Tempat: {curhat.wilayah_id}", asal)
    return curhat


def add_point(curhat: Curhat, masuk: Masuk, *, diam: bool = False) -> None:
    """A point on the map sent after the story, with thanks.

    `diam`: say nothing, unless we had asked for it.
    """
    set_titik(curhat, masuk)
    thank(curhat, masuk, J.TEMPAT, diam=diam)


@transaction.atomic
def set_titik(curhat: Curhat, masuk: Masuk) -> None:
    """Note a point on the map. The area never changes by a pin alone."""
    curhat = _locked(curhat)
    if masuk.isi.lat is not None and masuk.isi.lng is not None:
        curhat.lat = Decimal(str(round(masuk.isi.lat, 6)))
        curhat.lng = Decimal(str(round(masuk.isi.lng, 6)))
        curhat.save(update_fields=["lat", "lng", "updated_at"])
    _record(curhat, P.DITAMBAH, "Titik lokasi ditambah", "")
    _record_on_tiket(curhat, "Warga mengirim titik lokasi.")


def add_media(curhat: Curhat, masuk: Masuk, *, diam: bool = False) -> None:
    """Photos, voice or files sent after the story; `diam` as for `add_point`."""
    add_keterangan(curhat, lampiran=Lampiran.objects.filter(pesan_masuk=masuk.pesan))
    if masuk.isi.jenis == "suara":
        hear_suara(curhat, masuk.pesan)
    foto = [J.FOTO] if masuk.isi.jenis in {"foto", "video"} else []
    thank(curhat, masuk, *foto, diam=diam)


def thank(
    curhat: Curhat, masuk: Masuk, *asked: str, diam: bool = False, masalah_lain: bool = False
) -> None:
    """Say thanks for what came, and ask for the next thing missing.

    `asked`: the questions it may answer. `diam`: nothing is said unless it answers one, nor after
    settings.CURHAT_PER_JAM times within an hour.
    """
    dijawab = bool(asked) and note_answer(curhat, *asked)
    if masuk.kontak is None or (not dijawab and (diam or _often(masuk.kontak.pk))):
        return
    queue_pesan(
        kunci=f"tambah:{masuk.pesan.pk}",
        templat="info_ditambah",
        slots=curhat_slots(curhat)
        | {"tanya": ask_next(curhat), "masalah_lain": "ya" if masalah_lain else ""},
        kontak=masuk.kontak,
        wilayah=curhat.wilayah,
        rujukan=curhat.kode,
    )


def _often(kontak: int) -> bool:
    """Whether this person's additions have been thanked for often enough within the hour."""
    kunci = f"tambah:{kontak}"
    return count_up({kunci: 1}, timedelta(hours=1))[kunci] > settings.CURHAT_PER_JAM


def _locked(curhat: Curhat) -> Curhat:
    return (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .get(pk=curhat.pk)
    )


def _record(curhat: Curhat, peristiwa: str, catatan: str, asal: str) -> None:
    RiwayatCurhat.objects.create(
        curhat=curhat, peristiwa=peristiwa, catatan=catatan[:300], asal_hash=asal
    )


def _record_on_tiket(curhat: Curhat, catatan: str) -> None:
    """The open ticket's history says so too, so that staff see it where they work."""
    tiket = Tiket.objects.open().serving(curhat).first()
    if tiket is not None:
        RiwayatTiket.objects.create(
            tiket=tiket, dari=tiket.status, ke=tiket.status, catatan=catatan, oleh_warga=True
        )
        share_tambahan(tiket, catatan)
