"""The decision sheet and periodic reports as sections of a page."""

from datetime import date
from typing import Any

from ekonomi.cetak.halaman import render_halaman
from ekonomi.kpi.laporan import Laporan
from ekonomi.kpi.tulis import tanggal_hari, tulis_nilai
from ekonomi.models import LembarKeputusan
from ekonomi.services.keputusan import take_potret
from wilayah.bagian_halaman import Bagian
from wilayah.kalender import to_wib


def _hari(teks: str) -> str:
    return tanggal_hari(date.fromisoformat(teks)) if teks else "–"


def render_lembar(lembar: LembarKeputusan) -> bytes:
    """The sheet as it was signed; a draft as it stands, with a stamp that says so."""
    isi = lembar.potret if lembar.is_signed else take_potret(lembar)
    tanda: list[str] = []
    if lembar.is_signed and lembar.ditandatangani_at is not None:
        pada = tanggal_hari(to_wib(lembar.ditandatangani_at).date())
        tanda = [f"Ditandatangani {pada}", "Lurah", "", isi["penanda_tangan"]]
    return render_halaman(
        judul=f"Lembar keputusan evaluasi hari ke-{lembar.hari}",
        sub=f"{isi['program']}\nKeadaan {_hari(isi['tanggal'])} (hari ke-{isi['hari']})",
        wilayah=str(lembar.program.wilayah_id),
        bagian=bagian_lembar(isi),
        cap="" if lembar.is_signed else "DRAF",
        tanda=tanda,
    )


def bagian_lembar(isi: dict[str, Any]) -> list[Bagian]:
    """The sections of a sheet from its plain values."""
    return [
        Bagian(
            "Keputusan per bagian program",
            ["Hitungan kriteria hanya usul; yang memutuskan adalah rapat."],
            kepala=["Bagian", "Capaian", "Garis target", "Kriteria", "Keputusan"],
            baris=[
                [k["komponen"], k["capaian"], k["garis"], k["hitungan"],
                 k["putusan"] + (f"\n{k['alasan']}" if k["alasan"] else "")]
                for k in isi["komponen"]
            ],
            lebar=[3, 3, 3, 2, 4],
        ),
        Bagian("Mengapa", [f"{k['komponen']}: {k['penjelasan']}" for k in isi["komponen"]]),
        Bagian(
            "Semua target",
            kepala=["Indikator", "Capaian", "Garis hari ini", "Target", "Keadaan"],
            baris=[
                [i["nama"], i["capaian"], i["garis"], i["target"], i["lampu"]]
                for i in isi["indikator"]
            ],
            lebar=[4, 2, 2, 2, 3],
        ),
        Bagian("Peringatan dan rencana aksi", _peringatan(isi["peringatan"])),
        Bagian(
            "Risalah rapat",
            [isi["rapat"]["risalah"] or "Belum ditulis."],
            rinci=[
                ("Tanggal rapat", _hari(isi["rapat"]["tanggal"])),
                ("Yang hadir", isi["rapat"]["peserta"] or "–"),
            ],
        ),
    ]  # fmt: skip


def _peringatan(daftar: list[dict[str, Any]]) -> list[str]:
    if not daftar:
        return ["Tidak ada peringatan sampai hari itu."]
    teks = []
    for satu in daftar:
        rencana = "; ".join(
            f"{r['apa']} ({r['siapa']}, paling lambat {_hari(r['tenggat'])})"
            + (f", hasil: {r['hasil']}" if r["hasil"] else "")
            for r in satu["rencana"]
        )
        teks.append(f"{satu['indikator']}, {_hari(satu['pada'])}: {rencana or 'belum ada rencana'}")
    return teks


def render_laporan(data: Laporan) -> bytes:
    """A periodic report as PDF; for staff: figures are not suppressed."""
    return render_halaman(
        judul=data.judul,
        sub=f"{data.program.nama}\n{tanggal_hari(data.dari)} sampai {tanggal_hari(data.sampai)} "
        f"(hari ke-{data.hari})",
        wilayah=str(data.program.wilayah_id),
        bagian=bagian_laporan(data),
    )


def bagian_laporan(data: Laporan) -> list[Bagian]:
    """The sections of a report; findings with their follow-up stand beside the results."""
    bagian = [
        Bagian("Ringkasan", data.ringkasan),
        Bagian(
            "Hasil terhadap target",
            kepala=["Indikator", "Capaian", "Berubah", "Garis", "Target", "Keadaan", "Bukti"],
            baris=[
                [b.akhir.indikator.nama,
                 tulis_nilai(b.akhir.hasil.nilai, b.akhir.indikator.satuan), b.teks_selisih,
                 tulis_nilai(b.akhir.garis, b.akhir.indikator.satuan),
                 tulis_nilai(b.akhir.target.nilai if b.akhir.target else None,
                             b.akhir.indikator.satuan),
                 b.akhir.label_lampu, b.akhir.hasil.kalimat]
                for b in data.bertarget
            ],
            lebar=[4, 3, 3, 3, 3, 3, 6],
        ),
        Bagian(
            "Angka lain",
            rinci=[
                (b.akhir.indikator.nama,
                 tulis_nilai(b.akhir.hasil.nilai, b.akhir.indikator.satuan))
                for b in data.baris if b.akhir.target is None
            ],
        ),
        Bagian("Rencana aksi yang berjalan", [_rencana(r) for r in data.rencana] or ["Tidak ada."]),
    ]  # fmt: skip
    if data.temuan:
        bagian.append(
            Bagian(
                "Temuan tim evaluasi independen",
                kepala=["Temuan", "Keparahan", "Bukti", "Rekomendasi", "Tindak lanjut"],
                baris=[
                    [t.judul, t.get_keparahan_display(), t.bukti, t.rekomendasi,
                     f"{t.get_status_display()}. {t.tanggapan}".strip()]
                    for t in data.temuan
                ],
                lebar=[3, 2, 4, 4, 4],
            )
        )  # fmt: skip
    return bagian


def _rencana(r: Any) -> str:
    akhir = f"selesai: {r.hasil}" if r.hasil else f"paling lambat {tanggal_hari(r.tenggat)}"
    return f"{r.peringatan.indikator.nama}: {r.apa} ({r.siapa}), {akhir}."
