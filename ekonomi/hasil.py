"""A programme's result from its rows: who began where, stands where, left. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ekonomi.models import Keikutsertaan, Pengukuran, Program, Rumah, TargetProgram
from ekonomi.omzet_bulanan import months_of_rumah
from ekonomi.statistik import Hasil, Perubahan, Peserta, Putusan, programme_change, real_change
from wilayah.format import rupiah

BULAN_KINI = 3  # a household counts with its last figure of so many months, this one included
TARGET_BAWAAN = 25.0  # seed: income up by at least 25 % against the baseline


@dataclass(frozen=True, slots=True)
class BarisRumah:
    """One household's line in the result."""

    ikut: Keikutsertaan
    awal: int | None
    kini: int | None
    bulan_kini: date | None

    @property
    def rumah(self) -> Rumah:
        return self.ikut.rumah

    @property
    def perubahan(self) -> Perubahan | None:
        if self.awal is None or self.kini is None:
            return None
        return Perubahan(self.awal, self.kini)

    @property
    def keadaan(self) -> str:
        """In one word: keluar, belum ada awal, belum lapor, or what changed."""
        if self.ikut.keluar is not None:
            return "keluar"
        if self.awal is None:
            return "belum ada angka awal"
        return self.perubahan.kata if self.perubahan else "belum lapor"


@dataclass(frozen=True, slots=True)
class HasilProgram:
    """What the result page and its file show."""

    program: Program
    jenis: str
    pada: date
    hasil: Hasil
    baris: tuple[BarisRumah, ...]
    bulanan: tuple[tuple[date, float, int], ...]  # month, mean of measured households, how many


def programme_result(
    program: Program, *, pada: date, jenis: str = Pengukuran.Jenis.OMZET
) -> HasilProgram:
    """Everything measured of the programme's households up to `pada`."""
    ikut = list(
        Keikutsertaan.objects.filter(program=program, masuk__lte=pada)
        .select_related("rumah__wilayah__induk")
        .order_by("rumah__wilayah", "rumah__nama_kepala", "pk")
    )
    rumah = [satu.rumah_id for satu in ikut]
    angka = months_of_rumah(rumah, jenis)
    awal = baselines_of(rumah, jenis)
    baris = tuple(_line(satu, awal.get(satu.rumah_id), angka, pada) for satu in ikut)
    hasil = programme_change(
        [Peserta(b.awal, b.kini, b.ikut.keluar is not None) for b in baris],
        target=target_of(program),
    )
    bulanan = _means(baris, angka, pada)
    return HasilProgram(program, jenis, pada, hasil, baris, bulanan)


def baselines_of(rumah: Iterable[int], jenis: str) -> dict[int, int]:
    """Household to what it began with: the sum over its businesses, or its own figure.

    Where both exist the earlier one is the start: who began at nothing and opened a business later
    began at nothing.
    """
    ids = list(rumah)
    dasar = Pengukuran.objects.valid().filter(is_baseline=True, jenis=jenis)
    sendiri: dict[int, tuple[date, int]] = {
        pk: (bulan, nilai)
        for pk, bulan, nilai in dasar.filter(rumah__in=ids).values_list(
            "rumah_id", "bulan", "nilai"
        )
        if pk is not None
    }
    usaha: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for pk, bulan, nilai in dasar.filter(usaha__rumah__in=ids).values_list(
        "usaha__rumah_id", "bulan", "nilai"
    ):
        usaha[pk].append((bulan, nilai))
    hasil = {pk: nilai for pk, (_bulan, nilai) in sendiri.items()}
    for pk, daftar in usaha.items():
        mulai = min(bulan for bulan, _nilai in daftar)
        if pk not in sendiri or mulai <= sendiri[pk][0]:
            hasil[pk] = sum(nilai for _bulan, nilai in daftar)
    return hasil


def target_of(program: Program) -> float:
    """The rise the programme set itself, in percent; the seed's 25 where it set none."""
    target = (
        TargetProgram.objects.filter(program=program, indikator__satuan="persen")
        .filter(indikator__rumus__contains="pendapatan")
        .first()
    )
    return float(target.nilai) if target is not None else TARGET_BAWAAN


def _line(
    ikut: Keikutsertaan, awal: int | None, angka: dict[int, dict[date, int]], pada: date
) -> BarisRumah:
    bulan = [
        b
        for b in angka.get(ikut.rumah_id, {})
        if b <= pada and (pada.year - b.year) * 12 + pada.month - b.month < BULAN_KINI
    ]
    terakhir = max(bulan, default=None)
    kini = angka[ikut.rumah_id][terakhir] if terakhir else None
    return BarisRumah(ikut, awal, kini, terakhir)


