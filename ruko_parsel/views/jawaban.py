"""Open answers for everybody: found by words, suggested while a request is typed, judged."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from pesan.hitungan import count_up
from ruko_parsel.cari import TEKS_MAKS, Temuan, mark_cuplikan, mark_teks, search_rows
from ruko_parsel.models import Bidang, Jawaban, JenisMasalah, PakaiJawaban, Pustaka
from ruko_parsel.services.jawaban import use_jawaban
from ruko_parsel.services.keahlian import place_of
from wilayah.asal import origin_hash
from wilayah.formulir import clean_text
from wilayah.halaman import Area, find_area
from wilayah.models import Wilayah

PER_HALAMAN, SARAN = 20, 3
CARI_PER_MENIT = 60  # searches of one address; staff are not counted
SARAN_MIN = 8  # letters from which answers are suggested
_SARAN_BAGIAN = 0.3  # a whole story is typed: a third of its words is much
_KOLOM_MAKS = 4
A = PakaiJawaban.Apa
_NILAI: dict[str, str] = {A.CEGAH: "syukur", A.YA: "ya", A.TIDAK: "tidak"}


def too_many(request: HttpRequest) -> bool:
    """Whether this address searches more than people do."""
    if request.user.is_authenticated:
        return False
    kunci = f"ruko_cari:{origin_hash(request)}"
    return count_up({kunci: 1}, timedelta(minutes=1))[kunci] > CARI_PER_MENIT


def typed(request: HttpRequest, nama: str, maks: int = TEKS_MAKS) -> str:
    """One field of the address, harmless."""
    return clean_text(request.GET.get(nama, ""))[:maks].strip()


def kecamatan_chosen(request: HttpRequest) -> Area | None:
    """The kecamatan of `?di=` (its slug or that of one of its villages); None for none."""
    slug = typed(request, "di", 60)
    if not slug:
        return None
    area = find_area(slug)
    if area.is_kelurahan:
        atas = Wilayah.objects.in_service().filter(pk=area.kode.rpartition(".")[0]).first()
        return find_area(str(atas.slug)) if atas is not None else None
    return area


def page_number(request: HttpRequest) -> int:
    teks = request.GET.get("hal", "1")
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) < 6 else 1


@require_safe
def jawaban_list(request: HttpRequest) -> HttpResponse:
    """All published answers, found by words, by field and by kind of problem."""
    tanya, di = typed(request, "q"), kecamatan_chosen(request)
    if tanya and too_many(request):
        return render(request, "ruko_parsel/jawaban_tunggu.html", status=429)
    rows = Jawaban.objects.published().select_related("masalah", "bidang", "wilayah")
    if di is not None:
        rows = rows.in_wilayah(di.kode)
    soal = JenisMasalah.objects.filter(pk=typed(request, "soal", 30)).first()
    bidang = Bidang.objects.filter(pk=typed(request, "bidang", 30)).first()
    if soal is not None:
        rows = rows.filter(masalah=soal)
    if bidang is not None:
        rows = rows.filter(bidang=bidang)
    temuan = search_rows(rows, tanya) if tanya else Temuan(rows)
    halaman = Paginator(temuan.rows, PER_HALAMAN).get_page(page_number(request))
    context = {
        "tanya": tanya, "di": di, "soal": soal, "bidang": bidang, "halaman": halaman,
        "jawaban": with_cuplikan(temuan, halaman.object_list),
        "dibetulkan": temuan.dibetulkan,
        "semua_soal": JenisMasalah.objects.all(), "semua_bidang": Bidang.objects.all(),
        "saringan": sans_page(request),
    }  # fmt: skip
    return render(request, "ruko_parsel/jawaban_daftar.html", context)


def sans_page(request: HttpRequest) -> str:
    """The address's filters without the page, for links to other pages."""
    query = request.GET.copy()
    query.pop("hal", None)
    return query.urlencode()


def first_words(teks: str) -> str:
    """The beginning of a text on one line, cut between words."""
    return str(Truncator(" ".join(teks[:1000].split())).words(26))


def with_cuplikan(temuan: Temuan, rows: Any) -> list[Any]:
    """These rows, each with its title and a passage in which what was looked for is marked."""
    semua = list(rows)
    pk = [satu.pk for satu in semua]
    asal = Jawaban.objects.all()
    judul = mark_cuplikan(asal, pk, "tanya", temuan.pencarian, utuh=True)
    isi = mark_cuplikan(asal, pk, "jawab", temuan.pencarian)
    for satu in semua:
        satu.judul_tampil = judul.get(satu.pk) or mark_teks(satu.tanya)
        satu.cuplikan = isi.get(satu.pk) or mark_teks(first_words(satu.jawab))
    return semua


