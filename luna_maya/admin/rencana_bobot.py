"""Weights of the planner: number fields, a look at what they would change, and who changed them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from luna_maya.admin.rencana_wilayah import choose_kelurahan
from luna_maya.baca_rencana import read_masukan
from luna_maya.forms.rencana import BobotForm
from luna_maya.models import BobotPerencana
from luna_maya.perencana.nilai_dasar import Bobot
from luna_maya.perencana.urut import propose
from luna_maya.services.bobot import save_bobot
from wilayah.admin_dasar import ReadOnlyScopedAdmin, WilayahFilter
from wilayah.models import Wilayah
from wilayah.zona import at_place

_MODEL = "luna_maya.bobotperencana"


@admin.register(BobotPerencana)
class BobotPerencanaAdmin(ReadOnlyScopedAdmin):
    """The list is the history of weights."""

    list_display = ("wilayah", "versi", "catatan", "by", "at")
    list_filter = (WilayahFilter,)
    list_select_related = ("wilayah", "by")
    readonly_fields = ("wilayah", "versi", *BobotPerencana.ANGKA, "hindari_malam_jumat", "catatan",
                       "by", "at")  # fmt: skip

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        nama = "luna_maya_bobotperencana_atur"
        return [path("atur/", view(self.weights_view), name=nama), *super().get_urls()]

    def weights_view(self, request: HttpRequest) -> HttpResponse:
        """The weights in force; POST `langkah=lihat` shows the new order, `simpan` keeps them."""
        simpan = request.POST.get("langkah") == "simpan"
        pilihan = choose_kelurahan(request, _MODEL, "add" if simpan else "view")
        if pilihan.kelurahan is None:
            raise Http404
        bobot, versi = BobotPerencana.in_force(pilihan.kelurahan.pk)
        form, baru = self._form(request, bobot, simpan=simpan), bobot
        sah = form.is_bound and form.is_valid()
        if sah:
            baru = form.bobot()
        if sah and simpan and self._save(request, pilihan.kelurahan, form):
            alamat = reverse("admin:luna_maya_bobotperencana_atur")
            return redirect(f"{alamat}?{urlencode({'di': pilihan.kelurahan.pk})}")
        context = {
            **self.page_context(request, "Bobot perencana"),
            "kelurahan": pilihan.kelurahan, "semua": pilihan.semua, "form": form, "versi": versi,
            "dilihat": sah, "urutan": _order(pilihan.kelurahan, bobot, baru),
            "riwayat": BobotPerencana.objects.filter(wilayah=pilihan.kelurahan)
            .select_related("by").order_by("-versi")[:10],
            "boleh": request.user.has_perm("luna_maya.add_bobotperencana"),
        }  # fmt: skip
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(
            request, "admin/luna_maya/rencana_bobot.html", context, status=status
        )

    def _form(self, request: HttpRequest, bobot: Bobot, *, simpan: bool) -> BobotForm:
        if request.method == "POST":
            return BobotForm(request.POST, perlu_catatan=simpan)
        awal = Bobot() if request.GET.get("isi") == "bawaan" else bobot
        return BobotForm(initial=awal.as_dict())

    def _save(self, request: HttpRequest, kelurahan: Wilayah, form: BobotForm) -> bool:
        user: Any = request.user
        try:
            baru = save_bobot(
                kelurahan, form.bobot(), catatan=form.cleaned_data["catatan"], by=user
            )  # fmt: skip
        except (ValueError, ValidationError) as galat:
            pesan = galat.messages if isinstance(galat, ValidationError) else [str(galat)]
            form.add_error(None, pesan)
            return False
        messages.success(
            request, f"Bobot versi {baru.versi} dipakai mulai susunan berikutnya."
        )  # fmt: skip
        return True


def _order(kelurahan: Wilayah, lama: Bobot, baru: Bobot) -> list[dict[str, Any]]:
    """Every RT with its place by the weights in force and by the new ones."""
    masukan = read_masukan(kelurahan.pk, at_place(timezone.now(), kelurahan.pk).date())
    nama = {satu.rt: satu.nama for satu in masukan.keadaan}
    semua = len(nama)
    dulu, kini = (
        propose(masukan.keadaan, bobot, masukan.waktu, masukan.putaran, semua)
        for bobot in (lama, baru)
    )
    tempat = {satu.rt: n for n, satu in enumerate(dulu, start=1)}
    return [
        {
            "nama": nama[satu.rt], "lama": tempat[satu.rt], "baru": n, "geser": tempat[satu.rt] - n,
            "mundur": n - tempat[satu.rt], "poin": f"{satu.poin:.1f}".replace(".", ","),
            "kalimat": satu.kalimat,
        }
        for n, satu in enumerate(kini, start=1)
    ]  # fmt: skip
