"""How urgent a text is: hazards that are meant, emergencies, sensitive matters, urgency 1..5."""

import re
from dataclasses import dataclass

from curhat.triase.aturan import Aturan, Isyarat, split_kata_aturan
from curhat.triase.darurat import PenilaiDarurat
from curhat.triase.hasil import Alasan

_KALIMAT = re.compile(r"[.!?;\n]+")
_TANYA = re.compile(
    r"\b(?:tanya|bertanya|apakah|bagaimana (?:cara|syarat)|syarat|jadwal|info|informasi|"
    r"kapan (?:buka|jadwal))\b"
)
TERTINGGI_TANPA_ISYARAT = 4
KEPARAHAN = {1: "Low", 2: "Low", 3: "Medium", 4: "High", 5: "Critical"}


@dataclass(frozen=True, slots=True)
class Temuan:
    """One rule that spoke: `berlaku` is False where a guard says the hazard is not meant."""

    isyarat: Isyarat
    frasa: str
    berlaku: bool
    pengaman: str = ""


@dataclass(frozen=True, slots=True)
class Kegawatan:
    """Urgency 1..5 and flags of one text, each with its reason."""

    urgensi: int
    keparahan: str
    darurat: bool
    eskalasi: bool
    rahasia: bool
    kata_kritis: tuple[str, ...]
    alasan: tuple[Alasan, ...]


def find_isyarat(normal: str, aturan: Aturan) -> list[Temuan]:
    """Return every rule that matches normalised text, guards considered sentence by sentence."""
    hasil: list[Temuan] = []
    luas = find_pengaman(normal, aturan, lingkup="teks")
    for kalimat in _KALIMAT.split(normal):
        kata = split_kata_aturan(kalimat)
        kena = [(i, frasa) for i in aturan.isyarat if (frasa := i.pola.find(kalimat, kata))]
        if not kena:
            continue
        sempit = luas | find_pengaman(kalimat, aturan)
        for isyarat, frasa in kena:
            halang = next((p for p in isyarat.pengaman if p in sempit), "")
            hasil.append(Temuan(isyarat, frasa, not halang, halang))
    return hasil


def find_pengaman(normal: str, aturan: Aturan, lingkup: str | None = None) -> set[str]:
    """Return the names of the guards that speak in normalised text."""
    kata = split_kata_aturan(normal)
    return {
        nama
        for nama, p in aturan.pengaman.items()
        if (lingkup is None or p.lingkup == lingkup) and p.pola.find(normal, kata)
    }


def assess(normal: str, subkategori: str, *, aturan: Aturan, penilai: PenilaiDarurat) -> Kegawatan:
    """Judge normalised text. The learned judge finds emergencies; a rule may only raise."""
    temuan = find_isyarat(normal, aturan)
    berlaku = [t for t in temuan if t.berlaku]
    peluang, kata = penilai.score(normal, mark(temuan, aturan, normal))
    berat = any(t.isyarat.tingkat == 5 for t in berlaku)
    ambang = aturan.ambang_darurat_isyarat if berat else aturan.ambang_darurat
    menurut_model = peluang >= ambang
    menurut_aturan = next((t for t in berlaku if t.isyarat.darurat), None)
    darurat = menurut_model or menurut_aturan is not None
    urgensi, sebab = _score(normal, subkategori, berlaku, aturan)
    alasan: list[Alasan] = []
    if menurut_aturan:
        alasan.append(Alasan("darurat", menurut_aturan.frasa, menurut_aturan.isyarat.nama))
    elif menurut_model:
        alasan.append(Alasan("darurat", ", ".join(kata), "penilai-darurat"))
    urgensi = 5 if darurat else urgensi
    kritis = _unique((t.isyarat.kritis, t.frasa) for t in berlaku if t.isyarat.kritis)
    rahasia = [t for t in temuan if t.isyarat.rahasia and (t.berlaku or t.pengaman == "lampau")]
    alasan += [Alasan("urgensi", t.frasa, t.isyarat.nama) for t in sebab]
    alasan += [Alasan("kata_kritis", frasa, nama) for nama, frasa in kritis]
    alasan += [
        Alasan("rahasia", frasa, nama)
        for nama, frasa in _unique((t.isyarat.nama, t.frasa) for t in rahasia)
    ]
    return Kegawatan(
        urgensi=urgensi,
        keparahan=KEPARAHAN[urgensi],
        darurat=darurat,
        eskalasi=urgensi >= aturan.ambang_eskalasi or bool(kritis) or darurat,
        rahasia=bool(rahasia),
        kata_kritis=tuple(nama for nama, _ in kritis),
        alasan=tuple(alasan),
    )


def _unique(pasangan: object) -> list[tuple[str, str]]:
    hasil: dict[str, str] = {}
    for nama, frasa in pasangan:  # type: ignore[attr-defined]
        hasil.setdefault(nama, frasa)
    return list(hasil.items())


def _score(
    normal: str, subkategori: str, berlaku: list[Temuan], aturan: Aturan
) -> tuple[int, list[Temuan]]:
    dasar = aturan.urgensi_dasar.get(subkategori, 2)
    if _TANYA.search(normal):
        dasar = max(1, dasar - 1)
    tambahan = {t.isyarat.nama: t for t in berlaku if t.isyarat.tambah}
    nilai = dasar + min(2, sum(t.isyarat.tambah for t in tambahan.values()))
    nilai = min(nilai, max(TERTINGGI_TANPA_ISYARAT, dasar))
    kuat = [t for t in berlaku if not t.isyarat.tambah]
    puncak = max(kuat, key=lambda t: t.isyarat.tingkat, default=None)
    if puncak and puncak.isyarat.tingkat > nilai:
        return puncak.isyarat.tingkat, [puncak, *tambahan.values()]
    return nilai, list(tambahan.values())


def mark(temuan: list[Temuan], aturan: Aturan, normal: str) -> list[str]:
    """Return the rules' findings as words for the learned judge: hazards meant, hazards guarded."""
    tanda = ["zz" + t.isyarat.bahaya + ("" if t.berlaku else "tak") for t in temuan]
    tanda += ["zzpengaman" + nama for nama in sorted(find_pengaman(normal, aturan))]
    return [satu.replace("_", "") for satu in dict.fromkeys(tanda)]
