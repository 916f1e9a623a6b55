"""Results of the survey of trust from its rows: before and after, by area and question. Reads only.

Only closed rounds have results: two looks at an open one would tell the answer between them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from luna_maya.models import JawabanPercaya, SurveiPercaya
from luna_maya.percaya_angka import N_MINIMUM, Sel, compare_cells
from luna_maya.services.survei import areas_of, labels_of, questions_for
from wilayah.models import Wilayah
from wilayah.pertanyaan import Pertanyaan

G, K = SurveiPercaya.Gelombang, JawabanPercaya.Kelompok
_X_AWAL, _X_LANGKAH = 12, 69  # of a chart 300 wide, 1 to 5


@dataclass(frozen=True, slots=True)
class Titik:
    """A mean and its interval on a chart 300 wide, in whole pixels as text: no locale spoils it."""

    x: str
    kiri: str
    lebar: str


@dataclass(frozen=True, slots=True)
class BarisHasil:
    """A cell with its picture."""

    sel: Sel
    sebelum: Titik | None
    sesudah: Titik | None


@dataclass(frozen=True, slots=True)
class HasilTanya:
    """One question of one group."""

    tanya: Pertanyaan
    ringkas: str
    baris: tuple[BarisHasil, ...]

    @property
    def kelurahan(self) -> BarisHasil | None:
        """The whole kelurahan's line."""
        return next((satu for satu in self.baris if satu.sel.tingkat == "kelurahan"), None)


@dataclass(frozen=True, slots=True)
class HasilPercaya:
    """A putaran: its closed rounds and what they found. `tulisan`: only from five texts on."""

    putaran: str
    sebelum: SurveiPercaya | None
    sesudah: SurveiPercaya | None
    warga: tuple[HasilTanya, ...]
    ketua: tuple[HasilTanya, ...]
    tulisan: tuple[str, ...]
    banyak_tulisan: int

    @property
    def ada(self) -> bool:
        """Whether any figure may be shown."""
        semua = (*self.warga, *self.ketua)
        return any(b.sel.sebelum or b.sel.sesudah for satu in semua for b in satu.baris)

    @property
    def ringkasan(self) -> list[tuple[str, str]]:
        """What residents of the whole kelurahan said, short: ("naik", "Kedekatan, …"), ...."""
        per: dict[str, list[str]] = {"naik": [], "turun": [], "belum dapat dibedakan": []}
        for satu in self.warga:
            baris = satu.kelurahan
            if baris is not None and baris.sel.kata in per:
                per[baris.sel.kata].append(satu.ringkas.lower())
        return [(kata, ", ".join(nama)) for kata, nama in per.items() if nama]


def putaran_of(kelurahan: str) -> list[str]:
    """The names of the putaran that have a closed round, the newest first."""
    rows = SurveiPercaya.objects.filter(wilayah=kelurahan, status="tutup").order_by("-buka")
    return list(dict.fromkeys(rows.values_list("putaran", flat=True)))


def trust_result(
    kelurahan: Wilayah | str, putaran: str, *, sampai: str = "rt"
) -> HasilPercaya | None:
    """What a putaran found, down to "rt" or "rw"; None where no round of it is closed."""
    kode = kelurahan if isinstance(kelurahan, str) else kelurahan.kode
    rows = SurveiPercaya.objects.filter(wilayah=kode, putaran=putaran, status="tutup")
    survei = {satu.gelombang: satu for satu in rows.select_related("wilayah")}
    if not survei:
        return None
    acuan = survei.get(G.SESUDAH) or survei[G.SEBELUM]
    nama = _names(survei.values(), acuan, sampai=sampai)
    jawaban = _answers(survei.values())
    per_gelombang = [list(s.tulisan.values_list("isi", flat=True)) for s in survei.values()]
    # each round by itself: one more text beside five that were shown before would be one person's
    tulisan = [t for isi in per_gelombang if len(isi) >= N_MINIMUM for t in isi]
    return HasilPercaya(
        putaran=putaran,
        sebelum=survei.get(G.SEBELUM),
        sesudah=survei.get(G.SESUDAH),
        warga=_of_group(acuan, K.WARGA, jawaban, nama),
        ketua=_of_group(acuan, K.KETUA, jawaban, {kode: nama[kode]}),
        tulisan=tuple(sorted(tulisan, key=str.casefold)),
        banyak_tulisan=sum(map(len, per_gelombang)),
    )


def _names(survei: Iterable[SurveiPercaya], acuan: SurveiPercaya, *, sampai: str) -> dict[str, str]:
    """{code: name} of the kelurahan, its RWs and, where asked for, RTs that were in a round."""
    nama = {acuan.wilayah_id: acuan.wilayah.nama_lengkap}
    for satu in survei:
        for rt in areas_of(satu):
            rw = rt.kode.rpartition(".")[0]
            nama[rw] = f"RW {rt.rw}"
            if sampai == "rt":
                nama[rt.kode] = f"RT {rt.rt} RW {rt.rw}"
    return nama


_Jawaban = dict[tuple[str, str, str], dict[str, list[int]]]


def _answers(survei: Iterable[SurveiPercaya]) -> _Jawaban:
    """{(group, round, question): {area: answers}}, one query."""
    hasil: _Jawaban = {}
    rows = JawabanPercaya.objects.filter(survei__in=[satu.pk for satu in survei])
    isi = rows.values_list("kelompok", "survei__gelombang", "wilayah_id", "jawaban")
    for kelompok, gelombang, kode, jawaban in isi:
        for kunci, nilai in jawaban.items():
            per_wilayah = hasil.setdefault((kelompok, gelombang, kunci), {})
            per_wilayah.setdefault(kode, []).append(int(nilai))
    return hasil


def _of_group(
    survei: SurveiPercaya, kelompok: str, jawaban: _Jawaban, nama: dict[str, str]
) -> tuple[HasilTanya, ...]:
    ringkas = labels_of(survei)
    hasil = []
    for p in questions_for(survei, kelompok):
        if p.jenis != "skala":
            continue
        sel = compare_cells(
            jawaban.get((kelompok, G.SEBELUM, p.kunci), {}),
            jawaban.get((kelompok, G.SESUDAH, p.kunci), {}),
            survei.wilayah_id,
            nama,
        )
        hasil.append(HasilTanya(p, ringkas[p.kunci], tuple(_drawn(satu) for satu in sel)))
    return tuple(hasil)


def _drawn(sel: Sel) -> BarisHasil:
    return BarisHasil(sel, _point(sel, "sebelum"), _point(sel, "sesudah"))


def _point(sel: Sel, mana: str) -> Titik | None:
    nilai = getattr(sel, mana)
    if nilai is None:
        return None
    kiri, kanan = _x(nilai.rerata.bawah), _x(nilai.rerata.atas)
    return Titik(str(_x(nilai.rerata.nilai)), str(kiri), str(max(1, kanan - kiri)))


def _x(nilai: float) -> int:
    return round(_X_AWAL + (nilai - 1) * _X_LANGKAH)
