"""What LUNA MAYA keeps of hosts and inviters, how long, and taking it away.

Named in settings: PENGHAPUS, PENAHAN_ALAMAT, RETENSI.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from luna_maya.izin import TANPA_IZIN
from luna_maya.kait import run_kait
from luna_maya.kontak_malam import VERSI_TEKS
from luna_maya.models import (
    AjakanTuanRumah,
    DrafPercaya,
    Kunjungan,
    PersetujuanMalam,
    PersetujuanTuanRumah,
    PetugasMalam,
    SuaraPercaya,
    Tokoh,
    TuanRumah,
    Undangan,
    UndanganLewatPesan,
)
from luna_maya.services.kunjungan import cancel_kunjungan, lock_kunjungan
from luna_maya.services.survei import sidik_of
from pesan.models import BukuHapus, Kontak
from pesan.penghapus import erase_lampiran, erase_pesan_tentang
from pesan.retensi import in_pieces
from pesan.services import release_alamat
from wilayah.kripto import keyed_hash

S = Kunjungan.Status
# A host who was proposed and never visited is kept this much longer than one who was.
BELUM_DIKUNJUNGI = timedelta(days=275)
TERHAPUS = "Tuan rumah (dihapus)"


def holds_alamat(kontak: Kontak) -> bool:
    """Whether LUNA MAYA still writes to this person (settings.PENAHAN_ALAMAT): a host whose data
    are kept, somebody in office who comes along, an inviter whose evening is to come.
    """
    kini = timezone.now()
    tuan = TuanRumah.objects.filter(kontak=kontak, dihapus_at__isnull=True)
    tokoh = Tokoh.objects.active(timezone.localdate()).filter(kontak=kontak)
    undangan = Undangan.objects.filter(
        kontak=kontak, mulai_at__gt=kini, status__in=["baru", "diterima"]
    )
    return bool(tuan.exists() or tokoh.exists() or undangan.exists())


@transaction.atomic
def erase(kontak: Kontak) -> None:
    """Erase this person as host, as inviter, as somebody who comes along or is reached at night,
    and in the middle of a survey.

    A visit to come is called off; what was shown of past ones goes; dates, RT and findings stay.
    """
    UndanganLewatPesan.objects.filter(kontak=kontak).delete()
    rumah = list(TuanRumah.objects.filter(kontak=kontak).order_by("pk"))
    for satu in rumah:
        erase_tuan_rumah(satu)
    undangan = list(Undangan.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for satu in undangan:
        blank_undangan(satu)
    AjakanTuanRumah.objects.filter(kontak=kontak).update(kontak=None, tanya="", draf={})
    malam, draf = _blank_malam(kontak), _drop_draf(kontak)
    Tokoh.objects.filter(kontak=kontak).update(kontak=None)
    for kelas, jumlah in (
        ("tuan_rumah", len(rumah)), ("undangan", len(undangan)), ("nomor_malam", malam),
        ("draf_percaya", draf),
    ):  # fmt: skip
        if jumlah:
            BukuHapus.objects.create(kelas=kelas, jumlah=jumlah, sebab="permintaan warga")


def _blank_malam(kontak: Kontak) -> int:
    """The number residents read at night goes at once; taken back is taken back for good."""
    rows = PetugasMalam.objects.select_for_update(of=("self",), no_key=True)
    petugas = list(rows.filter(tokoh__kontak=kontak).exclude(nomor=""))
    for satu in petugas:
        if satu.setuju_at is not None:
            PersetujuanMalam.objects.create(
                petugas=satu, keputusan=PersetujuanMalam.Keputusan.CABUT,
                cara=PersetujuanMalam.Cara.SENDIRI, versi=VERSI_TEKS, by=None,
            )  # fmt: skip
        satu.nomor, satu.setuju_at = "", None
        satu.save(update_fields=["nomor", "setuju_at"])
    return len(petugas)


def _drop_draf(kontak: Kontak) -> int:
    """Answers of a survey that was not finished, and the mark that it was begun."""
    draf = list(DrafPercaya.objects.select_for_update(of=("self",)).filter(kontak=kontak))
    for satu in draf:
        sidik = sidik_of(satu.survei, kontak.pk)
        SuaraPercaya.objects.filter(survei=satu.survei_id, sidik=sidik).delete()
        satu.delete()
    return len(draf)


def erase_tuan_rumah(rumah: TuanRumah) -> None:
    """Blank a host wholly, name included; the caller holds the transaction.

    The visits are locked before the host, as answers do; messages go before a visit to come is
    called off, so that everyone going still hears that.
    """
    for kunjungan in rumah.kunjungan.order_by("pk"):
        terkunci = lock_kunjungan(kunjungan)
        erase_pesan_tentang(kunjungan.kode, masuk=None)
        _end_visit(terkunci)
    scans = PersetujuanTuanRumah.objects.filter(kunjungan__tuan_rumah=rumah, pindaian__isnull=False)
    erase_lampiran([s.pindaian for s in scans.select_related("pindaian") if s.pindaian])
    rumah.nama, rumah.dihapus_at = f"{TERHAPUS} {rumah.pk}", timezone.now()
    log = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(TuanRumah))
    log.filter(object_id=str(rumah.pk)).update(object_repr=rumah.nama)
    rumah.kesediaan = TuanRumah.Kesediaan.TIDAK
    _blank_columns(rumah)
    rumah.save()


def _end_visit(kunjungan: Kunjungan) -> None:
    jalan = {S.RENCANA, S.MENUNGGU, S.PASTI, S.BERLANGSUNG}
    if kunjungan.status in jalan and kunjungan.selesai_at > timezone.now():
        cancel_kunjungan(
            kunjungan, alasan="Tuan rumah berhalangan.", by=None, kabari_tuan=False
        )  # fmt: skip
    AjakanTuanRumah.objects.filter(kunjungan=kunjungan).update(tanya="", draf={}, kontak=None)
    run_kait(kunjungan, TANPA_IZIN)


def _blank_columns(rumah: TuanRumah) -> None:
    """Address, number, notes and the point on the map; the name is the caller's matter."""
    rumah.alamat, rumah.penanggung, rumah.perhatian_khusus = "", "", ""
    rumah.lat = rumah.lng = rumah.kontak = None


