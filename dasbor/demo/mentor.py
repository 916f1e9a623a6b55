"""Demo mentors, pairs, visits and steps of naik kelas, at the times they would have happened."""

import uuid
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from dasbor.demo.omzet import KARTU_MENTOR, KODE_PROGRAM, TAMAN, keep_code
from dasbor.demo.waktu import simulated_clock
from ekonomi.models import KunjunganPendamping, Mentor, Pendampingan, Program, Usaha
from ekonomi.services.akses_omzet import issue_akses
from ekonomi.services.mentor import become_mentor
from ekonomi.services.tingkat import add_bukti, assess_many, raise_tingkat
from wilayah.kalender import WIB
from wilayah.models import Pengguna

_BENIH = 80926
_PASANGAN, _KUNJUNGAN = 20, (2, 3, 3, 4)
_MENTOR = (
    ("Retnaning Suryawijaya", "umkm", ("kuliner", "dagang"), 4),
    ("Bagaskara Tirtamulya", "umkm", ("kuliner",), 3),
    ("Sulistyarini Wanodya", "umkm", ("fesyen", "kerajinan"), 4),
    ("Hargita Kusumasari", "umkm", ("dagang", "jasa"), 3),
    ("Pramudita Adilangit", "relawan", ("jasa", "lain"), 4),
    ("Wikanti Larasputri", "relawan", ("kuliner", "toga"), 4),
)
_TUJUAN = (
    "Kas dicatat setiap hari", "Kemasan dan izin siap dijual ke toko", "Punya NIB dan foto produk",
    "Omzet naik dua kali lipat dalam setahun", "Pembeli di luar RT",
)  # fmt: skip
_TOPIK = (
    ("Catatan kas", "Buku kas ada, belum diisi setiap hari.", "Isi buku kas sampai akhir pekan"),
    ("Harga jual", "Harga belum menghitung gas dan minyak.", "Hitung ulang harga tiga produk"),
    ("Foto produk", "Foto gelap, latarnya ramai.", "Foto ulang di teras pagi hari"),
    ("Kemasan", "Plastik polos, belum ada label.", "Cetak label dengan nomor WhatsApp usaha"),
    ("Izin usaha", "Belum punya NIB, KTP dan email sudah siap.", "Daftar NIB di kantor kelurahan"),
    ("Pasar digital", "Sudah punya akun, belum ada produk.", "Unggah tiga produk pertama"),
)  # fmt: skip
_NIB = 9120000000000  # invented: no office gives numbers in this order


def load_mentor() -> int:
    """Add the demo's mentors with all that hangs on them; gives how many mentors there are."""
    program = Program.objects.filter(wilayah=TAMAN, kode=KODE_PROGRAM).first()
    petugas = Pengguna.objects.filter(username="fasilitator-taman").first()
    lurah = Pengguna.objects.filter(username="lurah-taman").first()
    if None in (program, petugas, lurah) or Mentor.objects.in_wilayah(TAMAN).exists():
        return 0
    assert program and petugas and lurah  # noqa: S101, PT018 - checked above
    acak = Random(_BENIH)  # noqa: S311 - invented work, the same each time
    with transaction.atomic():
        mentor = _mentors(program)
        usaha = _chosen(program)
        pasangan = _pairs(mentor, usaha, program, petugas, acak)
        _visits(pasangan, petugas, acak)
        _evidence(usaha, petugas, acak)
        naik = _raise(usaha, lurah)
        _graduates(naik, petugas, lurah)
        keep_code(issue_akses(mentor[0], by=petugas).akses, KARTU_MENTOR)
    return Mentor.objects.in_wilayah(TAMAN).count()


def _mentors(program: Program) -> list[Mentor]:
    return [
        Mentor.objects.create(
            wilayah_id=TAMAN, nama=nama, asal=asal, bidang=list(bidang), kapasitas=kapasitas,
            sejak=program.mulai + timedelta(days=10),
        )
        for nama, asal, bidang, kapasitas in _MENTOR
    ]  # fmt: skip


def _chosen(program: Program) -> list[Usaha]:
    """The twenty businesses that were there from the start and have told the most months."""
    rows = Usaha.objects.active().in_wilayah(TAMAN).filter(
        rumah__keikutsertaan__program=program, rumah__keikutsertaan__keluar__isnull=True,
        mulai__lte=program.mulai,
    )  # fmt: skip
    semua = list(rows.select_related("rumah").order_by("-tingkat", "pk"))
    nilai = assess_many(semua, timezone.localdate())
    siap = [n.usaha for n in nilai if any(x.jenis == "omzet" and x.terpenuhi for x in n.nilai)]
    lain = [n.usaha for n in nilai if n.usaha not in siap]
    return [*siap[:14], *lain][:_PASANGAN]


