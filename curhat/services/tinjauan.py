"""People in the loop: a moderator approves, edits or rejects a model's answer; the figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from rapidfuzz.distance import Levenshtein

from curhat.model_bahasa.pemeriksa import check_suntingan
from curhat.models import Curhat, RiwayatCurhat, TinjauanJawaban
from curhat.services.curhat import correct_curhat
from curhat.services.jawaban_model import deliver, speaks
from curhat.services.saran import is_pressing, release_saran, room_for
from wilayah.models import Pengguna

K = TinjauanJawaban.Keputusan
MAKS_HALAMAN = 3000  # characters of an answer that is read on a page


class SudahDiputus(ValueError):  # noqa: N818 - the domain's word
    """Somebody else was first; the message says who and what."""


class SuntinganKeliru(ValueError):  # noqa: N818 - the domain's word
    """An edited text that must not be sent; the message says why."""


@transaction.atomic
def approve_tinjauan(tinjauan: TinjauanJawaban, *, by: Pengguna) -> TinjauanJawaban:
    """The model's answer goes as it is, at once, and its subject is right.

    Raises SudahDiputus. `terkirim` says whether the resident gets it: not where the rules answer
    has gone already.
    """
    tinjauan = _open(tinjauan)
    return _send(tinjauan, tinjauan.teks_model, K.SETUJU, by, _sub(tinjauan))


@transaction.atomic
def edit_tinjauan(
    tinjauan: TinjauanJawaban, *, by: Pengguna, teks: str, subkategori: str | None = None
) -> TinjauanJawaban:
    """The moderator's wording goes instead. Raises SudahDiputus, SuntinganKeliru."""
    tinjauan = _open(tinjauan)
    teks = "\n".join(baris.rstrip() for baris in teks.strip().splitlines())
    salah = check_suntingan(
        teks,
        boleh=numbers_in(tinjauan),
        wajib=must_stay(tinjauan),
        maks=room_for(tinjauan.curhat) if speaks(tinjauan.curhat) else MAKS_HALAMAN,
    )
    if salah:
        raise SuntinganKeliru("; ".join(salah).capitalize() + ".")
    return _send(tinjauan, teks, K.UBAH, by, subkategori or _sub(tinjauan))


@transaction.atomic
def reject_tinjauan(tinjauan: TinjauanJawaban, *, by: Pengguna) -> TinjauanJawaban:
    """The rules answer goes, at once. Raises SudahDiputus."""
    tinjauan = _open(tinjauan)
    release_saran(tinjauan.curhat)
    tinjauan.kategori_sama = None
    return _decide(tinjauan, K.TOLAK, by)


def _open(tinjauan: TinjauanJawaban) -> TinjauanJawaban:
    """The row, locked after its curhat, while nobody has decided it."""
    Curhat.objects.select_for_update(of=("self",)).get(pk=tinjauan.curhat_id)
    baris = (
        TinjauanJawaban.objects.select_for_update(of=("self",))
        .select_related("curhat__wilayah", "curhat__subkategori", "curhat__kontak", "by")
        .filter(pk=tinjauan.pk)
        .first()
    )
    if baris is None:
        raise SudahDiputus("Cerita warga ini sudah berubah; tinjauannya tidak berlaku lagi.")
    if baris.keputusan not in TinjauanJawaban.TERBUKA:
        siapa = f" oleh {baris.by}" if baris.by else ""
        raise SudahDiputus(f"Sudah {baris.get_keputusan_display().lower()}{siapa}.")
    return baris


