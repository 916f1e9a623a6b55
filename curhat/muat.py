"""Loading curhat's shipped data: taxonomy, guides, rules. Idempotent; staff's edits are kept."""

import csv
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from curhat.balasan.panduan import parse_panduan
from curhat.model_bahasa.prompt import parse_prompt
from curhat.models import (
    AturanEskalasi,
    Kategori,
    PanduanSolusi,
    PromptModel,
    RiwayatPakai,
    Subkategori,
)
from curhat.triase.aturan import parse_aturan

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def load_taksonomi() -> int:
    """Categories and subcategories from fixtures/taksonomi.csv; an edited target or unit stays."""
    with (FIXTURES / "taksonomi.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for n, row in enumerate(rows):
        Kategori.objects.get_or_create(
            slug=row["kategori"], defaults={"nama": label(row["kategori"]), "urutan": n}
        )
        Subkategori.objects.get_or_create(
            slug=row["subkategori"],
            defaults={
                "kategori_id": row["kategori"],
                "nama": label(row["subkategori"]),
                "contoh_isu": row["contoh_isu"],
                "unit": row["unit_penanggung_jawab"],
                "target_hari_kerja": int(row["target_hari_kerja"]),
                "urutan": n,
            },
        )
    return len(rows)


_LABEL = {
    "banjir_drainase": "Banjir dan saluran air",
    "pohon_taman": "Pohon dan taman",
    "hewan_hama": "Hewan dan hama",
    "jalan_jembatan": "Jalan dan jembatan",
    "lalu_lintas_parkir": "Lalu lintas dan parkir",
    "listrik_internet": "Listrik dan internet",
    "gizi_stunting": "Gizi dan stunting",
    "lansia_disabilitas": "Lansia dan disabilitas",
    "perempuan_anak": "Perempuan dan anak",
    "umkm_modal": "UMKM: modal",
    "umkm_pemasaran": "UMKM: pemasaran",
    "perizinan_pajak": "Perizinan dan pajak",
    "utang_pinjol": "Utang dan pinjol",
    "biaya_beasiswa": "Biaya sekolah dan beasiswa",
    "sekolah_penerimaan": "Sekolah dan penerimaan siswa",
    "kebakaran_bencana": "Kebakaran dan bencana",
    "adminduk": "Administrasi kependudukan",
    "informasi": "Tanya informasi",
}


def label(slug: str) -> str:
    """How a slug reads for people."""
    return _LABEL.get(slug) or slug.replace("_", " ").capitalize()


@transaction.atomic
def load_panduan() -> int:
    """Guides from fixtures/panduan. A changed file is a new version, unless staff wrote the last"""
    count = 0
    for path in sorted((FIXTURES / "panduan").glob("*.txt")):
        teks = path.read_text(encoding="utf-8")
        parse_panduan(teks)
        last = (
            PanduanSolusi.objects.filter(subkategori_id=path.stem, wilayah=None)
            .order_by("-versi")
            .first()
        )
        if last is not None and (last.by_id is not None or last.teks == teks):
            continue
        if last is not None:
            PanduanSolusi.objects.filter(subkategori_id=path.stem, wilayah=None).update(aktif=False)
        PanduanSolusi.objects.create(
            subkategori_id=path.stem,
            versi=last.versi + 1 if last else 1,
            teks=teks,
            catatan="Bawaan",
        )
        count += 1
    return count


@transaction.atomic
def load_aturan() -> bool:
    """The shipped rule set; switched on unless staff have switched on one of their own."""
    isi = json.loads((FIXTURES / "aturan_eskalasi.json").read_text(encoding="utf-8"))
    versi = parse_aturan(isi).versi
    row, made = AturanEskalasi.objects.get_or_create(
        versi=versi, defaults={"isi": isi, "catatan": "Bawaan"}
    )
    if made:
        active = AturanEskalasi.objects.filter(aktif=True).first()
        if active is None or not _chosen(active):
            AturanEskalasi.objects.filter(aktif=True).update(aktif=False)
            row.aktif = True
            row.save(update_fields=["aktif"])
            RiwayatPakai.objects.create(
                aturan=row, peristiwa=RiwayatPakai.Peristiwa.DIPAKAI, alasan="Bawaan portal"
            )
    return made


@transaction.atomic
def load_prompt() -> bool:
    """The shipped prompt of the language model; a changed file is a new version.

    Put in use unless staff have switched on one of their own; the model itself stays off.
    """
    teks = (FIXTURES / "prompt" / "irfa.md").read_text(encoding="utf-8")
    parse_prompt(teks)
    if PromptModel.objects.filter(teks=teks).exists():
        return False
    terakhir = PromptModel.objects.order_by("-versi").first()
    dipakai = PromptModel.objects.filter(aktif=True).first()
    bawaan = dipakai is None or dipakai.by_id is None
    if bawaan:
        PromptModel.objects.filter(aktif=True).update(aktif=False)
    PromptModel.objects.create(
        versi=terakhir.versi + 1 if terakhir else 1, teks=teks, aktif=bawaan, catatan="Bawaan"
    )
    return True


def _chosen(aturan: AturanEskalasi) -> bool:
    """Whether a person wrote this rule set or put it in use."""
    return aturan.by_id is not None or aturan.riwayat.filter(by__isnull=False).exists()
