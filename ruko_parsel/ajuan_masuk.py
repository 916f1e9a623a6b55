"""KOORDINASI or RUKO by chat: which village, what for, the story, a summary, then number and PIN.

A handler of settings.PESAN_HANDLERS before `curhat.masuk`. What is missing is asked once each, for
half an hour; whatever is no answer to the open question goes on to curhat. Village staff who write
from the number of their account file in their own name.
"""

import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import ExpressionWrapper, F, QuerySet, Value
from django.db.models.fields import DateTimeField
from django.urls import reverse
from django.utils import timezone

from pesan.hitungan import count_up
from pesan.jawab import reply
from pesan.kanal.dasar import Masuk
from pesan.models import Kontak, Lampiran
from pesan.models.draf import BERLAKU
from pesan.pengirim import hash_of_staff
from ruko_parsel.models import DrafAjuan, JenisMasalah, Permintaan
from ruko_parsel.pihak import DESA, desk_villages
from ruko_parsel.saran_masalah import suggest_masalah
from ruko_parsel.services.ajuan import file_once, title_of
from ruko_parsel.services.permintaan import Ajuan
from wilayah.format import tanggal_panjang
from wilayah.models import Pengguna, Penugasan, Wilayah

SEHARI_MAKS = 5  # requests of one person in a day
_PANJANG, _PANJANG_CERITA = 400, 4_000
_RINGKAS = 500  # of the story, as the summary repeats it
J = Permintaan.Jenis
# A whole message, or the keyword with a colon: "ruko di pasar terbakar" is a story.
_MULAI = re.compile(
    r"^\s*(?:ruko(?: parsel)?|koordinasi(?: desa| kecamatan)?)\s*(?:[:\-]\s*(?P<cerita>.+)"
    r"|(?P<jenis>kerja ?sama|(?:minta |meminta )?pendapat|(?:minta |meminta )?bantuan)?[\s.!]*)$",
    re.IGNORECASE | re.DOTALL,
)
_TIDAK_JADI = frozenset({"batal", "tidak jadi", "gak jadi", "ga jadi", "kada jadi"})
_KIRIM = frozenset({"kirim", "ya", "iya", "ya kirim", "ok", "oke", "setuju", "inggih"})
_GANTI = frozenset({"ganti masalah", "ganti", "ubah masalah"})
_BACA_JENIS = (
    (re.compile(r"^(1|(be)?kerja ?sama)$"), J.KERJA_SAMA),
    (re.compile(r"^(2|(minta |meminta )?pendapat)$"), J.PENDAPAT),
    (re.compile(r"^(3|(minta |meminta )?bantuan|dibantu)$"), J.BANTUAN),
)
_SEBUTAN = re.compile(r"^(?:dari )?(?:desa|kelurahan|kel\.?|ds\.?)\s+")
_BERKAS = frozenset({"foto", "berkas"})


def handle(masuk: Sequence[Masuk]) -> list[bool]:
    """Claim what begins a request, and answers to what we asked for one."""
    kontak = [m.kontak.pk for m in masuk if m.kontak is not None]
    terbuka = {row.kontak_id: row for row in _waiting(kontak)}
    return [m.kontak is not None and _take(m, m.kontak, terbuka.get(m.kontak.pk)) for m in masuk]


def questions(kontak: Sequence[int]) -> QuerySet[DrafAjuan]:
    """Questions of these contacts that wait, with when each was put (settings.PESAN_BERTANYA)."""
    pada = ExpressionWrapper(F("hingga") - Value(BERLAKU), output_field=DateTimeField())
    return _waiting(kontak).annotate(ditanya_pada=pada)


def _waiting(kontak: Sequence[int]) -> QuerySet[DrafAjuan]:
    return DrafAjuan.objects.filter(kontak__in=kontak, hingga__gt=timezone.now())


def _take(m: Masuk, kontak: Kontak, draf: DrafAjuan | None) -> bool:
    if m.isi.jenis in {"teks", "tombol"} and (cocok := _MULAI.match(m.isi.teks)):
        return _begin(m, kontak, cocok)
    if draf is None:
        return False
    if m.isi.jenis in _BERKAS:
        return _take_file(m, draf)
    if m.isi.jenis not in {"teks", "tombol"}:
        return False
    return _answer(m, draf)


