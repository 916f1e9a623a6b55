"""Labelled rows and model versions: add, train, measure, switch on, switch back."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from sklearn.metrics import f1_score

from curhat.model_aktif import FOLDER, forget_model, read_contoh
from curhat.models import ContohLatih, Subkategori, VersiModel
from curhat.triase.klasifikasi import BarisLatih, load_pengklasifikasi
from curhat.triase.normalisasi import clean, normalise
from curhat.triase.samaran import mask_pribadi

UJI_SETIAP = 5  # every fifth labelled row is held out while measuring


@transaction.atomic
def add_contoh(rows: Iterable[tuple[int, str, str]], *, sumber: str) -> tuple[int, int]:
    """Store labelled texts, masked; (how many were new, how many were known already).

    `rows` are (line number, text, subcategory slug). Raises ValueError naming line and reason, and
    stores nothing then. A text labelled anew keeps its last label.
    """
    rows = list(rows)
    slugs = set(Subkategori.objects.values_list("slug", flat=True))
    wrong = [
        f"baris {n}: {_reason(teks, label, slugs)}"
        for n, teks, label in rows
        if _reason(teks, label, slugs)
    ]
    if wrong:
        shown = "; ".join(wrong[:10]) + ("; …" if len(wrong) > 10 else "")
        raise ValueError(f"{len(wrong)} baris keliru, tidak ada yang disimpan: {shown}")
    before = ContohLatih.objects.count()
    contoh = {}
    for _n, teks, label in rows:
        masked = mask_pribadi(teks).teks
        contoh[fingerprint(masked)] = (masked, label)
    ContohLatih.objects.bulk_create(
        [
            ContohLatih(sidik=sidik, isi=isi, subkategori_id=label, sumber=sumber)
            for sidik, (isi, label) in contoh.items()
        ],
        update_conflicts=True,
        unique_fields=["sidik"],
        update_fields=["subkategori"],
    )
    added = ContohLatih.objects.count() - before
    return added, len(rows) - added


def _reason(teks: str, label: str, slugs: set[str]) -> str:
    if not teks.strip():
        return "teks kosong"
    return "" if label in slugs else f"label “{label[:40]}” bukan subkategori"


def fingerprint(teks: str) -> str:
    """What makes two examples the same: the words, whatever their case and spacing."""
    return hashlib.sha256(" ".join(teks.lower().split()).encode()).hexdigest()


def train_versi(*, activate: bool = False) -> VersiModel:
    """Train on everything labelled so far and record how good it is on rows held out."""
    last = ContohLatih.objects.order_by("-pk").first()
    hingga = last.pk if last else 0
    contoh = read_contoh(hingga)
    model = load_pengklasifikasi(tambahan=contoh, cache=FOLDER)
    versi, _made = VersiModel.objects.update_or_create(
        versi=f"{model.versi}-{hingga}",
        defaults={
            "contoh_hingga": hingga,
            "jumlah_contoh": len(contoh),
            "metrik": measure(contoh),
        },
    )
    return activate_versi(versi) if activate else versi


def measure(contoh: list[BarisLatih]) -> dict[str, Any]:
    """Macro-F1 on every fifth labelled row by a model that has not seen it, and by what ships."""
    uji = contoh[::UJI_SETIAP]
    if len(uji) < 2:
        return {"diukur": 0, "pada": timezone.now().isoformat()}
    latih = [c for n, c in enumerate(contoh) if n % UJI_SETIAP]
    label = [c.subkategori for c in uji]
    teks = [normalise(clean(c.isi)) for c in uji]
    baru = load_pengklasifikasi(tambahan=latih, cache=FOLDER).predict(teks)
    bawaan = load_pengklasifikasi(cache=FOLDER).predict(teks)
    return {
        "diukur": len(uji),
        "f1_makro": _f1(label, baru),
        "f1_makro_bawaan": _f1(label, bawaan),
        "pada": timezone.now().isoformat(),
    }


def _f1(label: list[str], prediksi: list[Any]) -> float:
    return round(
        float(f1_score(label, [p.subkategori for p in prediksi], average="macro", zero_division=0)),
        3,
    )


@transaction.atomic
def activate_versi(versi: VersiModel) -> VersiModel:
    """Put this version in use everywhere within seconds; any other one can be switched back on."""
    VersiModel.objects.select_for_update().filter(aktif=True).update(aktif=False)
    versi.aktif = True
    versi.save(update_fields=["aktif"])
    transaction.on_commit(forget_model)
    return versi
