"""What curhat does with inbound messages: the last handler of settings.PESAN_HANDLERS.

A message is a command, an edit or deletion, an addition to an open curhat, or a new curhat. Every
one gets an answer; none is dropped.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from curhat import acuan
from curhat.aturan_aktif import aturan_aktif
from curhat.balasan.salam import kosong_jenis, salam_for
from curhat.model_aktif import pengklasifikasi_aktif
from curhat.models import Curhat
from curhat.panduan_aktif import panduan_for
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.gabung import (
    Sambungan,
    add_place,
    continue_curhat,
    is_quiet,
    move_to_kandidat,
    named_kandidat,
    read_sambungan,
)
from curhat.services.jangkauan import reaches
from curhat.services.perintah import is_answer, obey
from curhat.services.sebelumnya import with_earlier
from curhat.services.sunting import apply_edit, apply_tarik
from curhat.services.surat import (
    answer_isian,
    as_surat,
    begin_from_form,
    is_request,
    open_drafts,
)
from curhat.services.tambahan import add_media, add_point
from curhat.triase.hasil import Triase
from curhat.triase.mesin import triase
from curhat.ucapan import Ucapan, read_ucapan
from pesan.kanal.dasar import Masuk
from pesan.services import queue_pesan, record_persetujuan
from wilayah.kripto import keyed_hash

_BERISI = {"teks", "formulir", "tombol"}
_BERPERINTAH = {"teks", "tombol"}  # a form's story is a story, whatever word it begins with
_BASA_BASI = {"salam", "terima_kasih"}
_BERMEDIA = {"foto", "video", "suara", "berkas"}
VERSI_FORMULIR = "lapor-1"  # the wording of templates/curhat/lapor.html
_BUKAN_KATA = re.compile(r"[^a-z]+")
_ROMAWI = re.compile(r"[ivx]+")
_KATA_TEMPAT = frozenset(
    re.split(
        r"\s+",
        """rt rw saya aku kami warga di ada itu ini ya iya pak bu min kak mas mbak bapak ibu alamat
        alamatnya alamatku lokasi lokasinya tempat tempatnya rumah tinggal dari dan kel kelurahan
        lurah foto fotonya gambar gambarnya video videonya nomor no nol satu dua tiga empat lima
        enam tujuh delapan sembilan sepuluh""",
    )
)
# A photo, point or RT/RW that comes later belongs to the last curhat.
SAMBUNGAN = timedelta(hours=24)


@dataclass(slots=True)
class _Surat:
    """One message on its way: what it is taken for."""

    masuk: Masuk
    ucapan: list[Ucapan]
    terakhir: Curhat | None  # the contact's newest curhat of the last day
    berdraf: bool  # whether the contact has a letter that waits for its fields

    @property
    def teks(self) -> str:
        return self.masuk.isi.teks.strip()

    @property
    def diam(self) -> bool:
        """Whether an addition needs no thanks: it is part of what is about to be answered."""
        return self.terakhir is not None and is_quiet(self.terakhir, self.masuk)


def prepare() -> None:
    """Load model, rules and guides, so that a new process answers its first message at once."""
    triase("halo pak lurah", aturan=aturan_aktif(), pengklasifikasi=pengklasifikasi_aktif())
    panduan_for("lainnya", "")


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim everything: the first handlers took what was theirs."""
    terakhir, draf = _last_curhat(masuk), open_drafts(masuk)
    baru: list[_Surat] = []
    for m in masuk:
        ucapan = read_ucapan(m.isi.teks) if m.isi.jenis in _BERPERINTAH else []
        kontak = m.kontak.pk if m.kontak else 0
        surat = _Surat(m, ucapan, terakhir.get(kontak), kontak in draf)
        if not _settle(surat):
            baru.append(surat)
    _open(baru)
    return [True] * len(masuk)


