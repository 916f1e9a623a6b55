"""Triage as a whole: from a text and what is known about it to a `Triase`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from curhat.triase.aturan import Aturan, read_aturan
from curhat.triase.bahasa import detect_bahasa
from curhat.triase.darurat import PenilaiDarurat, load_penilai
from curhat.triase.format import Pesan, parse_pesan
from curhat.triase.hasil import Alasan, Konteks, Triase
from curhat.triase.kegawatan import KEPARAHAN, Kegawatan, assess, find_isyarat, mark
from curhat.triase.klasifikasi import (
    Pengklasifikasi,
    PengklasifikasiLokal,
    Prediksi,
    load_pengklasifikasi,
    read_taksonomi,
)
from curhat.triase.lokasi import Gazetir, Lokasi, find_jalan, locate, read_gazetir
from curhat.triase.luas import (
    SUMBER_DAYA,
    choose_respons,
    choose_solusi,
    choose_tingkat,
    estimate_terdampak,
    score_sentimen,
)
from curhat.triase.normalisasi import clean, normalise, read_daftar, read_part, split_kata
from curhat.triase.peka import Peka, find_peka
from curhat.triase.ringkasan import summarise
from curhat.triase.rtrw import RtRw, extract_rtrw
from curhat.triase.samaran import Samaran, mask_pribadi

LAINNYA = "lainnya"
SAPAAN = read_daftar("sapaan")


@lru_cache(maxsize=1)
def default_pengklasifikasi() -> PengklasifikasiLokal:
    """Return the classifier that ships, trained on first use."""
    return load_pengklasifikasi()


def penilai_for(aturan: Aturan) -> PenilaiDarurat:
    """Return the judge of emergencies that was trained with these rules' findings."""
    return load_penilai(
        lambda teks: mark(find_isyarat(teks, aturan), aturan, teks), sidik_aturan=aturan.sidik
    )


def triase(
    teks: str,
    konteks: Konteks | None = None,
    *,
    aturan: Aturan | None = None,
    pengklasifikasi: Pengklasifikasi | None = None,
) -> Triase:
    """Return everything that can be found in one text; never raises for any text."""
    return triase_many(
        [(teks, konteks or Konteks())], aturan=aturan, pengklasifikasi=pengklasifikasi
    )[0]


