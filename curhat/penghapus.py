"""Erasing a person from curhat: their words and places go, counted facts without them stay."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from curhat.models import Curhat, Jawaban, RiwayatCurhat, Tiket
from pesan.models import Kontak, PesanKeluar
from pesan.penghapus import erase_lampiran
from wilayah.models import Rujukan

DIHAPUS = "(dihapus atas permintaan warga)"


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank every curhat of this contact. Tickets keep number, category, dates.

    The report's code stops opening anything, its attachments are deleted, its answer is blanked.
    """
    rows = list(Curhat.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for curhat in rows:
        erase_curhat(curhat)


def erase_curhat(curhat: Curhat) -> None:
    """Blank one curhat. The caller holds its lock and the transaction."""
    curhat.isi = curhat.ringkasan = DIHAPUS
    curhat.jalan = curhat.lurah_disebut = ""
    curhat.lat = curhat.lng = None
    curhat.alasan, curhat.kandidat_wilayah = [], []
    curhat.dihapus_at = timezone.now()
    curhat.id_luar = ""
    curhat.save()
    _erase_copies(curhat)
    Jawaban.objects.filter(curhat=curhat).update(teks=DIHAPUS, bagian={})
    erase_lampiran(list(curhat.lampiran.all()))
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIHAPUS)


def _erase_copies(curhat: Curhat) -> None:
    """The summary also went into notices to staff and into hand-overs; those not sent stay here."""
    tiket = dict(Tiket.objects.filter(curhat=curhat).values_list("pk", "nomor"))
    kabar = PesanKeluar.objects.filter(
        pengguna__isnull=False, rujukan__in=[curhat.kode, *tiket.values()]
    )
    kabar.filter(status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat="dihapus atas permintaan warga"
    )
    kabar.update(badan="", slots="")
    Tiket.objects.filter(curhat=curhat).update(tindakan="")
    Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Tiket), sumber_id__in=map(str, tiket)
    ).update(ringkasan=DIHAPUS)
