"""The replication kit: how another kelurahan starts, read from what this one does."""

import csv
import io
import json
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from dokumen.cetak.kertas import Blok, Kertas, alinea, bab, butir, daftar, hari, rincian, tabel
from dokumen.services.kop import read_kop
from luna_maya.angka_tahun import figures_of, sentences_of
from luna_maya.kalimat_tampil import TEKS
from luna_maya.models import (
    JenisKunjungan,
    KitReplikasi,
    Kunjungan,
    SebutanKunjungan,
    Tempat,
    Unsur,
)
from luna_maya.teks_izin import load_teks
from pesan.models import TemplatPesan
from wilayah.ekspor import escape_formula
from wilayah.format import rupiah
from wilayah.zona import at_place, zona_of

SETAHUN = timedelta(days=365)
_AWALAN_TEMPLAT = "luna_"
_BOBOT = ("luna_maya", "BobotPerencana")  # read by name: the kit works where there is no planner
# Day from the start, what is done, who does it: the first month.
BULAN_PERTAMA: tuple[tuple[int, str, str], ...] = (
    (0, "Lurah menetapkan programnya dan menyebut namanya (sebutan setempat).", "Lurah"),
    (0, "Buat akun lurah, moderator, dan staf; isi kop surat kelurahan.", "Moderator"),
    (1, "Muat jenis dan sebutan kunjungan dari kit ini, sesuaikan pertanyaannya.", "Moderator"),
    (2, "Catat Babinsa, Bhabinkamtibmas, ketua RW dan RT sebagai pendamping.", "Staf"),
    (4, "Rapat dengan ketua RW dan RT: jelaskan giliran, izin, dan bahwa tidak ada jamuan wajib.",
     "Lurah"),
    (7, "Ketua RT mengusulkan tuan rumah; catat yang bersedia.", "Ketua RT"),
    (9, "Bacakan kalimat persetujuan kepada tuan rumah pertama dan catat jawabannya.", "Staf"),
    (10, "Sebarkan cara warga mengundang lurah di papan RT dan grup warga.", "Staf"),
    (14, "Kunjungan pertama, di RT yang ketuanya paling siap.", "Lurah dan tiga pilar"),
    (15, "Teruskan catatan menjadi laporan, potensi, atau tugas; tetapkan laporan kunjungan.",
     "Moderator"),
    (18, "Minta pendapat warga yang dikunjungi; baca hasilnya bersama.", "Moderator"),
    (21, "Kunjungan kedua, di RW lain.", "Lurah dan tiga pilar"),
    (28, "Tinjau bulan pertama: janji yang jatuh tempo, catatan yang belum ditindaklanjuti.",
     "Lurah"),
)  # fmt: skip
_PERAN: tuple[tuple[str, str], ...] = (
    (Unsur.LURAH, "Memimpin, mendengar lebih dulu, hanya menjanjikan yang ada tanggalnya."),
    (Unsur.BABINSA, "Ikut mendengar dan mencatat soal ketenteraman."),
    (Unsur.BHABINKAMTIBMAS, "Ikut mendengar dan mencatat soal keamanan."),
    (Unsur.KETUA_RW, "Menyampaikan undangan ke RT-RT-nya dan menjaga giliran merata."),
    (Unsur.KETUA_RT, "Mengusulkan tuan rumah, mengantar, tidak menjawab mewakili warga."),
    (Unsur.STAF, "Mencatat, memotret seizin orang, meneruskan catatan esok harinya."),
    (Unsur.TOKOH, "Membuka percakapan dan menengahi."),
)


def compose_kit(kit: KitReplikasi) -> Kertas:
    """The kit as a document, as the data stand today."""
    kelurahan = str(kit.wilayah_id)
    kop = read_kop(kelurahan)
    nama = SebutanKunjungan.names_in(kelurahan)
    jenis = used_kinds(kelurahan)
    kini = timezone.now()
    angka = figures_of(kelurahan, kini - SETAHUN, kini)
    return Kertas(
        judul="Kit Replikasi Kunjungan Lurah",
        subjudul=f"Dari {kop['sebutan']} {kop['kelurahan']} untuk kelurahan lain",
        kelurahan=kelurahan,
        blok=[
            bab("Apa yang dijalankan di sini"),
            daftar(sentences_of(angka)),
            alinea("Angka dua belas bulan terakhir, dihitung dari catatan kunjungan."),
            *_lessons(kit),
            bab("Jenis kunjungan dan pertanyaannya"),
            *(blok for satu in jenis for blok in _kind(satu, nama)),
            *_evening(kelurahan, nama),
            *_weights(kelurahan),
            bab("Siapa berbuat apa"),
            rincian([(Unsur(unsur).label, teks) for unsur, teks in _PERAN]),
            *_consent(),
            *_messages(),
            *_first_month(kit.mulai or timezone.localdate()),
            *_costs(kit),
            bab("Memuat ke pemasangan lain"),
            alinea("Berkas ZIP kit ini berisi jenis_kunjungan.json dan sebutan.csv. Di pemasangan "
                   "baru: manage.py muat_kit_kunjungan kit.zip --wilayah KODE. Jenis yang sudah "
                   "ada tidak diubah."),
        ],
        kaki=f"Kit replikasi, keadaan {hari(timezone.localdate())}",
        kop=kop,
    )  # fmt: skip


