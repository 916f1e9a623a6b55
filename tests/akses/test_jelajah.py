"""Walks every address of the portal as people who must see nothing of Kel. Taman's reports.

Arguments come from one set of objects. An address the walk cannot fill fails the test: whoever adds
one says below what belongs into it.
"""

import contextlib
import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from curhat.models import Curhat, PanggilanModel, RiwayatCurhat, Tiket, TinjauanJawaban
from dokumen.models import JenisSurat, Surat
from dokumen.muat import load_jenis
from dokumen.services import draft_surat, issue_surat, submit_surat
from ekonomi.services.pinjaman import receive_angsuran
from luna_maya.models import Kunjungan, Undangan
from luna_maya.services.catatan import IsiCatatan as Isi
from luna_maya.services.catatan import record_catatan
from luna_maya.services.dokumentasi import Unggahan, add_berkas
from luna_maya.services.kontak import set_kontak_tuan_rumah
from luna_maya.services.kunjungan import move_kunjungan
from luna_maya.services.persetujuan import invite_tuan_rumah
from pesan.models import Lampiran, PesanKeluar, PesanMasuk
from pesan.services import BerkasKirim, queue_pesan
from tests.curhat.conftest import DARI, PANDEAN, TAMAN, forget_all, terima
from tests.ekonomi.pabrik_omzet import mark_omzet
from tests.ekonomi.pabrik_pinjaman import Dunia as Kas
from tests.factories import InstansiFactory, KontakFactory, PenggunaFactory, TiketFactory
from tests.luna_maya.pabrik import make_kunjungan, make_tuan_rumah
from tests.luna_maya.pabrik_dokumentasi import host_says, jpeg
from wilayah.models import Rujukan, Wilayah

ISI = "Got di belakang rumah mampet dan baunya sampai dapur zamrudkhatulistiwa"
PEKA = "Anak tetangga dipukuli bapaknya tiap malam di gang zamrudkhatulistiwa, tolong dilindungi"
PENANDA = "zamrudkhatulistiwa"
DESA = "35.19.01.2001"  # a village of the regency beside it


@pytest.fixture
def dunia(kelurahan, moderator):
    """An ordinary case handed to an agency and a sensitive one, with all that hangs on them."""
    terima(f"HAI LURAH Taman\n{ISI} RT 03 RW 02\nTEMBUSAN: YA")
    terima(PEKA, dari="6281299999")
    biasa, peka = Curhat.objects.order_by("id")
    assert peka.rahasia
    instansi = InstansiFactory(kode="DLH-UJI")
    tiket = biasa.tiket.first() or TiketFactory(curhat=biasa, oleh=moderator)
    Curhat.objects.filter(pk=biasa.pk).update(lat=Decimal("-7.64"), lng=Decimal("111.53"))
    if not peka.tiket.exists():
        TiketFactory(curhat=peka, oleh=moderator)
    TiketFactory(curhat=biasa, status="dialihkan", oleh=moderator, instansi=instansi)
    lampiran = Lampiran.objects.create(
        nama=f"{PENANDA}.jpg", status="ada", mime="image/jpeg", pesan_masuk=biasa.pesan_masuk
    )
    lampiran.berkas.save(f"{PENANDA}.jpg", ContentFile(PENANDA.encode()))
    biasa.lampiran.add(lampiran)
    assert PENANDA in biasa.isi
    surat = issued_surat(biasa)
    titipan = sent_letter(biasa)
    for satu in (biasa, peka):
        TinjauanJawaban.objects.create(
            curhat=satu, wilayah_id=TAMAN, model="uji", teks_aturan=PENANDA, teks_model=PENANDA,
            tenggat_at=timezone.now(),
        )  # fmt: skip
    PanggilanModel.objects.create(
        curhat=biasa, wilayah_id=TAMAN, jenis="jawab", model=PENANDA, hasil="ok"
    )
    mark_omzet(PENANDA)
    kunjungan, foto = visit_marked()
    pinjaman, angsuran = running_loan()
    return {
        "kode_kunjungan": kunjungan.kode,
        "foto_luna": foto.pk,
        "nomor_catatan": kunjungan.catatan.get().pk,
        "pinjaman": pinjaman,
        "angsuran": angsuran,
        "token": surat.token,
        "tiket": tiket.pk,
        "nomor": tiket.nomor,
        "lampiran": lampiran.pk,
        "lacak_berkas": titipan.pk,
        "surat": surat.pk,
        "staf": moderator.pk,
        "rahasia": [
            PENANDA, biasa.kode, peka.kode, *Tiket.objects.values_list("nomor", flat=True), DARI,
        ],
    }  # fmt: skip