def _last_curhat(masuk: Sequence[Masuk]) -> dict[int, Curhat]:
    """Contact to their newest curhat of the last day that their message may add to."""
    kontak = {m.kontak.pk: m for m in masuk if m.kontak is not None}
    rows = (
        Curhat.objects.filter(
            kontak__in=kontak,
            diterima_at__gt=timezone.now() - SAMBUNGAN,
            dihapus_at__isnull=True,
        )
        .select_related("wilayah", "subkategori", "kontak")
        .annotate(lewat_nomor=F("pesan_masuk__nomor_kanal"))
        .order_by("id")
    )
    return {
        row.kontak_id: row
        for row in rows
        if row.kontak_id is not None and reaches(kontak[row.kontak_id], row, row.lewat_nomor)
    }


def _settle(surat: _Surat) -> bool:
    """Deal with everything that is not a story; False when it is one."""
    isi = surat.masuk.isi
    if surat.ucapan and all(is_answer(surat.masuk, u, surat.terakhir) for u in surat.ucapan):
        obey(surat.masuk, surat.ucapan)
        return True
    if surat.berdraf and _fills_letter(surat):
        return True
    special = _KHUSUS.get(isi.jenis)
    if special is not None:
        return special(surat)
    if isi.jenis == "formulir" or (surat.teks and isi.jenis in _BERISI | _BERMEDIA):
        return False
    if isi.jenis in _BERMEDIA:
        return _media(surat)
    _greet(surat, isi.jenis)
    return True


def _fills_letter(surat: _Surat) -> bool:
    """Whether the words were values for a letter; RT and RW alone may be the report's place too."""
    jawaban = answer_isian(surat.masuk)
    if not jawaban:
        return False
    hanya_tempat = all(satu.terisi <= {"rt", "rw"} and not satu.galat for satu in jawaban)
    return not (hanya_tempat and surat.terakhir is not None and surat.masuk.isi.jenis == "teks")


def _withdrawn(surat: _Surat) -> bool:
    apply_tarik(surat.masuk)
    return True


def _point(surat: _Surat) -> bool:
    if surat.terakhir is not None:
        add_point(surat.terakhir, surat.masuk, diam=surat.diam)
    else:
        _greet(surat, "lokasi")
    return True


def _media(surat: _Surat) -> bool:
    if surat.terakhir is not None:
        add_media(surat.terakhir, surat.masuk, diam=surat.diam)
    else:
        _greet(surat, surat.masuk.isi.jenis)
    return True


_KHUSUS: dict[str, Callable[[_Surat], bool]] = {
    "reaksi": lambda _surat: True,
    "edit": lambda surat: apply_edit(surat.masuk),
    "hapus": _withdrawn,
    "lokasi": _point,
}


def _greet(surat: _Surat, jenis: str) -> None:
    """A kind answer that says what to send; only where there is a way back."""
    kontak = surat.masuk.kontak
    if kontak is None:
        return
    kode = surat.masuk.wilayah
    nama = acuan.wilayah_row(kode).nama if kode else ""
    queue_pesan(
        kunci=f"salam:{surat.masuk.pesan.pk}",
        templat=f"salam_{jenis}",
        badan=salam_for(jenis, kelurahan=nama, benih=surat.masuk.pesan.pk),
        kontak=kontak,
        wilayah=kode,
    )


def _open(surat: list[_Surat]) -> None:
    baru = [curhat_from(s.masuk) for s in surat]
    hasil = [
        as_surat(t) if s.masuk.isi.pilihan.get("surat") else t
        for s, t in zip(surat, triase_baru(baru), strict=True)
    ]
    cerita: list[tuple[CurhatBaru, Triase]] = []
    for s, b, t in zip(surat, baru, hasil, strict=True):
        if s.masuk.isi.jenis == "formulir" or not (_without_story(s, t) or _continues(s, t)):
            cerita.append((b, t))
    dibuka = open_curhat_many(with_earlier([b for b, _ in cerita]), [t for _, t in cerita])
    by_pesan = {s.masuk.pesan.pk: s.masuk for s in surat if s.masuk.isi.jenis == "formulir"}
    for d in dibuka:
        if d.curhat.pesan_masuk_id in by_pesan:
            pilihan = by_pesan[d.curhat.pesan_masuk_id].isi.pilihan
            _record_pilihan(d.curhat, pilihan)
            begin_from_form(d.curhat, pilihan.get("surat"))


