"""The ledger's door for the apps above: import from here."""

from buku_besar.services.buku import ensure_buku
from buku_besar.services.galat import (
    AkunTidakDikenal,
    GalatBuku,
    JurnalBentrok,
    PeriodeBelumBoleh,
    PeriodeTertutup,
    SudahDibalik,
    TidakSeimbang,
)
from buku_besar.services.jurnal import Baris, post_jurnal, refuse_closed, reverse_jurnal
from buku_besar.services.laporan import (
    BarisAkun,
    LabaRugi,
    SaldoAkun,
    buku_akun,
    laba_rugi,
    neraca_saldo,
    saldo,
)
from buku_besar.services.periode import close_periode, month_of, reopen_periode

__all__ = [
    "AkunTidakDikenal",
    "Baris",
    "BarisAkun",
    "GalatBuku",
    "JurnalBentrok",
    "LabaRugi",
    "PeriodeBelumBoleh",
    "PeriodeTertutup",
    "SaldoAkun",
    "SudahDibalik",
    "TidakSeimbang",
    "buku_akun",
    "close_periode",
    "ensure_buku",
    "laba_rugi",
    "month_of",
    "neraca_saldo",
    "post_jurnal",
    "refuse_closed",
    "reopen_periode",
    "reverse_jurnal",
    "saldo",
]
