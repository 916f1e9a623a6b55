"""What to support next, and what came after support that was given. No causal claim is made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import mean

from ruko_parsel.angka_kapasitas import levels_by_village
from ruko_parsel.models import (
    DesaPembinaan,
    JenisMasalah,
    NilaiKapasitas,
    PenilaianKapasitas,
    Permintaan,
    PesertaPembinaan,
    RencanaPembinaan,
)
from wilayah.models import Wilayah
from wilayah.zona import hari_ini, zona_of

RENDAH = 2  # a level at which support is due
JENDELA = 180  # days of requests counted before and after
SEDIKIT = 5  # fewer villages than this: chance can explain any difference
S = RencanaPembinaan.Status


@dataclass(frozen=True, slots=True)
class Usulan:
    """A kind that villages lack most: which, and how many requests it caused in a year."""

    masalah: JenisMasalah
    rendah: tuple[Wilayah, ...]
    dinilai: int
    rata: float
    permintaan: int
    direncanakan: int

    @property
    def bobot(self) -> float:
        """Villages in need, times how far they are from the top, plus requests of a year."""
        return len(self.rendah) * (5 - self.rata) + self.permintaan

    @property
    def rata_terbaca(self) -> str:
        return comma(self.rata)

    @property
    def dasar(self) -> str:
        return (
            f"{len(self.rendah)} dari {self.dinilai} desa berada di tingkat {RENDAH} atau di "
            f"bawahnya (rata-rata {self.rata_terbaca}); {self.permintaan} permintaan setahun ini."
        )


def comma(nilai: float) -> str:
    return f"{nilai:.1f}".replace(".", ",")


def propose_pembinaan(kecamatan: str, periode: str) -> list[Usulan]:
    """Kinds by need, the greatest first. A village's level is the lower one of both views."""
    nilai: dict[str, dict[str, int]] = defaultdict(dict)
    for sudut in PenilaianKapasitas.Sudut.values:
        for (desa, _p), isi in levels_by_village(kecamatan, [periode], sudut).items():
            for kode, n in isi.items():
                nilai[kode][desa] = min(n, nilai[kode].get(desa, n))
    areas = {d.kode: d for d in Wilayah.objects.filter(induk_id=kecamatan).order_by("nama")}
    sejak = hari_ini(kecamatan) - timedelta(days=365)
    minta = _requests(areas, sejak, hari_ini(kecamatan), kecamatan)
    jalan = Counter(
        RencanaPembinaan.objects.in_wilayah(kecamatan)
        .filter(status__in=[S.RENCANA, S.BERJALAN]).order_by()
        .values_list("masalah_id", flat=True)
    )  # fmt: skip
    hasil = []
    for masalah in JenisMasalah.objects.all():
        isi = nilai.get(masalah.pk, {})
        rendah = tuple(areas[d] for d in areas if d in isi and isi[d] <= RENDAH)
        if rendah:
            jumlah = sum(n for (_d, kode), n in minta.items() if kode == masalah.pk)
            hasil.append(
                Usulan(masalah, rendah, len(isi), mean(isi.values()), jumlah, jalan[masalah.pk])
            )
    return sorted(hasil, key=lambda u: (-u.bobot, u.masalah.urut))


