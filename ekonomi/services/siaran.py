"""Press releases: drafted from what the data says, edited and approved by people, published."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ekonomi.kpi.hitung import Keadaan, read_keadaan
from ekonomi.kpi.tulis import tanggal_hari, tulis_nilai, tulis_umum
from ekonomi.models import LembarKeputusan, Program, SiaranPers, Tonggak
from wilayah.halaman import within
from wilayah.models import Pengguna

S = SiaranPers.Status
HARI_BARU = 14  # older milestones are no news
_ANGKA_MAKS = 4


class SiaranKeliru(ValueError):  # noqa: N818 - the domain's word
    """A step that the release does not allow now, and why."""


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a release is made of: where from, its headline, and what happened in a sentence."""

    sumber: str
    judul: str
    peristiwa: str


def find_bahan(program: Program, pada: date, keadaan: list[Keadaan]) -> list[Bahan]:
    """News of the last fortnight: milestones done, targets reached, a review signed."""
    sejak = pada - timedelta(days=HARI_BARU)
    bahan = [
        _from_tonggak(satu)
        for satu in Tonggak.objects.filter(
            program=program, selesai_at__gte=sejak, selesai_at__lte=pada
        )
    ]
    bahan += [
        _from_indikator(k)
        for k in keadaan
        if k.target and k.hasil.nilai is not None and k.hasil.nilai >= k.target.nilai
    ]
    lembar = LembarKeputusan.objects.filter(
        program=program, status="ditandatangani", ditandatangani_at__date__gte=sejak
    )
    return bahan + [_from_lembar(satu) for satu in lembar]


def _from_tonggak(tonggak: Tonggak) -> Bahan:
    angka = ""
    if tonggak.tercapai:
        angka = f", dengan {tonggak.tercapai} {tonggak.satuan}".rstrip()
        angka += f" dari rencana {tonggak.target}" if tonggak.target else ""
    assert tonggak.selesai_at is not None  # noqa: S101 - the query has asked
    return Bahan(
        f"tonggak:{tonggak.pk}",
        tonggak.kegiatan[:160],
        f"satu langkah program selesai pada {tanggal_hari(tonggak.selesai_at)}: "
        f"{tonggak.kegiatan}{angka}",
    )


def _from_indikator(k: Keadaan) -> Bahan:
    assert k.target is not None  # noqa: S101 - the caller has checked
    satuan = k.indikator.satuan
    return Bahan(
        f"kpi:{k.indikator.pk}",
        f"Target tercapai: {k.indikator.nama}"[:160],
        f"target {k.indikator.nama.lower()} sudah tercapai, "
        f"{tulis_umum(k.hasil.nilai, satuan, kecil=k.is_kecil)} dari "
        f"{tulis_nilai(k.target.nilai, satuan)}",
    )


def _from_lembar(lembar: LembarKeputusan) -> Bahan:
    putusan = "; ".join(
        f"{satu['komponen'].lower()} {satu['putusan'].lower()}"
        for satu in lembar.potret.get("komponen", [])
    )
    return Bahan(
        f"lembar:{lembar.pk}",
        f"Evaluasi hari ke-{lembar.hari} selesai: {lembar.program.nama}"[:160],
        f"evaluasi hari ke-{lembar.hari} sudah diputuskan lewat rapat: {putusan}",
    )


def compose(program: Program, bahan: Bahan, pada: date, keadaan: list[Keadaan]) -> str:
    """The text of a draft. Every figure in it is one the public may read."""
    wilayah = program.wilayah
    tempat = within(wilayah)
    bagian = [
        f"{wilayah.nama_lengkap}{f', {tempat}' if tempat else ''}, {tanggal_hari(pada)}. Program "
        f"{program.nama} di {wilayah.nama_lengkap} mengabarkan bahwa {bahan.peristiwa}.",
    ]
    angka = _figures(keadaan)
    if angka:
        bagian.append("Keadaan program sampai hari ini:\n" + "\n".join(f"- {a}" for a in angka))
    kurang = sum(k.hasil.kurang for k in keadaan if k.target is not None)
    lengkap = (
        f"Masih ada {kurang} catatan yang datanya belum lengkap dan sedang dikejar petugas."
        if kurang
        else "Semua catatan yang dipakai sudah lengkap."
    )
    bagian.append(
        "Angka di atas dihitung langsung dari catatan program, bukan perkiraan. " + lengkap
    )
    bagian.append(
        f"{program.nama} mendampingi rumah tangga rentan sampai punya penghasilan sendiri, lewat "
        "pelatihan, modal, padat karya, dan pasar bersama. Perkembangannya bisa dibaca siapa saja "
        "di halaman SIAP-TAMAN kelurahan."
    )
    return "\n\n".join(bagian)