def _send(
    tinjauan: TinjauanJawaban, teks: str, keputusan: str, by: Pengguna, sub: str
) -> TinjauanJawaban:
    curhat = tinjauan.curhat
    sudah = tinjauan.keputusan == K.LANGSUNG
    tinjauan.teks_akhir = teks
    tinjauan.jarak = round(Levenshtein.normalized_distance(tinjauan.teks_model, teks), 4)
    tinjauan.kategori_sama = sub == _sub(tinjauan)
    if not (sudah or is_pressing(curhat)):
        bagian = tinjauan.bagian if keputusan == K.SETUJU else {}
        tinjauan.terkirim = deliver(curhat, teks, bagian, tinjauan.varian, tinjauan.panduan_id)
        release_saran(curhat)
    if sub != curhat.subkategori_id:
        correct_curhat(curhat, by=by, subkategori=sub)
    return _decide(tinjauan, keputusan, by)


def _decide(tinjauan: TinjauanJawaban, keputusan: str, by: Pengguna) -> TinjauanJawaban:
    tinjauan.keputusan, tinjauan.by, tinjauan.at = keputusan, by, timezone.now()
    tinjauan.save()
    RiwayatCurhat.objects.create(
        curhat=tinjauan.curhat,
        peristiwa=RiwayatCurhat.Peristiwa.DITINJAU,
        by=by,
        catatan=tinjauan.get_keputusan_display(),
    )
    return tinjauan


def _sub(tinjauan: TinjauanJawaban) -> str:
    return str(tinjauan.temuan.get("subkategori") or tinjauan.curhat.subkategori_id)


def must_stay(tinjauan: TinjauanJawaban) -> list[str]:
    """Lines of the answer that an edit may not take out: help lines and emergency advice."""
    bagian = tinjauan.bagian
    return [str(bagian[nama]) for nama in ("darurat", "bantuan") if bagian.get(nama)]


def numbers_in(tinjauan: TinjauanJawaban) -> set[str]:
    """Numbers that the rules answer names, and 112."""
    kata = tinjauan.teks_aturan.split()
    return {k.strip(".,;()") for k in kata if k.strip(".,;()").isdigit()} | {"112"}


def expire_tinjauan(now: datetime) -> int:
    """Reviews whose time is over: the rules answer goes (its message is due by itself)."""
    lewat = TinjauanJawaban.objects.filter(keputusan=K.MENUNGGU, tenggat_at__lte=now)
    return lewat.update(keputusan=K.LEWAT)


def drop_tinjauan(curhat: Curhat) -> None:
    """A waiting review is about words that have changed: it ends, the rules answer goes."""
    menunggu = TinjauanJawaban.objects.filter(curhat=curhat, keputusan=K.MENUNGGU)
    if menunggu.update(keputusan=K.BATAL):
        release_saran(curhat)


@dataclass(frozen=True, slots=True)
class Angka:
    """How moderators of an area judged the model: shares 0..1, None where there is nothing yet."""

    diputus: int
    setuju: float | None
    ubah: float | None
    tolak: float | None
    jarak: float | None  # of the edited ones: how much was changed
    kategori: float | None  # of those approved or edited: subject left as the model said
    menunggu: int
    lewat: int
    langsung: int


def count_tinjauan(rows: Any) -> Angka:
    """The agreement figures of these reviews, in one query."""
    n = {k.value: Count("pk", filter=Q(keputusan=k)) for k in K}
    isi = rows.order_by().aggregate(
        **n,
        jarak=Avg("jarak", filter=Q(keputusan=K.UBAH)),
        sama=Count("pk", filter=Q(kategori_sama=True)),
        dinilai=Count("pk", filter=Q(kategori_sama__isnull=False)),
    )
    diputus = isi["setuju"] + isi["ubah"] + isi["tolak"]

    def share(bagian: int, semua: int) -> float | None:
        return bagian / semua if semua else None

    return Angka(
        diputus=diputus,
        setuju=share(isi["setuju"], diputus),
        ubah=share(isi["ubah"], diputus),
        tolak=share(isi["tolak"], diputus),
        jarak=isi["jarak"],
        kategori=share(isi["sama"], isi["dinilai"]),
        menunggu=isi["menunggu"],
        lewat=isi["lewat"],
        langsung=isi["langsung"],
    )
