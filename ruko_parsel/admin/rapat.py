"""A meeting at the kecamatan's desk: its plan, who is asked, its agenda, minutes and decisions."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from import_export.fields import Field
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from pesan.admin_langkah import Langkah, YakinForm
from ruko_parsel.admin.rapat_langkah import (
    AlasanForm,
    JadwalForm,
    KoreksiForm,
    OrangForm,
    PokokForm,
    RapatForm,
    TamuForm,
    UndangForm,
    fill_choices,
    run_batal,
    run_jadwal,
    run_kirim,
    run_koreksi,
    run_lalu,
    run_mulai,
    run_orang,
    run_pokok,
    run_selesai,
    run_tamu,
    run_undang,
)
from ruko_parsel.admin.rapat_layar import LayarRapat
from ruko_parsel.akibat_langkah import AKIBAT
from ruko_parsel.forms.rapat import initial_span, read_span
from ruko_parsel.models import Rapat, UndanganRapat
from ruko_parsel.rapat_tampil import KECAMATAN, agenda_lines, attendance_of, decisions_for
from ruko_parsel.services.notulen import approved_notulen
from ruko_parsel.services.rapat import Rencana, plan_rapat
from wilayah.bagian_halaman import Bagian
from wilayah.ekspor import AmanResource, EksporAdmin
from wilayah.format import tanggal_panjang, tanggal_pendek
from wilayah.models import Wilayah

S = Rapat.Status
WARNA = {"rencana": "info", "diundang": "info", "berlangsung": "success", "selesai": "",
         "batal": "danger"}  # fmt: skip


def _open(rapat: Any, _user: Any) -> bool:
    return rapat.status in Rapat.AKAN_DATANG


def _agenda_open(rapat: Any, _user: Any) -> bool:
    return rapat.status in {*Rapat.AKAN_DATANG, S.BERLANGSUNG}


def _runs(rapat: Any, _user: Any) -> bool:
    return rapat.status == S.BERLANGSUNG


def _correctable(rapat: Any, _user: Any) -> bool:
    terakhir = rapat.notulen.order_by("-versi").first()
    return terakhir is not None and terakhir.is_beku


class WaktuFilter(DropdownFilter):
    """Meetings to come, or over."""

    title = "waktu"
    parameter_name = "waktu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nanti", "Akan datang dan hari ini"), ("lalu", "Sudah lewat")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "nanti":
            return queryset.filter(selesai_at__gt=timezone.now())
        return queryset.filter(selesai_at__lte=timezone.now()) if self.value() else queryset


class RapatResource(AmanResource):
    """One line a meeting, with how many were asked and said yes."""

    mulai = Field(column_name="mulai")
    diundang = Field(attribute="n_undangan", column_name="diundang")
    akan_hadir = Field(attribute="n_ya", column_name="akan_hadir")
    keputusan = Field(attribute="n_putusan", column_name="keputusan")

    class Meta:
        model = Rapat
        fields = ("nomor", "judul", "jenis", "mulai", "tempat", "status", "nomor_surat",
                  "diundang", "akan_hadir", "keputusan")  # fmt: skip
        export_order = fields

    def get_queryset(self) -> Any:
        return with_counts(super().get_queryset())

    def dehydrate_mulai(self, row: Rapat) -> str:
        return tanggal_panjang(row.mulai_at, str(row.wilayah_id))


def with_counts(rows: Any) -> Any:
    """How many are asked, said yes, and how many decisions there are."""
    aktif = Q(undangan__dicabut_at__isnull=True, undangan__di_tempat=False)
    ya = [UndanganRapat.Jawaban.HADIR, UndanganRapat.Jawaban.DIWAKILKAN]
    return rows.annotate(
        n_undangan=Count("undangan", filter=aktif, distinct=True),
        n_ya=Count(
            "undangan", filter=aktif & Q(undangan__jawaban__in=ya),
            distinct=True,
        ),
        n_putusan=Count("keputusan", distinct=True),
    )  # fmt: skip


@admin.register(Rapat)
class RapatAdmin(EksporAdmin, LayarRapat):
    """Nothing is edited: each change is a step, and who was asked is told."""

    akibat_langkah = AKIBAT["rapat"]
    resource_classes = [RapatResource]
    change_form_template = LayarRapat.change_form_template
    change_list_template = "admin/ruko_parsel/rapat_senarai.html"
    list_display = ("judul", "waktu", "jenis", "tampil_status", "jawaban", "putusan")
    list_filter = (WaktuFilter, "status", "jenis")
    search_fields = ("judul", "nomor", "tempat", "nomor_surat")
    search_help_text = "Judul, nomor, atau tempat"
    ordering = ("-mulai_at", "-pk")
    form_tambah = RapatForm
    judul_tambah = "Rencanakan rapat"
    tombol_tambah = "Rencanakan rapat"
    teks_tambah = ("Sesudah disimpan, susun daftar undangan dan agendanya. "
                   "Belum ada yang dikabari sampai undangannya dikirim.",)  # fmt: skip
    langkah = (
        Langkah("undang", "Undang desa", run_undang, UndangForm, boleh=_open),
        Langkah("orang", "Tambah orang", run_orang, OrangForm, boleh=_open),
        Langkah("tamu", "Tambah tamu", run_tamu, TamuForm, boleh=_open),
        Langkah("kirim", "Kirim undangan", run_kirim, YakinForm, boleh=_open, utama=True),
        Langkah("pokok", "Tambah pokok agenda", run_pokok, PokokForm, boleh=_agenda_open),
        Langkah("lalu", "Ambil tindak lanjut rapat lalu", run_lalu, YakinForm, boleh=_agenda_open),
        Langkah("mulai", "Mulai rapat", run_mulai, YakinForm,
                boleh=lambda r, _u: r.status in {*Rapat.AKAN_DATANG, S.SELESAI}
                and not r.notulen.filter(disetujui_at__isnull=False).exists()),
        Langkah("selesai", "Akhiri rapat", run_selesai, YakinForm, boleh=_runs),
        Langkah("jadwal", "Ubah jadwal atau tempat", run_jadwal, JadwalForm, boleh=_open),
        Langkah("batal", "Batalkan rapat", run_batal, AlasanForm, boleh=_open, bahaya=True),
        Langkah("koreksi", "Koreksi notulen", run_koreksi, KoreksiForm, boleh=_correctable),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = with_counts(super().get_queryset(request))
        return rows.select_related("wilayah", "pimpinan", "notulis", "desa", "pemesanan__ruang")

    def build_tambah(self, request: HttpRequest, *data: Any) -> RapatForm:
        kecamatan = self.rows_to_add(request, Wilayah).filter(tingkat=Wilayah.Tingkat.KECAMATAN)
        return RapatForm(*data, kecamatan=kecamatan)

    def tambah(self, request: HttpRequest, form: Any) -> Rapat:
        data = dict(form.cleaned_data)
        mulai, selesai = read_span(data, data["wilayah"].kode)
        for nama in ("tanggal", "mulai", "selesai"):
            data.pop(nama)
        data["peserta"] = data["peserta"] or 1
        user: Any = request.user
        return plan_rapat(Rencana(mulai_at=mulai, selesai_at=selesai, **data), by=user)

    def build(self, langkah: Langkah, obj: Any, *data: Any) -> Any:
        if langkah.kunci == "jadwal" and not data:
            form = JadwalForm(initial=initial_span(obj), auto_id="jadwal_%s")
            return fill_choices(form, obj)
        return fill_choices(super().build(langkah, obj, *data), obj)

    @display(description="waktu", ordering="mulai_at")
    def waktu(self, obj: Rapat) -> str:
        return tanggal_panjang(obj.mulai_at, str(obj.wilayah_id))

    @display(description="keadaan", label=WARNA)
    def tampil_status(self, obj: Rapat) -> tuple[str, str]:
        return obj.status, obj.get_status_display()

    @display(description="akan hadir")
    def jawaban(self, obj: Any) -> str:
        return f"{obj.n_ya} dari {obj.n_undangan}"

    @display(description="keputusan")
    def putusan(self, obj: Any) -> int:
        return int(obj.n_putusan)

    def tautan(self, obj: Any) -> list[tuple[str, str]]:
        def page(nama: str, *args: Any) -> str:
            return reverse(f"admin:ruko_parsel_rapat_{nama}", args=[obj.pk, *args])

        semua = []
        if obj.pemesanan is not None:
            semua.append((f"Pemesanan {obj.pemesanan.ruang}", obj.pemesanan.get_absolute_url()))
        if _agenda_open(obj, None):
            semua.append(("Pilih permintaan dan urutkan agenda", page("agenda")))
        if obj.status in {S.BERLANGSUNG, S.SELESAI}:
            semua += [("Notulen dan keputusan", page("notulen")), ("Daftar hadir", page("hadir"))]
        semua += [
            ("Surat undangan (PDF)", page("berkas", "undangan.pdf")),
            ("Surat undangan (Word)", page("berkas", "undangan.docx")),
            ("Agenda (PDF)", page("berkas", "agenda.pdf")),
            ("Lembar daftar hadir (PDF)", page("berkas", "hadir.pdf")),
            ("Kalender (.ics)", page("berkas", "acara.ics")),
        ]
        if approved_notulen(obj) is not None:
            semua += [("Notulen (PDF)", page("berkas", "notulen.pdf")),
                      ("Notulen (Word)", page("berkas", "notulen.docx"))]  # fmt: skip
        return semua

    def bagian(self, request: HttpRequest, obj: Any) -> list[Bagian]:
        kode = str(obj.wilayah_id)
        return [
            self._plan(obj), self._agenda(obj), self._people(obj), self._decisions(obj),
            Bagian(
                "Riwayat", kepala=["Kapan", "Apa", "Catatan", "Oleh"],
                baris=[[tanggal_panjang(r.at, kode), r.apa, r.catatan or "–", str(r.by or "–")]
                       for r in obj.riwayat.select_related("by")],
            ),
        ]  # fmt: skip

    def _plan(self, obj: Any) -> Bagian:
        rinci = [
            ("Nomor", obj.nomor),
            ("Jenis", obj.get_jenis_display() + (f": {obj.desa.nama}" if obj.desa else "")),
            ("Waktu", f"{self.waktu(obj)}, sampai {obj.jam_sampai}"),
            ("Tempat", obj.tempat),
            ("Ruang", _room(obj)),
            ("Pimpinan", str(obj.pimpinan)),
            ("Notulis", str(obj.notulis)),
            ("Keadaan", obj.get_status_display()),
        ]
        rinci += [(label, isi) for label, isi in (
            ("Tautan", obj.tautan), ("Surat undangan", obj.nomor_surat),
            ("Alasan batal", obj.alasan_batal), ("Pengantar", obj.pengantar)) if isi]  # fmt: skip
        return Bagian("", rinci=rinci)

    def _agenda(self, obj: Any) -> Bagian:
        return Bagian(
            "Agenda", kepala=["No.", "Pukul", "Pokok", "Desa", "Dibawakan"],
            baris=[[str(b.nomor), b.jam, b.judul, b.desa or "Semua", b.agenda.pembawa or "–"]
                   for b in agenda_lines(obj, KECAMATAN)],
        )  # fmt: skip

    def _people(self, obj: Any) -> Bagian:
        daftar = attendance_of(obj)
        usai = obj.status in {S.BERLANGSUNG, S.SELESAI}
        return Bagian(
            "Undangan dan kehadiran", [daftar.ringkas + "."] if usai else [],
            kepala=["Nama", "Dari", "Jawaban", "Hadir"],
            baris=[_person(h, usai=usai) for h in daftar.semua],
        )  # fmt: skip

    def _decisions(self, obj: Any) -> Bagian:
        return Bagian(
            "Keputusan",
            kepala=["No.", "Keputusan", "Untuk", "Penanggung jawab", "Batas", "Keadaan"],
            baris=[[str(k.nomor), k.isi, k.wilayah.nama if k.wilayah else "Semua", k.oleh_siapa,
                    tanggal_pendek(k.batas), k.keadaan] for k in decisions_for(obj, KECAMATAN)],
        )  # fmt: skip


def _room(obj: Any) -> str:
    """The room that is held, with how it stands."""
    if obj.pemesanan is None:
        return "Tidak memakai ruang RUKO PARSEL"
    return f"{obj.pemesanan.ruang}, {obj.pemesanan.get_status_display().lower()}"


def _person(h: Any, *, usai: bool) -> list[str]:
    u = h.undangan
    jawaban = u.get_jawaban_display() if u.dikirim_at else "Belum dikirim"
    if u.di_tempat:
        jawaban = "Datang tanpa undangan"
    if u.alasan:
        jawaban += f": {u.alasan}"
    return [h.nama, u.lembaga or u.wilayah.nama, jawaban, h.keadaan if usai else "–"]
