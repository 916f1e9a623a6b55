"""How good a classifier is on labels it has not seen, beside the one in use; and when it is better.

Counts and shares only: nothing here holds a resident's words.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, F, Q
from django.db.models.functions import Abs, Left
from django.utils import timezone
from scipy.stats import binomtest
from sklearn.metrics import f1_score, precision_recall_fscore_support

from curhat.data_latih import BarisBerlabel
from curhat.models import Koreksi
from curhat.triase.klasifikasi import Pengklasifikasi
from curhat.triase.normalisasi import clean, normalise

# Chance alone may explain a gain at most this often (one-sided sign test on the texts where the
# two differ): five won and none lost is 0.03, four and none 0.06.
KEBETULAN = 0.05
CUKUP_DINILAI = 10  # held-out texts of a subcategory before its own recall is judged
TURUN_TERBANYAK = 0.15  # how much of its recall such a subcategory may lose
PANJANG_KODE_KELURAHAN = 13

Metrik = dict[str, Any]


def predict_labels(model: Pengklasifikasi, rows: Sequence[BarisBerlabel]) -> list[str]:
    """What the model says each text is about, before any threshold."""
    return [p.subkategori for p in model.predict([normalise(clean(b.isi)) for b in rows])]


def measure(
    rows: Sequence[BarisBerlabel], *, baru: Pengklasifikasi, dipakai: Pengklasifikasi
) -> Metrik:
    """Figures of `baru` on held-out rows, and of `dipakai` on the same ones."""
    pada = timezone.now().isoformat()
    if len(rows) < 2:
        return {"diukur": len(rows), "pada": pada}
    label = [b.subkategori for b in rows]
    kata_baru, kata_lama = predict_labels(baru, rows), predict_labels(dipakai, rows)
    menang = sum(b == t != a for t, b, a in zip(label, kata_baru, kata_lama, strict=True))
    kalah = sum(a == t != b for t, b, a in zip(label, kata_baru, kata_lama, strict=True))
    return {
        "pada": pada,
        "diukur": len(rows),
        **_scores(label, kata_baru),
        "dipakai": {"versi": dipakai.versi, **_scores(label, kata_lama)},
        "menang": menang,
        "kalah": kalah,
        "kebetulan": sign_test(menang, kalah),
        "per_subkategori": _per_label(label, kata_baru, kata_lama),
        "pasangan": [
            [benar, tebakan, n]
            for (benar, tebakan), n in sorted(Counter(zip(label, kata_baru, strict=True)).items())
        ],
    }


def sign_test(menang: int, kalah: int) -> float:
    """How often chance alone would win at least so many of the texts where two models differ."""
    if menang + kalah == 0:
        return 1.0
    return round(float(binomtest(menang, menang + kalah, alternative="greater").pvalue), 4)


def _scores(label: Sequence[str], kata: Sequence[str]) -> Metrik:
    benar = sum(a == b for a, b in zip(label, kata, strict=True))
    f1 = f1_score(label, kata, labels=sorted(set(label)), average="macro", zero_division=0)
    return {"akurasi": round(benar / len(label), 4), "f1_makro": round(float(f1), 4)}


def _per_label(label: Sequence[str], baru: Sequence[str], lama: Sequence[str]) -> Metrik:
    nama = sorted(set(label))
    hitung = {"labels": nama, "average": None, "zero_division": 0}
    presisi, recall, f1, banyak = precision_recall_fscore_support(label, baru, **hitung)
    _, recall_lama, _, _ = precision_recall_fscore_support(label, lama, **hitung)
    return {
        slug: {
            "n": int(banyak[i]),
            "presisi": round(float(presisi[i]), 4),
            "recall": round(float(recall[i]), 4),
            "f1": round(float(f1[i]), 4),
            "recall_dipakai": round(float(recall_lama[i]), 4),
        }
        for i, slug in enumerate(nama)
    }


def judge(metrik: Metrik) -> tuple[bool, str]:
    """Whether a version is better than the one in use, and the reason in words.

    Better: enough held-out labels, a higher macro-F1, more texts won than lost beyond chance, and
    no well-tested subcategory that loses much (docs/keputusan/015).
    """
    diukur = metrik["diukur"]
    if diukur < settings.LATIH_UJI_MINIMUM:
        return False, (
            f"Baru {diukur} label uji; perlu {settings.LATIH_UJI_MINIMUM} sebelum dapat dinilai."
        )
    angka = f"F1 {_koma(metrik['dipakai']['f1_makro'])} menjadi {_koma(metrik['f1_makro'])}"
    tanding = f"{metrik['menang']} teks membaik, {metrik['kalah']} memburuk"
    if metrik["f1_makro"] <= metrik["dipakai"]["f1_makro"]:
        return False, f"Tidak lebih baik: {angka}; {tanding}."
    if metrik["kebetulan"] > KEBETULAN:
        return False, f"Naik, tetapi bisa kebetulan: {angka}; {tanding}."
    turun = _fallen(metrik)
    if turun:
        return False, f"{angka}, tetapi menurun pada: {', '.join(turun)}."[:300]
    return True, f"Lebih baik: {angka}; {tanding}."


def _fallen(metrik: Metrik) -> list[str]:
    return [
        slug
        for slug, nilai in metrik["per_subkategori"].items()
        if nilai["n"] >= CUKUP_DINILAI
        and nilai["recall_dipakai"] - nilai["recall"] > TURUN_TERBANYAK
    ]


def _koma(nilai: float) -> str:
    return f"{nilai:.3f}".replace(".", ",")


def measure_aturan(koreksi_hingga: int) -> Metrik:
    """How far the rules' urgency and the place found agree with staff, over the machine's readings.

    Private cases are left out: these figures are read by every staff member.
    """
    rows = Koreksi.objects.of_machine().filter(pk__lte=koreksi_hingga, curhat__rahasia=False)
    urgensi = (
        rows.filter(urgensi_baru__isnull=False)
        .annotate(selisih=Abs(F("urgensi_baru") - F("urgensi_lama")))
        .aggregate(
            n=Count("pk"),
            rata=Avg("selisih"),
            tepat=Count("pk", filter=Q(selisih=0)),
            dekat=Count("pk", filter=Q(selisih__lte=1)),
        )
    )
    tempat = (
        rows.filter(wilayah_baru__isnull=False)
        .annotate(
            semula=Left("wilayah_lama_id", PANJANG_KODE_KELURAHAN),
            menjadi=Left("wilayah_baru_id", PANJANG_KODE_KELURAHAN),
        )
        .aggregate(
            n=Count("pk"),
            tepat=Count("pk", filter=Q(wilayah_baru=F("wilayah_lama"))),
            kelurahan=Count("pk", filter=Q(semula=F("menjadi"))),
        )
    )
    return {
        "urgensi": {
            "n": urgensi["n"],
            "selisih": round(float(urgensi["rata"] or 0), 3),
            "tepat": _share(urgensi["tepat"], urgensi["n"]),
            "dalam_satu": _share(urgensi["dekat"], urgensi["n"]),
        },
        "tempat": {
            "n": tempat["n"],
            "tepat": _share(tempat["tepat"], tempat["n"]),
            "kelurahan": _share(tempat["kelurahan"], tempat["n"]),
        },
    }


def _share(bagian: int, semua: int) -> float | None:
    return round(bagian / semua, 4) if semua else None
