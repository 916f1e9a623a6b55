"""What the desk's work adds to the page of a request, and the links beside it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ruko_parsel.models import Permintaan
from ruko_parsel.orang import is_desk
from ruko_parsel.services.disposisi import chain_of
from ruko_parsel.services.nilai import KATA
from ruko_parsel.services.telaah import open_question
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.scope import above


def _desk(request: HttpRequest, obj: Permintaan) -> bool:
    user: Any = request.user
    return is_desk(user, obj)


def show_question(_request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """What waits for the village."""
    tanya = open_question(obj)
    if tanya is None:
        return None
    sejak = tanggal_panjang(tanya.at, str(obj.wilayah_id))
    return Bagian("Menunggu jawaban desa", [tanya.catatan, f"Ditanyakan {sejak}"])


def show_answers(_request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """The answers that were sent; of a merged request those of the one it follows."""
    sumber = obj.digabung_ke or obj
    surat = list(sumber.tanggapan.filter(status="terkirim").order_by("terkirim_at"))
    if not surat:
        return None
    teks = []
    for satu in surat:
        pada = tanggal_panjang(satu.terkirim_at, str(obj.wilayah_id))
        teks += [f"{satu.nomor}, {pada}\n{satu.perihal}", satu.isi]
    return Bagian("Tanggapan kecamatan", teks)


def show_dispositions(request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """The chain, for the office alone."""
    if not _desk(request, obj):
        return None
    baris = [
        (
            f"{satu.dari} kepada {satu.kepada}", satu.perintah,
            tanggal_pendek(satu.sampai) if satu.sampai else "", satu.keadaan.capitalize(),
            satu.jawaban,
        )
        for satu in chain_of(obj)
    ]  # fmt: skip
    if not baris:
        return None
    return Bagian("Disposisi", kepala=("Dari dan kepada", "Isi", "Selesai", "Keadaan", "Jawaban"),
                  baris=baris)  # fmt: skip


def show_follow_ups(request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """What is being done about it; a village does not read what another one does, whose request
    was merged into its own.
    """
    rows = obj.tindak_lanjut.select_related("siapa")
    if not _desk(request, obj):
        rows = rows.filter(wilayah__in=above(str(obj.wilayah_id)))
    baris = [
        (satu.apa, satu.oleh, tanggal_pendek(satu.sampai), satu.get_status_display(),
         satu.bukti or satu.alasan_batal)
        for satu in rows
    ]  # fmt: skip
    if not baris:
        return None
    return Bagian("Tindak lanjut", kepala=("Apa", "Siapa", "Sampai", "Keadaan", "Hasil"),
                  baris=baris)  # fmt: skip


def show_merged(request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """Which requests follow this one; which one it follows itself. For the office alone."""
    if not _desk(request, obj):
        return None
    baris = [
        (satu.nomor, satu.wilayah.nama_lengkap, "(rahasia)" if satu.rahasia else satu.judul)
        for satu in obj.gabungan.select_related("wilayah")
    ]
    if obj.digabung_ke is not None:
        utama = obj.digabung_ke
        sebutan = utama.nomor if utama.rahasia else str(utama)
        return Bagian("Mengikuti permintaan lain", [sebutan])
    if not baris:
        return None
    return Bagian(
        "Digabung ke sini", ["Tanggapan dan hasilnya dibaca juga oleh yang mengajukan ini."],
        kepala=("Nomor", "Desa", "Pokok"), baris=baris,
    )  # fmt: skip


def show_rating(_request: HttpRequest, obj: Permintaan) -> Bagian | None:
    """What the village thinks of it."""
    if obj.nilai is None:
        return None
    rinci = [("Nilai", f"{obj.nilai} dari 5, {KATA[obj.nilai].lower()}")]
    if obj.kata_nilai:
        rinci.append(("Kata desa", obj.kata_nilai))
    return Bagian("Penilaian desa", rinci=rinci)


BAGIAN_MEJA = [
    show_question, show_answers, show_follow_ups, show_dispositions, show_merged, show_rating,
]  # fmt: skip


def links_of_desk(request: HttpRequest, obj: Permintaan) -> list[tuple[str, str]]:
    """The letters and sheets of a request that this person may open."""
    meja = _desk(request, obj)
    nama = "admin:ruko_parsel_tanggapan"
    hasil = []
    for satu in obj.tanggapan.exclude(status="batal"):
        if meja or satu.is_sent:
            hasil.append((f"Tanggapan: {satu}", reverse(f"{nama}_change", args=[satu.pk])))
    for surat in obj.surat_pengantar.select_related("instansi"):
        alamat = reverse("ruko_surat_pengantar", args=[surat.pk])
        hasil.append((f"Surat pengantar ke {surat.instansi} (PDF)", alamat))
    if meja:
        for lembar in obj.disposisi.select_related("kepada", "permintaan"):
            hasil.append((str(lembar), lembar.get_absolute_url()))
        if hasil and obj.disposisi.all():
            hasil.append(("Lembar disposisi (PDF)", reverse("ruko_lembar", args=[obj.pk])))
    return hasil
