"""Reads what the planner needs of a kelurahan: visits, signals, problems, hosts, skips."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from luna_maya.models import (
    Catatan,
    JenisKunjungan,
    Kunjungan,
    Tokoh,
    TuanRumah,
    Tugas,
    UsulKunjungan,
)
from luna_maya.perencana.malam import BULAN, CARI_HARI, HUJAN, Aturan, season_of
from luna_maya.perencana.nilai_dasar import Bobot, KeadaanRt, Waktu
from luna_maya.perencana.urut import Putaran, round_of
from wilayah.kalender import hari_libur_in
from wilayah.models import Pengguna, Penugasan, Rujukan, Wilayah
from wilayah.peran import Peran
from wilayah.scope import above
from wilayah.sinyal import Titik, read_sinyal
from wilayah.zona import at_place, zona_of

SETAHUN = 365
_SESUDAH_LEBARAN = 40  # days of holidays read beyond the last evening: Ramadan is known by its end


@dataclass(frozen=True, slots=True)
class Masukan:
    """All that `perencana.urut.propose` asks for."""

    keadaan: tuple[KeadaanRt, ...]
    putaran: Putaran
    waktu: Waktu


@dataclass(slots=True)
class _Sinyal:
    curhat: Counter[str]
    menunggu: dict[str, int]
    miskin: Counter[str]


@dataclass(frozen=True, slots=True)
class _Bahan:
    """Everything read, by RT."""

    hari_ini: date
    pernah: dict[str, list[date]]
    sinyal: _Sinyal
    masalah: Counter[str]
    undangan: Counter[str]
    ada_tuan: set[str]
    lewat: dict[str, tuple[int, str]]
    per_rw: Counter[str]
    rw_sudah: Counter[str]


def read_masukan(kelurahan: str, mulai: date) -> Masukan:
    """What is known today of each RT, for visits from `mulai` on."""
    hari_ini = at_place(timezone.now(), kelurahan).date()
    rows = Wilayah.objects.in_wilayah(kelurahan).filter(tingkat=Wilayah.Tingkat.RT)
    daftar = list(rows.order_by("kode"))
    kunjungan = _visits(kelurahan)
    pernah: dict[str, list[date]] = defaultdict(list)
    for rt, hari in kunjungan:
        pernah[rt].append(hari)
    sejak = hari_ini - timedelta(days=SETAHUN)
    bahan = _Bahan(
        hari_ini=hari_ini,
        pernah=pernah,
        sinyal=_signals(read_sinyal(kelurahan, sejak, hari_ini)),
        masalah=_problems(kelurahan),
        undangan=_invitations(kelurahan),
        ada_tuan=_hosts(kelurahan),
        lewat=_skips(kelurahan, hari_ini),
        per_rw=Counter(str(rt.rw) for rt in daftar),
        rw_sudah=Counter(str(rt.rw) for rt in daftar if any(h > sejak for h in pernah[rt.kode])),
    )
    putaran = round_of([rt for rt, _hari in kunjungan], {rt.kode for rt in daftar})
    waktu = Waktu(season_of(mulai), BULAN[mulai.month - 1])
    return Masukan(tuple(_keadaan(rt, bahan, mulai) for rt in daftar), putaran, waktu)


def _keadaan(rt: Wilayah, bahan: _Bahan, mulai: date) -> KeadaanRt:
    kode, rw, hari = rt.kode, str(rt.rw), bahan.pernah[rt.kode]
    lewat_hari, alasan = bahan.lewat.get(kode, (None, ""))
    tanpa_rt = bahan.sinyal.curhat[kode.rpartition(".")[0]]
    return KeadaanRt(
        rt=kode,
        nama=nama_rt(rt),
        rw=rw,
        hari_sejak=max((bahan.hari_ini - hari[-1]).days, 0) if hari else None,
        kunjungan=len(hari),
        curhat=bahan.sinyal.curhat[kode],
        curhat_rw=round(tanpa_rt / bahan.per_rw[rw], 1),
        hari_menunggu=bahan.sinyal.menunggu.get(kode, 0),
        miskin=bahan.sinyal.miskin[kode],
        masalah=bahan.masalah[kode],
        undangan=bahan.undangan[kode],
        rw_jumlah_rt=bahan.per_rw[rw],
        rw_sudah=bahan.rw_sudah[rw],
        pernah_musim=any((h.month in HUJAN) == (mulai.month in HUJAN) for h in hari),
        pernah_bulan=any(h.month == mulai.month for h in hari),
        dilewati_hari=lewat_hari,
        dilewati_alasan=alasan,
        ada_tuan_rumah=kode in bahan.ada_tuan,
    )


def nama_rt(wilayah: Wilayah) -> str:
    """ "RT 02 RW 01"; a desa without RW has "RT 02" alone."""
    if wilayah.rt is None:
        return wilayah.nama_lengkap
    return f"RT {wilayah.rt}" if wilayah.rw in {None, "00"} else f"RT {wilayah.rt} RW {wilayah.rw}"


def read_aturan_malam(
    kelurahan: str, lurah: Pengguna, mulai: date, jenis: JenisKunjungan, bobot: Bobot
) -> Aturan:
    """What keeps evenings from `mulai` on free: holidays there, and the lurah's other visits."""
    zona = zona_of(kelurahan)
    dari = datetime.combine(mulai - timedelta(days=7), time.min, tzinfo=zona)
    ada = Kunjungan.objects.standing().filter(lurah=lurah, mulai_at__gte=dari)
    akhir = mulai + timedelta(days=CARI_HARI + _SESUDAH_LEBARAN)
    return Aturan(
        libur=dict(hari_libur_in(mulai, akhir, kelurahan)),
        terisi=frozenset(
            waktu.astimezone(zona).date() for waktu in ada.values_list("mulai_at", flat=True)
        ),
        per_pekan=bobot.per_pekan,
        menginap=jenis.menginap,
        hindari_malam_jumat=bobot.hindari_malam_jumat,
    )