def used_kinds(kelurahan: str) -> list[JenisKunjungan]:
    """Kinds that have been visited here, else all in use."""
    rows = JenisKunjungan.objects.filter(aktif=True)
    pakai = Kunjungan.objects.in_wilayah(kelurahan).done().values("jenis")
    return list(rows.filter(pk__in=pakai)) or list(rows)


def _kind(jenis: JenisKunjungan, nama: dict[str, str]) -> list[Blok]:
    sebutan = jenis.name_in(nama)
    tempat = ", ".join(_lower(Tempat(satu).label) for satu in jenis.tempat)
    hadir = ", ".join(Unsur(satu).label for satu in jenis.hadir)
    tanya = [f"{t['teks']} ({t['petunjuk']})" if t.get("petunjuk") else t["teks"]
             for t in jenis.tanya()]  # fmt: skip
    return [
        butir(sebutan if sebutan == jenis.nama else f"{sebutan} ({jenis.nama})", [
            jenis.keterangan,
            f"Di {tempat}; mulai {jenis.mulai_biasa:%H.%M}, {_hours(jenis.lama_menit)}.",
            f"Yang hadir: {hadir}.",
            "Tuan rumah dimintai persetujuan dulu." if jenis.perlu_persetujuan
            else "Tidak memerlukan persetujuan tertulis tuan rumah.",
        ]),
        daftar(tanya),
    ]  # fmt: skip


def _lower(teks: str) -> str:
    return teks[:1].lower() + teks[1:]


def _hours(menit: int) -> str:
    jam, sisa = divmod(menit, 60)
    return " ".join(filter(None, (f"{jam} jam" if jam else "", f"{sisa} menit" if sisa else "")))


def _evening(kelurahan: str, nama: dict[str, str]) -> list[Blok]:
    """When an evening really begins and ends: medians of the last year's visits, with how many."""
    rows: Any = Kunjungan.objects.in_wilayah(kelurahan).done().select_related("jenis")
    per_jenis: dict[str, list[Kunjungan]] = defaultdict(list)
    for k in rows.filter(mulai_at__gte=timezone.now() - SETAHUN):
        per_jenis[k.jenis.name_in(nama)].append(k)
    isi = []
    for sebutan, milik in sorted(per_jenis.items()):
        mulai = median(_minute(at_place(k.mulai_at, kelurahan)) for k in milik)
        lama = median((k.selesai_at - k.mulai_at).total_seconds() / 60 for k in milik)
        akhir = int(mulai + lama) % (24 * 60)
        isi.append([sebutan, str(len(milik)), _clock(int(mulai)), _clock(akhir),
                    _hours(round(lama))])  # fmt: skip
    if not isi:
        return []
    kepala = ["Kunjungan", "Dihitung dari", "Mulai", "Selesai", "Lamanya"]
    return [
        bab("Malam yang biasa"),
        tabel(kepala, isi, kanan=(1, 2, 3)),
        alinea("Nilai tengah setahun terakhir menurut jam setempat."),
    ]


def _minute(waktu: Any) -> int:
    return int(waktu.hour) * 60 + int(waktu.minute)


def _clock(menit: int) -> str:
    return f"{menit // 60:02d}.{menit % 60:02d}"


def _weights(kelurahan: str) -> list[Blok]:
    """The planner's weights where there is one, read from its own fields and their words."""
    try:
        model: Any = apps.get_model(*_BOBOT)
    except LookupError:
        return []
    baris = model.objects.filter(wilayah=kelurahan).order_by("-versi").first() or model()
    isi = []
    for kolom in model._meta.get_fields():
        if getattr(kolom, "get_internal_type", str)() != "PositiveSmallIntegerField":
            continue
        isi.append([str(kolom.verbose_name).capitalize(), str(getattr(baris, kolom.name)),
                    str(kolom.help_text)])  # fmt: skip
    if not isi:
        return []
    return [
        bab("Bobot perencana giliran"),
        tabel(["Ukuran", "Nilai", "Arti"], isi, kanan=(1,), lebar=(5, 2, 9)),
    ]


def _consent() -> list[Blok]:
    izin = load_teks()
    return [
        bab("Persetujuan tuan rumah"),
        alinea(izin.pengantar),
        daftar([f"{satu.tanya} {satu.penjelasan}" for satu in izin.izin]),
        alinea(izin.anak),
        alinea(izin.cabut),
        bab("Izin orang yang terlihat dan testimoni"),
        *(alinea(teks) for teks in TEKS.values()),
        alinea("Formulir cetaknya ada di halaman dokumentasi tiap kunjungan."),
    ]


