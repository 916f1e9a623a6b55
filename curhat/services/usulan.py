"""Proposals: the sweep compares new reports with open ones and says which look like one problem."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from curhat.isu_kelas import BIASA, CEPAT, KATEGORI_TERBUKA, LAMA, jendela_hari, longest_jendela
from curhat.isu_mirip import AMBANG, Kemiripan, Laporan, compare_many
from curhat.models import Curhat, Isu, Tiket, UsulanIsu
from curhat.models.curhat import CurhatQuerySet
from curhat.services.anggota import TERKECIL, count_public
from curhat.services.isu import place_words
from pesan.models.kanal import SALURAN_FORMULIR
from pesan.services import Kiriman, queue_pesan_many
from wilayah.scope import prefix_q

SEKALI_JALAN = 200
MAKS_CALON = 3000
MENUNGGU = UsulanIsu.Status.MENUNGGU


def report_of(curhat: Curhat) -> Laporan:
    """A report as it is compared; needs `wilayah`."""
    return Laporan(
        id=curhat.pk,
        kategori=curhat.kategori_id,
        subkategori=curhat.subkategori_id,
        kelurahan=curhat.wilayah.kode_kelurahan or curhat.wilayah_id,
        teks=curhat.isi,
        at=curhat.diterima_at,
        rw=curhat.wilayah.rw,
        rt=curhat.wilayah.rt,
        jalan=curhat.jalan,
        lat=float(curhat.lat) if curhat.lat is not None else None,
        lng=float(curhat.lng) if curhat.lng is not None else None,
    )


def still_open() -> Q:
    """Reports whose matter goes on: their ticket is open, or they have none and nobody ended it."""
    milik = Tiket.objects.filter(curhat=OuterRef("pk"))
    sendiri = Exists(milik.exclude(status__in=Tiket.ENDED)) | ~Exists(milik)
    bersama = Q(tiket_bersama__isnull=False) & ~Q(tiket_bersama__status__in=Tiket.ENDED)
    return Q(ditutup_at__isnull=True) & (bersama | Q(tiket_bersama__isnull=True) & sendiri)


def comparable(now: datetime) -> CurhatQuerySet:
    """Reports of a matter that can be shared, within the widest window, still open."""
    rows: CurhatQuerySet = Curhat.objects.filter(
        still_open(),
        diterima_at__gt=now - timedelta(days=longest_jendela()),
        subkategori__in=CEPAT | BIASA | LAMA,
        ditahan=False,
        dihapus_at__isnull=True,
    )
    return rows


@transaction.atomic
def propose_isu(now: datetime) -> int:
    """Compare what was not compared yet; gives how many proposals were made. Safe to run twice.

    A fixed number of queries, however many reports.
    """
    menunggu = Curhat.objects.filter(
        dibandingkan_at__isnull=True, diterima_at__gt=now - timedelta(days=longest_jendela())
    )
    pks = list(
        menunggu.select_for_update(skip_locked=True)
        .order_by("diterima_at")
        .values_list("pk", flat=True)[:SEKALI_JALAN]
    )
    if not pks:
        return 0
    Curhat.objects.filter(pk__in=pks).update(dibandingkan_at=now)
    baru = list(
        comparable(now)
        .filter(pk__in=pks, tiket_bersama__isnull=True)
        .select_related("wilayah", "subkategori", "kontak")
    )
    usulan = _propose(baru, _candidates(baru, now), now) if baru else []
    return len(usulan)


def _candidates(baru: Sequence[Curhat], now: datetime) -> dict[int, Curhat]:
    tempat = Q(pk__in=[])
    for kode in {c.wilayah.kode_kelurahan or c.wilayah_id for c in baru}:
        tempat |= prefix_q("wilayah", kode)
    rows = (
        comparable(now)
        .filter(tempat, kategori__in={c.kategori_id for c in baru})
        .select_related("wilayah", "subkategori")
        .order_by("-id")[:MAKS_CALON]
    )
    return {row.pk: row for row in rows}


def _propose(baru: Sequence[Curhat], calon: dict[int, Curhat], now: datetime) -> list[UsulanIsu]:
    ditolak = _refused(baru)
    mirip = compare_many(
        [report_of(c) for c in baru], [report_of(c) for c in calon.values()], jendela=jendela_hari
    )
    usulan = []
    for curhat in baru:
        terbaik = _best(curhat, mirip[curhat.pk], calon, ditolak.get(curhat.pk, set()))
        if terbaik is not None:
            usulan.append(_row(curhat, calon[terbaik[0].id], terbaik[1]))
    UsulanIsu.objects.bulk_create(usulan, ignore_conflicts=True)
    _ask(usulan, {c.pk: c for c in baru}, calon, now)
    return usulan


def _refused(baru: Sequence[Curhat]) -> dict[int, set[int]]:
    """Report to the others it was said not to belong to, whichever of the two came first."""
    rows = UsulanIsu.objects.filter(Q(curhat__in=baru) | Q(mirip__in=baru)).exclude(status=MENUNGGU)
    hasil: dict[int, set[int]] = {}
    for satu, lain in rows.values_list("curhat", "mirip"):
        hasil.setdefault(satu, set()).add(lain)
        hasil.setdefault(lain, set()).add(satu)
    return hasil


def _best(
    curhat: Curhat,
    mirip: Iterable[tuple[Laporan, Kemiripan]],
    calon: dict[int, Curhat],
    ditolak: set[int],
) -> tuple[Laporan, Kemiripan] | None:
    """The likest earlier report; none of a problem that this report was refused for."""
    isu = {calon[pk].tiket_bersama_id for pk in ditolak if pk in calon} - {None}
    for lain, seberapa in mirip:
        satu = calon[lain.id]
        if satu.pk < curhat.pk and satu.pk not in ditolak and satu.tiket_bersama_id not in isu:
            return lain, seberapa
    return None


def _row(curhat: Curhat, mirip: Curhat, seberapa: Kemiripan) -> UsulanIsu:
    tempat = mirip.jalan if seberapa.tempat == "jalan" else place_words(mirip.wilayah)
    if seberapa.tempat == "rw":
        tempat = f"RW {mirip.wilayah.rw}"
    return UsulanIsu(
        wilayah=curhat.wilayah,
        curhat=curhat,
        mirip=mirip,
        skor=seberapa.skor,
        penjelasan=seberapa.explain(mirip.subkategori.nama, tempat),
    )


def _ask(
    usulan: Sequence[UsulanIsu], milik: dict[int, Curhat], calon: dict[int, Curhat], now: datetime
) -> None:
    """In a chat, ask whoever wrote a very alike report whether it is the same: SAYA JUGA.

    Never about or to a private case, and never so that a single hidden person could be guessed.
    """
    tanya = [u for u in usulan if _may_ask(u, milik[u.curhat_id], calon[u.mirip_id])]
    tersimpan = UsulanIsu.objects.waiting().filter(
        curhat__in=[u.curhat_id for u in tanya], ditanya_at__isnull=True
    )
    pasangan = {(u.curhat_id, u.mirip_id): u for u in tersimpan} if tanya else {}
    tanya = [u for u in tanya if (u.curhat_id, u.mirip_id) in pasangan]
    if not tanya:
        return
    isu = {i.tiket_id: i for i in _shown([calon[u.mirip_id].tiket_bersama_id for u in tanya])}
    banyak = count_public(isu.values()) if isu else {}
    queue_pesan_many(
        [_question(milik[u.curhat_id], calon[u.mirip_id], isu, banyak, pasangan) for u in tanya]
    )
    UsulanIsu.objects.filter(pk__in=[p.pk for p in pasangan.values()]).update(ditanya_at=now)


def _shown(tiket: Iterable[int | None]) -> Any:
    return Isu.objects.open().filter(tiket__in=[pk for pk in tiket if pk], tampil=True)


def _may_ask(usulan: UsulanIsu, curhat: Curhat, mirip: Curhat) -> bool:
    kontak = curhat.kontak
    if kontak is None or kontak.saluran in SALURAN_FORMULIR or not kontak.jendela_terbuka:
        return False
    if mirip.kontak_id == kontak.pk:  # their own earlier words
        return False
    if curhat.rahasia or mirip.rahasia or curhat.kategori_id not in KATEGORI_TERBUKA:
        return False
    return usulan.skor >= AMBANG.kuat and not (mirip.anonim and mirip.tiket_bersama_id is None)


def _question(
    curhat: Curhat,
    mirip: Curhat,
    isu: dict[int, Isu],
    banyak: dict[int, int],
    pasangan: dict[tuple[int, int], UsulanIsu],
) -> Kiriman:
    bersama = isu.get(mirip.tiket_bersama_id or 0)
    n = banyak.get(bersama.pk, 0) if bersama is not None else 0
    hal = f"{mirip.subkategori.nama}, {place_words(mirip.wilayah)}"
    return Kiriman(
        kunci=f"tanya-isu:{pasangan[curhat.pk, mirip.pk].pk}",
        templat="tanya_saya_juga",
        slots={
            "kode": curhat.kode,
            "masalah": bersama.ringkasan if bersama is not None else hal,
            "warga": f" ({n} warga)" if n >= TERKECIL else "",
        },
        kontak=curhat.kontak,
        wilayah=curhat.wilayah,
        rujukan=curhat.kode,
    )
