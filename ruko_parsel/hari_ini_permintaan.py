"""Today's lines about requests and monthly reports, for the desk and for the villages."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from ruko_parsel.cetak.laporan_bulan import nama_bulan
from ruko_parsel.daftar_kecamatan import request_url
from ruko_parsel.hari_ini import BANYAK, LEWAT, MENUNGGU, Butir
from ruko_parsel.models import LaporanRuko, Permintaan
from ruko_parsel.models.permintaan import late_q
from ruko_parsel.pihak import DESA, MEJA
from ruko_parsel.tempat_ruko import LIHAT
from wilayah.format import urgensi
from wilayah.peran import Peran, peran_with
from wilayah.tenggat import sisa, sisa_lagi

S = Permintaan.Status
_SEPEKAN = timedelta(days=7)


def desk_items(user: Any, now: datetime) -> list[Butir]:
    """Late, urgent without anybody, and one's own; one query. For camat and officers."""
    if not (user.peran_aktif & MEJA and user.has_perm(LIHAT)):
        return []
    terbuka = Permintaan.objects.visible_to(user, peran=MEJA).open().filter(dijeda_at=None)
    tanpa = Q(petugas=None, status__in=[S.DITERIMA, S.DITELAAH])
    rows = _kinds(terbuka, {"lewat": late_q(now), "tanpa": tanpa, "saya": Q(petugas=user)})
    rows, lebih = _cut(rows, user)
    hasil = [
        _item(p, f"Belum dijawab, {sisa(p.due_at, now)}", mendesak=True, bagian=LEWAT)
        for p in rows["lewat"]
    ]
    for p in rows["tanpa"]:
        kata = "Belum ada petugas" if p.status == S.DITELAAH else "Baru masuk, belum ditelaah"
        hasil.append(_item(p, f"{kata}, {sisa_lagi(p.due_at, now)}", mendesak=p.urgensi >= 4))
    for p in rows["saya"]:
        batas = f", {sisa_lagi(p.due_at, now)}" if p.waits_answer else ""
        hasil.append(_item(p, f"{p.get_status_display()}{batas}", mendesak=p.urgensi >= 4))
    return [*hasil, *lebih]


def village_items(user: Any, now: datetime) -> list[Butir]:
    """What the desk asks of a village, answers that arrived; one query. For village staff."""
    if not (user.peran_aktif & DESA and user.has_perm(LIHAT)):
        return []
    rows = _kinds(
        Permintaan.objects.visible_to(user, peran=DESA),
        {
            "tanya": Q(dijeda_at__isnull=False) & ~Q(status__in=Permintaan.ENDED),
            "jawab": Q(status=S.DITANGGAPI),
            "kembali": Q(status=S.DIKEMBALIKAN, closed_at__gte=now - _SEPEKAN),
            "nilai": Q(status=S.SELESAI, nilai=None, closed_at__gte=now - _SEPEKAN * 4),
        },
    )
    rows, lebih = _cut(rows, user)
    hasil = [
        _item(p, f"Kecamatan menunggu keterangan desa, sudah {sisa(now, p.dijeda_at or now)}",
              mendesak=True)
        for p in rows["tanya"]
    ]  # fmt: skip
    kata = {
        "jawab": "Jawaban kecamatan sudah datang",
        "kembali": "Dikembalikan: baca alasannya",
        "nilai": "Selesai; beri penilaian",
    }
    hasil += [_item(p, teks) for kunci, teks in kata.items() for p in rows[kunci]]
    return [*hasil, *lebih]


def report_items(user: Any, now: datetime) -> list[Butir]:
    """Monthly reports that wait for the camat's signature; one query."""
    if Peran.CAMAT not in user.peran_aktif:
        return []
    peran = peran_with("ruko_parsel.laporanruko", "change") & {Peran.CAMAT.value}
    rows = LaporanRuko.objects.visible_to(user, peran=peran).drafts().order_by("bulan")[:BANYAK]
    return [
        Butir(f"Laporan {nama_bulan(r.bulan)}", "Baca, lalu sahkan",
              reverse("admin:ruko_parsel_laporanruko_change", args=[r.pk]))
        for r in rows
    ]  # fmt: skip


def _kinds(rows: Any, jenis: dict[str, Q]) -> dict[str, list[Permintaan]]:
    """The most pressing rows of each kind; a row belongs to the first kind it fits. One query."""
    pilih = [When(q, then=Value(kunci)) for kunci, q in jenis.items()]
    rows = rows.annotate(perihal=Case(*pilih, default=Value("")))
    potong = [
        rows.filter(perihal=kunci).order_by("-urgensi", "due_at")[: BANYAK + 1].values("pk")
        for kunci in jenis
    ]
    diambil = potong[0].union(*potong[1:], all=True)
    hasil: dict[str, list[Permintaan]] = {kunci: [] for kunci in jenis}
    ambil = rows.filter(pk__in=diambil).select_related("masalah", "wilayah")
    for satu in ambil.order_by("-urgensi", "due_at"):
        hasil[satu.perihal].append(satu)
    return hasil


def _item(p: Permintaan, kata: str, *, mendesak: bool = False, bagian: str = MENUNGGU) -> Butir:
    """A private request keeps its subject to itself: a phone may be read by somebody else."""
    judul = p.masalah.nama if p.rahasia else p.judul
    return Butir(
        judul, f"{p.wilayah.nama_lengkap}, {urgensi(p.urgensi).lower()}. {kata}.",
        request_url(p.pk), mendesak, bagian,
    )  # fmt: skip


def _cut(
    rows: dict[str, list[Permintaan]], user: Any
) -> tuple[dict[str, list[Permintaan]], list[Butir]]:
    """At most BANYAK of a kind, and the way to all where there are more."""
    pendek = {kunci: isi[:BANYAK] for kunci, isi in rows.items()}
    if all(len(isi) <= BANYAK for isi in rows.values()):
        return pendek, []
    if user.has_perm("ruko_parsel.view_laporanruko"):
        url = reverse("admin:ruko_parsel_laporanruko_daftar") + "?keadaan=terbuka"
    else:
        url = reverse("ruko_desa_saya") + "?keadaan=terbuka"
    return pendek, [Butir("Masih ada yang lain", "Lihat semua permintaan yang terbuka.", url)]
