"""Letters in the conversation and on the resident's page: asked for, filled, handed in.

The letter itself, its numbers and its signature are `dokumen`'s; `Surat.rujukan` is the report's
code. The resident gets the file in the channel they use, and always on the page behind the PIN.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from curhat import acuan
from curhat.models import Curhat
from curhat.panduan_aktif import panduan_for
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.isi_surat import Jawaban, fill_from_words, known_isian, question_lines
from curhat.services.jangkauan import reach_q
from curhat.triase.hasil import Triase
from curhat.ucapan import Ucapan
from dokumen.models import JenisSurat, Surat
from dokumen.services import (
    draft_surat,
    find_jenis,
    list_jenis,
    nama_berkas,
    render_pdf,
    submit_surat,
)
from pesan import tombol
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak, PesanKeluar
from pesan.services import BerkasKirim, queue_pesan

S = Surat.Status
SUBKATEGORI = "surat_pengantar"
_AWALAN = "Saya mohon dibuatkan"
MASIH_TENTANG = timedelta(days=90)  # a letter asked for this long after a report may be about it
MASIH_DITANYA = timedelta(days=7)  # lines such as "Nama: …" are answers to a draft this young
TANYA = frozenset({"surat_isian", "surat_keliru"})  # templates that ask for fields
_KODE = re.compile(r"^(HL-[0-9A-Z]{4}-[0-9A-Z]{4})\s*")
_LAINNYA = re.compile(r"^(?:surat )?(?:lain(?:nya)?|liyane|sanes)\s*(?P<ke>\d?)$")
# What is asked for most, first in the list.
_PETUGAS = frozenset({"terusan"})  # kinds that the office itself writes
_UTAMA = ("pengantar", "sktm", "domisili", "usaha", "undangan", "sedot", "jalan", "pju")


def is_minta_surat(masuk: Masuk, u: Ucapan) -> bool:
    """Whether words that ask for a letter, or to hand one in, are a command and not a story."""
    if masuk.kontak is None:
        return False
    if u.jenis == "ajukan":
        return not u.isi or any(_own_drafts(masuk, masuk.kontak, u.isi))
    kata = _KODE.sub("", u.isi)
    if u.ya or not kata:
        return True
    return masuk.wilayah is not None and known_jenis(kata, masuk.wilayah) is not None


def ask_surat(masuk: Masuk, kontak: Kontak, u: Ucapan, kunci: str) -> None:
    """MINTA DRAFT [jenis], BUTUH_SURAT: the letter's draft, the question for what it lacks, or the
    list of kinds.

    Only a report of this person that this number reaches may be named.
    """
    kode, kata = _split(u.isi)
    rows = _reached(masuk, kontak)
    bernama = rows.filter(kode=kode).first() if kode else None
    if kode and bernama is None:
        _say(kontak, "surat_bukan_milik", kunci, wilayah=masuk.wilayah, slots={"kode": kode})
        return
    wilayah = bernama.wilayah_id if bernama else masuk.wilayah or ""
    if lain := _LAINNYA.match(kata):
        offer_jenis(kontak, kunci, wilayah, halaman=int(lain["ke"] or 2))
        return
    jenis = known_jenis(kata, wilayah) if kata else None
    if kata and jenis is None:
        offer_jenis(kontak, kunci, wilayah, awal="Jenis surat itu belum ada di sini.")
        return
    curhat = bernama or _curhat_for(rows, jenis)
    jenis = jenis or (offered_jenis(curhat) if curhat is not None else None)
    if jenis is None:
        offer_jenis(kontak, kunci, wilayah)
        return
    curhat = curhat or _open_in_chat(masuk, kontak, jenis)
    send_surat(start_surat(curhat, jenis), kunci=kunci)


def _split(isi: str) -> tuple[str, str]:
    kode = _KODE.match(isi)
    return (kode[1], isi[kode.end() :]) if kode else ("", isi)


def _reached(masuk: Masuk, kontak: Kontak) -> Any:
    rows = Curhat.objects.filter(reach_q(masuk), kontak=kontak, dihapus_at__isnull=True)
    return rows.select_related("wilayah", "subkategori", "kontak")


def _curhat_for(rows: Any, jenis: JenisSurat | None) -> Curhat | None:
    """The newest report whose advice offers this kind; else the newest at all."""
    baru = list(
        rows.filter(diterima_at__gt=timezone.now() - MASIH_TENTANG)
        .prefetch_related("jawaban")
        .order_by("-id")[:5]
    )
    for curhat in baru if jenis is not None else ():
        ditawarkan = offered_jenis(curhat)
        if ditawarkan is not None and ditawarkan.kode == jenis.kode:  # type: ignore[union-attr]
            return curhat
    return baru[0] if baru else None


def offered_jenis(curhat: Curhat) -> JenisSurat | None:
    """The kind of letter that this curhat's advice offered, where it is in service."""
    jawaban = next(iter(curhat.jawaban.all()), None)
    if jawaban is None:
        return None
    bagian = jawaban.bagian
    kata = bagian["surat"] if "surat" in bagian else _of_guide(curhat, bagian.get("keadaan"))
    return known_jenis(kata, curhat.wilayah_id) if kata else None


