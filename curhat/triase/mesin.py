"""Triage as a whole: from a text and what is known about it to a `Triase`."""

from collections.abc import Sequence
from functools import lru_cache

from curhat.triase.aturan import Aturan, read_aturan
from curhat.triase.bahasa import detect_bahasa
from curhat.triase.darurat import PenilaiDarurat, load_penilai
from curhat.triase.format import Pesan, parse_pesan
from curhat.triase.hasil import Alasan, Konteks, Triase
from curhat.triase.kegawatan import Kegawatan, assess, find_isyarat, mark
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
    return [
        _assemble(satu, konteks, isi, hasil, aturan=aturan, penilai=penilai, versi=model.versi)
        for satu, (_, konteks), isi, hasil in zip(pesan, pasangan, normal, prediksi, strict=True)
    ]


def _assemble(
    pesan: Pesan,
    konteks: Konteks,
    normal: str,
    prediksi: Prediksi,
    *,
    aturan: Aturan,
    penilai: PenilaiDarurat,
    versi: str,
) -> Triase:
    dibaca = read_part(pesan.isi)
    kata = split_kata(normal)
    bahasa = detect_bahasa(dibaca)
    kosong = bahasa is None or is_kosong(kata)
    if kosong:
        prediksi = Prediksi(LAINNYA, 0.0)
    yakin = prediksi.keyakinan >= aturan.ambang_keyakinan and not kosong
    sub = prediksi.subkategori if yakin and prediksi.subkategori in read_taksonomi() else LAINNYA
    gawat = assess(normal, sub, aturan=aturan, penilai=penilai)
    gazetir = konteks.gazetir if isinstance(konteks.gazetir, Gazetir) else read_gazetir()
    lokasi = locate(dibaca, kepala=pesan.kepala, kanal=konteks.wilayah_kanal, gazetir=gazetir)
    rtrw = extract_rtrw(dibaca)
    samaran = mask_pribadi(pesan.isi)
    terdampak, frasa_terdampak = estimate_terdampak(normal)
    return Triase(
        teks=normal,
        teks_tersamar=samaran.teks,
        ringkasan=summarise(samaran.teks, prediksi.kata, rtrw.rt, rtrw.rw),
        bahasa=bahasa,
        kosong=kosong,
        lurah_disebut=_find_lurah(pesan, gazetir),
        tembusan=pesan.tembusan if konteks.tembusan is None else konteks.tembusan,
        anonim=pesan.anonim if konteks.anonim is None else konteks.anonim,
        wilayah=lokasi.wilayah,
        wilayah_sumber=lokasi.sumber,
        kandidat_wilayah=lokasi.kandidat,
        rt=rtrw.rt,
        rw=rtrw.rw,
        jalan=find_jalan(dibaca),
        kategori=read_taksonomi()[sub]["kategori"],
        subkategori=sub,
        keyakinan=round(prediksi.keyakinan, 4),
        urgensi=gawat.urgensi,
        keparahan=gawat.keparahan,
        perkiraan_terdampak=terdampak,
        sentimen=score_sentimen(kata),
        jenis_respons=choose_respons(sub, gawat.urgensi, terdampak),
        jenis_solusi=choose_solusi(sub),
        tingkat_masalah=choose_tingkat(gawat.urgensi, terdampak, darurat=gawat.darurat),
        sumber_daya=SUMBER_DAYA.get(sub, ()),
        kata_kritis=gawat.kata_kritis,
        darurat=gawat.darurat,
        eskalasi=gawat.eskalasi,
        rahasia=gawat.rahasia,
        perlu_tinjau=not kosong and (sub == LAINNYA or not yakin),
        kontak_diberikan=samaran.kontak,
        versi_model=f"{versi}+aturan-{aturan.versi}",
        alasan=_explain(pesan, prediksi, gawat, lokasi, rtrw, samaran, frasa_terdampak),
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


def _explain(  # noqa: PLR0917
    pesan: Pesan,
    prediksi: Prediksi,
    gawat: Kegawatan,
    lokasi: Lokasi,
    rtrw: RtRw,
    samaran: Samaran,
    frasa_terdampak: str,
) -> tuple[Alasan, ...]:
    """Return the reasons of all findings. Phrases are masked: a reason must not leak a name."""
    alasan = (
        [Alasan("kategori", ", ".join(prediksi.kata), "pengklasifikasi")] if prediksi.kata else []
    )
    alasan += gawat.alasan
    alasan += [Alasan(nama, frasa, "rtrw") for nama, frasa in _explain_rtrw(rtrw)]
    if lokasi.frasa:
        alasan.append(Alasan("wilayah", lokasi.frasa, "gazetir"))
    alasan += [
        Alasan(nama, frasa, "format-hai-lurah") for nama, frasa in pesan.frasa if nama != "kepala"
    ]
    if frasa_terdampak:
        alasan.append(Alasan("perkiraan_terdampak", frasa_terdampak, "luas"))
    alasan += [Alasan("samaran", f"[{jenis}]", "samaran") for jenis in samaran.temuan]
    return tuple(alasan)


def _explain_rtrw(rtrw: RtRw) -> list[tuple[str, str]]:
    return [(nama, rtrw.frasa) for nama, nomor in (("rt", rtrw.rt), ("rw", rtrw.rw)) if nomor]
