"""Kind short replies to what holds no story: a greeting, a sticker, a photo alone, too many.

Each says exactly what to send next. Kinds are the channel's own (`pesan.kanal.dasar.JenisIsi`) and
those of `kosong_jenis`; an unknown kind is answered as unsupported.
"""

import re
import unicodedata

from curhat.balasan.kalimat import clip, put

CONTOH = (
    "HAI LURAH {nama}\n"
    "Saya warga RT 03/RW 02, Jalan Mawar. Got mampet sejak Senin, air masuk teras. Mohon bantu.\n"
    "TEMBUSAN: TIDAK\nANONIM: YA"
)
_MINTA = "Tulis: apa masalahnya, di RT/RW berapa, sejak kapan. Contoh:\n" + CONTOH

_PERINTAH = (
    "Setelah itu dapat mengetik:\n"
    "LANJUT: saran sekarang juga\n"
    "STATUS: perkembangan (STATUS lalu kode untuk laporan lain)\n"
    "SESUDAH: sudah beres; BELUM: belum beres, sebut yang kurang\n"
    "ANONIM YA/TIDAK, TEMBUSAN YA/TIDAK: pilihan Anda\n"
    "UBAH: memperbaiki cerita, tempat, atau pilihan\n"
    "1 sampai 5: menilai saran kami\n"
    "SIMPAN TIDAK, HAPUS DATA, STOP: data Anda\n"
    "Foto dan titik lokasi boleh menyusul. Bila darurat, telepon 112."
)

