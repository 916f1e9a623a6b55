"""How goods can reach a buyer from one stall, and what each way costs (Rupiah)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ekonomi.models import Lapak, Pesanan, TarifKurir
from wilayah.format import rupiah
from wilayah.scope import above

C = Pesanan.CaraTerima


@dataclass(frozen=True, slots=True)
class Pengiriman:
    """One way: `kunci` is what the form sends back, `ongkir` what it costs."""

    kunci: str
    cara: str
    label: str
    ongkir: int
    tarif: TarifKurir | None = None

    @property
    def perlu_alamat(self) -> bool:
        return self.cara != C.AMBIL


def ways_of(lapak: Lapak, berat: int) -> list[Pengiriman]:
    """Every way this stall offers for goods of `berat` grams, the cheapest kind first."""
    ways: list[Pengiriman] = []
    if lapak.boleh_ambil:
        ways.append(Pengiriman("ambil", C.AMBIL, "Ambil sendiri di lapak, tanpa ongkos", 0))
    if lapak.ongkir_antar is not None:
        ongkos = rupiah(lapak.ongkir_antar) if lapak.ongkir_antar else "gratis"
        ways.append(
            Pengiriman(
                "antar", C.ANTAR, f"Diantar penjual, dalam kelurahan ({ongkos})", lapak.ongkir_antar
            )
        )
    if lapak.pakai_kurir:
        ways += [_by_courier(tarif) for tarif in fitting(tariffs_from(lapak), berat)]
    return ways


def tariffs_from(lapak: Lapak) -> Sequence[TarifKurir]:
    """Tariffs that leave from the stall's area or one it lies in, of couriers in use."""
    return list(
        TarifKurir.objects.filter(dari_id__in=above(lapak.wilayah_id), kurir__aktif=True)
        .select_related("kurir", "ke")
        .order_by("biaya", "id")
    )


def fitting(tarif: Iterable[TarifKurir], berat: int) -> list[TarifKurir]:
    """Those whose range holds this weight; of one courier and destination the nearest origin."""
    terbaik: dict[tuple[str, str], TarifKurir] = {}
    for satu in tarif:
        if not satu.berat_dari <= berat <= satu.berat_sampai:
            continue
        kunci = (satu.kurir_id, satu.ke_id)
        lama = terbaik.get(kunci)
        if lama is None or len(satu.dari_id) > len(lama.dari_id):
            terbaik[kunci] = satu
    return sorted(terbaik.values(), key=lambda t: (t.biaya, t.pk))


def _by_courier(tarif: TarifKurir) -> Pengiriman:
    hari = (
        f"{tarif.hari_dari} hari"
        if tarif.hari_dari == tarif.hari_sampai
        else f"{tarif.hari_dari}–{tarif.hari_sampai} hari"
    )
    label = f"{tarif.kurir.nama} ke {tarif.ke.nama_lengkap}, {hari} ({rupiah(tarif.biaya)})"
    return Pengiriman(f"kurir-{tarif.pk}", C.KURIR, label, tarif.biaya, tarif)