def _of_guide(curhat: Curhat, nama: str | None) -> str | None:
    _pk, panduan = panduan_for(curhat.subkategori_id, curhat.wilayah_id)
    semua = (*panduan.keadaan, panduan.umum)
    return next((k.surat for k in semua if k.nama == nama), panduan.umum.surat)


def _open_in_chat(masuk: Masuk, kontak: Kontak, jenis: JenisSurat) -> Curhat:
    """The report that carries a letter asked for out of nothing: it has a code and a PIN."""
    assert masuk.wilayah is not None  # noqa: S101 - a chat's number has an area
    baru = CurhatBaru(
        teks=surat_words(jenis),
        saluran=masuk.pesan.saluran,
        wilayah=masuk.wilayah,
        diterima_at=masuk.diterima_at,
        kontak=kontak,
        pesan_masuk=masuk.pesan,
    )
    (dibuka,) = open_curhat_many([baru], [as_surat(t) for t in triase_baru([baru])])
    return dibuka.curhat


def surat_words(jenis: JenisSurat) -> str:
    """The words of a report that is nothing but a request for a letter."""
    return f"{_AWALAN} {jenis.nama}."


def is_request(curhat: Curhat) -> bool:
    """Whether a report is nothing but such a request: no other story belongs to it."""
    return curhat.subkategori_id == SUBKATEGORI and curhat.isi.startswith(_AWALAN)


def as_surat(triase: Triase) -> Triase:
    """Triage of such a report: what it is about is known, whatever the words look like."""
    sub = acuan.subkategori_all()[SUBKATEGORI]
    return replace(
        triase, subkategori=SUBKATEGORI, kategori=sub.kategori_id, keyakinan=1.0, perlu_tinjau=False
    )


@transaction.atomic
def start_surat(curhat: Curhat, jenis: JenisSurat) -> Surat:
    """The letter of this kind about this report: the one that is there, else a new draft.

    Raises ValueError where the report's area lies in no kelurahan.
    """
    Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk)
    ada = surat_of(curhat).exclude(status__in=(S.BATAL, S.DICABUT))
    lama = ada.filter(jenis__kode=jenis.kode).first()
    if lama is not None:
        return lama
    ditawarkan = offered_jenis(curhat)
    cocok = ditawarkan is not None and ditawarkan.kode == jenis.kode
    return draft_surat(
        jenis=jenis,
        wilayah=curhat.wilayah,
        isian=known_isian(curhat, jenis, ditawarkan=cocok),
        kontak=curhat.kontak,
        rujukan=curhat.kode,
        rahasia=curhat.rahasia,
    )


def begin_from_form(curhat: Curhat, kode: object) -> None:
    """The letter a form asked for; nothing for a form without one, or a kind gone meanwhile."""
    jenis = known_jenis(kode, curhat.wilayah_id) if isinstance(kode, str) else None
    if jenis is not None:
        send_surat(start_surat(curhat, jenis), kunci=f"surat-awal:{curhat.pk}")


def surat_of(curhat: Curhat) -> Any:
    """The letters about this report, newest first, as its resident may see them."""
    rows = Surat.objects.filter(rujukan=curhat.kode, dihapus_at__isnull=True)
    return rows.select_related("jenis", "wilayah", "kontak").order_by("-pk")


def send_surat(surat: Surat, *, kunci: str, galat: Iterable[str] = ()) -> None:
    """To the letter's person: the file, or what is still missing; nothing without a contact."""
    if surat.kontak is None:
        return
    slots = _slots(surat) | {"galat": " ".join(galat), "isian": question_lines(surat)}
    templat, berkas = _what_to_say(surat, keliru=bool(slots["galat"]))
    queue_pesan(
        kunci=kunci,
        templat=templat,
        slots=slots,
        kontak=surat.kontak,
        wilayah=surat.wilayah_id,
        rujukan=surat.rujukan,
        berkas=berkas,
    )


def _what_to_say(surat: Surat, *, keliru: bool) -> tuple[str, BerkasKirim | None]:
    if surat.status == S.MENUNGGU:
        return "surat_menunggu", None
    if surat.status == S.TERBIT:
        return "surat_salinan", berkas_surat(surat)
    if keliru:
        return "surat_keliru", None
    warga = surat.jenis.is_dari_warga
    if surat.kurang:  # a request can be printed and filled in by hand as well
        return "surat_isian", berkas_surat(surat) if warga else None
    return ("surat_draf_warga" if warga else "surat_draf"), berkas_surat(surat)


def berkas_surat(surat: Surat) -> BerkasKirim:
    """The letter as a PDF to be sent."""
    return BerkasKirim(nama_berkas(surat, "pdf"), render_pdf(surat))


def _slots(surat: Surat) -> dict[str, Any]:
    return {
        "jenis": surat.jenis.nama,
        "kode": surat.rujukan,
        "nomor": surat.nomor,
        "url": f"{settings.SITE_URL}{reverse('lacak')}?kode={surat.rujukan}",
    }


