"""Files and links are known by what they are, not by what they are called."""

import io

import pytest
from PIL import Image

from luna_maya.models import Dokumentasi
from luna_maya.services.dokumentasi import DokumentasiKeliru, Unggahan, add_berkas, add_tautan
from luna_maya.tautan_video import TautanDitolak, read_tautan
from tests.luna_maya.pabrik_dokumentasi import jpeg, make_selesai, mp4

BAIK = {
    "https://youtu.be/dQw4w9WgXcQ?si=abc&t=3": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://m.youtube.com/watch?feature=x&v=dQw4w9WgXcQ": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/shorts/dQw4w9WgXcQ": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://player.vimeo.com/video/76979871?h=8272103f6e": "https://vimeo.com/76979871/8272103f6e",
    "https://drive.google.com/open?id=1A2b3C4d5E6f7G8h9I0jKLmn&usp=sharing":
        "https://drive.google.com/file/d/1A2b3C4d5E6f7G8h9I0jKLmn/view",
    "https://HULUSUNGAISELATANKAB.go.id:443/video/1?utm_source=wa&id=7#a":
        "https://hulusungaiselatankab.go.id/video/1?id=7",
}  # fmt: skip
BURUK = [
    "javascript:alert(1)", "http://youtu.be/dQw4w9WgXcQ", "data:text/html,x", "",
    "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "https://notyoutube.com/watch?v=x",
    "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ", "//youtube.com/watch?v=dQw4w9WgXcQ",
    "https://evil.example/?u=https://youtube.com", "https://yоutube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com\\@evil.example/watch?v=dQw4w9WgXcQ", "https://go.id.evil.example/",
    "https://evilgo.id/", "https://xn--youtbe-4ya.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=<script>", "https://www.youtube.com/redirect?q=https://evil.x",
    "https://youtube.com:8443/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/\nwatch", "https://[::1",
    "https://drive.google.com/drive/folders/1A2b3C4d5E6f7G8h9I0jKLmn", "https://vimeo.com/about",
]  # fmt: skip


@pytest.mark.parametrize("teks", BAIK)
def test_a_link_has_one_spelling_and_nothing_that_tracks(teks):
    assert read_tautan(f"  {teks} ") == BAIK[teks]
    assert read_tautan(BAIK[teks]) == BAIK[teks]


@pytest.mark.parametrize("teks", BURUK)
def test_a_hostile_link_is_refused(teks):
    with pytest.raises(TautanDitolak):
        read_tautan(teks)


def unggah(kunjungan, isi, nama="a.jpg"):
    return add_berkas(kunjungan, [Unggahan(nama, isi)], teks_alt="Teras rumah", by=kunjungan.lurah)


@pytest.fixture
def kunjungan(db):
    return make_selesai()


def test_a_real_video_is_kept_and_one_that_is_none_is_refused(kunjungan):
    assert unggah(kunjungan, mp4(), "malam.mp4").baru[0].jenis == "video"
    palsu = [
        b"ini bukan video", mp4(gambar=False), mp4(data=False), b"\0\0\0\x18ftypisom" + b"x" * 500,
        b"%PDF-1.7 x", jpeg(), b"OggS" + b"x" * 90,
    ]  # fmt: skip
    for isi in palsu:
        hasil = unggah(kunjungan, isi, "video.mp4")
        assert "bukan video" in hasil.ditolak[0], isi[:12]
    assert Dokumentasi.objects.count() == 1


def test_one_bad_file_does_not_spoil_the_others_and_is_named(kunjungan):
    berkas = [Unggahan("a.jpg", jpeg()), Unggahan("b.jpg", b"<svg/>"), Unggahan("c.jpg", jpeg())]
    hasil = add_berkas(kunjungan, berkas, teks_alt="Teras", by=kunjungan.lurah)
    assert len(hasil.baru) == 2
    assert hasil.ditolak[0].startswith("b.jpg: ")
    assert [d.urut for d in hasil.baru] == [1, 2]


def test_a_huge_picture_is_refused_before_it_is_decoded(kunjungan):
    keluar = io.BytesIO()
    Image.new("1", (9000, 9000)).save(keluar, "PNG")
    assert "terlalu besar" in unggah(kunjungan, keluar.getvalue(), "x.png").ditolak[0]


def test_the_small_version_is_small(kunjungan):
    dok = unggah(kunjungan, jpeg(3000, 2000)).baru[0]
    with dok.kecil.open() as berkas, Image.open(berkas) as gambar:
        assert max(gambar.size) == 480
    assert dok.kecil.size < 60_000


def test_the_same_photo_or_link_twice_is_one(kunjungan):
    isi = jpeg()
    unggah(kunjungan, isi)
    assert "sudah ada" in unggah(kunjungan, isi).ditolak[0]
    tautan = "https://youtu.be/dQw4w9WgXcQ"
    add_tautan(kunjungan, tautan, teks_alt="Video", by=kunjungan.lurah)
    with pytest.raises(DokumentasiKeliru, match="sudah ada"):
        add_tautan(kunjungan, tautan + "?si=x", teks_alt="Video", by=kunjungan.lurah)
    assert Dokumentasi.objects.count() == 2


def test_without_words_for_who_cannot_see_it_nothing_is_kept(kunjungan):
    hasil = add_berkas(kunjungan, [Unggahan("a", jpeg())], teks_alt="  ", by=kunjungan.lurah)
    assert "apa yang terlihat" in hasil.ditolak[0]
