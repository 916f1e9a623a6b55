"""The documents there are, by their key."""

from collections.abc import Callable
from dataclasses import dataclass

from ekonomi.models import NaskahProgram
from ekonomi.naskah.lampiran_d import compose_lampiran_d
from ekonomi.naskah.mingguan import compose_mingguan
from ekonomi.naskah.perlur import compose_perlur
from ekonomi.naskah.proposal import compose_proposal
from ekonomi.naskah.susun import Naskah
from ekonomi.naskah.tim_swat import compose_sk, compose_tor

J = NaskahProgram.Jenis


@dataclass(frozen=True, slots=True)
class JenisNaskah:
    """A kind of document: what composes it and what it is for."""

    kunci: str
    compose: Callable[..., Naskah]
    untuk: str

    @property
    def nama(self) -> str:
        return str(J(self.kunci).label)


NASKAH = {
    satu.kunci: satu
    for satu in (
        JenisNaskah(J.PERLUR, compose_perlur, "Memberi wewenang uji coba 6 sampai 12 bulan."),
        JenisNaskah(J.SK, compose_sk, "Mengangkat Tim SWAT dengan nama dan tugasnya."),
        JenisNaskah(J.TOR, compose_tor, "Menjelaskan tujuan, keluaran, dan tugas tim."),
        JenisNaskah(J.PROPOSAL, compose_proposal, "Diajukan ke kecamatan atau OPD."),
        JenisNaskah(J.LAMPIRAN_D, compose_lampiran_d, "Memeriksa enam berkas pengajuan."),
        JenisNaskah(J.MINGGUAN, compose_mingguan, "Keadaan tujuh hari terakhir."),
    )
}