def _requests(
    desa: Iterable[str], dari: date, sampai: date, kecamatan: str
) -> Counter[tuple[str, str]]:
    """{(village, kind): requests filed} from one day up to and with another, there."""
    zona = zona_of(kecamatan)
    awal = datetime.combine(dari, time(), tzinfo=zona)
    akhir = datetime.combine(sampai + timedelta(days=1), time(), tzinfo=zona)
    rows = Permintaan.objects.filter(
        wilayah__in=list(desa), created_at__gte=awal, created_at__lt=akhir
    )
    return Counter(rows.order_by().values_list("wilayah_id", "masalah_id"))


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Villages that took part, or the others: levels before and after, requests."""

    n: int  # villages with a level both before and after
    sebelum: float | None
    sesudah: float | None
    desa: int
    minta_sebelum: int
    minta_sesudah: int

    @property
    def ubah(self) -> float | None:
        if self.sebelum is None or self.sesudah is None:
            return None
        return self.sesudah - self.sebelum

    @property
    def terbaca(self) -> str:
        if self.sebelum is None or self.sesudah is None:
            return "belum ada penilaian sebelum dan sesudahnya"
        return (
            f"{comma(self.sebelum)} → {comma(self.sesudah)} ({signed(self.sesudah - self.sebelum)})"
        )


def signed(nilai: float) -> str:
    bulat = round(nilai, 1)
    return "tetap" if not bulat else f"{'naik' if bulat > 0 else 'turun'} {comma(abs(bulat))}"


@dataclass(frozen=True, slots=True)
class Dampak:
    """A support that ended: how participants and the other villages moved in the same time."""

    rencana: RencanaPembinaan
    sudut: str
    peserta: Kelompok
    lain: Kelompok
    hari: int  # of requests counted on each side

    @property
    def selisih(self) -> float | None:
        """The change of participants minus the change of the others, in levels."""
        if self.peserta.ubah is None or self.lain.ubah is None:
            return None
        return self.peserta.ubah - self.lain.ubah

    @property
    def kalimat(self) -> str:
        """The figures in plain words."""
        if self.selisih is None:
            return (
                "Belum dapat dibandingkan: perlu penilaian terkirim sebelum dan sesudah pembinaan, "
                "dari desa peserta dan desa lain."
            )
        a, b = self.peserta, self.lain
        beda = round(self.selisih, 1)
        akhir = (
            "Keduanya bergerak sama."
            if not beda
            else f"Desa peserta bergerak {comma(abs(beda))} tingkat "
            f"{'lebih baik' if beda > 0 else 'kurang baik'} daripada desa lain."
        )
        return (
            f"{a.n} desa peserta {signed(a.ubah or 0)} tingkat, {b.n} desa lain "
            f"{signed(b.ubah or 0)} tingkat pada waktu yang sama. {akhir}"
        )

    @property
    def hati_hati(self) -> str:
        """Why nothing is proved by it."""
        umum = (
            "Perbandingan ini bukan bukti bahwa pembinaanlah penyebabnya: desa peserta dipilih, "
            "bukan diundi, dan hal lain ikut berubah."
        )
        if self.selisih is not None and min(self.peserta.n, self.lain.n) < SEDIKIT:
            return f"Desanya sedikit, jadi selisih ini bisa saja kebetulan. {umum}"
        return umum


def compare_pembinaan(kecamatan: str, sudut: str) -> list[Dampak]:
    """Every support that ended with a result, the newest first; a fixed number of queries."""
    rencana = list(
        RencanaPembinaan.objects.in_wilayah(kecamatan).filter(status=S.SELESAI)
        .select_related("masalah", "wilayah").order_by("-sampai", "-pk")
    )  # fmt: skip
    if not rencana:
        return []
    areas = frozenset(Wilayah.objects.filter(induk_id=kecamatan).values_list("kode", flat=True))
    dinilai = _dated_levels(kecamatan, sudut)
    ikut, dibina = _participants(kecamatan)
    kini = hari_ini(kecamatan)
    minta = _all_requests(areas, kecamatan)
    hasil = []
    for satu in rencana:
        hari = max(0, min(JENDELA, (kini - satu.sampai).days))
        peserta = ikut[satu.pk]
        lain = areas - dibina[satu.masalah_id]
        hasil.append(
            Dampak(
                satu, sudut, _group(peserta, satu, dinilai, minta, hari),
                _group(lain, satu, dinilai, minta, hari), hari,
            )
        )  # fmt: skip
    return hasil


_Tanggal = list[tuple[date, str, int]]  # when sent, half-year, level


def _dated_levels(kecamatan: str, sudut: str) -> Mapping[tuple[str, str], _Tanggal]:
    """{(village, kind): levels by the day they were sent}, in order."""
    rows = (
        NilaiKapasitas.objects.filter(
            penilaian__in=PenilaianKapasitas.objects.in_wilayah(kecamatan).sent()
            .filter(sudut=sudut).values("pk")
        )
        .order_by("penilaian__dikirim_at")
        .values_list(
            "penilaian__wilayah_id", "masalah_id", "penilaian__dikirim_at", "penilaian__periode",
            "nilai",
        )
    )  # fmt: skip
    zona = zona_of(kecamatan)
    hasil: dict[tuple[str, str], _Tanggal] = defaultdict(list)
    for desa, masalah, saat, periode, nilai in rows:
        if saat is not None:  # sent ones have a date
            hasil[desa, masalah].append((saat.astimezone(zona).date(), periode, nilai))
    return hasil


def _participants(
    kecamatan: str,
) -> tuple[Mapping[int, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Villages by plan that took part (somebody came, or nobody was to come), and all that any
    support on a kind was for.
    """
    untuk: dict[int, set[str]] = defaultdict(set)
    dibina: dict[str, set[str]] = defaultdict(set)
    for pk, masalah, desa in (
        DesaPembinaan.objects.filter(rencana__wilayah=kecamatan)
        .exclude(rencana__status=S.BATAL).order_by()
        .values_list("rencana_id", "rencana__masalah_id", "desa_id")
    ):  # fmt: skip
        untuk[pk].add(desa)
        dibina[masalah].add(desa)
    hadir: dict[int, set[str]] = defaultdict(set)
    dicatat: set[int] = set()
    for pk, desa, ya in (
        PesertaPembinaan.objects.filter(rencana__in=untuk, hadir__isnull=False).order_by()
        .values_list("rencana_id", "wilayah_id", "hadir")
    ):  # fmt: skip
        dicatat.add(pk)
        if ya:
            hadir[pk].add(desa)
    return (
        defaultdict(
            frozenset, {pk: frozenset(hadir[pk] if pk in dicatat else d) for pk, d in untuk.items()}
        ),
        defaultdict(frozenset, {m: frozenset(d) for m, d in dibina.items()}),
    )


