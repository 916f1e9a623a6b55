from buku_besar.models.buku import Akun, Buku
from buku_besar.models.jurnal import Entri, Jurnal, NomorJurnal
from buku_besar.models.periode import Periode, RiwayatPeriode

__all__ = ["Akun", "Buku", "Entri", "Jurnal", "NomorJurnal", "Periode", "RiwayatPeriode"]
