"""Money, team, partners, roadmap and audit of the demo programme, by the real services."""

import csv
import datetime as dt
import io
import random
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from dasbor.demo.akun import FIXTURES
from dasbor.demo.program import HARI_KE, KELURAHAN, demo_lurah, demo_program
from dasbor.demo.waktu import next_kantor, simulated_clock
from ekonomi.models import (
    AnggotaTim,
    Anomali,
    Belanja,
    MitraProgram,
    Program,
    RisikoProgram,
    Tonggak,
)
from ekonomi.services.anggaran import (
    approve_belanja,
    commit_dana,
    propose_belanja,
    receive_dana,
)
from ekonomi.services.audit import answer_temuan, open_temuan, review_anomali, scan_anomali
from ekonomi.services.laporan_triwulan import publish_laporan, quarters_of
from ekonomi.services.program import copy_program
from ekonomi.services.revisi import shift_dana
from pesan.lampiran import store_unggahan
from pesan.models import Lampiran
from wilayah.kalender import WIB, is_hari_kerja
from wilayah.models import Pengguna, Penugasan, Wilayah
from wilayah.peran import Peran

PANDEAN = "35.77.03.1002"
# (day, source, Rupiah, what for)
_MASUK = (
    (2, "apbd", 120_000_000, "Transfer dana kelurahan tahap I"),
    (15, "csr", 45_000_000, "CSR tahap I untuk pelatihan dan digitalisasi"),
    (44, "baznas", 20_000_000, "Zakat produktif untuk dua puluh rumah tangga"),
    (58, "apbd", 60_000_000, "Transfer dana kelurahan tahap II"),
    (70, "csr", 45_000_000, "CSR tahap II untuk alat produksi"),
)
_TIM = {
    "koordinator": ["Danu Prasetyawan"],
    "sekretaris": ["Wening Larasjati"],
    "fasilitator": ["Kinanti Puspawening", "Wirawan Sasmitajati"],
    "data": ["Bimo Aryasadewa"],
    "relawan": ["Galuh Pradnyasari", "Rendra Wicaksaputra"],
    "umkm": ["Sulastri Harumdari"],
    "pkk": ["Endang Prawitasari"],
}
_PENGANTAR = (
    "Bapak dan Ibu, ini laporan pertama program kita. Silakan dibaca, dan tanyakan bila ada yang"
    " belum jelas."
)
# milestones by code: (done on day, reached); None: not done yet
_TONGGAK: dict[str, tuple[int | None, int | None]] = {
    "h-tim": (6, None),
    "h-sosialisasi": (13, None),
    "h-kickoff": (12, None),
    "h-latih-1": (44, 104),
    "h-petakan": (43, 52),
    "h-hibah": (74, None),
    "h-padat-karya": (56, None),
    "h-pasar": (70, None),
    "h-onboard": (None, 17),
    "h-evaluasi": (89, None),
    "h-putusan": (None, None),
    "b-01": (30, None),
    "b-02": (88, None),
}


@transaction.atomic
def load_anggaran() -> int:
    """Everything that money and papers need; gives how many payments. 0 when it is there."""
    list(Wilayah.objects.select_for_update().filter(pk=KELURAHAN))
    program = demo_program()
    if program is None or program.belanja.filter(kunci__startswith="demo:").exists():
        return 0
    lurah, bendahara, auditor = demo_lurah(), _make("bendahara"), _make("auditor")
    _people(program)
    sekarang = timezone.now()
    with simulated_clock() as jam:
        acara = sorted([*_income(), *_payments(), *_statements(program)], key=lambda satu: satu[0])
        for hari, apa, isi in acara:
            jam.sekarang = min(_at(program, hari), sekarang)
            if apa == "terima":
                _receive(program, isi, bendahara)
            elif apa == "terbit":
                publish_laporan(program, isi, by=lurah, pengantar=_PENGANTAR)
            else:
                _pay(program, isi, bendahara, lurah)
    _watch(program, lurah, auditor)
    _correct(program, lurah)
    _replicate(program)
    return program.belanja.count()


def _make(peran: str) -> Pengguna:
    """The treasurer or auditor of the demo kelurahan (fixtures/demo/akun.csv)."""
    tugas = Penugasan.objects.holding(KELURAHAN, Peran(peran)).select_related("pengguna").first()
    assert tugas is not None  # noqa: S101 - held by fixtures/demo/akun.csv
    pengguna: Pengguna = tugas.pengguna
    return pengguna


def _at(program: Program, hari: int) -> dt.datetime:
    tanggal = program.mulai + dt.timedelta(days=hari)
    return dt.datetime.combine(tanggal, dt.time(10, 15), tzinfo=WIB)


def _income() -> list[tuple[int, str, Any]]:
    return [(baris[0], "terima", baris) for baris in _MASUK]


def _payments() -> list[tuple[int, str, Any]]:
    with (FIXTURES / "belanja.csv").open(encoding="utf-8", newline="") as berkas:
        return [(int(baris["hari"]), "bayar", baris) for baris in csv.DictReader(berkas)]


