"""How ready a village is: its check-list as it stands, what is missing, what is due for review."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ruko_parsel.models import ButirSiaga, KontakSiaga, PeriksaSiaga
from ruko_parsel.models.siaga import next_review
from wilayah.models import Wilayah
from wilayah.zona import hari_ini

K = PeriksaSiaga.Keadaan
_NILAI = {K.ADA: 2, K.SEBAGIAN: 1, K.BELUM: 0}


@dataclass(frozen=True, slots=True)
class SatuButir:
    """A line and the last answer to it."""

    butir: ButirSiaga
    periksa: PeriksaSiaga | None
    hari: date

    @property
    def tinjau(self) -> date | None:
        """The day from which the answer should be looked at again."""
        if self.periksa is None:
            return None
        return next_review(self.periksa.tanggal, self.butir.tinjau_bulan)

    @property
    def is_due(self) -> bool:
        return self.tinjau is not None and self.tinjau <= self.hari

    @property
    def keadaan(self) -> str:
        return self.periksa.get_keadaan_display() if self.periksa else "Belum diperiksa"

    @property
    def kunci(self) -> str:
        return self.periksa.keadaan if self.periksa else "kosong"

    @property
    def is_gap(self) -> bool:
        return self.periksa is None or self.periksa.keadaan != K.ADA


@dataclass(slots=True)
class KesiapanDesa:
    """A village's list; `skor` of 100: a line that is there counts full, one half done half."""

    desa: Wilayah
    butir: list[SatuButir] = field(default_factory=list)
    kontak: int = 0
    kontak_basi: int = 0

    @property
    def skor(self) -> int:
        if not self.butir:
            return 0
        jumlah = sum(_NILAI[K(s.periksa.keadaan)] for s in self.butir if s.periksa)
        return round(50 * jumlah / len(self.butir))

    @property
    def diperiksa(self) -> int:
        return sum(s.periksa is not None for s in self.butir)

    @property
    def celah(self) -> list[SatuButir]:
        return [s for s in self.butir if s.is_gap]

    @property
    def perlu_tinjau(self) -> int:
        return sum(s.is_due for s in self.butir)

    @property
    def kelompok(self) -> list[tuple[str, list[SatuButir]]]:
        """The lines under their headings, in order."""
        hasil: dict[str, list[SatuButir]] = defaultdict(list)
        for satu in self.butir:
            hasil[satu.butir.kelompok].append(satu)
        return list(hasil.items())


def read_siaga(desa: Wilayah) -> KesiapanDesa:
    """One village; three queries."""
    return read_siaga_semua([desa])[0]


def read_siaga_semua(desa: list[Wilayah]) -> list[KesiapanDesa]:
    """Several villages; three queries however many."""
    butir = list(ButirSiaga.objects.all())
    kode = [d.pk for d in desa]
    kini = {
        (p.wilayah_id, p.butir_id): p
        for p in PeriksaSiaga.objects.filter(wilayah__in=kode).current().select_related("foto")
    }
    kontak: dict[str, list[KontakSiaga]] = defaultdict(list)
    for satu in (
        KontakSiaga.objects.active()
        .filter(wilayah__in=kode)
        .only("wilayah", "diperiksa_at", "urut", "jabatan")
    ):
        kontak[satu.wilayah_id].append(satu)
    return [
        KesiapanDesa(
            d,
            [SatuButir(b, kini.get((d.pk, b.pk)), hari_ini(d.kode)) for b in butir],
            len(kontak[d.pk]),
            sum(k.is_stale() for k in kontak[d.pk]),
        )
        for d in desa
    ]