SALAM: dict[str, tuple[str, ...]] = {
    "kosong": (
        "Terima kasih sudah menghubungi {kelurahan}. Pesannya belum berisi cerita.\n" + _MINTA,
        "Halo dari {kelurahan}. Kami siap mendengar, tetapi pesan ini masih kosong.\n" + _MINTA,
        "Pesan Anda sampai, hanya isinya belum ada.\n" + _MINTA,
    ),
    "emoji": (
        "Terima kasih atas sapaannya. Ada yang bisa {kelurahan} bantu?\n" + _MINTA,
        "Pesan bergambar Anda sudah sampai. Ceritakan dengan kata-kata, ya.\n" + _MINTA,
        "Senang disapa. Bila ada yang mengganjal, silakan bercerita.\n" + _MINTA,
    ),
    "salam": (
        "Salam kembali dari {kelurahan}. Silakan bercerita, kami mendengarkan.\n" + _MINTA,
        "Halo, selamat datang di HAI LURAH {kelurahan}. Apa yang bisa dibantu?\n" + _MINTA,
        "Salam hangat, Bapak/Ibu. Tuliskan keluhan atau usul Anda.\n" + _MINTA,
    ),
    "terima_kasih": (
        "Sama-sama, Bapak/Ibu. Bila ada hal baru, tulis saja di sini.\n" + _MINTA,
        "Terima kasih kembali. {kelurahan} senang bisa membantu.\n" + _MINTA,
        "Sama-sama, semoga sehat selalu. Kami siap bila dibutuhkan lagi.\n" + _MINTA,
    ),
    # thanks from someone whose report we have
    "sama_sama": (
        "Sama-sama, Bapak/Ibu. Ketik STATUS kapan saja untuk tahu perkembangan laporan Anda.",
        "Terima kasih kembali. Bila ada kabar baru, tulis saja di sini; SESUDAH bila sudah beres.",
        "Sami-sami, semoga lekas beres. Ketik BELUM bila masalahnya masih ada.",
    ),
    # "iya" or "4" when nothing was asked
    "tanpa_tanya": (
        "Terima kasih. Saat ini tidak ada yang kami tanyakan. Ketik STATUS untuk perkembangan, "
        "UBAH untuk memperbaiki laporan, atau BANTUAN untuk daftar perintah.",
        "Baik, kami terima. Bila ada hal baru, ceritakan saja. Ketik BANTUAN untuk melihat apa "
        "yang dapat diketik.",
    ),
    "stiker": (
        "Stikernya sudah kami terima, terima kasih. Kami belum bisa membacanya.\n" + _MINTA,
        "Terima kasih stikernya. Agar bisa kami bantu, tuliskan ceritanya.\n" + _MINTA,
    ),
    "lokasi": (
        "Titik lokasi Anda sudah masuk. Sekarang tuliskan apa yang terjadi di sana.\n" + _MINTA,
        "Terima kasih, lokasinya kami simpan. Ceritakan masalahnya supaya bisa kami teruskan.\n"
        + _MINTA,
    ),
    "foto": (
        "Fotonya sudah kami terima. Tuliskan apa masalahnya dan di mana letaknya.\n" + _MINTA,
        "Terima kasih fotonya. Tambahkan cerita singkat agar tidak salah paham.\n" + _MINTA,
        "Foto sudah masuk dan kami simpan. Kami perlu keterangan tertulisnya.\n" + _MINTA,
    ),
    "suara": (
        "Pesan suara Anda kami simpan untuk didengarkan petugas. Agar lebih cepat, tulis juga.\n"
        + _MINTA,
        "Terima kasih pesan suaranya. Sistem hanya membaca tulisan; petugas akan mendengarnya.\n"
        + _MINTA,
    ),
    "video": (
        "Videonya sudah kami terima untuk dilihat petugas. Tuliskan juga ceritanya.\n" + _MINTA,
        "Terima kasih videonya. Tambahkan keterangan tertulis supaya cepat ditangani.\n" + _MINTA,
    ),
    "berkas": (
        "Berkasnya sudah masuk. Tuliskan maksud berkas itu dan apa yang Anda perlukan.\n" + _MINTA,
        "Terima kasih, berkas kami simpan. Jelaskan dalam satu dua kalimat.\n" + _MINTA,
    ),
    "kontak": (
        "Kartu kontak kami terima, tetapi tidak kami hubungi tanpa cerita Anda.\n" + _MINTA,
        "Terima kasih. Sebelum memakai kontak itu, kami perlu tahu masalahnya.\n" + _MINTA,
    ),
    "tak_didukung": (
        "Pesan jenis ini belum bisa kami baca. Kirim sebagai tulisan atau foto.\n" + _MINTA,
        "Maaf, isi pesan ini tidak terbaca oleh kami. Tolong ditulis, ya.\n" + _MINTA,
    ),
    "ditahan": (
        "Semua pesan Anda kami simpan. Karena masuk banyak sekaligus, petugas membacanya satu per "
        "satu. Bila darurat, telepon 112. Tidak perlu mengirim ulang; ketik STATUS untuk mengecek.",
        "Pesan Anda tidak ada yang hilang. Jumlahnya banyak, jadi petugas memeriksanya dulu. "
        "Bila darurat, telepon 112. Cukup tunggu, lalu ketik STATUS bila ingin tahu.",
    ),
    "ganda": (
        "Laporan yang sama sudah kami terima dan sedang kami urus. Ketik STATUS untuk melihatnya; "
        "bila ada hal baru, tuliskan hal barunya saja.",
        "Cerita ini sudah tercatat sebelumnya, jadi tidak perlu dikirim ulang. Ketik STATUS untuk "
        "perkembangannya, atau tambahkan kabar terbaru.",
    ),
    "hapus": (
        "Pesan yang Anda hapus tidak kami pakai lagi. Bila ingin mengulang, kirim cerita baru:\n"
        + CONTOH,
        "Penghapusan pesan Anda kami catat. Kapan pun siap, silakan bercerita lagi:\n" + CONTOH,
    ),
    "bantuan": (
        "Cara memakai HAI LURAH {kelurahan}. Kirim cerita seperti ini:\n"
        + CONTOH
        + "\n"
        + _PERINTAH,
        "Panduan singkat. Ceritakan saja, misalnya:\n" + CONTOH + "\n" + _PERINTAH,
    ),
    "tanpa_laporan": (
        "Kami belum menemukan laporan Anda. Kirim dulu ceritanya:\n" + CONTOH,
        "Belum ada laporan dari nomor ini. Silakan mulai dengan bercerita:\n" + CONTOH,
    ),
    "hapus_data": (
        "Permintaan hapus data kami jalankan sekarang: cerita, lampiran, dan alamat balasan "
        "Anda dihapus. Bila perlu bantuan lagi, kirim cerita baru kapan saja:\n" + CONTOH,
        "Baik, data Anda kami hapus sekarang: cerita, lampiran, dan alamat balasan. Anda tetap "
        "boleh bercerita lagi kapan saja:\n" + CONTOH,
    ),
    # the person also has reports elsewhere, which this number may not touch
    "hapus_sebagian": (
        "Cerita dan lampiran Anda untuk {kelurahan} kami hapus sekarang. Laporan Anda di wilayah "
        "lain tidak ikut terhapus: kirim HAPUS DATA ke nomor tempat Anda melapor. Bila perlu "
        "bantuan lagi, kirim cerita baru kapan saja:\n" + CONTOH,
        "Baik, cerita dan lampiran Anda di {kelurahan} kami hapus sekarang. Untuk laporan di "
        "wilayah lain, kirim HAPUS DATA ke nomornya masing-masing. Anda tetap boleh bercerita "
        "lagi kapan saja:\n" + CONTOH,
    ),
}