def visit_marked():
    """A visit at a host whose every word is telling, held, with entries, a photo and a promise;
    and another to come, asked for by an invitation.
    """
    di = "35.77.03.1009.02.03"
    rumah = make_tuan_rumah(
        f"Keluarga {PENANDA}", di=di, alamat=f"Gang {PENANDA} 7", penanggung=f"Pak {PENANDA}",
        perhatian_khusus=f"bayi {PENANDA}", ada_anak=True,
    )  # fmt: skip
    rumah = set_kontak_tuan_rumah(rumah, nomor="081299887766")
    lurah = PenggunaFactory(peran="lurah", di="35.77.03.1009")
    lama = make_kunjungan(
        lurah=lurah, tuan_rumah=rumah, mulai_at=timezone.now() - timedelta(hours=3)
    )
    host_says(
        lama, tampil=False, foto=True, suara=True, sebut_rt=False, ada_anak=True, wali_setuju=True
    )
    Kunjungan.objects.filter(pk=lama.pk).update(agenda=PENANDA, jawaban={"kabar": PENANDA})
    catat = Isi("masalah", f"Cerita {PENANDA}", Wilayah.objects.get(pk=di), pihak=f"Bu {PENANDA}")
    record_catatan(lama, catat, kunci=uuid4(), by=lurah)
    lama = move_kunjungan(lama, to="pasti", by=lurah)
    lama = move_kunjungan(lama, to="selesai", by=lurah)
    hasil = add_berkas(
        lama, [Unggahan("foto.jpg", jpeg())], teks_alt=f"Dapur {PENANDA}", by=lurah
    )  # fmt: skip
    assert hasil.baru
    baru = make_kunjungan(lurah=lurah, tuan_rumah=rumah)
    invite_tuan_rumah(baru, by=lurah)
    Undangan.objects.create(
        wilayah_id=di, kunci="jelajah", pin_hash="x", acara="tahlilan", nama=PENANDA,
        alamat=PENANDA, pesan=PENANDA, mulai_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    return lama, hasil.baru[0]


def running_loan():
    """A loan of a member with a telling name, and a payment on it."""
    kas = Kas()
    pinjaman = kas.cair(anggota=kas.anggota(nama=f"Warga {PENANDA}"))
    return pinjaman, receive_angsuran(pinjaman, jumlah=1_000, kunci="jelajah", by=kas.bendahara)


def sent_letter(curhat):
    """A file we sent about the ordinary case."""
    pesan = queue_pesan(
        kunci="surat-uji", templat="x", badan="Surat", kontak=curhat.kontak, rujukan=curhat.kode,
        berkas=BerkasKirim(f"{PENANDA}.pdf", b"%PDF-1.7 " + PENANDA.encode()),
    )  # fmt: skip
    return pesan.berkas


def issued_surat(curhat):
    """A letter of the same person, signed by the lurah and out."""
    load_jenis()
    jenis = JenisSurat.objects.get(kode="sktm", aktif=True)
    isian = {satu.nama: satu.contoh for satu in jenis.kolom} | {"nama": PENANDA}
    tempat = Wilayah.objects.get(pk=curhat.wilayah_id)
    surat = submit_surat(
        draft_surat(
            jenis=jenis, wilayah=tempat, isian=isian, kontak=curhat.kontak, rujukan=curhat.kode
        )
    )
    return issue_surat(surat, by=PenggunaFactory(peran="lurah", di="35.77.03.1009"))


def lainnya(dunia):
    """What belongs into each named argument outside the admin's own pages of a model."""
    return {
        "slug": "taman-madiun",
        "kode_kecamatan": "35.77.03",
        "nama_tabel": "desa",
        "bentuk_tabel": "csv",
        "nomor": dunia["nomor"],
        "tanda": "abc:def:ghi",  # a link is a key: only its holder has a true one
        "token": dunia["token"],
        "bentuk": "pdf",
        "hal": 1,
        "bentuk_neraca": "csv",
        "langkah_pinjaman": "setujui",
        "anggota_id": dunia["pinjaman"].anggota_id,
        "pinjaman_id": dunia["pinjaman"].pk,
        "angsuran_id": dunia["angsuran"].pk,
        "versi": "23.0",
        "nomor_id": "111222333",
        "id_media": "91001",
        "kunci": "verifikasi",
        "app_label": "curhat",
        "url": "curhat/tiket/",
        "tanda_survei": "abc:def:ghi",
        "tanda_ajuan": "abc:def:ghi",
        "berkas_ruko": dunia["lampiran"],
        "lampiran_ruko": dunia["lampiran"],
        "permintaan_ruko": 1,
        "tanggapan_ruko": 1,
        "surat_pengantar": 1,
        "tanda_nilai": "abc:def:ghi",
        "permintaan_tautan": 1,
        "kode_hadir": "0123456789abcdef01.00000000000000",  # a key, made up: opens nothing
        "nomor_angkatan": 1,
        "token_sertifikat": "tidak-ada",
        "content_type_id": ContentType.objects.get_for_model(Tiket).pk,
        "object_id": dunia["tiket"],
        "id": dunia["staf"],
        "from_field": "id",
        "extra": "",
        "foto_hibah": 1,
        "foto_proyek": 1,
        "nomor_proyek": 1,
        "berkas_upah": "slip",
        "kode_rt": "35.77.03.1009.02.03",
        "pemegang": "usaha",
        "periode": "bulan",
        "duta_pk": 1,
        "hotspot_pk": 1,
        "siaran_pk": 1,
        "target_pk": 1,
        "pengukuran": 1,
        "kunjungan": 1,
        # without a visit of its own a code that leads nowhere
        "kode_kunjungan": dunia.get("kode_kunjungan", "ABCD2345"),
        "produk": 1,
        "ukuran": "kecil",
        "lapak_slug": "lapak-uji",
        "kode_pesanan": "TK-2222-3333",
        "nomor_tagihan": "TK-2222-3333-ABCD",
        "gerbang": "midtrans",
        "kebutuhan": 1,
        "lampiran": dunia["lampiran"],
        "jenis_naskah": "sk",
        "foto_luna": dunia.get("foto_luna", 1),
        "tahun_buku": 2026,
        "apa": "bukti",
        "petugas_malam": 1,
        "nomor_catatan": dunia.get("nomor_catatan", 1),
        "apa_catatan": "laporan",
        "lampiran_catatan": 1,
        "kunci_kalender": "KUNCIKARANGAN",
        "langganan_pk": 1,
        "setuju_pk": 1,
        "tanda_undang": "abc:def:ghi",
        "tanda_undangan": "abc:def:ghi",
        "kode_desa": "63.11.07.2003",
        "tanda_siaga": "abc:def:ghi",
        "nomor_periksa": 1,
        "tanda_layar": "karangan-tanda-16b",
        "tanda_antre": "karangan-tanda-16b",
        "tanda_tamu": "karangan-tanda-16b",
        "tanda_karcis": "abc:def:ghi",
        "tanda_kunjungan_tamu": "abc:def:ghi",
        "jenis_tanda": "tamu",
        "nomor_jawaban": 1,
        "nomor_pustaka": 1,
        "tanda_rapat": "abc:def:ghi",
        "berkas_rapat": "agenda.pdf",
        "tanda_keputusan": "abc:def:ghi",
        "bukti_rapat": 1,
        "bukti_tindak": 1,
    }


def addresses(patterns=None, awalan=""):
    """(address with its arguments still in it, name, argument names) of the whole URLconf."""
    for pola in patterns if patterns is not None else get_resolver().url_patterns:
        route = str(pola.pattern)
        if not isinstance(pola.pattern, RoutePattern):
            route = plain(route)
        if isinstance(pola, URLResolver):
            yield from addresses(pola.url_patterns, awalan + route)
        elif isinstance(pola, URLPattern):
            yield awalan + route, pola.name or ""


def plain(pola):
    """A regex of an address as a route: (?P<nomor>…) becomes <nomor>, /? nothing."""
    teks = pola.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("/?", "")
    teks = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", teks)
    assert not set("()[]*+?^$") & set(teks), f"alamat {pola} tidak dapat diisi penjelajah"
    return teks.replace("\\", "")


def fill(route, name, dunia):
    """The address with its arguments filled in."""
    model = model_of(name)

    def value(match):
        nama = match[1]
        if nama in {"object_id", "pk"} and model is not None:
            row = first_of(model, dunia)
            return str(row.pk if row is not None else 1)
        if nama == "pk" and name.startswith(("lampiran", "lacak_")):
            return str(dunia["surat" if "surat" in name else name])
        nilai = lainnya(dunia).get(nama)
        assert nilai is not None, f"alamat {route} ({name}): isi untuk <{nama}> tidak diketahui"
        return str(nilai)

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def model_of(name):
    """The model an admin page is about: curhat_tiket_change is curhat.Tiket."""
    for app in apps.get_app_configs():  # a label may hold an underscore: buku_besar
        bagian = name.removeprefix(f"{app.label}_").split("_")
        if name.startswith(f"{app.label}_") and len(bagian) > 1:
            with contextlib.suppress(LookupError):
                return app.get_model(bagian[0])
    return None


def first_of(model, dunia):
    if model is Tiket:
        return Tiket.objects.get(pk=dunia["tiket"])
    return model._base_manager.order_by("pk").first()


def strangers(dunia):
    """Who looks: nobody, neighbours' officers of each level, and an officer of another agency."""
    orang = {
        "lurah tetangga": ("lurah", PANDEAN),
        "petugas dinas lain": ("petugas", InstansiFactory(kode="PUPR-UJI")),
        "kepala desa": ("lurah", DESA),
        "moderator desa": ("moderator", DESA),
        "petugas kecamatan lain": ("petugas_kecamatan", "35.77.01"),
        "camat lain": ("camat", "35.77.01"),
    }
    clients = {"orang asing": Client()}
    for siapa, (peran, di) in orang.items():
        clients[siapa] = Client()
        clients[siapa].force_login(PenggunaFactory(peran=peran, di=di))
    return clients


def leaks(jawab, dunia):
    isi = b"".join(jawab.streaming_content) if jawab.streaming else jawab.content
    teks = isi.decode("utf-8", "replace")
    return [kata for kata in dunia["rahasia"] if kata in teks]


def test_every_address_can_be_filled_and_the_walk_is_long(dunia):
    filled = [fill(route, name, dunia) for route, name in addresses()]
    assert len(filled) > 100
    assert not [alamat for alamat in filled if "<" in alamat]


@pytest.mark.parametrize("cara", ["get", "post"])
@pytest.mark.parametrize(
    "siapa",
    [
        "orang asing", "lurah tetangga", "petugas dinas lain", "kepala desa", "moderator desa",
        "petugas kecamatan lain", "camat lain",
    ],
)  # fmt: skip
def test_who_has_no_business_there_sees_nothing_anywhere(dunia, siapa, cara):
    client = strangers(dunia)[siapa]
    riwayat = RiwayatCurhat.objects.count()
    buruk = []
    for route, name in addresses():
        alamat = fill(route, name, dunia)
        jawab = getattr(client, cara)(alamat)
        if jawab.status_code >= 500 and name != "status":
            buruk.append((alamat, jawab.status_code))
        if jawab.status_code == 200 and leaks(jawab, dunia):
            buruk.append((alamat, leaks(jawab, dunia)))
        if name == "logout":
            client = strangers(dunia)[siapa]
    assert not buruk
    assert RiwayatCurhat.objects.count() == riwayat  # nobody's walk wrote history


def test_hidden_rows_are_404_one_by_one(dunia):
    client = strangers(dunia)["lurah tetangga"]
    for model in (Curhat, Tiket, PesanKeluar, PesanMasuk, Rujukan, Surat, TinjauanJawaban):
        for row in model._base_manager.all():
            nama = f"{model._meta.app_label}/{model._meta.model_name}"
            status = client.get(f"/admin/{nama}/{row.pk}/change/").status_code
            assert status in {403, 404, 302}, (nama, row.pk, status)
    assert client.get(f"/lampiran/{dunia['lampiran']}/").status_code == 404
    assert client.get(f"/lacak/berkas/{dunia['lacak_berkas']}/").status_code == 404


def test_its_own_people_do_see_it(dunia, moderator):
    """The walk would prove nothing if the words were nowhere."""
    client = Client()
    client.force_login(moderator)
    assert PENANDA in client.get(f"/admin/curhat/tiket/{dunia['tiket']}/change/").content.decode()
    assert dunia["nomor"] in client.get("/admin/curhat/tiket/").content.decode()
    assert PENANDA in client.get("/admin/dokumen/surat/").content.decode()
    assert PENANDA in client.get(f"/luna-maya/catat/{dunia['kode_kunjungan']}/").content.decode()
    assert PENANDA in client.get("/admin/luna_maya/tuanrumah/").content.decode()
    jawab = client.get(f"/lampiran/{dunia['lampiran']}/")
    assert jawab.status_code == 200
    assert leaks(jawab, dunia) == [PENANDA]
    jawab.close()


def test_a_sensitive_case_is_for_lurah_and_moderators_alone(dunia):
    peka = Curhat.objects.get(rahasia=True)
    for peran, di in (("data_officer", "35.77"), ("camat", "35.77.03"), ("admin_wilayah", "35.77")):
        client = Client()
        client.force_login(PenggunaFactory(peran=peran, di=di))
        for alamat in (
            "/admin/curhat/curhat/", "/admin/curhat/tiket/", "/admin/", "/api/tickets",
            "/api/v1/curhat/", f"/admin/curhat/curhat/{peka.pk}/change/", "/admin/wilayah/rujukan/",
            "/admin/curhat/tinjauanjawaban/",
        ):  # fmt: skip
            teks = client.get(alamat).content.decode()
            assert peka.kode not in teks, (peran, alamat)
            assert "dipukuli" not in teks, (peran, alamat)


def as_read(isi):
    """A page without what differs at every reading: tokens, nonces, ids of forms, seconds."""
    teks = isi.decode("utf-8", "replace")
    teks = re.sub(
        r'(name="(?:csrfmiddlewaretoken|token)" value|nonce|content)="[^"]*"|"csrf": ?"\w*"',
        "",
        teks,
    )
    return re.sub(r'("\w+_detik": ?)\d+|[0-9a-f]{8}-[0-9a-f-]{27}', r"\1", teks)


def public_pages(dunia):
    """Every address that shows a stranger something, as it reads now."""
    forget_all()
    halaman = {}
    for route, name in addresses():
        alamat = fill(route, name, dunia)
        jawab = Client().get(alamat)
        if jawab.status_code == 200 or name == "status":
            halaman[alamat] = as_read(b"".join(jawab))
    # the homes above the kelurahan count everything below them
    for slug in ("kecamatan-taman-uji", "kota-madiun-uji"):
        halaman[slug] = as_read(Client().get(f"/{slug}/").content)
    return halaman


def report_many(n, **isi):
    """A month's cases in every state that a public page counts, each of another person."""
    for i in range(n):
        status = ("baru", "dikerjakan", "selesai", "ditolak")[i % 4]
        kontak = KontakFactory()
        TiketFactory(status=status, di="35.77.03.1009.02.03", kontak=kontak, **isi)


@pytest.fixture
def di_atas(dunia):
    for kode, slug in (("35.77.03", "kecamatan-taman-uji"), ("35.77", "kota-madiun-uji")):
        Wilayah.objects.filter(pk=kode).update(slug=slug)
    report_many(24)
    return dunia


def test_no_public_page_counts_a_sensitive_case(di_atas):
    before = public_pages(di_atas)
    assert len(before) > 8
    assert before == public_pages(di_atas)  # what is compared changes only by what is reported
    report_many(24, rahasia=True, subkategori_id="banjir_drainase")
    after = public_pages(di_atas)
    status = {"/status/"}  # the outbox is counted there: messages, of whatever case
    assert {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)} <= status


def test_the_comparison_would_notice_one_counted_case(di_atas):
    """The same report, not sensitive, changes the homes of its kelurahan, kecamatan and city."""
    before = public_pages(di_atas)
    report_many(1)
    after = public_pages(di_atas)
    changed = {k for k in before if before[k] != after.get(k)}
    assert {"/taman-madiun/", "kecamatan-taman-uji", "kota-madiun-uji"} <= changed
