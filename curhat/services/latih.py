"""Labelled rows and model versions: add, train, measure, switch on when better."""

from collections.abc import Callable, Iterable
from enum import Enum

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from curhat.data_latih import DataLatih, fingerprint, read_data, read_data_of
from curhat.model_aktif import build_versi, drop_files, load_versi, look_again
from curhat.models import ContohLatih, Koreksi, RiwayatPakai, Subkategori, VersiModel
from curhat.services.pakai import LATIH, activate_versi, try_lock
from curhat.triase.samaran import mask_pribadi
from curhat.ukur_latih import judge, measure, measure_aturan
from wilayah.models import Pengguna

P = RiwayatPakai.Peristiwa
Kabari = Callable[[str], object]


class LatihSibukError(RuntimeError):
    """Another training runs; one at a time."""


class Pakai(Enum):
    """When a new version is switched on."""

    TIDAK = "tidak"
    BILA_LEBIH_BAIK = "bila lebih baik"
    LANGSUNG = "langsung"


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
        batch_size=2000,
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


def has_labels() -> bool:
    """Whether there is anything at all to learn from."""
    return ContohLatih.objects.exists() or _label_hingga() > 0


def is_behind() -> bool:
    """Whether a label has come since the newest version was made."""
    last = VersiModel.objects.order_by("-pk").first()
    if last is None:
        return has_labels()
    return _label_hingga() > last.koreksi_hingga or _contoh_hingga() > last.contoh_hingga


def _label_hingga() -> int:
    rows = Koreksi.objects.filter(subkategori_baru__isnull=False)
    return int(rows.aggregate(n=Max("pk"))["n"] or 0)


def _contoh_hingga() -> int:
    return int(ContohLatih.objects.aggregate(n=Max("pk"))["n"] or 0)


@transaction.atomic
def train_versi(
    *,
    pakai: Pakai = Pakai.BILA_LEBIH_BAIK,
    by: Pengguna | None = None,
    say: Kabari = lambda _kata: None,
) -> VersiModel:
    """Learn from every label so far but the held-out ones, measure on those, keep the result.

    `say` is told of each step. Raises LatihSibukError while another training runs.
    """
    if not try_lock(LATIH):
        raise LatihSibukError("Pelatihan lain sedang berjalan; coba lagi sebentar lagi.")
    contoh, koreksi = _contoh_hingga(), _label_hingga()
    data = read_data(contoh_hingga=contoh, koreksi_hingga=koreksi)
    aktif = VersiModel.objects.filter(aktif=True).first()
    if aktif is not None and aktif.sidik == data.sidik:
        say("Tidak ada label baru; versi dari label yang sama sudah dipakai.")
        return aktif
    nama = _name_for(data)
    say(f"Belajar dari {len(data.latih)} label ({data.dari_koreksi} koreksi petugas) …")
    model = build_versi(data, versi=nama)
    say(f"Menguji pada {len(data.uji)} label yang tidak dipelajari …")
    metrik = measure(data.uji, baru=model, dipakai=load_versi(aktif)) | measure_aturan(koreksi)
    lebih_baik, alasan = judge(metrik)
    versi, baru = VersiModel.objects.update_or_create(
        versi=nama,
        defaults={
            "contoh_hingga": contoh,
            "koreksi_hingga": koreksi,
            "jumlah_contoh": len(data.latih),
            "jumlah_koreksi": data.dari_koreksi,
            "sidik": data.sidik,
            "metrik": metrik,
            "alasan": alasan,
        },
    )
    if baru:
        RiwayatPakai.objects.create(model=versi, peristiwa=P.DIBUAT, by=by, alasan=alasan)
    if pakai is Pakai.LANGSUNG:
        activate_versi(versi, by=by, alasan="Dipakai atas perintah saat melatih")
    elif pakai is Pakai.BILA_LEBIH_BAIK and lebih_baik:
        activate_versi(versi, by=by, alasan=alasan)
    return versi


def _name_for(data: DataLatih) -> str:
    """The name of the version that these very rows made, else the next of the day."""
    sama = VersiModel.objects.filter(sidik=data.sidik).first()
    if sama is not None:
        return sama.versi
    hari = f"{timezone.localdate():%Y-%m-%d}"
    nomor = VersiModel.objects.filter(versi__startswith=f"{hari}.").count() + 1
    return f"{hari}.{nomor}"


@transaction.atomic
def renew_versi() -> list[VersiModel]:
    """Make every version anew whose rows have lost some to an erasure; the ones that changed.

    The one in use is trained here and now, the others when somebody goes back to them; this
    machine's files of the old rows are deleted. Raises LatihSibukError while a training runs.
    """
    if not try_lock(LATIH):
        raise LatihSibukError("Pelatihan lain sedang berjalan; coba lagi sebentar lagi.")
    berubah = []
    for versi in VersiModel.objects.exclude(sidik=""):
        data = read_data_of(versi)
        if data.sidik == versi.sidik:
            continue
        versi.sidik = data.sidik
        versi.jumlah_contoh, versi.jumlah_koreksi = len(data.latih), data.dari_koreksi
        versi.save(update_fields=["sidik", "jumlah_contoh", "jumlah_koreksi"])
        RiwayatPakai.objects.create(model=versi, peristiwa=P.DIULANG)
        if versi.aktif:
            build_versi(data, versi=versi.versi)
        berubah.append(versi)
    drop_files(set(VersiModel.objects.values_list("sidik", flat=True)))
    if berubah:
        transaction.on_commit(look_again)
    return berubah