_APOSTROF = str.maketrans("", "", "'`\u2018\u2019")
_SAPAAN = re.compile(
    r"(?:as+alam\w*|wa?alaikum\w*|wr|wb|warah?mat\w*|wabarak\w*|hal+o+|hai+|hi|hei|permisi|selamat|"
    r"pagi|siang|sore|malam|salam|punten|kulo|nuwun|kulonuwun|sugeng|enjing|dalu|p|ping|tes|test|"
    r"pak|bu|bapak|ibu|mas|mbak|min|admin|lurah|kelurahan|om|swastiastu|shalom|warga)"
)
_UCAPAN = re.compile(r"(?:terima|kasih|terimakasih|mak[ai]sih|trims|matur|nuwun|suwun|maturnuwun)")
_PENGISI = re.compile(r"(?:banyak|ya|sekali|nggih|sanget|atas|bantuannya|banget|oke?|baik|siap)")


def salam_for(
    jenis: str,
    *,
    kelurahan: str = "",
    lurah: str = "",
    benih: int = 0,
    sebelumnya: str = "",
) -> str:
    """The reply to one kind of message; `sebelumnya` is the reply last sent, never repeated.

    `kelurahan` is the bare name; empty where it is not known.
    """
    pilihan = SALAM.get(jenis, SALAM["tak_didukung"])
    nilai = _build_nilai(kelurahan, lurah)
    nomor = benih % len(pilihan)
    teks = put(pilihan[nomor], nilai)
    if teks == sebelumnya:
        teks = put(pilihan[(nomor + 1) % len(pilihan)], nilai)
    return teks[:1].upper() + teks[1:]


def kosong_jenis(teks: str) -> str:
    """Why a text holds no story: "emoji", "salam", "terima_kasih", or "kosong" for all else."""
    kata = _words(teks)
    if not kata:
        return "emoji" if any(unicodedata.category(h) in {"So", "Sk"} for h in teks) else "kosong"
    sisa = [satu for satu in kata if not (_SAPAAN.fullmatch(satu) or _PENGISI.fullmatch(satu))]
    if any(not _UCAPAN.fullmatch(satu) for satu in sisa):
        return "kosong"
    return "terima_kasih" if sisa else "salam"


def _words(teks: str) -> list[str]:
    rapat = teks[:2000].lower().translate(_APOSTROF)
    return "".join(huruf if huruf.isalpha() else " " for huruf in rapat).split()


def _build_nilai(kelurahan: str, lurah: str) -> dict[str, str]:
    nama = clip(kelurahan.strip(), 60)
    berawalan = nama.lower().startswith(("kelurahan ", "desa "))
    return {
        "kelurahan": (nama if berawalan else f"Kelurahan {nama}") if nama else "kelurahan",
        "nama": " ".join(satu for satu in (nama or "[nama kelurahan]", lurah) if satu),
    }
