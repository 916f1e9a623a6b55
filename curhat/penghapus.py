"""Erasing a person from curhat: their words and places go, counted facts without them stay."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from curhat.model_bahasa.simpanan import forget_simpanan
from curhat.models import (
    AmbilAlih,
    Curhat,
    Jawaban,
    RiwayatCurhat,
    TandaBaca,
    Tiket,
    TinjauanJawaban,
)
from curhat.services.anggota import leave_isu
from curhat.services.isu import drop_usulan_of
from curhat.services.kata import DITARIK
from curhat.services.model_bahasa import sidik_of
from dokumen.penghapus import erase_surat_tentang
from pesan.berkas import erase_berkas
from pesan.models import Kontak, PesanKeluar
from pesan.penghapus import erase_lampiran
from wilayah.models import Rujukan

DIHAPUS = "(dihapus atas permintaan warga)"
HABIS = "(dihapus setelah masa simpan)"
TANPA_KATA = frozenset({DIHAPUS, DITARIK, HABIS})  # what stands where a resident's words were


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Blank every curhat of this contact. Tickets keep number, category, dates.

    The report's code stops opening anything, its attachments are deleted, its answer is blanked.
    """
    rows = list(Curhat.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for curhat in rows:
        erase_curhat(curhat)
    end_ambil_alih(kontak)


def end_ambil_alih(kontak: Kontak) -> None:
    """Whoever held the conversation has nobody to talk to any more; nobody is told."""
    AmbilAlih.objects.open().filter(kontak=kontak).update(
        until=timezone.now(), sebab=AmbilAlih.Sebab.DIHAPUS
    )
    TandaBaca.objects.filter(kontak=kontak).delete()


def erase_curhat(curhat: Curhat) -> None:
    """Blank one curhat. The caller holds its lock and the transaction."""
    curhat.dihapus_at = timezone.now()
    curhat.id_luar = ""
    erase_kata(curhat, DIHAPUS, ringkasan=DIHAPUS)
    # the others of a shared problem keep its ticket; what is left of this person's own is blanked
    leave_isu(curhat, sebab="Laporan dihapus warga")
    Tiket.objects.filter(curhat=curhat).update(tindakan="")
    erase_surat_tentang(curhat.kode)
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=RiwayatCurhat.Peristiwa.DIHAPUS)


def erase_kata(curhat: Curhat, kata: str, *, ringkasan: str) -> int:
    """Put `kata` for a curhat's words, take its place and files, and all copies of its summary.

    Gives how many notices to staff were still waiting and will not go out. The caller holds the
    row's lock and the transaction.
    """
    curhat.isi, curhat.ringkasan = kata, ringkasan[:200]
    curhat.jalan = curhat.lurah_disebut = curhat.nama_pelapor = ""
    curhat.lat = curhat.lng = None
    curhat.alasan, curhat.kandidat_wilayah, curhat.jenis_peka = [], [], []
    curhat.save()
    Jawaban.objects.filter(curhat=curhat).update(teks=kata, bagian={})
    _erase_model(curhat, kata)
    erase_lampiran(list(curhat.lampiran.all()))
    drop_usulan_of(curhat)
    return _erase_copies(curhat, kata)


def _erase_model(curhat: Curhat, kata: str) -> None:
    """What a language model made of the words: answers under review and answers kept for reuse."""
    forget_simpanan(sidik_of([curhat]))
    keputusan = TinjauanJawaban.Keputusan
    milik = TinjauanJawaban.objects.filter(curhat=curhat)
    milik.filter(keputusan=keputusan.MENUNGGU).update(keputusan=keputusan.BATAL)
    milik.update(teks_aturan=kata, teks_model=kata, teks_akhir="", bagian={}, temuan={})


def _erase_copies(curhat: Curhat, kata: str) -> int:
    """The summary also went into notices to staff and into hand-overs; those not sent stay here."""
    tiket = dict(Tiket.objects.filter(curhat=curhat).values_list("pk", "nomor"))
    kabar = PesanKeluar.objects.filter(
        pengguna__isnull=False, rujukan__in=[curhat.kode, *tiket.values()]
    )
    menunggu = kabar.filter(status=PesanKeluar.Status.QUEUED).update(
        status=PesanKeluar.Status.EXPIRED, galat="dihapus atas permintaan warga"
    )
    erase_berkas(kabar)
    kabar.update(badan="", slots="")
    Rujukan.objects.filter(
        sumber_tipe=ContentType.objects.get_for_model(Tiket), sumber_id__in=map(str, tiket)
    ).update(ringkasan=kata)
    return menunggu