def triase_many(
    pasangan: Sequence[tuple[str, Konteks]],
    *,
    aturan: Aturan | None = None,
    pengklasifikasi: Pengklasifikasi | None = None,
) -> list[Triase]:
    """Return one `Triase` for each text, in order; the classifier is asked once for all."""
    aturan = aturan or read_aturan()
    model = pengklasifikasi or default_pengklasifikasi()
    penilai = penilai_for(aturan)
    pesan = [parse_pesan(clean(teks)) for teks, _ in pasangan]
    normal = [normalise(satu.isi) for satu in pesan]
    prediksi = model.predict(normal)
    versi = f"{model.versi}+aturan-{aturan.versi}"
    return [
        _assemble(_find(satu, konteks, isi, hasil, aturan=aturan, penilai=penilai), konteks, versi)
        for satu, (_, konteks), isi, hasil in zip(pesan, pasangan, normal, prediksi, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Temuan:
    """What the readers of one text found, before it is put together."""

    pesan: Pesan
    normal: str
    dibaca: str
    bahasa: str | None
    kosong: bool
    prediksi: Prediksi
    sub: str
    gawat: Kegawatan
    peka: Peka
    gazetir: Gazetir
    lokasi: Lokasi
    rtrw: RtRw
    samaran: Samaran
    terdampak: int | None
    frasa_terdampak: str


def _find(
    pesan: Pesan,
    konteks: Konteks,
    normal: str,
    prediksi: Prediksi,
    *,
    aturan: Aturan,
    penilai: PenilaiDarurat,
) -> _Temuan:
    dibaca = read_part(pesan.isi)
    bahasa = detect_bahasa(dibaca)
    kosong = bahasa is None or is_kosong(split_kata(normal))
    prediksi = Prediksi(LAINNYA, 0.0) if kosong else prediksi
    yakin = prediksi.keyakinan >= aturan.ambang_keyakinan
    sub = prediksi.subkategori if yakin and prediksi.subkategori in read_taksonomi() else LAINNYA
    gazetir = konteks.gazetir if isinstance(konteks.gazetir, Gazetir) else read_gazetir()
    terdampak, frasa_terdampak = estimate_terdampak(normal)
    gawat = assess(normal, sub, aturan=aturan, penilai=penilai)
    peka = find_peka(normal, warisan=_warisan(gawat))
    return _Temuan(
        pesan=pesan,
        normal=normal,
        dibaca=dibaca,
        bahasa=bahasa,
        kosong=kosong,
        prediksi=prediksi,
        sub=sub,
        gawat=_with_peka(gawat, peka, aturan),
        peka=peka,
        gazetir=gazetir,
        lokasi=locate(dibaca, kepala=pesan.kepala, kanal=konteks.wilayah_kanal, gazetir=gazetir),
        rtrw=extract_rtrw(dibaca),
        samaran=mask_pribadi(pesan.isi),
        terdampak=terdampak,
        frasa_terdampak=frasa_terdampak,
    )


def _warisan(gawat: Kegawatan) -> list[tuple[str, str]]:
    """What the escalation rules call sensitive: (rule, phrase)."""
    return [(a.aturan, a.frasa) for a in gawat.alasan if a.temuan == "rahasia"]


def _with_peka(gawat: Kegawatan, peka: Peka, aturan: Aturan) -> Kegawatan:
    """The verdict with the sensitive kinds in it: urgency may rise by them, never fall."""
    urgensi = max(gawat.urgensi, peka.tingkat)
    alasan = tuple(a for a in gawat.alasan if a.temuan != "rahasia" or peka.jenis)
    return replace(
        gawat,
        urgensi=urgensi,
        keparahan=KEPARAHAN[urgensi],
        eskalasi=gawat.eskalasi or urgensi >= aturan.ambang_eskalasi,
        rahasia=bool(peka.jenis),
        alasan=alasan + peka.alasan,
    )


def _assemble(t: _Temuan, konteks: Konteks, versi: str) -> Triase:
    pesan, gawat, lokasi = t.pesan, t.gawat, t.lokasi
    return Triase(
        teks=t.normal,
        teks_tersamar=t.samaran.teks,
        ringkasan=summarise(t.samaran.teks, t.prediksi.kata, t.rtrw.rt, t.rtrw.rw),
        bahasa=t.bahasa,
        kosong=t.kosong,
        lurah_disebut=_find_lurah(pesan, t.gazetir),
        tembusan=pesan.tembusan if konteks.tembusan is None else konteks.tembusan,
        anonim=pesan.anonim if konteks.anonim is None else konteks.anonim,
        wilayah=lokasi.wilayah,
        wilayah_sumber=lokasi.sumber,
        kandidat_wilayah=lokasi.kandidat,
        rt=t.rtrw.rt,
        rw=t.rtrw.rw,
        jalan=find_jalan(t.dibaca),
        kategori=read_taksonomi()[t.sub]["kategori"],
        subkategori=t.sub,
        keyakinan=round(t.prediksi.keyakinan, 4),
        urgensi=gawat.urgensi,
        keparahan=gawat.keparahan,
        perkiraan_terdampak=t.terdampak,
        sentimen=score_sentimen(split_kata(t.normal)),
        jenis_respons=choose_respons(t.sub, gawat.urgensi, t.terdampak),
        jenis_solusi=choose_solusi(t.sub),
        tingkat_masalah=choose_tingkat(gawat.urgensi, t.terdampak, darurat=gawat.darurat),
        sumber_daya=SUMBER_DAYA.get(t.sub, ()),
        kata_kritis=gawat.kata_kritis,
        darurat=gawat.darurat,
        eskalasi=gawat.eskalasi,
        rahasia=gawat.rahasia,
        perlu_tinjau=not t.kosong and t.sub == LAINNYA,
        kontak_diberikan=t.samaran.kontak,
        versi_model=versi,
        alasan=_explain(t),
        jenis_peka=t.peka.jenis,
    )


def is_kosong(kata: Sequence[str]) -> bool:
    """Say whether normalised words hold nothing to work on: none, or a greeting only."""
    return all(k in SAPAAN or len(k) < 2 for k in kata)


def _find_lurah(pesan: Pesan, gazetir: Gazetir) -> str | None:
    """Return the lurah's name of the header: what follows the kelurahan, if it is one."""
    if not pesan.kepala:
        return None
    _, n = gazetir.match(list(pesan.kepala))
    nama = " ".join(pesan.kepala[n:]).strip(" .'-")
    if not nama or (not n and len(pesan.kepala) < 2):
        return None
    return nama if n else " ".join(pesan.kepala[1:])


def _explain(t: _Temuan) -> tuple[Alasan, ...]:
    """Return the reasons of all findings. Phrases are masked: a reason must not leak a name."""
    kata = ", ".join(t.prediksi.kata)
    alasan = [Alasan("kategori", kata, "pengklasifikasi")] if kata else []
    alasan += t.gawat.alasan
    alasan += [Alasan(nama, frasa, "rtrw") for nama, frasa in _explain_rtrw(t.rtrw)]
    if t.lokasi.frasa:
        alasan.append(Alasan("wilayah", t.lokasi.frasa, "gazetir"))
    alasan += [
        Alasan(nama, frasa, "format-hai-lurah") for nama, frasa in t.pesan.frasa if nama != "kepala"
    ]
    if t.frasa_terdampak:
        alasan.append(Alasan("perkiraan_terdampak", t.frasa_terdampak, "luas"))
    alasan += [Alasan("samaran", f"[{jenis}]", "samaran") for jenis in t.samaran.temuan]
    return tuple(alasan)


def _explain_rtrw(rtrw: RtRw) -> list[tuple[str, str]]:
    return [(nama, rtrw.frasa) for nama, nomor in (("rt", rtrw.rt), ("rw", rtrw.rw)) if nomor]
