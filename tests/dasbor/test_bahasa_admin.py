"""Staff read Indonesian: the catalogue is compiled and no English is left on their pages."""

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import import_export
import pytest
import unfold
from axes.helpers import get_lockout_message
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as terjemah
from django.utils.translation import override

from curhat import muat
from curhat.models import AturanEskalasi, Subkategori, VersiModel
from curhat.services.putar_ulang import ask_putar_ulang
from tests.factories import InstansiFactory, PenggunaFactory, TiketFactory, WilayahFactory

KATALOG = settings.BASE_DIR / "locale" / "id" / "LC_MESSAGES"
_INGGRIS = """
about account action actions add administration again all an and any apply are below by cancel
change changed choose clear click close confirm counts current currently dark date delete deleted
edit error errors every export field fields file filters following forgotten from go hide history
home import in is it items layers light line loading log login logout missing more name new next
no none not now of old open or order page password please preview previous recent record remove
required reset results return row rows run save saved search see select selected show sidebar site
skipped sort sorting submit system the theme this time to today toggle true type update updated
user username view welcome with yes yesterday you your
"""
INGGRIS = frozenset(_INGGRIS.split())
# Column names that an export or import page lists as they stand in the file.
NAMA_KOLOM = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
BUKAN_DIPASANG = ("constance", "guardian", "simple_history", "location_field", "unfold_crispy")
_TRANS = re.compile(r"""\{%-?\s*(?:trans|translate)\s+(?P<q>["'])(?P<teks>.+?)(?P=q)""")
_TANDA = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?::\w+)?\}")


def read_po(path):
    """{msgid, context joined by \\x04: (all forms of the translation)} of a .po file."""
    isi, butir, kunci = {}, {}, ""
    for baris in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        awal = re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", baris)
        if awal:
            kunci = awal[1]
            butir[kunci] = ast.literal_eval(awal[2])
        elif baris.startswith('"'):
            butir[kunci] += ast.literal_eval(baris)
        elif not baris and butir:
            konteks = f"{butir['msgctxt']}\x04" if "msgctxt" in butir else ""
            bentuk = [nilai for nama, nilai in butir.items() if nama.startswith("msgstr")]
            assert konteks + butir["msgid"] not in isi, f"dua kali: {butir['msgid']}"
            isi[konteks + butir["msgid"]] = bentuk
            butir = {}
    return isi


def read_mo(path):
    """The same of a .mo file, read by the standard library."""
    with path.open("rb") as berkas:
        katalog = gettext.GNUTranslations(berkas)._catalog
    isi = {}
    for kunci, nilai in katalog.items():
        isi.setdefault(kunci[0] if isinstance(kunci, tuple) else kunci, []).append(nilai)
    return isi


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_says_what_the_source_says(domain):
    assert read_mo(KATALOG / f"{domain}.mo") == read_po(KATALOG / f"{domain}.po")


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_placeholder_is_kept_and_nothing_is_empty(domain):
    for asal, hasil in read_po(KATALOG / f"{domain}.po").items():
        for teks in hasil if asal else ():
            assert teks.strip(), asal
            assert set(_TANDA.findall(teks)) == set(_TANDA.findall(asal)), asal
            assert teks.count("{}") == asal.count("{}"), asal


@pytest.mark.parametrize("paket", [unfold, import_export])
def test_every_marked_word_of_the_templates_has_an_indonesian_one(paket):
    """Catches the new strings of an upgrade."""
    akar = Path(paket.__file__).parent
    kurang = set()
    with override("id"):
        for berkas in akar.rglob("*.html"):
            if any(nama in berkas.parts for nama in BUKAN_DIPASANG):
                continue
            for cocok in _TRANS.finditer(berkas.read_text(encoding="utf-8")):
                if terjemah(cocok["teks"]) == cocok["teks"]:
                    kurang.add(cocok["teks"])
    assert kurang == set()


class _Terlihat(HTMLParser):
    """What a page shows or reads out; not its scripts, styles and icon names."""

    DIAM = ("script", "style", "textarea")
    SIFAT = ("title", "placeholder", "aria-label", "alt")

    def __init__(self):
        super().__init__()
        self.teks, self._dalam = [], []

    def handle_starttag(self, tag, attrs):
        sifat = dict(attrs)
        ikon = tag == "span" and "material-symbols" in (sifat.get("class") or "")
        if tag in self.DIAM or ikon:
            self._dalam.append(tag)
        self.teks += [sifat[nama] or "" for nama in self.SIFAT if nama in sifat]
        if tag == "input" and sifat.get("type") in {"submit", "button"}:
            self.teks.append(sifat.get("value") or "")

    def handle_endtag(self, tag):
        if self._dalam and self._dalam[-1] == tag:
            self._dalam.pop()

    def handle_data(self, data):
        if not self._dalam:
            self.teks.append(data)


def visible_text(response):
    """All visible words of a page, one piece a line."""
    pembaca = _Terlihat()
    pembaca.feed(response.content.decode())
    return "\n".join(teks.strip() for teks in pembaca.teks if teks.strip())


def english_in(response):
    """Lines of the page that hold a listed English word."""
    return [
        baris
        for baris in visible_text(response).splitlines()
        if INGGRIS & set(re.findall(r"[a-z]+", NAMA_KOLOM.sub("", baris.lower())))
    ]


@pytest.fixture
def operator(client, db):
    """A superuser, signed in: sees everything that there is."""
    if not Subkategori.objects.exists():
        muat.load_taksonomi()
    user = PenggunaFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def tiket(operator):
    return TiketFactory(status="dikerjakan", oleh=operator)


