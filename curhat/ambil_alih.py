"""Messages of a resident whose conversation a person has taken over (settings.PESAN_HANDLERS).

They are kept with the report, read for danger and shown to whoever holds the conversation; the
assistant does not answer. What is not for a person goes on to the next handler: HAPUS DATA, an
edited or withdrawn message, a form. STOP was taken before.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from curhat import acuan
from curhat.balasan.peka import bantuan_for
from curhat.models import AmbilAlih, Tiket
from curhat.services.curhat import CurhatBaru, triase_baru
from curhat.services.jangkauan import reaches
from curhat.services.kabar import notify_kritis
from curhat.services.obrolan import notify_holder, tell_taken
from curhat.services.tambahan import add_keterangan, set_titik
from curhat.triase.hasil import Triase
from curhat.triase.peka import read_aturan_peka
from curhat.ucapan import read_ucapan
from pesan.hitungan import take_turn
from pesan.kanal.dasar import Masuk
from pesan.models import Lampiran
from pesan.services import queue_pesan

_BUKAN_UNTUK_ORANG = {"edit", "hapus", "formulir"}
JEDA_KABAR = timedelta(minutes=10)  # between two notices to the holder, and between two alarms
BANTUAN_UMUM = "Bila keadaan darurat sekarang, telepon {nomor} dan menjauhlah ke tempat aman."


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim the messages of conversations that a person holds."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    rows = (
        AmbilAlih.objects.holding(timezone.now())
        .filter(kontak__in=kontak, curhat__dihapus_at__isnull=True)
        .select_related("curhat__wilayah", "curhat__kontak", "kontak", "by")
        .annotate(lewat_nomor=F("curhat__pesan_masuk__nomor_kanal"))
    )
    dipegang = {row.kontak_id: row for row in rows}
    return [
        m.kontak is not None and m.kontak.pk in dipegang and _take(m, dipegang[m.kontak.pk])
        for m in masuk
    ]


def _take(masuk: Masuk, ambil: AmbilAlih) -> bool:
    """Keep one message with the report; False where it is not for a person."""
    isi = masuk.isi
    if isi.jenis in _BUKAN_UNTUK_ORANG:
        return False
    if not reaches(masuk, ambil.curhat, ambil.lewat_nomor):  # type: ignore[attr-defined]
        return False
    if any(u.jenis == "hapus" for u in read_ucapan(isi.teks)):
        return False
    if isi.jenis == "reaksi":
        return True
    ambil.kontak = masuk.kontak or ambil.kontak  # its window has just been opened anew
    AmbilAlih.objects.filter(pk=ambil.pk).update(warga_at=timezone.now())
    tell_taken(ambil)
    if isi.jenis == "lokasi":
        set_titik(ambil.curhat, masuk)
    hasil = _read(masuk, ambil)
    sudah = Tiket.objects.open().filter(curhat=ambil.curhat).exists()
    add_keterangan(
        ambil.curhat,
        teks=isi.teks,
        lampiran=Lampiran.objects.filter(pesan_masuk=masuk.pesan),
        jawab=False,
    )
    if hasil is not None and (hasil.darurat or hasil.kata_kritis or hasil.jenis_peka):
        _alarm(masuk, ambil, hasil, again=sudah)
    if take_turn(f"obrolan:{ambil.pk}", JEDA_KABAR):
        notify_holder(ambil, f"obrolan-baru:{masuk.pesan.pk}")
    return True


def _read(masuk: Masuk, ambil: AmbilAlih) -> Triase | None:
    if not masuk.isi.teks.strip():
        return None
    baru = CurhatBaru(
        teks=masuk.isi.teks,
        saluran=ambil.curhat.saluran,
        wilayah=ambil.wilayah_id,
        diterima_at=masuk.diterima_at,
    )
    return triase_baru([baru])[0]


def _alarm(masuk: Masuk, ambil: AmbilAlih, hasil: Triase, *, again: bool) -> None:
    """Help lines at once, and the lurah and moderators where the open ticket does not tell them.

    The ticket that such words open, or raise, has its own notice.
    """
    if not take_turn(f"obrolan-kritis:{ambil.pk}:{','.join(hasil.kata_kritis)}", JEDA_KABAR):
        return
    queue_pesan(
        kunci=f"obrolan-bantuan:{masuk.pesan.pk}",
        templat="bantuan_darurat",
        slots={"bantuan": _bantuan(hasil, ambil.curhat.wilayah_id)},
        kontak=ambil.kontak,
        wilayah=ambil.curhat.wilayah_id,
        rujukan=ambil.curhat.kode,
    )
    tiket = Tiket.objects.open().select_related("curhat").filter(curhat=ambil.curhat).first()
    if again and tiket is not None and hasil.eskalasi:
        notify_kritis(tiket, kunci=str(masuk.pesan.pk))


def _bantuan(hasil: Triase, wilayah: str) -> str:
    if hasil.jenis_peka:
        unit = read_aturan_peka().get(hasil.jenis_peka).pendamping
        return bantuan_for(hasil.jenis_peka, acuan.pendamping_of(unit, wilayah))
    nomor = acuan.numbers_of(wilayah)
    utama = next((n for _nama, n in nomor if n == "112"), nomor[0][1] if nomor else "112")
    return BANTUAN_UMUM.format(nomor=utama)