def blank_undangan(undangan: Undangan) -> None:
    """Blank one invitation; code and PIN open it no more. The caller holds the transaction."""
    undangan.nama = undangan.alamat = undangan.pesan = ""
    undangan.kontak, undangan.dihapus_at = None, timezone.now()
    undangan.pin_hash = keyed_hash("pin", f"dihapus:{undangan.pk}:{undangan.dihapus_at}")
    if undangan.status == Undangan.Status.BARU:
        undangan.status, undangan.decided_at = Undangan.Status.DICABUT, undangan.dihapus_at
    undangan.save()
    erase_pesan_tentang(undangan.kode, masuk=None)


def blank_tuan_rumah(now: datetime) -> dict[str, int]:
    """Retention: hosts some days after their last visit, inviters after their evening.

    A host's name stays with the history of visits, for staff alone; a host with a visit to come
    stays whole. Drafts of chats go when their half hour is over.
    """
    UndanganLewatPesan.objects.filter(hingga__lt=now).delete()
    lama = now - timedelta(days=settings.RETENSI_HARI["undangan"])
    rows = Undangan.objects.filter(dihapus_at__isnull=True, mulai_at__lt=lama)
    return {
        "tuan_rumah": in_pieces(hosts_over(now), _blank_hosts),
        "undangan": in_pieces(rows, _blank_invitations),
    }


def hosts_over(now: datetime) -> QuerySet[TuanRumah]:
    """Hosts whose address, number or notes have had their time."""
    lama = now - timedelta(days=settings.RETENSI_HARI["tuan_rumah"])
    milik = Kunjungan.objects.filter(tuan_rumah=OuterRef("pk"))
    sejak = milik.order_by().values("tuan_rumah").annotate(n=Max("selesai_at")).values("n")
    berisi = (
        ~Q(alamat="") | Q(kontak__isnull=False) | ~Q(perhatian_khusus="") | ~Q(penanggung="")
        | Q(lat__isnull=False)
    )  # fmt: skip
    rows = TuanRumah.objects.filter(berisi, dihapus_at__isnull=True, tempat="rumah")
    baru_dilihat = milik.filter(selesai_at__gte=lama)
    return (
        rows.filter(~Exists(baru_dilihat))
        .annotate(terakhir=sejak)
        .filter(Q(terakhir__isnull=False) | Q(created_at__lt=lama - BELUM_DIKUNJUNGI))
    )


def _blank_hosts(rows: QuerySet[Any]) -> int:
    """The rows that are over, their messages too; their contacts are let go."""
    semua = list(rows.select_related("kontak"))
    kontak = [satu.kontak for satu in semua if satu.kontak is not None]
    for rumah in semua:
        _blank_columns(rumah)
        rumah.save()
        for kode in rumah.kunjungan.values_list("kode", flat=True):
            erase_pesan_tentang(kode, masuk=None)
    for satu in kontak:
        release_alamat(satu)
    return len(semua)


def _blank_invitations(rows: QuerySet[Any]) -> int:
    semua = list(rows.select_related("kontak"))
    kontak = [satu.kontak for satu in semua if satu.kontak is not None]
    for undangan in semua:
        blank_undangan(undangan)
    for satu in kontak:
        release_alamat(satu)
    return len(semua)