HALAMAN = [
    "admin:index",
    "admin:password_change",
    "admin:curhat_tiket_changelist",
    "admin:curhat_tiket_export",
    "admin:curhat_curhat_changelist",
    "admin:curhat_tinjauanjawaban_changelist",
    "admin:curhat_sakelarmodel_changelist",
    "admin:curhat_sakelarmodel_add",
    "admin:curhat_promptmodel_changelist",
    "admin:curhat_promptmodel_add",
    "admin:curhat_panggilanmodel_changelist",
    "admin:wilayah_wilayah_changelist",
    "admin:wilayah_wilayah_add",
    "admin:wilayah_wilayah_export",
    "admin:wilayah_wilayah_import",
    "admin:wilayah_instansi_changelist",
    "admin:wilayah_pengguna_changelist",
    "admin:wilayah_pengguna_add",
    "admin:wilayah_penugasan_changelist",
    "admin:wilayah_rujukan_changelist",
    "admin:curhat_koreksi_changelist",
    "admin:curhat_versimodel_changelist",
    "admin:curhat_putarulang_changelist",
    "admin:curhat_aturaneskalasi_changelist",
]


@pytest.mark.parametrize("nama", HALAMAN)
def test_no_english_on_staff_pages(client, tiket, nama):
    response = client.get(reverse(nama))
    assert response.status_code == 200
    assert english_in(response) == []


def test_the_search_for_english_finds_it_where_it_is(client, operator):
    with override("en"):
        found = english_in(client.get(reverse("admin:password_change")))
    assert {"Change password", "Log out", "Old password"} <= set(found)


def test_no_english_on_pages_of_one_row(client, tiket):
    for nama, pk in [
        ("curhat_tiket_change", tiket.pk),
        ("curhat_tiket_history", tiket.pk),
        ("curhat_curhat_change", tiket.curhat_id),
        ("wilayah_wilayah_change", tiket.curhat.wilayah_id),
        ("wilayah_instansi_change", tiket.instansi_id),
        ("wilayah_instansi_delete", InstansiFactory(kode="BARU-UJI").pk),
    ]:
        response = client.get(reverse(f"admin:{nama}", args=[pk]))
        assert response.status_code == 200, nama
        assert english_in(response) == [], nama


def test_no_english_on_pages_of_rules_and_models(client, operator):
    muat.load_aturan()
    aturan = AturanEskalasi.objects.get(aktif=True)
    putar = ask_putar_ulang(aturan, by=operator)
    versi = VersiModel.objects.create(versi="2026-01-01.1")
    for nama, pk in [
        ("curhat_aturaneskalasi_change", aturan.pk),
        ("curhat_aturaneskalasi_umum", aturan.pk),
        ("curhat_putarulang_change", putar.pk),
        ("curhat_versimodel_change", versi.pk),
    ]:
        response = client.get(reverse(f"admin:{nama}", args=[pk]))
        assert response.status_code == 200, nama
        assert english_in(response) == [], nama


def test_the_filters_and_an_empty_result_are_indonesian(client, tiket):
    response = client.get(reverse("admin:curhat_tiket_changelist"), {"q": "tidakadaitu"})
    teks = visible_text(response)
    assert {"Saring", "Terapkan saringan", "Tidak ada yang ditemukan"} <= set(teks.splitlines())
    assert english_in(response) == []


def test_the_login_page_welcomes_in_indonesian(client, db):
    response = client.get(reverse("admin:login"))
    teks = " ".join(visible_text(response).split())
    assert "Selamat datang di HAI LURAH" in teks
    assert teks.startswith("Masuk | HAI LURAH")
    assert english_in(response) == []
    salah = client.post(reverse("admin:login"), {"username": "tamu", "password": "keliru"})
    assert "sandi tidak cocok" in visible_text(salah)
    assert english_in(salah) == []


def test_sign_out_and_the_lockout_are_indonesian(client, operator):
    assert english_in(client.post(reverse("admin:logout"))) == []
    with override("id"):
        assert str(get_lockout_message()).startswith("Akun dikunci sementara")


def test_the_home_is_called_beranda_and_the_search_box_speaks_indonesian(client, operator):
    teks = visible_text(client.get(reverse("admin:index"))).splitlines()
    assert teks[0] == "Beranda | HAI LURAH"
    assert {"Cari menu…", "Ganti sandi", "Keluar"} <= set(teks)
    assert "Administrasi situs" not in "\n".join(teks)


@pytest.mark.parametrize(
    "isi",
    ["kode,nama,tingkat,induk\n35.77.03.1009.77,RW 77,rw,35.77.03.1009\n", "kode,nama\n,\n", ""],
)
def test_no_english_when_a_file_is_imported(client, operator, isi):
    WilayahFactory()
    berkas = SimpleUploadedFile("wilayah.csv", isi.encode(), content_type="text/csv")
    response = client.post(
        reverse("admin:wilayah_wilayah_import"),
        {"format": "0", "resource": "", "import_file": berkas},
    )
    assert response.status_code == 200
    assert english_in(response) == []


def test_date_pickers_and_double_lists_are_indonesian_in_the_browser(client, operator):
    skrip = client.get(reverse("admin:jsi18n")).content.decode()
    for pasang in ('"Today": "Hari ini"', '"Filter": "Saring"', '"Sunday": "Minggu"'):
        assert pasang in skrip
