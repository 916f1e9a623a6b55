"""Invitations for staff: a village's own list with its answers, the kecamatan's over all."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, LangkahAdmin, YakinForm, pilihan, teks
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.models import Rapat, UndanganRapat
from ruko_parsel.rapat_tampil import agenda_lines, decisions_for, sudut_of
from ruko_parsel.services.kabar_rapat import sign_undangan
from ruko_parsel.services.notulen import approved_notulen
from ruko_parsel.services.undangan_rapat import answer_undangan, withdraw_undangan
from wilayah.admin_dasar import WilayahFilter
from wilayah.bagian_halaman import Bagian
from wilayah.format import tanggal_panjang, tanggal_pendek

J, S = UndanganRapat.Jawaban, Rapat.Status
WARNA = {"belum": "warning", "hadir": "success", "diwakilkan": "success", "tidak": "danger"}


class JawabStafForm(forms.Form):
    """An answer given in the portal."""

    jawaban = pilihan("Jawaban", [(str(v), str(label)) for v, label in J.choices if v != J.BELUM])
    wakil = teks("Yang mewakili", panjang=120, wajib=False, help_text="Bila diwakilkan.")
    alasan = teks("Catatan", panjang=240, wajib=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("jawaban") == J.DIWAKILKAN and not data.get("wakil", "").strip():
            self.add_error("wakil", "Tulis siapa yang mewakili.")
        return data


def _run_jawab(undangan: UndanganRapat, user: Any, form: Any) -> str:
    answer_undangan(undangan, cara=UndanganRapat.Cara.PORTAL, by=user, **form.cleaned_data)
    return "Jawaban dicatat."


def _run_cabut(undangan: UndanganRapat, user: Any, _form: Any) -> str:
    withdraw_undangan(undangan, by=user)
    return "Dikeluarkan dari daftar undangan."


def _may_answer(undangan: UndanganRapat, _user: Any) -> bool:
    rapat = undangan.rapat
    jalan = rapat.status in {S.DIUNDANG, S.BERLANGSUNG} and rapat.selesai_at > timezone.now()
    return jalan and undangan.dikirim_at is not None and undangan.dicabut_at is None


def _may_withdraw(undangan: UndanganRapat, user: Any) -> bool:
    if undangan.dicabut_at is not None or undangan.rapat.status not in Rapat.AKAN_DATANG:
        return False
    return user.is_superuser or any(
        t.wilayah_id == undangan.rapat.wilayah_id for t in user.penugasan_aktif
    )


class WaktuFilter(DropdownFilter):
    """To come and waiting for an answer, to come, or over."""

    title = "waktu"
    parameter_name = "waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("jawab", "Menunggu jawaban"), ("nanti", "Akan datang"), ("lalu", "Sudah lewat")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        kini = timezone.now()
        nanti = queryset.filter(rapat__selesai_at__gt=kini).exclude(rapat__status=S.BATAL)
        if self.value() == "jawab":
            return nanti.filter(jawaban=J.BELUM)
        if self.value() == "nanti":
            return nanti
        return queryset.filter(rapat__selesai_at__lte=kini) if self.value() else queryset


@admin.register(UndanganRapat)
class UndanganRapatAdmin(LangkahAdmin):
    """A village answers here; everything else about a meeting is the kecamatan's page."""

    akibat_langkah = AKIBAT["undangan_rapat"]
    list_display = ("acara", "waktu", "siapa_diundang", "desa", "tampil_jawaban", "keadaan_rapat")
    list_filter = (WaktuFilter, "jawaban", WilayahFilter)
    search_fields = ("rapat__judul", "rapat__nomor", "pengguna__nama")
    search_help_text = "Judul rapat atau nama"
    ordering = ("-rapat__mulai_at", "wilayah", "pk")
    langkah = (
        Langkah("jawab", "Jawab undangan", _run_jawab, JawabStafForm, boleh=_may_answer,
                utama=True),
        Langkah("cabut", "Keluarkan dari daftar", _run_cabut, YakinForm, boleh=_may_withdraw,
                bahaya=True),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        rows = rows.active().filter(dikirim_at__isnull=False)
        return rows.select_related("rapat__wilayah", "rapat__pimpinan", "pengguna", "wilayah")

    @display(description="rapat", ordering="rapat__judul")
    def acara(self, obj: UndanganRapat) -> str:
        return str(obj.rapat.judul)

    @display(description="waktu", ordering="rapat__mulai_at")
    def waktu(self, obj: UndanganRapat) -> str:
        return tanggal_panjang(obj.rapat.mulai_at, str(obj.rapat.wilayah_id))

    @display(description="untuk")
    def siapa_diundang(self, obj: UndanganRapat) -> str:
        return obj.siapa

    @display(description="dari", ordering="wilayah")
    def desa(self, obj: UndanganRapat) -> str:
        return str(obj.wilayah.nama)

    @display(description="jawaban", label=WARNA)
    def tampil_jawaban(self, obj: UndanganRapat) -> tuple[str, str]:
        return obj.jawaban, obj.get_jawaban_display()

    @display(description="rapatnya")
    def keadaan_rapat(self, obj: UndanganRapat) -> str:
        return str(obj.rapat.get_status_display())

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        tanda = sign_undangan(obj)

        def page(berkas: str) -> str:
            return reverse("ruko_rapat_berkas", args=[tanda, berkas])

        semua = [
            ("Surat undangan (PDF)", page("undangan.pdf")),
            ("Surat undangan (Word)", page("undangan.docx")),
            ("Agenda (PDF)", page("agenda.pdf")),
            ("Simpan ke kalender (.ics)", page("acara.ics")),
        ]
        if approved_notulen(obj.rapat) is not None:
            semua += [("Notulen (PDF)", page("notulen.pdf")),
                      ("Notulen (Word)", page("notulen.docx"))]  # fmt: skip
        return semua

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        rapat, sudut = obj.rapat, sudut_of(obj)
        rinci = [
            ("Rapat", rapat.judul),
            ("Waktu", f"{self.waktu(obj)}, sampai {rapat.jam_sampai}"),
            ("Tempat", rapat.tempat),
            ("Pimpinan", str(rapat.pimpinan)),
            ("Keadaan", rapat.get_status_display()),
            ("Untuk", f"{obj.siapa}, {obj.lembaga or obj.wilayah.nama}"),
            ("Jawaban", obj.get_jawaban_display() + (f": {obj.wakil}" if obj.wakil else "")),
            ("Kode hadir", obj.kode),
        ]
        rinci += [(label, isi) for label, isi in (
            ("Tautan", rapat.tautan), ("Alasan batal", rapat.alasan_batal),
            ("Catatan", obj.alasan)) if isi]  # fmt: skip
        return [
            Bagian("", rinci=rinci),
            Bagian(
                "Agenda", kepala=["No.", "Pukul", "Pokok", "Desa"],
                baris=[[str(b.nomor), b.jam, b.judul, b.desa or "–"]
                       for b in agenda_lines(rapat, sudut)],
            ),
            Bagian(
                "Keputusan untuk desa ini",
                kepala=["No.", "Keputusan", "Penanggung jawab", "Batas"],
                baris=[[str(k.nomor), k.isi, k.oleh_siapa, tanggal_pendek(k.batas)]
                       for k in decisions_for(rapat, sudut) if k.berlaku_at],
            ),
        ]  # fmt: skip
