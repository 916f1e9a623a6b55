"""The revolving fund: import what is called from here."""

from ekonomi.services.pinjaman.batal import void_angsuran
from ekonomi.services.pinjaman.bayar import pay_off, payoff_of, receive_angsuran, unpaid_of
from ekonomi.services.pinjaman.galat import (
    AngsuranGanda,
    BelumBoleh,
    GalatPinjaman,
    JumlahKeliru,
    KasKurang,
    MungkinGanda,
    OrangSama,
    TidakBerhak,
)
from ekonomi.services.pinjaman.hak import is_berhak_kredit, kredit_since
from ekonomi.services.pinjaman.pengajuan import (
    apply_pinjaman,
    cancel_pinjaman,
    decide_pinjaman,
    disburse_pinjaman,
)
from ekonomi.services.pinjaman.usulan import decide_usulan, propose_hapus_buku, propose_restruktur

__all__ = [
    "AngsuranGanda",
    "BelumBoleh",
    "GalatPinjaman",
    "JumlahKeliru",
    "KasKurang",
    "MungkinGanda",
    "OrangSama",
    "TidakBerhak",
    "apply_pinjaman",
    "cancel_pinjaman",
    "decide_pinjaman",
    "decide_usulan",
    "disburse_pinjaman",
    "is_berhak_kredit",
    "kredit_since",
    "pay_off",
    "payoff_of",
    "propose_hapus_buku",
    "propose_restruktur",
    "receive_angsuran",
    "unpaid_of",
    "void_angsuran",
]
