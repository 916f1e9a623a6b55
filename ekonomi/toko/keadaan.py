"""The one table of allowed moves of an order: from where, to where, by whom."""

from collections.abc import Iterable

from ekonomi.models import Pesanan, RiwayatPesanan

S, P = Pesanan.Status, RiwayatPesanan.Pelaku
_PENJUAL = frozenset({P.PENJUAL, P.PETUGAS})
_UANG = frozenset({P.PENJUAL, P.PETUGAS, P.GERBANG})
_MUNDUR = frozenset({P.PEMBELI, P.PETUGAS, P.SISTEM, P.GERBANG})
_TERIMA = frozenset({P.PEMBELI, P.PENJUAL, P.PETUGAS, P.SISTEM})

PERPINDAHAN: dict[str, dict[str, frozenset[str]]] = {
    S.BARU: {
        S.DIKONFIRMASI: _PENJUAL,
        S.DIBAYAR: _UANG,
        S.DITOLAK: _PENJUAL,
        S.DIBATALKAN: _MUNDUR,
    },
    S.DIKONFIRMASI: {
        S.DIBAYAR: _UANG,
        S.DISIAPKAN: _PENJUAL,
        S.DITOLAK: _PENJUAL,
        S.DIBATALKAN: _MUNDUR,
    },
    S.DIBAYAR: {S.DISIAPKAN: _PENJUAL, S.DITOLAK: _PENJUAL, S.DIBATALKAN: _UANG},
    S.DISIAPKAN: {S.DIKIRIM: _PENJUAL, S.SIAP_DIAMBIL: _PENJUAL, S.DIBATALKAN: _UANG},
    S.DIKIRIM: {S.SELESAI: _TERIMA, S.DIBATALKAN: _UANG},
    S.SIAP_DIAMBIL: {S.SELESAI: _TERIMA, S.DIBATALKAN: _UANG},
    # sold and taken back: money and turnover go back with it
    S.SELESAI: {S.DIBATALKAN: _UANG},
    S.DIBATALKAN: {},
    S.DITOLAK: {},
}
# Goods that never left the stall go back on its shelf when the order ends without a sale.
STOK_KEMBALI = frozenset({S.BARU, S.DIKONFIRMASI, S.DIBAYAR, S.DISIAPKAN, S.SIAP_DIAMBIL})
# What only happens for one way of reaching the buyer.
_HANYA = {
    S.SIAP_DIAMBIL: frozenset({Pesanan.CaraTerima.AMBIL}),
    S.DIKIRIM: frozenset({Pesanan.CaraTerima.ANTAR, Pesanan.CaraTerima.KURIR}),
}


class LangkahTerlarang(ValueError):  # noqa: N818 - the domain's word
    """The order is not in a state that allows this; the words are for who tried."""


def may_move(pesanan: Pesanan, ke: str, pelaku: str) -> bool:
    """Whether this person may take the order from where it is to `ke`."""
    if pelaku not in PERPINDAHAN[pesanan.status].get(ke, frozenset()):
        return False
    if ke in _HANYA and pesanan.cara_terima not in _HANYA[S(ke)]:
        return False
    if ke == S.DISIAPKAN:
        return pesanan.dibayar_at is not None or pesanan.cara_bayar == Pesanan.CaraBayar.TUNAI
    if ke == S.SELESAI and pelaku == P.SISTEM:
        return pesanan.dibayar_at is not None
    return True


def check_move(pesanan: Pesanan, ke: str, pelaku: str) -> None:
    """Raise LangkahTerlarang unless `may_move`."""
    if may_move(pesanan, ke, pelaku):
        return
    if ke == S.DISIAPKAN and pesanan.status == S.DIKONFIRMASI:
        raise LangkahTerlarang(
            "Pesanan ini dibayar lebih dulu. Siapkan sesudah pembayarannya diterima."
        )
    raise LangkahTerlarang(
        f"Pesanan ini {pesanan.get_status_display().lower()}; "
        f"tidak dapat menjadi {S(ke).label.lower()}."
    )


def next_moves(pesanan: Pesanan, pelaku: str) -> list[str]:
    """Where this person may take the order, in the order of the table."""
    return [ke for ke in PERPINDAHAN[pesanan.status] if may_move(pesanan, ke, pelaku)]


def reachable(dari: str) -> Iterable[str]:
    """Every state an order can come to from `dari`."""
    seen: set[str] = set()
    todo = [dari]
    while todo:
        for ke in PERPINDAHAN[todo.pop()]:
            if ke not in seen:
                seen.add(ke)
                todo.append(ke)
    return seen