def _all_requests(desa: Iterable[str], kecamatan: str) -> list[tuple[str, str, date]]:
    zona = zona_of(kecamatan)
    rows = Permintaan.objects.filter(wilayah__in=list(desa)).order_by()
    return [
        (d, m, saat.astimezone(zona).date())
        for d, m, saat in rows.values_list("wilayah_id", "masalah_id", "created_at")
    ]


def _group(
    desa: frozenset[str], rencana: RencanaPembinaan,
    dinilai: Mapping[tuple[str, str], _Tanggal], minta: Sequence[tuple[str, str, date]], hari: int,
) -> Kelompok:  # fmt: skip
    """Before: the last level sent before it began; after: the first sent since it ended."""
    sebelum, sesudah = [], []
    for kode in desa:
        nilai = dinilai.get((kode, rencana.masalah_id), [])
        dulu = [n for saat, _p, n in nilai if saat < rencana.tanggal]
        nanti = [n for saat, _p, n in nilai if saat >= rencana.sampai]
        if dulu and nanti:
            sebelum.append(dulu[-1])
            sesudah.append(nanti[0])
    jangka = timedelta(days=hari)
    milik = [t for d, m, t in minta if d in desa and m == rencana.masalah_id]
    return Kelompok(
        n=len(sebelum),
        sebelum=mean(sebelum) if sebelum else None,
        sesudah=mean(sesudah) if sesudah else None,
        desa=len(desa),
        minta_sebelum=sum(rencana.tanggal - jangka <= t < rencana.tanggal for t in milik),
        minta_sesudah=sum(rencana.sampai < t <= rencana.sampai + jangka for t in milik),
    )
