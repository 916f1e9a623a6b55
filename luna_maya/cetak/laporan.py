"""The report of one visit as blocks: what was planned, who was there, what was heard and promised,
and what has come of it. The host's address is nowhere in it."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from dokumen.cetak.kertas import (
    Blok,
    Kertas,
    alinea,
    bab,
    daftar,
    foto,
    hari,
    rincian,
    tabel,
)
from dokumen.services.kop import read_kop
from luna_maya.catatan_rahasia import private_of
from luna_maya.cetak.dasar import (
    TEMPAT,
    TUAN_RUMAH,
    fill_open,
    host_of,
    kelurahan_of,
    named_photos,
    photos_block,
    place_of,
    read_photos,
    rt_rw,
    sign_of,
    span_of,
)
from luna_maya.izin import izin_of
from luna_maya.models import (
    Catatan,
    Dokumentasi,
    Janji,
    Kunjungan,
    LaporanKunjungan,
    SebutanKunjungan,
)
from wilayah.hasil_rujukan import HasilRujukan, read_hasil
from wilayah.models import Rujukan
from wilayah.rujukan import mask_catatan, meja_of
from wilayah.zona import zona_of

_HADIR = {True: "Hadir", False: "Tidak hadir", None: "Belum dicatat"}


def load_visit(kunjungan: Kunjungan) -> Kunjungan:
    """The visit with all its report needs, in a fixed number of queries."""
    rows: Any = Kunjungan.objects.select_related(
        "jenis", "tuan_rumah", "wilayah", "lurah", "kendaraan", "ringkasan"
    ).prefetch_related(
        "peserta__tokoh", "peserta__pengguna", "catatan__rujukan", "catatan__tugas",
        "catatan__tugas__petugas", "janji",
    )  # fmt: skip
    dimuat: Kunjungan = rows.get(pk=kunjungan.pk)
    return dimuat


def compose_laporan(kunjungan: Kunjungan, *, tanggal: date, nomor: str = "") -> Kertas:
    """The report as it reads today, with placeholders where the host's consent decides.

    A draft until it is settled (`luna_maya.services.laporan`).
    """
    k = load_visit(kunjungan)
    kelurahan = kelurahan_of(k)
    sebutan = k.jenis.name_in(SebutanKunjungan.names_in(kelurahan))
    return Kertas(
        judul="Laporan Kunjungan",
        subjudul=f"{sebutan}, {TEMPAT}",
        kelurahan=kelurahan,
        nomor=f"Nomor: {nomor}" if nomor else "",
        blok=_blocks(k, sebutan),
        cap="DRAF",
        kaki=f"Kunjungan {k.kode}, keadaan {hari(tanggal)}",
        ttd=sign_of(kelurahan, tanggal),
        kop=read_kop(kelurahan),
    )


def ready_laporan(kertas: Kertas, kunjungan: Kunjungan) -> tuple[Kertas, dict[str, bytes]]:
    """The paper with what the host allows today, and the photos that may still be in a report."""
    izin = izin_of(kunjungan)
    ganti = {TUAN_RUMAH: host_of(kunjungan, izin), TEMPAT: place_of(kunjungan, izin)}
    rows = Dokumentasi.objects.for_report().filter(pk__in=named_photos(kertas.blok))
    return fill_open(kertas, ganti), read_photos(rows.select_related("lampiran"))


def settled_kertas(laporan: LaporanKunjungan) -> Kertas:
    """A settled report as it was."""
    return Kertas(**laporan.isi)


def _blocks(k: Kunjungan, sebutan: str) -> list[Blok]:
    rahasia = private_of([k.pk])  # a report goes from hand to hand
    catatan = [s for s in k.catatan.all() if s.dicabut_at is None and s.pk not in rahasia]
    catatan.sort(key=lambda satu: (satu.dicatat_at, satu.pk))
    return [
        bab("Kunjungan"),
        rincian(_identity(k, sebutan)),
        *_agenda(k),
        *_present(k),
        *_answers(k),
        *_findings(catatan),
        *_promises([j for j in k.janji.all() if j.catatan_id not in rahasia]),
        *_follow_up(catatan),
        *_photos(k),
    ]


def _identity(k: Kunjungan, sebutan: str) -> list[tuple[str, str]]:
    ringkasan = getattr(k, "ringkasan", None)
    warga = ringkasan.jumlah_warga if ringkasan else None
    isi = [
        ("Jenis", sebutan if sebutan == k.jenis.nama else f"{sebutan} ({k.jenis.nama})"),
        ("Waktu", span_of(k)),
        ("Wilayah", TEMPAT),
        ("Bertempat di", k.tuan_rumah.get_tempat_display()),
        ("Tuan rumah", TUAN_RUMAH),
        ("Dipimpin oleh", k.lurah.nama or k.lurah.username),
        ("Warga yang hadir", f"{warga} orang" if warga is not None else "tidak dihitung"),
        ("Mengapa di sini", mask_catatan(k.sebab)),
    ]
    return [(label, nilai) for label, nilai in isi if nilai]


def _agenda(k: Kunjungan) -> list[Blok]:
    blok = [bab("Agenda")]
    if k.acara:
        blok.append(alinea(f"Acara: {mask_catatan(k.acara)}."))
    baris = [b.strip("-• ").strip() for b in mask_catatan(k.agenda).splitlines() if b.strip()]
    if baris:
        blok.append(daftar(baris))
    elif not k.acara:
        blok.append(alinea("Mengikuti pertanyaan kunjungan jenis ini."))
    ringkasan = getattr(k, "ringkasan", None)
    if ringkasan and ringkasan.ringkasan:
        blok += [bab("Ringkasan"), *(alinea(t) for t in ringkasan.ringkasan.split("\n") if t)]
    return blok


def _present(k: Kunjungan) -> list[Blok]:
    baris = [[k.lurah.nama or k.lurah.username, "Lurah", "Memimpin"]]
    for satu in k.peserta.all():
        orang: Any = satu.tokoh or satu.pengguna
        nama = orang.nama or orang.username
        baris.append([nama, satu.get_unsur_display(), _HADIR[satu.hadir]])
    return [bab("Yang hadir"), tabel(["Nama", "Sebagai", "Kehadiran"], baris, lebar=(8, 5, 4))]


def _answers(k: Kunjungan) -> list[Blok]:
    blok: list[Blok] = []
    for tanya in k.jenis.tanya():
        jawab = str(k.jawaban.get(tanya["kunci"], "")).strip()
        if jawab:
            blok += [alinea(f"{tanya['teks']}"), alinea(f"Jawab: {mask_catatan(jawab)}")]
    return [bab("Hasil percakapan"), *blok] if blok else []


def _findings(catatan: list[Catatan]) -> list[Blok]:
    per_jenis: dict[str, list[Catatan]] = defaultdict(list)
    for satu in catatan:
        per_jenis[satu.jenis].append(satu)
    if not catatan:
        return [bab("Temuan"), alinea("Tidak ada catatan pengamatan.")]
    blok = [bab("Temuan")]
    for jenis in Catatan.Jenis:
        if jenis == Catatan.Jenis.JANJI or not per_jenis[jenis]:
            continue
        baris = [
            [str(ke), mask_catatan(s.isi), rt_rw(str(s.wilayah_id)) or "umum", _new(s)]
            for ke, s in enumerate(per_jenis[jenis], start=1)
        ]
        blok.append(
            tabel(
                ["No", jenis.label, "Wilayah", "Baru terungkap"],
                baris,
                kanan=(0,),
                lebar=(1, 11, 3, 3),
            )
        )
    return blok


def _new(catatan: Catatan) -> str:
    return {True: "ya", False: "tidak", None: "–"}[catatan.baru_terungkap]


def state_of_janji(janji: Janji) -> str:
    """Its state today on the clock of the place, in words; late ones said so."""
    hari_ini = timezone.now().astimezone(zona_of(str(janji.wilayah_id))).date()
    if janji.status == Janji.Status.DITEPATI:
        telat = janji.ditepati_pada is not None and janji.ditepati_pada > janji.tenggat
        return f"Ditepati {hari(janji.ditepati_pada)}" + (", terlambat" if telat else "")
    if janji.status == Janji.Status.GUGUR:
        return f"Tidak dapat dilanjutkan: {mask_catatan(janji.keterangan)}"
    return "Lewat tenggat" if janji.tenggat < hari_ini else "Sedang diupayakan"


def _promises(semua: list[Janji]) -> list[Blok]:
    janji = sorted(semua, key=lambda j: (j.tenggat, j.pk))
    if not janji:
        return [bab("Janji lurah"), alinea("Tidak ada janji yang dibuat pada kunjungan ini.")]
    baris = [[mask_catatan(j.isi), hari(j.tenggat), state_of_janji(j)] for j in janji]
    return [
        bab("Janji lurah"),
        tabel(["Janji", "Paling lambat", "Keadaan"], baris, lebar=(8, 4, 5)),
    ]


def _follow_up(catatan: list[Catatan]) -> list[Blok]:
    semua = [r for satu in catatan for r in satu.rujukan.all()]
    hasil = read_hasil(semua)
    baris = []
    for satu in catatan:
        asal = mask_catatan(satu.isi)[:90]
        for rujukan in satu.rujukan.all():
            baris.append([asal, *_state_of(rujukan, hasil.get(rujukan.pk))])
        for tugas in satu.tugas.all():
            selesai = f"Selesai {hari(tugas.selesai_pada)}" if tugas.selesai_pada else (
                f"Paling lambat {hari(tugas.tenggat)}"
            )  # fmt: skip
            baris.append([asal, f"Tugas: {mask_catatan(tugas.isi)}", selesai])
    if not baris:
        return [bab("Tindak lanjut"), alinea("Belum ada catatan yang ditindaklanjuti.")]
    return [
        bab("Tindak lanjut"),
        tabel(["Dari catatan", "Menjadi", "Keadaan"], baris, lebar=(7, 5, 5)),
    ]


def _state_of(rujukan: Rujukan, hasil: HasilRujukan | None) -> list[str]:
    if hasil is not None:
        return [f"{hasil.apa} {hasil.sebutan}".strip(), hasil.keadaan]
    meja = meja_of(rujukan.meja).label()
    if rujukan.status == Rujukan.Status.DIKEMBALIKAN:
        return [meja, f"Dikembalikan: {mask_catatan(rujukan.alasan)}"]
    return [meja, rujukan.get_status_display()]


def _photos(k: Kunjungan) -> list[Blok]:
    rows = Dokumentasi.objects.for_report().filter(kunjungan=k, jenis=Dokumentasi.Jenis.FOTO)
    tautan = Dokumentasi.objects.for_report().filter(
        kunjungan=k, jenis=Dokumentasi.Jenis.TAUTAN
    )  # fmt: skip
    isi = photos_block(rows)
    blok = [bab("Foto"), foto(isi)] if isi else []
    alamat = [f"{(t.keterangan or t.teks_alt).rstrip('.: ')}: {t.tautan}" for t in tautan]
    return [*blok, *([bab("Video"), daftar(alamat)] if alamat else [])]