def choose_tuan_rumah(rt: Iterable[str], jenis: JenisKunjungan) -> dict[str, TuanRumah]:
    """{RT: the host to ask}: of those willing at a fitting place the one not visited longest, never
    visited first, and of these who invited, then who already said yes. One query.
    """
    berdiri = Q(kunjungan__isnull=False) & ~Q(kunjungan__status=Kunjungan.Status.BATAL)
    rows = (
        TuanRumah.objects.willing()
        .filter(wilayah__in=list(rt), tempat__in=jenis.tempat)
        .annotate(terakhir=Max("kunjungan__mulai_at", filter=berdiri))
        .order_by(F("terakhir").asc(nulls_first=True), "pk")
    )
    terbaik: dict[str, list[TuanRumah]] = defaultdict(list)
    for satu in rows:
        terbaik[satu.wilayah_id].append(satu)
    return {kode: min(semua, key=_preference) for kode, semua in terbaik.items()}


def _preference(tuan: TuanRumah) -> tuple[float, bool, bool, int]:
    terakhir: datetime | None = tuan.terakhir  # type: ignore[attr-defined]  # annotated above
    return (
        terakhir.timestamp() if terakhir else 0.0,
        tuan.asal != TuanRumah.Asal.UNDANGAN,
        tuan.kesediaan != TuanRumah.Kesediaan.YA,
        tuan.pk,
    )


def lurah_of(kelurahan: str) -> Pengguna | None:
    """Who is lurah there today."""
    tugas = Penugasan.objects.holding(kelurahan, Peran.LURAH).filter(wilayah=kelurahan)
    satu = tugas.select_related("pengguna").first()
    return satu.pengguna if satu else None


def companions_of(rt: str, jenis: JenisKunjungan, hari: date, lurah: Pengguna) -> Sequence[Tokoh]:
    """Who comes along by the kind's `hadir`: in office that day, serving this RT or above it."""
    rows = Tokoh.objects.active(hari).filter(wilayah__in=above(rt), unsur__in=jenis.hadir)
    return list(rows.exclude(unsur="lurah").exclude(pengguna=lurah))


def _visits(kelurahan: str) -> list[tuple[str, date]]:
    """(RT, day) of every standing visit, planned ones too, the earliest first."""
    zona = zona_of(kelurahan)
    rows = Kunjungan.objects.standing().in_wilayah(kelurahan).order_by("mulai_at", "pk")
    return [
        (rt, waktu.astimezone(zona).date())
        for rt, waktu in rows.values_list("wilayah_id", "mulai_at")
    ]


def _signals(titik: Iterable[Titik]) -> _Sinyal:
    hasil = _Sinyal(Counter(), {}, Counter())
    for satu in titik:
        if satu.jenis == "curhat_belum":
            hasil.curhat[satu.wilayah] += satu.jumlah
            lama = max(hasil.menunggu.get(satu.wilayah, 0), satu.hari_menunggu)
            hasil.menunggu[satu.wilayah] = lama
        elif satu.jenis == "keluarga_miskin":
            hasil.miskin[satu.wilayah] += satu.jumlah
    return hasil


def _problems(kelurahan: str) -> Counter[str]:
    """Problems seen at earlier visits that led to nothing: handed to no desk, nobody's task."""
    tugas = Tugas.objects.filter(catatan=OuterRef("pk"))
    rows = Catatan.objects.problems().in_wilayah(kelurahan).filter(~Exists(tugas))
    tipe = ContentType.objects.get_for_model(Catatan)
    dirujuk = Rujukan.objects.filter(
        sumber_tipe=tipe, sumber_id=Cast(OuterRef("pk"), CharField())
    ).exclude(status=Rujukan.Status.DIKEMBALIKAN)  # fmt: skip
    rows = rows.filter(~Exists(dirujuk)).order_by()
    return Counter(rows.values_list("wilayah_id", flat=True))


def _invitations(kelurahan: str) -> Counter[str]:
    """Hosts who invited the lurah themselves and to whom nobody has come or planned to come."""
    datang = Kunjungan.objects.standing().filter(tuan_rumah=OuterRef("pk"))
    rows = TuanRumah.objects.willing().in_wilayah(kelurahan).filter(asal="undangan")
    return Counter(rows.filter(~Exists(datang)).order_by().values_list("wilayah_id", flat=True))


def _hosts(kelurahan: str) -> set[str]:
    rows = TuanRumah.objects.willing().in_wilayah(kelurahan).order_by()
    return set(rows.values_list("wilayah_id", flat=True))


def _skips(kelurahan: str, hari_ini: date) -> dict[str, tuple[int, str]]:
    """{RT: (days since its last skip, why)}."""
    rows = UsulKunjungan.objects.skipped().in_wilayah(kelurahan).order_by("diputus_at")
    return {
        rt: ((hari_ini - at_place(pada, kelurahan).date()).days, alasan)
        for rt, pada, alasan in rows.values_list("wilayah_id", "diputus_at", "alasan")
    }