def _figures(keadaan: list[Keadaan]) -> list[str]:
    ada = [k for k in keadaan if k.target is not None and k.hasil.nilai is not None]
    return [
        f"{k.indikator.nama}: "
        f"{tulis_umum(k.hasil.nilai, k.indikator.satuan, kecil=k.is_kecil)}"
        f" (target {tulis_nilai(k.target.nilai if k.target else None, k.indikator.satuan)})"
        for k in ada[:_ANGKA_MAKS]
    ]


@transaction.atomic
def draft_siaran(program: Program, pada: date | None = None) -> list[SiaranPers]:
    """Draft a release for each piece of news that has none yet; gives the new drafts."""
    pada = pada or timezone.localdate()
    program = Program.objects.select_for_update().select_related("wilayah").get(pk=program.pk)
    keadaan = read_keadaan(program, pada)
    ada = set(program.siaran.values_list("sumber", flat=True))
    return [
        SiaranPers.objects.create(
            program=program, sumber=bahan.sumber, judul=bahan.judul,
            isi=compose(program, bahan, pada, keadaan),
        )
        for bahan in find_bahan(program, pada, keadaan)
        if bahan.sumber not in ada
    ]  # fmt: skip


def _lock(siaran: SiaranPers, *boleh: str) -> SiaranPers:
    siaran = SiaranPers.objects.select_for_update().get(pk=siaran.pk)
    if siaran.status not in boleh:
        raise SiaranKeliru(f"Siaran ini sudah {siaran.get_status_display().lower()}.")
    return siaran


@transaction.atomic
def edit_siaran(siaran: SiaranPers, *, judul: str, isi: str, by: Pengguna) -> SiaranPers:
    """Change the words; what was approved needs approval again. Raises SiaranKeliru."""
    siaran = _lock(siaran, S.DRAF, S.DISETUJUI)
    if not judul.strip() or not isi.strip():
        raise SiaranKeliru("Judul dan isi tidak boleh kosong.")
    siaran.judul, siaran.isi = judul.strip(), isi.strip()
    siaran.status, siaran.disetujui_oleh = S.DRAF, None
    siaran.save()
    return siaran


@transaction.atomic
def approve_siaran(siaran: SiaranPers, *, by: Pengguna) -> SiaranPers:
    """A person stands by the words. Raises SiaranKeliru."""
    siaran = _lock(siaran, S.DRAF)
    siaran.status, siaran.disetujui_oleh = S.DISETUJUI, by
    siaran.save(update_fields=["status", "disetujui_oleh", "updated_at"])
    return siaran


@transaction.atomic
def publish_siaran(siaran: SiaranPers, *, by: Pengguna) -> SiaranPers:
    """Put it on the public page. Raises SiaranKeliru unless it is approved."""
    siaran = _lock(siaran, S.DISETUJUI)
    siaran.status, siaran.terbit_at = S.TERBIT, timezone.now()
    siaran.save(update_fields=["status", "terbit_at", "updated_at"])
    return siaran


@transaction.atomic
def retract_siaran(siaran: SiaranPers, *, alasan: str, by: Pengguna) -> SiaranPers:
    """Take it off the public page; the page says so and why. Raises SiaranKeliru."""
    siaran = _lock(siaran, S.TERBIT)
    if not alasan.strip():
        raise SiaranKeliru("Tulis alasan penarikannya; pembaca akan melihatnya.")
    siaran.status, siaran.alasan_tarik = S.DITARIK, alasan.strip()[:200]
    siaran.save(update_fields=["status", "alasan_tarik", "updated_at"])
    return siaran