def _begin(m: Masuk, kontak: Kontak, cocok: re.Match[str]) -> bool:
    kunci = f"ruko-chat:{kontak.pk}"
    desa = list(desk_villages(_place(m)).order_by("kode"))
    if not desa:
        return reply(m, "ruko_ajuan_tutup")
    if count_up({kunci: 1}, timedelta(days=1))[kunci] > SEHARI_MAKS:
        return reply(m, "ruko_ajuan_penuh")
    isian: dict[str, Any] = {}
    staf, milik = _staff_of(kontak, desa)
    if staf is not None:
        isian["staf"], desa = staf.pk, milik
    if len(desa) == 1:
        isian["desa"] = desa[0].kode
    _read_jenis(isian, cocok["jenis"] or "")
    if cerita := (cocok["cerita"] or "").strip():
        isian["cerita"] = cerita[:_PANJANG_CERITA]
    draf, _baru = DrafAjuan.objects.update_or_create(
        kontak=kontak,
        defaults={
            "kunci": uuid.uuid4(), "isian": "", "ditanya": "", "hingga": timezone.now() + BERLAKU,
        },
    )  # fmt: skip
    return _next(m, draf, isian)


def _place(m: Masuk) -> str:
    """The area to choose a village in: the number's, at most a village."""
    return ".".join(str(m.wilayah or "").split(".")[:4])


def _staff_of(kontak: Kontak, desa: list[Wilayah]) -> tuple[Pengguna | None, list[Wilayah]]:
    """Who of these villages' staff writes from this number, and their villages among them."""
    sidik = {kontak.hash, kontak.hash_lain}
    rows = Penugasan.objects.on(timezone.localdate()).filter(
        peran__in=DESA, wilayah__in=desa, pengguna__is_active=True
    )
    milik = [
        satu
        for satu in rows.select_related("pengguna", "wilayah")
        if satu.pengguna.nomor_wa and hash_of_staff(satu.pengguna) in sidik
    ]
    if not milik:
        return None, []
    tempat = {satu.wilayah.kode: satu.wilayah for satu in milik if satu.wilayah is not None}
    return milik[0].pengguna, list(tempat.values())


def _take_file(m: Masuk, draf: DrafAjuan) -> bool:
    """A photo with the story, or before it is sent."""
    isian = draf.read()
    if draf.ditanya not in {"cerita", "kirim"}:
        return False
    isian["pesan"] = [*isian.get("pesan", []), m.pesan.pk][-5:]
    teks = m.isi.teks.strip()
    if draf.ditanya == "cerita" and teks:
        isian["cerita"] = teks[:_PANJANG_CERITA]
    return _next(m, draf, isian)


def _answer(m: Masuk, draf: DrafAjuan) -> bool:
    """To the one thing that was asked last."""
    teks = m.isi.teks.strip()
    kecil = " ".join(teks.lower().split()).strip(" .!?")
    if kecil in _TIDAK_JADI:
        draf.delete()
        return reply(m, "ruko_ajuan_batal")
    isian = draf.read()
    if draf.ditanya == "cerita":
        if len(teks) < 8 or len(teks) > _PANJANG_CERITA:
            return reply(m, "ruko_ajuan_cerita", lagi="ya")
        isian["cerita"] = teks
        return _next(m, draf, isian)
    if len(teks) > _PANJANG:
        return False
    if draf.ditanya == "kirim":
        return _confirm(m, draf, isian, kecil)
    baca = {"desa": _read_desa, "jenis": _read_jenis, "masalah": _read_masalah}[draf.ditanya]
    return baca(isian, kecil) and _next(m, draf, isian)


def _read_desa(isian: dict[str, Any], kecil: str) -> bool:
    """A village by its name, with or without "desa" before it."""
    nama = _SEBUTAN.sub("", kecil)
    cocok = [satu for satu in desk_villages(isian.get("di", "")) if satu.nama.lower() == nama]
    if len(cocok) != 1:
        return False
    isian["desa"] = cocok[0].kode
    return True


def _read_jenis(isian: dict[str, Any], kecil: str) -> bool:
    kecil = kecil.lower().strip()
    for pola, jenis in _BACA_JENIS:
        if pola.match(kecil):
            isian["jenis"] = str(jenis)
            return True
    return False