def offer_jenis(
    kontak: Kontak, kunci: str, wilayah: str, *, awal: str = "", halaman: int = 1
) -> None:
    """The list of kinds; nine at a time and a row for the others."""
    semua = sorted(kinds_for_warga(wilayah), key=_rank)
    isi = tombol.MAKS_DAFTAR - 1
    potong = semua[(halaman - 1) * isi : halaman * isi] or semua[:isi]
    baris = [(f"DRAFT {j.kode.upper().replace('_', ' ')}", j.nama) for j in potong]
    if semua.index(potong[-1]) + 1 < len(semua):
        baris.append((f"DRAFT LAINNYA {halaman + 1}", "Jenis surat yang lain"))
    slug = acuan.wilayah_row(acuan.wilayah_row(wilayah).kode_kelurahan or wilayah).slug
    alamat = reverse("surat_daftar", args=[slug]) if slug else reverse("lacak")
    slots = {
        "awal": f"{awal} " if awal else "",
        "url": settings.SITE_URL + alamat,
        "daftar": tombol.write_daftar(baris),
    }
    _say(kontak, "surat_daftar", kunci, wilayah=wilayah, slots=slots)


def known_jenis(kata: str, wilayah: str) -> JenisSurat | None:
    """The kind a resident means by these words; None also for what the office alone writes."""
    jenis = find_jenis(kata, wilayah)
    return None if jenis is None or jenis.kode in _PETUGAS else jenis


def kinds_for_warga(wilayah: str) -> list[JenisSurat]:
    """The kinds a resident of this area may ask for, by name."""
    return [jenis for jenis in list_jenis(wilayah) if jenis.kode not in _PETUGAS]


def _rank(jenis: JenisSurat) -> tuple[int, str]:
    return (_UTAMA.index(jenis.kode) if jenis.kode in _UTAMA else len(_UTAMA), jenis.nama)


def open_drafts(masuk: Sequence[Masuk]) -> set[int]:
    """Which of these contacts have a draft that their words may be the answer to; one query."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    sejak = timezone.now() - MASIH_DITANYA
    draf = Surat.objects.filter(kontak__in=kontak, status=S.DRAF, updated_at__gt=sejak)
    return {pk for pk in draf.values_list("kontak", flat=True) if pk is not None}


def answer_isian(masuk: Masuk) -> list[Jawaban]:
    """Take a message as the answer to what a draft lacks; what it filled, nothing for a story."""
    if masuk.kontak is None or masuk.isi.jenis not in {"teks", "tombol", "edit"}:
        return []
    sejak = timezone.now() - MASIH_DITANYA
    draf = [s for s in _own_drafts(masuk, masuk.kontak, "") if s.updated_at > sejak]
    ditanya = _last_said(masuk.kontak) in TANYA
    hasil = fill_from_words(masuk.isi.teks, draf, ditanya=ditanya)
    for n, satu in enumerate(hasil):
        kunci = f"surat-isi:{masuk.pesan.pk}:{n}"
        send_surat(satu.surat, kunci=kunci, galat=satu.galat.values())
    return hasil


def _own_drafts(masuk: Masuk, kontak: Kontak, kata: str) -> list[Surat]:
    """The drafts of this person that this number reaches, newest first; of one kind if named."""
    kode = list(_reached(masuk, kontak).values_list("kode", flat=True))
    rows = Surat.objects.filter(kontak=kontak, rujukan__in=kode, status=S.DRAF)
    draf = list(rows.select_related("jenis", "wilayah", "kontak").order_by("-pk"))
    if not kata:
        return draf
    jenis = known_jenis(kata, masuk.wilayah or "")
    return [s for s in draf if jenis is not None and s.jenis.kode == jenis.kode]


def _last_said(kontak: Kontak) -> str:
    """The template of what this person was last told, messages still to come left out."""
    rows = PesanKeluar.objects.filter(kontak=kontak, kirim_setelah__lte=timezone.now())
    return rows.order_by("-pk").values_list("templat", flat=True).first() or ""


def submit_by_chat(masuk: Masuk, kontak: Kontak, u: Ucapan, kunci: str) -> None:
    """AJUKAN [jenis]: hand the complete drafts in; the others are asked for what they lack."""
    draf = _own_drafts(masuk, kontak, u.isi)
    if not draf:
        _say(kontak, "surat_tanpa_draf", kunci, wilayah=masuk.wilayah)
        return
    lengkap = [surat for surat in draf if not surat.kurang]
    for n, surat in enumerate(lengkap or draf[:1]):
        if not surat.kurang:
            submit_surat(surat)
            _say(
                kontak, "surat_diajukan", f"{kunci}:{n}", wilayah=surat.wilayah_id,
                slots=_slots(surat), rujukan=surat.rujukan,
            )  # fmt: skip
        else:
            send_surat(surat, kunci=f"{kunci}:{n}")


def _say(
    kontak: Kontak,
    templat: str,
    kunci: str,
    *,
    wilayah: str | None,
    slots: dict[str, Any] | None = None,
    rujukan: str = "",
) -> None:
    queue_pesan(
        kunci=kunci, templat=templat, slots=slots or {}, kontak=kontak, wilayah=wilayah,
        rujukan=rujukan,
    )  # fmt: skip
