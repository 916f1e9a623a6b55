"""How many points an RT gets, factor by factor, each with its sentence. Pure."""

from luna_maya.perencana.nilai_dasar import Bobot, Faktor, KeadaanRt, Waktu

# Where a factor has its full points.
PENUH_HARI = 365  # days since the last visit
PENUH_CURHAT = 10  # unanswered curhat
PENUH_MENUNGGU = 60  # days the oldest of them waits
PENUH_MISKIN = 20  # poor households
PENUH_MASALAH = 5  # problems seen before without follow-up
PENUH_UNDANGAN = 2
MENDESAK = frozenset({"curhat", "menunggu"})


def score_rt(rt: KeadaanRt, bobot: Bobot, waktu: Waktu) -> tuple[Faktor, ...]:
    """Every factor that says something about this RT; their points add up to its score."""
    semua = (
        _lama(rt, bobot),
        _curhat(rt, bobot),
        _menunggu(rt, bobot),
        _masalah(rt, bobot),
        _undangan(rt, bobot),
        _miskin(rt, bobot),
        _rw(rt, bobot),
        _musim(rt, bobot, waktu),
        _dilewati(rt, bobot),
    )
    return tuple(satu for satu in semua if satu is not None)


def total(faktor: tuple[Faktor, ...]) -> float:
    """The points of all factors together."""
    return round(sum(satu.poin for satu in faktor), 1)


def mendesak(faktor: tuple[Faktor, ...]) -> float:
    """The points of unanswered curhat alone: what may break into a round."""
    return round(sum(satu.poin for satu in faktor if satu.kunci in MENDESAK), 1)


def _bagian(bobot: int, nilai: float, penuh: float) -> float:
    """The share of a weight: all of it from `penuh` on."""
    return round(bobot * min(nilai / penuh, 1.0), 1)


def _lama(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    if rt.hari_sejak is None:
        return Faktor(
            "lama", "Terakhir dikunjungi", float(bobot.belum_pernah), "belum pernah dikunjungi"
        )
    hari = max(rt.hari_sejak, 0)
    kalimat = (
        f"terakhir dikunjungi {hari} hari lalu" if hari else "baru saja atau segera dikunjungi"
    )
    return Faktor("lama", "Terakhir dikunjungi", _bagian(bobot.lama, hari, PENUH_HARI), kalimat)


def _curhat(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    banyak = rt.curhat + rt.curhat_rw
    if not banyak:
        return None
    kalimat = f"{rt.curhat} curhat belum dijawab" if rt.curhat else ""
    if rt.curhat_rw:
        bagi = f"bagian dari curhat RW {rt.rw} tanpa nomor RT ({_koma(rt.curhat_rw)})"
        kalimat = f"{kalimat}, ditambah {bagi}" if kalimat else bagi
    poin = _bagian(bobot.curhat, banyak, PENUH_CURHAT)
    return Faktor("curhat", "Curhat belum dijawab", poin, kalimat)


def _menunggu(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    if not rt.hari_menunggu:
        return None
    return Faktor(
        "menunggu", "Lama menunggu", _bagian(bobot.menunggu, rt.hari_menunggu, PENUH_MENUNGGU),
        f"curhat tertua menunggu {rt.hari_menunggu} hari",
    )  # fmt: skip


def _masalah(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    if not rt.masalah:
        return None
    return Faktor(
        "masalah", "Masalah belum ditindaklanjuti",
        _bagian(bobot.masalah, rt.masalah, PENUH_MASALAH),
        f"{rt.masalah} masalah dari kunjungan sebelumnya belum ditindaklanjuti",
    )  # fmt: skip


def _undangan(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    if not rt.undangan:
        return None
    return Faktor(
        "undangan", "Undangan warga", _bagian(bobot.undangan, rt.undangan, PENUH_UNDANGAN),
        f"{rt.undangan} warga mengundang dan belum didatangi",
    )  # fmt: skip


def _miskin(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    if not rt.miskin:
        return None
    return Faktor(
        "miskin", "Keluarga prasejahtera", _bagian(bobot.miskin, rt.miskin, PENUH_MISKIN),
        f"{rt.miskin} keluarga prasejahtera",
    )  # fmt: skip


def _rw(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    belum = rt.rw_jumlah_rt - rt.rw_sudah
    if belum <= 0:
        return None
    di = "di sini" if rt.rw == "00" else f"di RW {rt.rw}"
    return Faktor(
        "rata_rw", "Pemerataan antar-RW", _bagian(bobot.rata_rw, belum, max(rt.rw_jumlah_rt, 1)),
        f"{di} baru {rt.rw_sudah} dari {rt.rw_jumlah_rt} RT dikunjungi setahun ini",
    )  # fmt: skip


def _musim(rt: KeadaanRt, bobot: Bobot, waktu: Waktu) -> Faktor | None:
    if rt.hari_sejak is None or rt.pernah_bulan:
        return None
    if rt.pernah_musim:
        return Faktor(
            "musim", "Pemerataan musim", round(bobot.musim / 4, 1),
            f"belum pernah dikunjungi pada bulan {waktu.bulan}",
        )  # fmt: skip
    return Faktor(
        "musim", "Pemerataan musim", float(bobot.musim), f"belum pernah dilihat pada {waktu.musim}"
    )


def _dilewati(rt: KeadaanRt, bobot: Bobot) -> Faktor | None:
    """A skip weighs most on its day and nothing once its time is over."""
    if rt.dilewati_hari is None or rt.dilewati_hari >= bobot.tunda_hari:
        return None
    sisa = (bobot.tunda_hari - rt.dilewati_hari) / bobot.tunda_hari
    alasan = f": {rt.dilewati_alasan}" if rt.dilewati_alasan else ""
    return Faktor(
        "dilewati", "Dilewati dengan alasan", -round(bobot.dilewati * sisa, 1),
        f"dilewati {rt.dilewati_hari} hari lalu{alasan}",
    )  # fmt: skip


def _koma(nilai: float) -> str:
    return f"{nilai:.1f}".replace(".", ",")