@require_safe
def jawaban_show(request: HttpRequest, nomor_jawaban: int) -> HttpResponse:
    """One answer, and what else there is on its kind of problem."""
    jawaban = find_jawaban(nomor_jawaban)
    hari = timezone.localdate()
    lain = Jawaban.objects.published().filter(masalah=jawaban.masalah).exclude(pk=jawaban.pk)[:4]
    pustaka = Pustaka.objects.public().current(hari).filter(masalah=jawaban.masalah)[:4]
    terima = request.GET.get("terima", "")
    context = {
        "jawaban": jawaban, "lain": lain, "pustaka": pustaka,
        "lewat": jawaban.tinjau_at is not None and jawaban.tinjau_at < hari,
        "terima": terima if terima in _NILAI.values() else "",
    }  # fmt: skip
    return render(request, "ruko_parsel/jawaban.html", context)


def find_jawaban(nomor: int) -> Jawaban:
    """A published answer. Raises Http404."""
    rows = Jawaban.objects.published().select_related("masalah", "bidang", "wilayah", "permintaan")
    jawaban: Jawaban | None = rows.filter(pk=nomor).first()
    if jawaban is None:
        raise Http404
    return jawaban


@require_POST
def jawaban_vote(request: HttpRequest, nomor_jawaban: int) -> HttpResponse:
    """ "Ini menjawab pertanyaan saya", or whether it helped; once a day for each person."""
    jawaban = find_jawaban(nomor_jawaban)
    apa = request.GET.get("apa") or request.POST.get("apa", "")
    if apa not in _NILAI:
        raise Http404
    if not too_many(request):
        use_jawaban(jawaban, apa, siapa=who(request), wilayah=village_of(request))
    if request.headers.get("HX-Request"):
        return render(request, "ruko_parsel/pengetahuan_terima.html",
                      {"terima": _NILAI[apa], "jawaban": jawaban})  # fmt: skip
    return redirect(f"{jawaban.get_absolute_url()}?terima={_NILAI[apa]}")


def who(request: HttpRequest) -> str:
    """A key that tells people apart without naming them."""
    user = request.user
    return f"staf:{user.pk}" if user.is_authenticated else origin_hash(request)


def village_of(request: HttpRequest) -> Wilayah | None:
    """The village of staff who read, else the one named by the form."""
    user: Any = request.user
    if user.is_authenticated:
        tempat = place_of(user)
        desa = {Wilayah.Tingkat.DESA, Wilayah.Tingkat.KELURAHAN}
        return tempat if tempat is not None and tempat.tingkat in desa else None
    kode = typed(request, "di", 24)
    return Wilayah.objects.kelurahan().filter(pk=kode).first() if kode else None


def place_code(request: HttpRequest) -> str:
    """Code of where the staff who read work; empty for residents."""
    user: Any = request.user
    tempat = place_of(user) if user.is_authenticated else None
    return str(tempat.pk) if tempat is not None else ""


@require_POST
def jawaban_suggest(request: HttpRequest) -> HttpResponse:
    """The best answers to what is being typed: a fragment, or a page without JavaScript.

    `?kolom=judul,uraian` says which fields of the form are read, `?di=` the village's code.
    """
    htmx = bool(request.headers.get("HX-Request"))
    if too_many(request):
        return HttpResponse(status=429) if htmx else render(
            request, "ruko_parsel/jawaban_tunggu.html", status=429
        )  # fmt: skip
    kolom = (typed(request, "kolom", 120) or "judul,uraian").split(",")[:_KOLOM_MAKS]
    teks = " ".join(clean_text(request.POST.get(k.strip(), "")) for k in kolom)[:TEKS_MAKS].strip()
    kode = typed(request, "di", 24) or place_code(request)
    rows = Jawaban.objects.published().select_related("masalah")
    if kode.count(".") >= 2:
        rows = rows.in_wilayah(".".join(kode.split(".")[:3]))
    cukup = len(teks) >= SARAN_MIN
    temuan = search_rows(rows, teks, bagian=_SARAN_BAGIAN) if cukup else Temuan(rows.none())
    context = {
        "jawaban": with_cuplikan(temuan, temuan.rows[:SARAN]), "cukup": cukup,
        "kode_desa": kode, "dicari": teks, "langsung": htmx,
    }  # fmt: skip
    templat = "pengetahuan_saran_isi" if htmx else "pengetahuan_saran_halaman"
    return render(request, f"ruko_parsel/{templat}.html", context)
