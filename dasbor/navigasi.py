"""The sidebar of the staff pages: what each role works with, nothing it may not open."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dasbor.navigasi_ekonomi import EKONOMI, LAYAR
from dasbor.navigasi_luna import LAYAR_LUNA, LUNA
from dasbor.navigasi_ruko import LAYAR_RUKO, RUKO, fold_ruko

_Butir = tuple[str, str, str, str]  # title, icon, admin list or address, query
_KELOMPOK: tuple[tuple[str, tuple[_Butir, ...]], ...] = (
    (
        "Meja kerja",
        (
            ("Tiket terbuka", "assignment", "curhat_tiket", "keadaan=terbuka"),
            ("Menunggu verifikasi", "fact_check", "curhat_tiket", "keadaan=verifikasi"),
            ("Tiket saya", "person_pin_circle", "curhat_tiket", "keadaan=saya"),
            ("Semua tiket", "list_alt", "curhat_tiket", "keadaan=semua"),
            ("Curhat", "forum", "curhat_curhat", ""),
            ("Perlu ditinjau", "rate_review", "curhat_curhat", "perhatian=tinjau"),
            ("Tinjau jawaban", "reviews", "curhat_tinjauanjawaban", "keputusan__exact=menunggu"),
            ("Obrolan", "chat", "curhat_obrolan", ""),
            ("Usulan digabung", "join_inner", "curhat_usulanisu", ""),
            ("Masalah bersama", "hub", "curhat_isu", ""),
            ("Rujukan", "swap_horiz", "wilayah_rujukan", ""),
        ),
    ),
    (
        "Surat",
        (
            (
                "Menunggu tanda tangan",
                "draw",
                "dokumen_surat",
                "status__exact=menunggu_tanda_tangan",
            ),
            ("Semua surat", "mail", "dokumen_surat", ""),
            ("Buku register", "menu_book", "dokumen_registersurat", ""),
            ("Jenis surat", "article", "dokumen_jenissurat", ""),
            ("Kop surat", "badge", "dokumen_kopsurat", ""),
        ),
    ),
    *RUKO,
    *LUNA,
    *EKONOMI,
    (
        "Isi jawaban",
        (
            ("Panduan solusi", "menu_book", "curhat_panduansolusi", ""),
            ("Aturan eskalasi", "rule", "curhat_aturaneskalasi", ""),
            ("Kategori", "category", "curhat_kategori", ""),
            ("Subkategori", "label", "curhat_subkategori", ""),
        ),
    ),
    (
        "Belajar dari koreksi",
        (
            ("Koreksi", "rule_settings", "curhat_koreksi", ""),
            ("Versi model", "model_training", "curhat_versimodel", ""),
            ("Sakelar model bahasa", "toggle_on", "curhat_sakelarmodel", ""),
            ("Petunjuk model", "edit_note", "curhat_promptmodel", ""),
            ("Panggilan model", "receipt_long", "curhat_panggilanmodel", ""),
            ("Contoh latih", "school", "curhat_contohlatih", ""),
            ("Putar ulang", "replay", "curhat_putarulang", ""),
        ),
    ),
    (
        "Pesan",
        (
            ("Pesan keluar", "outbox", "pesan_pesankeluar", ""),
            ("Pesan masuk", "inbox", "pesan_pesanmasuk", ""),
            ("Kontak", "contact_phone", "pesan_kontak", ""),
            ("Persetujuan", "handshake", "pesan_persetujuan", ""),
            ("Templat pesan", "description", "pesan_templatpesan", ""),
            ("Nomor kanal", "dialpad", "pesan_nomorkanal", ""),
            ("Ditolak di pintu", "block", "pesan_pintuditolak", ""),
            ("Buku penghapusan", "delete_history", "pesan_bukuhapus", ""),
        ),
    ),
    (
        "Wilayah dan orang",
        (
            ("Wilayah", "map", "wilayah_wilayah", ""),
            ("Instansi", "apartment", "wilayah_instansi", ""),
            ("Penugasan", "badge", "wilayah_penugasan", ""),
            ("Pengguna", "group", "wilayah_pengguna", ""),
            ("Hari libur", "event_busy", "wilayah_harilibur", ""),
            ("Kunci API", "key", "wilayah_kunciapi", ""),
        ),
    ),
)
_LAYAR = LAYAR | LAYAR_LUNA | LAYAR_RUKO
_SELALU_TERBUKA = frozenset({"", "Meja kerja"})


def susun(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links for unfold's sidebar, by the permissions of today's roles."""
    groups = [_item_group("", [_link("Beranda", "home", reverse("admin:index"))])]
    for judul, butir in fold_ruko(request.user, _KELOMPOK):
        items = [item for b in butir if (item := _item(request, b))]
        if items:
            groups.append(_item_group(judul, items))
    _light(request, [item for group in groups for item in group["items"]])
    return groups


def _light(request: HttpRequest, items: list[dict[str, Any]]) -> None:
    """One item at most is shown as where one is: the most exact address that fits.

    unfold lights every link that the page's address contains, so a screen below a list would light
    both. A filtered list is lit with its own filter only, unless it is the one way to that list.
    """
    cara = Counter(item["link"].partition("?")[0] for item in items)

    def fit(item: dict[str, Any]) -> tuple[int, bool]:
        alamat, _tanya, query = item["link"].partition("?")
        awal = request.path == alamat or (
            alamat != reverse("admin:index") and request.path.startswith(alamat)
        )
        cocok = query in request.META.get("QUERY_STRING", "") if query else True
        if not awal or not (cocok or cara[alamat] == 1):
            return 0, False
        return len(alamat), bool(query) and cocok

    terbaik = max(items, key=fit)
    for item in items:
        item["active"] = item is terbaik and fit(item) > (0, False)


def _item_group(judul: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Beyond the desk itself a group is folded until one of its pages is open."""
    lipat = judul not in _SELALU_TERBUKA
    return {"title": judul, "separator": bool(judul), "collapsible": lipat, "items": items}


def _link(judul: str, ikon: str, url: str) -> dict[str, Any]:
    return {"title": judul, "icon": ikon, "link": url}


def _item(request: HttpRequest, butir: _Butir) -> dict[str, Any] | None:
    judul, ikon, daftar, query = butir
    user: Any = request.user
    if izin := _LAYAR.get(daftar):
        return _link(judul, ikon, reverse(daftar)) if user.has_perm(izin) else None
    app, model = daftar.rsplit("_", 1)
    if query == "keadaan=saya" and not user.has_perm("curhat.change_tiket"):
        return None
    if not (user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")):
        return None
    try:
        url = reverse(f"admin:{daftar}_changelist")
    except NoReverseMatch:  # a model without a staff page
        return None
    return _link(judul, ikon, f"{url}?{query}" if query else url)