def _workday(program: Program, hari: int, *, libur: bool) -> dt.date:
    """The working day at or before this day of the programme, or the Sunday before it."""
    tanggal = program.mulai + dt.timedelta(days=hari)
    if libur:
        return tanggal - dt.timedelta(days=(tanggal.weekday() + 1) % 7)
    while not is_hari_kerja(tanggal, KELURAHAN):
        tanggal -= dt.timedelta(days=1)
    return tanggal


def _receive(program: Program, isi: Any, bendahara: Pengguna) -> None:
    hari, sumber, jumlah, uraian = isi
    receive_dana(
        program, sumber, jumlah, tanggal=program.mulai + dt.timedelta(days=hari),
        kunci=f"demo:terima:{program.pk}:{hari}", uraian=uraian, by=bendahara,
        bukti=_keep(draw_kuitansi(9000 + hari, uraian, jumlah)),
    )  # fmt: skip


def _pay(program: Program, isi: dict[str, str], bendahara: Pengguna, lurah: Pengguna) -> None:
    """One line of the file: booked, approved where it is large, or left waiting."""
    hari, jumlah = int(isi["hari"]), int(isi["jumlah"])
    pos = program.pos.get(kode=isi["pos"])
    tanggal = _workday(program, hari, libur=isi["cara"] == "libur")
    tetap = isi["jenis"] in {"warga", "pekerja"}
    nomor = "" if tetap else f"KW-{hari:03d}/{isi['pos'][:3].upper()}"
    belanja = propose_belanja(
        pos, kunci=f"demo:{program.pk}:{hari}:{isi['uraian']}"[:120], by=bendahara, jumlah=jumlah,
        tanggal=tanggal, uraian=isi["uraian"], sumber=isi["sumber"], penerima=isi["penerima"],
        jenis_penerima=isi["jenis"], banyak_penerima=int(isi["banyak"]),
        boleh_tampil=isi["tampil"] == "1", nomor_kuitansi=nomor,
        bukti=_receipt(program, isi, jumlah),
    )  # fmt: skip
    if belanja.status == Belanja.Status.MENUNGGU and isi["cara"] != "menunggu":
        approve_belanja(belanja, by=lurah)


def _receipt(program: Program, isi: dict[str, str], jumlah: int) -> Lampiran:
    """A drawn receipt; "sama" uses again the one of an earlier payment."""
    if isi["cara"] == "sama":
        lama = program.belanja.filter(penerima=isi["penerima"]).order_by("urut").first()
        assert lama is not None  # noqa: S101 - held by fixtures/demo/belanja.csv
        assert lama.bukti is not None  # noqa: S101 - as above
        with lama.bukti.berkas.open("rb") as berkas:
            return _keep(berkas.read())
    return _keep(draw_kuitansi(int(isi["hari"]) * 31 + jumlah % 97, isi["penerima"], jumlah))


def _keep(isi: bytes) -> Lampiran:
    return store_unggahan(isi, nama="kuitansi.jpg")


def draw_kuitansi(benih: int, nama: str, jumlah: int) -> bytes:
    """A small drawn receipt (JPEG): plainly a drawing; `benih` varies paper and lines."""
    acak = random.Random(benih)  # noqa: S311 - a picture
    gambar = Image.new("RGB", (300, 400), acak.choice(["#f7f3e8", "#eef4f0", "#f3eef4", "#fbf7d9"]))
    kuas = ImageDraw.Draw(gambar)
    kuas.rectangle((8, 8, 292, 392), outline="#5b6b62", width=2)
    kuas.text((20, 18), nama[:34], fill="#1d2421")
    for baris in range(8):
        x, lebar = acak.randint(14, 120), acak.randint(40, 160)
        y = 52 + baris * 38
        kuas.rectangle(
            (x, y, x + lebar, y + 22), fill=acak.choice(["#30383a", "#7c8a83", "#b5a98c"])
        )
    kuas.text((20, 366), f"Rp {jumlah:,}".replace(",", "."), fill="#1d2421")
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=72)
    return keluar.getvalue()


def _people(program: Program) -> None:
    """Team with one seat vacant, partners as far as they are, risks and milestones."""
    mulai = program.mulai
    kursi = list(AnggotaTim.objects.filter(program=program).order_by("urutan"))
    nama = {peran: list(orang) for peran, orang in _TIM.items()}
    for satu in kursi:
        if nama.get(satu.peran):
            satu.nama, satu.sejak = nama[satu.peran].pop(0), mulai + dt.timedelta(days=6)
            satu.save(update_fields=["nama", "sejak"])
    with (FIXTURES / "mitra.csv").open(encoding="utf-8", newline="") as berkas:
        for ke, baris in enumerate(csv.DictReader(berkas), 1):
            _partner(program, ke, baris)
    for ke, (risiko, mitigasi, pemilik, nilai) in enumerate(_RISIKO, 5):
        RisikoProgram.objects.create(
            program=program, risiko=risiko, mitigasi=mitigasi, pemilik=pemilik,
            kemungkinan=nilai[0], dampak=nilai[1], urutan=ke,
        )  # fmt: skip
    tinjau = timezone.localdate() + dt.timedelta(days=21)
    RisikoProgram.objects.filter(program=program).update(tinjau_berikut=tinjau, status="dipantau")
    for kode, (selesai, tercapai) in _TONGGAK.items():
        Tonggak.objects.filter(program=program, kode=kode).update(
            selesai_at=mulai + dt.timedelta(days=selesai) if selesai else None, tercapai=tercapai
        )