def _messages() -> list[Blok]:
    rows = TemplatPesan.objects.filter(
        kode__startswith=_AWALAN_TEMPLAT, aktif=True, wilayah__isnull=True
    ).order_by("kode")
    isi = [[satu.kode, satu.keterangan.split(".")[0]] for satu in rows]
    return (
        [bab("Pesan yang terkirim sendiri"), tabel(["Kode", "Kapan"], isi, lebar=(2, 5))]
        if isi
        else []
    )


def _first_month(mulai: date) -> list[Blok]:
    isi = [["☐", hari(mulai + timedelta(days=ke)), teks, siapa]
           for ke, teks, siapa in BULAN_PERTAMA]  # fmt: skip
    return [
        bab("Daftar periksa bulan pertama"),
        alinea(f"Bila dimulai {hari(mulai)}:"),
        tabel(["", "Tanggal", "Yang dikerjakan", "Oleh"], isi, lebar=(1, 4, 11, 4)),
    ]


def _costs(kit: KitReplikasi) -> list[Blok]:
    if not kit.biaya:
        return [bab("Biaya"), alinea("Belum diisi oleh kelurahan ini.")]
    isi = [[b["uraian"], rupiah(b["rupiah"]), b["per"]] for b in kit.biaya]
    return [bab("Biaya"), tabel(["Uraian", "Jumlah", "Per"], isi, kanan=(1,))]


def _lessons(kit: KitReplikasi) -> list[Blok]:
    teks = [alinea(t.strip()) for t in kit.pelajaran.split("\n") if t.strip()]
    return [bab("Yang berhasil dan yang tidak"), *teks] if teks else []


KOLOM_JENIS = (
    "kode", "nama", "keterangan", "menginap", "mulai_biasa", "lama_menit", "tempat", "hadir",
    "pertanyaan", "perlu_persetujuan", "diusulkan", "urut",
)  # fmt: skip


def build_zip(kit: KitReplikasi, pdf: bytes, docx: bytes) -> bytes:
    """The documents with the kinds and names ready to load: `manage.py muat_kit_kunjungan`."""
    kelurahan = str(kit.wilayah_id)
    jenis = [{k: getattr(satu, k) for k in KOLOM_JENIS} for satu in used_kinds(kelurahan)]
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        arsip.writestr("kit-replikasi.pdf", pdf)
        arsip.writestr("kit-replikasi.docx", docx)
        arsip.writestr(
            "jenis_kunjungan.json",
            json.dumps(jenis, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
        )
        arsip.writestr("jenis_kunjungan.csv", _kinds_csv(jenis))
        arsip.writestr("sebutan.csv", _names_csv(kelurahan))
        arsip.writestr("daftar_periksa.csv", _month_csv(kit))
        arsip.writestr("BACA_DULU.txt", BACA_DULU)
    return keluar.getvalue()


BACA_DULU = """Kit replikasi kunjungan lurah

kit-replikasi.pdf / .docx  panduan lengkap untuk dibaca dan diubah
jenis_kunjungan.json       jenis kunjungan dan pertanyaannya, siap dimuat
jenis_kunjungan.csv        isi yang sama untuk lembar sebar
sebutan.csv                sebutan setempat; kolom wilayah diganti saat dimuat
daftar_periksa.csv         bulan pertama, hari demi hari

Memuat di pemasangan HAI LURAH lain:
  manage.py muat_kit_kunjungan kit.zip --wilayah KODE_KELURAHAN
Jenis dan sebutan yang sudah ada tidak diubah.
"""


def _csv(kepala: list[str], baris: list[list[Any]]) -> str:
    keluar = io.StringIO(newline="")
    tulis = csv.writer(keluar)
    tulis.writerow(kepala)
    tulis.writerows([[escape_formula(sel) for sel in satu] for satu in baris])
    return "\ufeff" + keluar.getvalue()


def _kinds_csv(jenis: list[dict[str, Any]]) -> str:
    baris = [
        [satu["kode"], satu["nama"], satu["keterangan"], f"{satu['mulai_biasa']:%H:%M}",
         satu["lama_menit"], ";".join(satu["tempat"]), ";".join(satu["hadir"]),
         " | ".join(t["teks"] for t in satu["pertanyaan"])]
        for satu in jenis
    ]  # fmt: skip
    kepala = ["kode", "nama", "keterangan", "mulai", "lama_menit", "tempat", "hadir", "pertanyaan"]
    return _csv(kepala, baris)


def _names_csv(kelurahan: str) -> str:
    rows = SebutanKunjungan.objects.filter(wilayah=kelurahan).select_related("jenis")
    baris = [[kelurahan, s.jenis.kode, s.nama, s.kepanjangan] for s in rows]
    return _csv(["wilayah", "jenis", "nama", "kepanjangan"], baris)


def _month_csv(kit: KitReplikasi) -> str:
    mulai = kit.mulai or timezone.now().astimezone(zona_of(str(kit.wilayah_id))).date()
    baris: list[list[Any]] = [
        [ke, (mulai + timedelta(days=ke)).isoformat(), teks, siapa]
        for ke, teks, siapa in BULAN_PERTAMA
    ]
    return _csv(["hari_ke", "tanggal", "yang_dikerjakan", "oleh"], baris)
