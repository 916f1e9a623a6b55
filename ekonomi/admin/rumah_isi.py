"""The facilitator's form: a household with its members, saved whole; the next one a tap away."""

import re
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from ekonomi.forms.rumah import AnggotaFormSet, RumahForm
from ekonomi.models import AnggotaRumah, PersetujuanRumah, Rumah
from ekonomi.persetujuan import TEKS_SEKARANG
from ekonomi.services.mirip import propose_mirip
from ekonomi.services.persetujuan import record_persetujuan
from ekonomi.services.rumah import (
    RumahDitolakError,
    change_rumah,
    groups_of,
    map_potensi,
    register_rumah,
    remove_anggota,
    save_anggota,
    set_kelompok,
)
from wilayah.models import Pengguna, Wilayah
from wilayah.services.area import ensure_rt_rw

_INGAT = "rumah_tempat"  # of the session: where the last household was
_BARIS_KOSONG = 4
_TAMBAH = 3


def next_nomor(kelurahan: str) -> str:
    """The household_id after the last one here that ends in a number: KT-0220 gives KT-0221."""
    akhir = Rumah.objects.filter(kelurahan=kelurahan, nomor__regex=r"\d$").order_by("-pk").first()
    cocok = re.fullmatch(r"(.*?)(\d+)", akhir.nomor) if akhir is not None else None
    if cocok is None:
        nama = Wilayah.objects.get(pk=kelurahan).nama
        cocok = re.fullmatch(r"(.*?)(\d+)", f"{re.sub('[^A-Z]', '', nama.upper())[:6]}-0000")
    assert cocok is not None  # noqa: S101 - it ends in digits
    awalan, lebar, nomor = cocok[1], len(cocok[2]), int(cocok[2])
    dipakai = set(
        Rumah.objects.filter(kelurahan=kelurahan, nomor__startswith=awalan).values_list(
            "nomor", flat=True
        )
    )
    while (calon := f"{awalan}{(nomor := nomor + 1):0{lebar}d}") in dipakai:
        pass
    return calon