_RISIKO = (
    (
        "Alat bantuan dijual lagi",
        "Foto pemakaian pada hari ke-30, 60, dan 90; penerima didampingi fasilitator.",
        "Fasilitator lapangan",
        (2, 4),
    ),
    (
        "Hujan menunda pekerjaan saluran",
        "Jadwal cadangan dan pekerjaan dalam ruang disiapkan lebih dulu.",
        "Sekretaris",
        (4, 2),
    ),
)


def _partner(program: Program, ke: int, baris: dict[str, str]) -> None:
    surat = None
    if baris["surat"]:
        surat = _keep(draw_kuitansi(500 + ke, f"Surat dukungan {baris['nama']}", ke))
    MitraProgram.objects.update_or_create(
        program=program,
        nama=baris["nama"],
        defaults={
            "jenis": baris["jenis"], "peran": baris["peran"], "status": baris["status"],
            "sejak": program.mulai + dt.timedelta(days=int(baris["hari"])),
            "surat_dukungan": surat, "urutan": ke,
        },
    )  # fmt: skip


def _watch(program: Program, lurah: Pengguna, auditor: Pengguna) -> None:
    """Commitments, a revision, flags and two findings: one answered, one waiting."""
    by = _make("bendahara")
    for kode, jumlah, uraian in (("digitalisasi", 6_000_000, "Hotspot dua balai RW"),):
        pos = program.pos.get(kode=kode)
        commit_dana(pos, jumlah=jumlah, kunci=f"demo:{pos.pk}", uraian=uraian, by=by)
    shift_dana(
        program.pos.get(kode="manajemen"), program.pos.get(kode="monitoring"), jumlah=2_500_000,
        alasan="Survei 90 hari lebih luas dari rencana", by=lurah,
    )  # fmt: skip
    scan_anomali(program)
    for satu in Anomali.objects.filter(program=program, jenis="hari_libur"):
        review_anomali(
            satu, hasil="wajar", by=auditor,
            catatan="Pemasangan menunggu balai RW kosong pada hari Minggu; berita acara ada.",
        )  # fmt: skip
    pecah = Anomali.objects.filter(program=program, jenis="pecah").first()
    if pecah is not None:
        temuan = open_temuan(
            program, judul="Belanja perangkat di satu toko dibayar dua kali dalam dua hari",
            uraian="Tablet dan printer dibeli dari toko yang sama dua hari berturut-turut, masing-"
            "masing di bawah batas persetujuan dua orang.",
            rekomendasi="Gabungkan pembelian sejenis dan mintakan persetujuan orang kedua.",
            nilai=9_375_000, by=auditor, anomali=pecah,
            tenggat=timezone.localdate() + dt.timedelta(days=9),
        )  # fmt: skip
        answer_temuan(
            temuan, by=lurah, tanggapan="Benar, dua kebutuhan itu seharusnya satu pengajuan.",
            tindak_lanjut="Pembelian perangkat berikutnya diajukan bersama dan disetujui lurah.",
        )  # fmt: skip
    sama = Anomali.objects.filter(program=program, jenis="bukti_sama").first()
    if sama is not None:
        open_temuan(
            program, judul="Satu kuitansi dipakai untuk dua belanja",
            uraian="Foto kuitansi belanja kabel sama dengan kuitansi pembelian tablet.",
            rekomendasi="Serahkan kuitansi asli belanja kabel atau kembalikan dananya.",
            nilai=1_385_000, by=auditor, anomali=sama,
            tenggat=timezone.localdate() + dt.timedelta(days=14),
        )  # fmt: skip


def _statements(program: Program) -> list[tuple[int, str, Any]]:
    """Each quarter that is over, published eight days after its end (or now, if that is later)."""
    hari = timezone.localdate()
    return [
        (min((tw.selesai - program.mulai).days + 8, HARI_KE), "terbit", tw)
        for tw in quarters_of(program, hari)
        if tw.selesai < hari
    ]


def _correct(program: Program, lurah: Pengguna) -> None:
    """The latest statement again, after the auditors had looked: a second version says so."""
    hari = timezone.localdate()
    for tw in quarters_of(program, hari):
        if tw.selesai < hari:
            publish_laporan(
                program, tw, by=lurah, pengantar=_PENGANTAR,
                catatan="Keadaan temuan audit dan belanja yang ditandai diperbarui; angka uang"
                " tidak berubah.",
            )  # fmt: skip
            return


def _replicate(program: Program) -> None:
    """A draft for the neighbour, made by its own lurah."""
    tugas = Penugasan.objects.holding(PANDEAN, Peran.LURAH).select_related("pengguna").first()
    if tugas is None:
        return
    mulai = next_kantor(timezone.now() + dt.timedelta(days=40)).date()
    copy_program(program, Wilayah.objects.get(pk=PANDEAN), mulai, tugas.pengguna)