def _means(
    baris: Sequence[BarisRumah], angka: dict[int, dict[date, int]], pada: date
) -> tuple[tuple[date, float, int], ...]:
    """The mean of each month over the households still in that have a start."""
    dalam = {b.rumah.pk for b in baris if b.awal is not None and b.ikut.keluar is None}
    per_bulan: dict[date, list[int]] = defaultdict(list)
    for pk in dalam:
        for bulan, nilai in angka.get(pk, {}).items():
            if bulan <= pada:
                per_bulan[bulan].append(nilai)
    return tuple(
        (bulan, sum(nilai) / len(nilai), len(nilai)) for bulan, nilai in sorted(per_bulan.items())
    )


GOLONGAN = ("turun", "tetap (kurang dari 5%)", "naik 5–25%", "naik 25–50%", "naik lebih dari 50%",
            "baru berpenghasilan")  # fmt: skip


def spread_of(baris: Iterable[BarisRumah]) -> list[tuple[str, int]]:
    """How many households changed by how much; those that left are not among them."""
    hitung: Counter[str] = Counter()
    for satu in baris:
        if satu.ikut.keluar is None and satu.perubahan is not None:
            hitung[_class_of(satu.perubahan)] += 1
    return [(nama, hitung[nama]) for nama in GOLONGAN]


def _class_of(perubahan: Perubahan) -> str:
    if perubahan.persen is None:
        return GOLONGAN[5] if perubahan.kini else GOLONGAN[1]
    for batas, nama in ((-5, GOLONGAN[0]), (5, GOLONGAN[1]), (25, GOLONGAN[2]), (50, GOLONGAN[3])):
        if perubahan.persen < batas:
            return nama
    return GOLONGAN[4]


def read_aloud(hasil: HasilProgram, *, inflasi: float | None = None) -> list[str]:
    """The result in sentences, for who does not read tables."""
    h, apa = hasil.hasil, "Omzet" if hasil.jenis == "omzet" else "Pendapatan"
    if not h.berbaseline:
        return [f"Belum ada rumah tangga yang punya angka awal {apa.lower()}, jadi perubahan belum"
                " dapat dihitung."]  # fmt: skip
    terukur = h.lengkap.n
    kalimat = [
        f"Dari {h.peserta} rumah tangga peserta, {h.berbaseline} punya angka awal dan {terukur} di"
        f" antaranya punya angka tiga bulan terakhir. {h.belum_lapor} belum lapor,"
        f" {h.keluar} keluar dari program, {h.dengan_keluar.n - terukur} di antaranya punya angka"
        " awal."
    ]
    if h.lengkap.sedikit:
        return [*kalimat, "Kurang dari lima rumah tangga terukur: terlalu sedikit untuk"
                " menyimpulkan apa pun."]  # fmt: skip
    kalimat.append(_rise(apa, h))
    kalimat.append(_verdict(h))
    nilai = h.lengkap.kenaikan.nilai
    if inflasi is not None and nilai is not None:
        kalimat.append(
            f"Harga-harga naik {_persen(inflasi)} sejak awal, jadi kenaikan nyatanya sekitar"
            f" {_persen(real_change(nilai, inflasi))}."
        )
    return kalimat


def _rise(apa: str, h: Hasil) -> str:
    r = h.lengkap
    if r.kenaikan.nilai is None:
        return f"Semuanya mulai dari nol; sekarang rata-rata {rupiah(int(r.rerata_kini))}."
    arah = "naik" if r.kenaikan.nilai >= 0 else "turun"
    return (
        f"{apa} rata-rata {arah} {_persen(abs(r.kenaikan.nilai))}, dari"
        f" {rupiah(int(r.rerata_awal))} menjadi {rupiah(int(r.rerata_kini))} sebulan"
        f" (kisaran wajar {_persen(r.kenaikan.bawah)} sampai {_persen(r.kenaikan.atas)})."
        f" {r.naik} rumah tangga naik, {r.turun} turun."
    )


def _verdict(h: Hasil) -> str:
    target = _persen(h.target)
    kata = {
        Putusan.TERCAPAI: f"Sasaran kenaikan {target} tercapai.",
        Putusan.BELUM: f"Sasaran kenaikan {target} belum tercapai.",
        Putusan.BELUM_PASTI: f"Belum dapat dipastikan apakah sasaran {target} tercapai: kisarannya"
        " melewati angka itu.",
        Putusan.SEDIKIT: "Datanya terlalu sedikit untuk menyimpulkan.",
    }
    teks = kata[h.lengkap.putusan]
    if h.berbeda:
        teks += (
            " Bila yang keluar dihitung tetap seperti awal, kesimpulannya berbeda:"
            f" {h.dengan_keluar.putusan}."
        )
    elif h.keluar:
        teks += " Kesimpulan itu sama bila yang keluar dihitung tetap seperti awal."
    return teks


def _persen(nilai: float | None) -> str:
    return "–" if nilai is None else f"{nilai:.1f}%".replace(".", ",").replace(",0%", "%")