def _pairs(
    mentor: list[Mentor], usaha: list[Usaha], program: Program, by: Pengguna, acak: Random
) -> list[Pendampingan]:
    tempat = [m for m in mentor for _ in range(m.kapasitas)]
    return Pendampingan.objects.bulk_create(
        [
            Pendampingan(
                mentor=m, usaha=u, tujuan=acak.choice(_TUJUAN), by=by,
                mulai=program.mulai + timedelta(days=acak.randint(15, 35)),
            )
            for m, u in zip(tempat, usaha, strict=False)
        ]
    )  # fmt: skip


def _visits(pasangan: list[Pendampingan], by: Pengguna, acak: Random) -> None:
    """Some weeks apart; the mentor's own ones have no officer. Some next steps are late."""
    hari = timezone.localdate()
    rows: list[KunjunganPendamping] = []
    for ke, pair in enumerate(pasangan):
        tersedia = (hari - pair.mulai).days
        n = acak.choice(_KUNJUNGAN)
        for urut, (topik, temuan, langkah) in enumerate(acak.sample(_TOPIK, n), start=1):
            tanggal = pair.mulai + timedelta(days=round(tersedia * urut / n) - acak.randint(1, 9))
            if ke % 7 == 6:  # one in seven has not been seen for a month
                tanggal -= timedelta(days=25)
            tanggal = max(pair.mulai, tanggal)
            tenggat = tanggal + timedelta(days=acak.choice((7, 10, 14)))
            sudah = tenggat < hari and acak.random() < 0.8
            rows.append(
                KunjunganPendamping(
                    pendampingan=pair, tanggal=tanggal, topik=topik, temuan=temuan,
                    tindak_lanjut=langkah, tenggat=tenggat,
                    token=uuid.UUID(int=acak.getrandbits(128)),
                    selesai_at=_at(min(tenggat, hari)) if sudah else None,
                    oleh=by if acak.random() < 0.35 else None,
                )
            )  # fmt: skip
    KunjunganPendamping.objects.bulk_create(rows)


def _at(hari: date) -> datetime:
    return datetime.combine(hari, time(14, 10), tzinfo=WIB)


def _evidence(usaha: list[Usaha], by: Pengguna, acak: Random) -> None:
    hari = timezone.localdate()
    for ke, satu in enumerate(usaha[:15]):
        pada = hari - timedelta(days=acak.randint(4, 25))
        add_bukti(satu, jenis="buku", pada=pada, by=by, jumlah=3 if satu.tingkat > 1 else 1)
        if satu.tingkat > 1:
            add_bukti(satu, jenis="nib", pada=pada, by=by, nomor=str(_NIB + ke * 7919))
        if ke < 6:
            add_bukti(satu, jenis="sertifikat", pada=pada, by=by, nomor=f"SRT-TMN-{ke + 1:03d}",
                      catatan="Wirausaha dasar")  # fmt: skip


def _raise(usaha: list[Usaha], by: Pengguna) -> list[Usaha]:
    """Half of those who are ready went up within the last weeks; the others wait to be decided."""
    hari = timezone.localdate()
    siap = [n.usaha for n in assess_many(usaha, hari) if n.siap]
    naik = siap[: max(2, len(siap) // 2)]
    kini = timezone.now()
    with simulated_clock() as jam:
        for ke, satu in enumerate(naik):
            jam.sekarang = kini - timedelta(days=2 * (len(naik) - ke) % 3)
            raise_tingkat(satu, by=by, alasan="Memenuhi semua syarat dan sudah dikunjungi.")
    return naik


def _graduates(naik: list[Usaha], by: Pengguna, lurah: Pengguna) -> list[Mentor]:
    """Who stands on step 3 with a certificate accompanies others now."""
    hasil: list[Mentor] = []
    for satu in naik:
        satu.refresh_from_db()
        if satu.tingkat < 3 or len(hasil) == 2:
            continue
        add_bukti(satu, jenis="sertifikat", pada=timezone.localdate(), by=by,
                  nomor=f"SRT-TMN-{100 + satu.pk}")  # fmt: skip
        hasil.append(become_mentor(satu, by=lurah))
    return hasil