def _read_masalah(isian: dict[str, Any], kecil: str) -> bool:
    """A number of the list, or a kind by its name."""
    semua = list(JenisMasalah.objects.all())
    if kecil.isdecimal() and 1 <= int(kecil) <= len(semua):
        isian["masalah"] = semua[int(kecil) - 1].pk
        return True
    cocok = [satu for satu in semua if len(kecil) >= 3 and kecil in satu.nama.lower()]
    if len(cocok) != 1:
        return False
    isian["masalah"] = cocok[0].pk
    return True


def _next(m: Masuk, draf: DrafAjuan, isian: dict[str, Any]) -> bool:
    """Ask the next thing that is missing; then sum up."""
    isian.setdefault("di", _place(m))
    if "desa" not in isian:
        nama = ", ".join(satu.nama for satu in desk_villages(isian["di"]).order_by("kode")[:40])
        return _ask(m, draf, isian, "desa", daftar=nama)
    desa = Wilayah.objects.get(pk=isian["desa"])
    if "jenis" not in isian:
        return _ask(m, draf, isian, "jenis", desa=desa.nama_lengkap)
    if "cerita" not in isian:
        return _ask(m, draf, isian, "cerita", lagi="")
    if "masalah" not in isian and (saran := suggest_masalah(isian["cerita"])) is not None:
        isian["masalah"], isian["saran"] = saran.pk, True
    if "masalah" not in isian:
        semua = enumerate(JenisMasalah.objects.all(), start=1)
        daftar = "\n".join(f"{n}. {satu.nama}" for n, satu in semua)
        return _ask(m, draf, isian, "masalah", daftar=daftar)
    masalah = JenisMasalah.objects.get(pk=isian["masalah"])
    cerita = " ".join(isian["cerita"].split())
    return _ask(
        m, draf, isian, "kirim", desa=desa.nama_lengkap, jenis=J(isian["jenis"]).label.lower(),
        masalah=f"sepertinya {masalah.nama.lower()}" if isian.get("saran") else masalah.nama,
        cerita=cerita if len(cerita) <= _RINGKAS else f"{cerita[:_RINGKAS]} …",
        berkas=str(len(isian.get("pesan", [])) or ""),
    )  # fmt: skip


def _ask(m: Masuk, draf: DrafAjuan, isian: dict[str, Any], apa: str, **slots: str) -> bool:
    draf.keep(isian, apa)
    return reply(m, f"ruko_ajuan_{apa}", **slots)


def _confirm(m: Masuk, draf: DrafAjuan, isian: dict[str, Any], kecil: str) -> bool:
    if kecil in _GANTI:
        for nama in ("masalah", "saran"):
            isian.pop(nama, None)
        semua = enumerate(JenisMasalah.objects.all(), start=1)
        daftar = "\n".join(f"{n}. {satu.nama}" for n, satu in semua)
        return _ask(m, draf, isian, "masalah", daftar=daftar)
    return kecil in _KIRIM and _record(m, draf, isian)


def _record(m: Masuk, draf: DrafAjuan, isian: dict[str, Any]) -> bool:
    """File it; the reply has number, code and PIN."""
    desa = Wilayah.objects.get(pk=isian["desa"])
    staf = Pengguna.objects.get_queryset().filter(pk=isian.get("staf")).first()
    ajuan = Ajuan(
        wilayah=desa, jenis=isian["jenis"], judul=title_of(isian["cerita"]),
        masalah=JenisMasalah.objects.get(pk=isian["masalah"]), uraian=isian["cerita"],
        saluran=Permintaan.Saluran.OBROLAN, pemohon=staf,
        kontak=m.kontak if staf is None else None,
        lampiran=list(Lampiran.objects.filter(pesan_masuk__in=isian.get("pesan", []))),
    )  # fmt: skip
    tanda = file_once(ajuan, kunci=f"chat:{draf.kunci}", by=staf)
    draf.delete()
    permintaan = tanda.permintaan
    return reply(
        m, "ruko_ajuan_terima", desa=desa.nama_lengkap, nomor=permintaan.nomor,
        kode=permintaan.kode, pin=tanda.pin, batas=tanggal_panjang(permintaan.due_at, desa.kode),
        url=f"{settings.SITE_URL}{reverse('ruko_koordinasi_status', args=[desa.slug])}",
    )  # fmt: skip
