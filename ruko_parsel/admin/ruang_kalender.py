"""The calendar of rooms: a day by half hours, a week by room; a village sees only what is free."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ruko_parsel.jam_ruang import BarisRuang, JamRumah, Sel, local_day, read_hari, read_terisi
from ruko_parsel.kata_hari import day_words, read_tanggal
from ruko_parsel.models import Pemesanan, Ruang
from ruko_parsel.pihak import desk_areas, kode_kecamatan, sits_at_desk, village_areas
from wilayah.admin_dasar import ScopedAdmin
from wilayah.models import Wilayah
from wilayah.zona import nama_zona, zona_of

_KALENDER = "admin:ruko_parsel_pemesanan_kalender"
_TAMBAH = "admin:ruko_parsel_pemesanan_add"


class LayarRuang(ScopedAdmin):
    """Adds the calendar of rooms to the admin of bookings."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.calendar_view)
        return [
            path("kalender/", view, name="ruko_parsel_pemesanan_kalender"),
            *super().get_urls(),
        ]

    def pilihan_kecamatan(self, request: HttpRequest) -> list[Wilayah]:
        """Houses this person works in or may ask for a room of."""
        user: Any = request.user
        kode = {str(w.pk) for w in desk_areas(user)}
        kode |= {kode_kecamatan(str(w.pk)) for w in village_areas(user)}
        return list(Wilayah.objects.filter(pk__in=kode).order_by("kode"))

    def pilih_kecamatan(self, request: HttpRequest) -> str:
        """The one asked for (`di`), else the first. Raises Http404 where there is none."""
        pilihan = [str(w.pk) for w in self.pilihan_kecamatan(request)]
        diminta = request.GET.get("di") or (pilihan[0] if pilihan else "")
        if diminta not in pilihan:
            raise Http404
        return diminta

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """`?tanggal=&bentuk=hari|pekan&di=`."""
        if not self.has_view_permission(request):
            raise Http404
        di = self.pilih_kecamatan(request)
        now = timezone.now()
        kini = local_day(now, di)
        hari = read_tanggal(request.GET.get("tanggal", ""), kini)
        pekan = request.GET.get("bentuk") == "pekan"
        user: Any = request.user
        boleh = self.has_add_permission(request)
        gambar = _Gambar(di, milik={str(w.pk) for w in village_areas(user)},
                         meja=sits_at_desk(user, di), pesan=boleh)  # fmt: skip
        isi = gambar.week(hari) if pekan else gambar.day(hari, now)
        context = {
            **self.page_context(request, "Kalender ruang"), **isi, **_links(di, hari, kini, pekan),
            "pekan": pekan, "zona": nama_zona(di), "meja": gambar.meja, "di": di,
            "pilihan": self.pilihan_kecamatan(request), "hari": hari, "kini": kini,
            "rumah": Wilayah.objects.get(pk=di),
            "tambah": f"{reverse(_TAMBAH)}?{urlencode({'tanggal': hari, 'di': di})}"
            if boleh else "",
        }  # fmt: skip
        return TemplateResponse(request, "admin/ruko_parsel/ruang_kalender.html", context)


def _links(di: str, hari: date, kini: date, pekan: bool) -> dict[str, str]:  # noqa: FBT001
    langkah = timedelta(days=7 if pekan else 1)
    bentuk = "pekan" if pekan else "hari"

    def link(tanggal: date, bentuk: str) -> str:
        isi = {"tanggal": tanggal, "bentuk": bentuk, "di": di}
        return f"{reverse(_KALENDER)}?{urlencode(isi)}"

    return {
        "lalu": link(hari - langkah, bentuk), "nanti": link(hari + langkah, bentuk),
        "hari_ini": link(kini, bentuk), "ke_hari": link(hari, "hari"),
        "ke_pekan": link(hari, "pekan"),
    }  # fmt: skip


class _Gambar:
    """Draws days for one person: names for the desk, one's own for a village, else "terisi"."""

    def __init__(self, di: str, *, milik: set[str], meja: bool, pesan: bool) -> None:
        self.di, self.milik, self.meja, self.pesan = di, milik, meja, pesan

    def day(self, hari: date, now: datetime) -> dict[str, Any]:
        baris = read_hari(self.di, hari, now)
        jam = next((b.sel for b in baris if b.sel), [])
        return {
            "judul": day_words(hari),
            "jam": [f"{satu.mulai:%H.%M}" for satu in jam],
            "baris": [
                {"ruang": b.ruang, "alasan": b.alasan, "sel": self._cells(b, hari)} for b in baris
            ],
            "tutup": baris[0].alasan if baris and not jam else "",
            "kosong": not baris,
        }

    def _cells(self, baris: BarisRuang, hari: date) -> list[dict[str, Any]]:
        """Half hours of one booking as one wide cell."""
        hasil: list[dict[str, Any]] = []
        for sel in baris.sel:
            if sel.pesan is not None and hasil and hasil[-1]["pesan"] == sel.pesan:
                hasil[-1]["lebar"] += 1
                continue
            isi = self._words(baris, sel, hari)
            hasil.append({"sel": sel, "pesan": sel.pesan, "lebar": 1} | isi)
        return hasil

    def _words(self, baris: BarisRuang, sel: Sel, hari: date) -> dict[str, Any]:
        if sel.pesan is not None:
            return self._booking(sel.pesan)
        if sel.keadaan == "bebas" and self.pesan:
            isi = {"ruang": baris.ruang.pk, "tanggal": hari, "mulai": f"{sel.mulai:%H.%M}",
                   "di": self.di}  # fmt: skip
            return {"url": f"{reverse(_TAMBAH)}?{urlencode(isi)}", "teks": "bebas"}
        return {"url": "", "teks": {"tutup": "tutup", "lewat": "", "bebas": "bebas"}[sel.keadaan]}

    def _booking(self, pesan: Any) -> dict[str, Any]:
        if not (self.meja or str(pesan.wilayah_id) in self.milik):
            return {"url": "", "teks": "terisi", "rinci": "", "status": "terisi"}
        return {
            "url": pesan.get_absolute_url(), "teks": pesan.wilayah.nama, "rinci": pesan.perihal,
            "status": pesan.status,
        }  # fmt: skip

    def week(self, hari: date) -> dict[str, Any]:
        senin = hari - timedelta(days=hari.weekday())
        tujuh = [senin + timedelta(days=n) for n in range(7)]
        ruang = list(Ruang.objects.filter(wilayah=self.di, aktif=True))
        zona = zona_of(self.di)
        awal = datetime.combine(senin, time(), tzinfo=zona)
        terisi = read_terisi((r.pk for r in ruang), awal, awal + timedelta(days=7))
        jam = JamRumah(self.di, tujuh[0], tujuh[-1])
        return {
            "judul": f"Pekan {day_words(senin)}",
            "tujuh": [(satu, day_words(satu), jam.libur.get(satu, "")) for satu in tujuh],
            "baris": [
                {"ruang": r, "hari": [self._week_cell(terisi[r.pk], h, jam, r) for h in tujuh]}
                for r in ruang
            ],
            "kosong": not ruang,
        }

    def _week_cell(
        self, terisi: list[Pemesanan], hari: date, jam: JamRumah, ruang: Ruang
    ) -> dict[str, Any]:
        butir = [
            self._booking(p) | {"jam": f"{m:%H.%M}–{s:%H.%M}"}
            for p in terisi
            if (m := p.mulai_at.astimezone(jam.zona)).date() == hari
            and (s := p.selesai_at.astimezone(jam.zona))
        ]
        return {"butir": butir, "alasan": jam.closed(ruang.pk, hari)}