def _record_pilihan(curhat: Curhat, pilihan: Mapping[str, Any]) -> None:
    """What a form's sender ticked is consent, and kept as such; without a contact it is nobody's"""
    if curhat.kontak is None:
        return
    keputusan = {
        "kontak": "ya",
        "simpan_alamat": pilihan.get("simpan"),
        "anonim": "ya" if pilihan.get("anonim") else None,
        "tembusan": "ya" if pilihan.get("tembusan") else None,
    }
    for jenis, nilai in keputusan.items():
        if nilai:
            record_persetujuan(curhat.kontak, jenis, str(nilai), VERSI_FORMULIR, curhat.kode)


def _continues(s: _Surat, t: Triase) -> bool:
    """Take words in that belong to the sender's newest curhat; False for a new story."""
    if s.terakhir is None or is_request(s.terakhir):
        return False
    if kode := named_kandidat(s.terakhir, s.masuk.isi.teks):
        move_to_kandidat(s.terakhir, s.masuk, kode)
        return True
    cara = read_sambungan(s.terakhir, s.masuk, t)
    if cara is Sambungan.BARU:
        return False
    continue_curhat(s.terakhir, s.masuk, t, cara)
    return True


def _without_story(s: _Surat, t: Triase) -> bool:
    """Deal with words that tell nothing, or only where; False when they tell something."""
    bermedia = s.masuk.isi.jenis in _BERMEDIA
    jenis = kosong_jenis(s.masuk.isi.teks)
    if t.kosong or jenis in _BASA_BASI:
        if bermedia:
            _media(s)
        elif not s.diam:
            _greet(s, _closing(jenis) if s.terakhir is not None else jenis)
    elif s.terakhir is not None and only_place(t):
        add_place(s.terakhir, s.masuk, rt=t.rt, rw=t.rw)
        if bermedia:
            add_media(s.terakhir, s.masuk, diam=True)
    else:
        return False
    return True


def _closing(jenis: str) -> str:
    """Who says thanks after a report is not asked to begin one."""
    return "sama_sama" if jenis == "terima_kasih" else jenis


def only_place(t: Triase) -> bool:
    """A text that only says where: "di RT 3 RW 2 pak" as the answer to our question.

    Any other word makes it a story: "Kebakaran RT 3 RW 2" must never be taken for an address.
    """
    if (t.rt is None and t.rw is None) or t.eskalasi:
        return False
    kata = _BUKAN_KATA.sub(" ", t.teks.lower()).split()
    return all(satu in _KATA_TEMPAT or _ROMAWI.fullmatch(satu) for satu in kata)


def curhat_from(m: Masuk) -> CurhatBaru:
    """What a message says of a new curhat; a form's own fields win over its text."""
    pilihan = m.isi.pilihan
    if m.wilayah is None:
        raise ValueError("pesan tanpa wilayah: nomor kanal tidak dikenal")
    return CurhatBaru(
        teks=m.isi.teks,
        saluran=pilihan.get("saluran") or m.pesan.saluran,
        wilayah=m.wilayah,
        diterima_at=m.diterima_at,
        kontak=m.kontak,
        pesan_masuk=m.pesan,
        anonim=pilihan.get("anonim"),
        tembusan=pilihan.get("tembusan"),
        rt=pilihan.get("rt") or None,
        rw=pilihan.get("rw") or None,
        lat=m.isi.lat,
        lng=m.isi.lng,
        kontak_diberikan=bool(pilihan.get("kontak_diberikan")),
        kode=pilihan.get("kode", ""),
        pin=pilihan.get("pin", ""),
        id_luar=pilihan.get("id_luar", ""),
        laju=_laju(m),
        resmi=bool(pilihan.get("resmi")),
        nama_pelapor=pilihan.get("nama", "") if pilihan.get("resmi") else "",
    )


def _laju(m: Masuk) -> str:
    """The typed address as a keyed hash: contacts of forms do not link, yet too many are too many.

    Never the network address (a kiosk's is everybody's); a nameless form is not counted.
    """
    if m.isi.jenis != "formulir" or m.kontak is None or not m.kontak.alamat:
        return ""
    return "lapor:" + keyed_hash("laju", m.kontak.alamat.lower())