class IsiRumah:
    """One showing or sending of the form."""

    def __init__(self, request: HttpRequest, user: Pengguna, rumah: Rumah | None) -> None:
        self.request, self.user, self.rumah = request, user, rumah
        dikirim = request.method == "POST"
        data = request.POST if dikirim else None
        self.form = RumahForm(data, user=user, rumah=rumah, initial=self._initial())
        self.anggota = AnggotaFormSet(
            self._with_rows(data),
            prefix="anggota",
            initial=self._members(),
            form_kwargs={"label_suffix": ""},
        )

    def _with_rows(self, data: Any) -> Any:
        """ "Tambah baris" sends the form back with more empty rows and everything still in it."""
        if data is None or "tambah" not in data:
            return data
        salin = data.copy()
        jumlah = int(salin.get("anggota-TOTAL_FORMS") or 0)
        salin["anggota-TOTAL_FORMS"] = str(min(20, jumlah + _TAMBAH))
        return salin

    def _initial(self) -> dict[str, Any]:
        if self.rumah is not None:
            return _values(self.rumah)
        ingat = self.request.session.get(_INGAT, {})
        wilayah = ingat.get("wilayah") or self._only_kelurahan()
        return {**ingat, "nomor": next_nomor(wilayah)} if wilayah else {}

    def _only_kelurahan(self) -> str:
        form = RumahForm(user=self.user)
        return str(form.fields["wilayah"].initial or "")

    def _members(self) -> list[dict[str, Any]]:
        if self.rumah is None:
            kepala = {"hubungan": AnggotaRumah.Hubungan.KEPALA}
            pasangan = {"hubungan": AnggotaRumah.Hubungan.PASANGAN}
            return [kepala, pasangan, *({} for _ in range(_BARIS_KOSONG - 2))]
        kolom = ("pk", "nama", "hubungan", "jenis_kelamin", "lahir", "sekolah", "masih_sekolah",
                 "kerja", "disabilitas")  # fmt: skip
        return [*self.rumah.anggota.values(*kolom), {}, {}]

    def answer(self) -> HttpResponse | None:
        """Save what was sent and go on; None where the form has to be shown (again)."""
        if self.request.method != "POST" or "tambah" in self.request.POST:
            return None
        beres = self.form.is_valid()
        if not (self.anggota.is_valid() and beres):
            return None
        try:
            rumah = self._save()
        except (RumahDitolakError, ValueError) as error:
            self.form.add_error(None, str(error))
            return None
        except IntegrityError as error:
            self._somebody_was_first(error)
            return None
        data = self.form.cleaned_data
        self.request.session[_INGAT] = {
            "wilayah": data["wilayah"].pk, "rw": data["rw"], "rt": data["rt"],
        }  # fmt: skip
        messages.success(self.request, f"{rumah.nomor} {rumah.nama_kepala} tersimpan.")
        if "berikut" in self.request.POST:
            return redirect(reverse("admin:ekonomi_rumah_add"))
        return redirect(rumah)

    def _somebody_was_first(self, error: IntegrityError) -> None:
        """Between looking and storing, another facilitator took the number (or the NIK)."""
        if "rumah_satu_nomor" in str(error):
            baru = next_nomor(self.form.cleaned_data["wilayah"].pk)
            self.form.add_error("nomor", f"Nomor ini baru saja dipakai; yang berikutnya {baru}.")
        elif "anggota_satu_nik" in str(error):
            self.form.add_error(None, "Satu NIK dipakai dua orang; periksa NIK para anggota.")
        else:
            raise error

    @transaction.atomic
    def _save(self) -> Rumah:
        isi = dict(self.form.cleaned_data)
        isi["wilayah"] = ensure_rt_rw(isi["wilayah"].pk, rw=isi["rw"], rt=isi["rt"])
        orang = [f for f in self.anggota.forms if not f.empty]
        if self.rumah is None:
            rumah = register_rumah(
                data=isi,
                anggota=[f.anggota for f in orang],
                potensi=self.form.potensi,
                by=self.user,
            )
            setuju = PersetujuanRumah.Keputusan.SETUJU
            record_persetujuan(rumah, keputusan=setuju, cara=self.form.cara, by=self.user)
            propose_mirip(rumah.kelurahan, [rumah.pk])
            return rumah
        for kolom in ("telepon", "no_kk"):
            isi[kolom] = isi[kolom] or None  # left blank: unchanged
        usulkan = not isi["kelompok"]
        if usulkan:
            del isi["kelompok"]
        rumah = change_rumah(self.rumah, data=isi, by=self.user)
        self._save_members(rumah, orang)
        if {"keahlian", "aset", "internet", "catatan"} & set(self.form.changed_data):
            map_potensi(rumah, data=self.form.potensi, by=self.user)
        if usulkan:
            usulan = groups_of(rumah, on=timezone.localdate())
            set_kelompok(rumah, kelompok=[satu.kelompok for satu in usulan], by=self.user)
        return rumah

    def _save_members(self, rumah: Rumah, orang: list[Any]) -> None:
        milik = {satu.pk: satu for satu in rumah.anggota.all()}
        for form in orang:
            lama = milik.get(form.cleaned_data.get("pk"))
            if lama is not None and form.cleaned_data["hapus"]:
                remove_anggota(lama, by=self.user)
            elif lama is None or form.has_changed():
                save_anggota(rumah, data=form.anggota, by=self.user, anggota=lama)

    def page(self, konteks: dict[str, Any]) -> HttpResponse:
        salah = self.request.method == "POST" and "tambah" not in self.request.POST
        return TemplateResponse(
            self.request,
            "admin/ekonomi/rumah_isi.html",
            {
                **konteks,
                "form": self.form,
                "anggota": self.anggota,
                "rumah": self.rumah,
                "teks_persetujuan": TEKS_SEKARANG,
                "salah": salah,
            },
            status=422 if salah else 200,
        )


def _values(rumah: Rumah) -> dict[str, Any]:
    bagian = [*rumah.wilayah_id.split(".")[4:], "", ""]
    potensi = getattr(rumah, "potensi", None)
    return {
        "wilayah": ".".join(rumah.wilayah_id.split(".")[:4]),
        "rw": bagian[0],
        "rt": bagian[1],
        "nomor": rumah.nomor,
        "nama_kepala": rumah.nama_kepala,
        "alamat": rumah.alamat,
        "potensi_usaha": rumah.potensi_usaha,
        "kelompok": rumah.kelompok,
        "keahlian": potensi.keahlian if potensi else [],
        "aset": potensi.aset if potensi else [],
        "internet": potensi.internet if potensi else "tidak",
        "catatan": potensi.catatan if potensi else "",
    }
