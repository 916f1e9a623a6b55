"""Starting a programme from a template, running it, and copying it to another kelurahan."""

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ekonomi.models import (
    AnggotaTim,
    AturanAnggaran,
    Indikator,
    JejakAnggaran,
    MitraProgram,
    PosAnggaran,
    Program,
    RencanaKomunikasi,
    RisikoProgram,
    SasaranProgram,
    SumberProgram,
    TargetProgram,
    TemplatProgram,
    Tonggak,
)
from ekonomi.services.jejak import Peristiwa, log_jejak
from ekonomi.templat import IsiTemplat, read_templat
from wilayah.models import Pengguna, Wilayah

S = Program.Status
# Rows of a programme that are its plan: a replica gets them, and loses them when it is undone.
RENCANA: tuple[Any, ...] = (
    TargetProgram, SasaranProgram, SumberProgram, Tonggak, MitraProgram, RisikoProgram,
    RencanaKomunikasi, AnggotaTim, AturanAnggaran, PosAnggaran,
)  # fmt: skip
_POLA_KODE = "srsp-{tahun}"


class ProgramKeliru(ValueError):  # noqa: N818 - the domain's word
    """A programme that cannot be made or changed so; the message says why."""


def template_of(templat: TemplatProgram) -> IsiTemplat:
    """The checked content of a template, with what it takes from the final document."""
    isi: dict[str, Any] = templat.isi
    final = None
    if isi.get("dari_final"):
        semua = TemplatProgram.objects.order_by("urutan")
        final = next((satu.isi for satu in semua if not satu.isi.get("dari_final")), None)
    return read_templat(isi, final)


@transaction.atomic
def start_program(
    templat: TemplatProgram,
    wilayah: Wilayah,
    mulai: dt.date,
    by: Pengguna | None,
    *,
    kode: str = "",
    nama: str = "",
    status: str = S.DRAF,
) -> Program:
    """A programme of this kelurahan with everything its template holds; a draft unless said.

    Partners begin as contacts to make, seats of the team are vacant, no money is received or
    spent. Raises ProgramKeliru for a code already used there or indicators not loaded.
    """
    isi = template_of(templat)
    _check_kelurahan(wilayah)
    _check_indikator(isi)
    kode = kode or _free_kode(wilayah, mulai)
    program = _make_program(
        wilayah=wilayah, kode=kode, nama=nama or isi.nama, templat=isi.kode, versi=isi.versi,
        ringkasan=isi.ringkasan, tanggal_dokumen=isi.tanggal_dokumen, mulai=mulai,
        selesai=mulai + relativedelta(months=isi.bulan, days=-1), status=status,
    )  # fmt: skip
    _fill_numbers(program, isi)
    _fill_people_and_plan(program, isi)
    log_jejak(
        program, Peristiwa.PROGRAM, by=by, rujukan=isi.kode, jumlah=isi.jumlah_pos,
        catatan=f"Dari templat {isi.versi}",
    )  # fmt: skip
    return program


def _check_kelurahan(wilayah: Wilayah) -> None:
    if wilayah.tingkat not in {Wilayah.Tingkat.KELURAHAN, Wilayah.Tingkat.DESA}:
        raise ProgramKeliru("Program dimulai di satu kelurahan atau desa.")


def _check_indikator(isi: IsiTemplat) -> None:
    perlu = {baris["indikator"] for baris in isi.target}
    perlu |= {baris["indikator"] for baris in isi.tonggak if baris.get("indikator")}
    ada = set(Indikator.objects.filter(pk__in=perlu).values_list("pk", flat=True))
    if kurang := sorted(perlu - ada):
        raise ProgramKeliru(f"Indikator {', '.join(kurang)} belum dimuat.")


def _make_program(**kolom: Any) -> Program:
    try:
        with transaction.atomic():
            baru: Program = Program.objects.create(**kolom)
    except IntegrityError as error:
        raise ProgramKeliru(f"Kode {kolom['kode']} sudah dipakai di {kolom['wilayah']}.") from error
    return baru


def _free_kode(wilayah: Wilayah, mulai: dt.date) -> str:
    """srsp-2026, or with a number behind it where that one is taken."""
    dasar = _POLA_KODE.format(tahun=mulai.year)
    dipakai = set(
        Program.objects.filter(wilayah=wilayah, kode__startswith=dasar).values_list(
            "kode", flat=True
        )
    )
    calon = (dasar if n == 1 else f"{dasar}-{n}" for n in range(1, len(dipakai) + 2))
    return next(kode for kode in calon if kode not in dipakai)


def _fill_numbers(program: Program, isi: IsiTemplat) -> None:
    """Targets, groups, lines, sources and the rules of spending."""
    TargetProgram.objects.bulk_create(
        TargetProgram(
            program=program, indikator_id=satu["indikator"], nilai=satu["nilai"],
            bulan=satu.get("bulan", isi.bulan), keterangan=satu.get("keterangan", ""), urutan=ke,
        )
        for ke, satu in enumerate(isi.target, 1)
    )  # fmt: skip
    SasaranProgram.objects.bulk_create(
        SasaranProgram(
            program=program, kelompok=satu["kelompok"], jumlah=satu.get("jumlah"),
            keterangan=satu.get("keterangan", ""), urutan=ke,
        )
        for ke, satu in enumerate(isi.sasaran, 1)
    )  # fmt: skip
    PosAnggaran.objects.bulk_create(
        PosAnggaran(
            program=program, kode=satu["kode"], nama=satu["nama"], jumlah=satu["jumlah"],
            rincian=satu.get("rincian", ""), akun=satu["akun"], urutan=ke,
        )
        for ke, satu in enumerate(isi.anggaran, 1)
    )  # fmt: skip
    SumberProgram.objects.bulk_create(
        SumberProgram(
            program=program, sumber=satu["sumber"], rencana=satu.get("rencana"),
            keterangan=satu.get("keterangan", ""), urutan=ke,
        )
        for ke, satu in enumerate(isi.sumber, 1)
    )  # fmt: skip
    AturanAnggaran.objects.create(program=program, **isi.aturan)


def _fill_people_and_plan(program: Program, isi: IsiTemplat) -> None:
    """Milestones, partners to win, vacant seats, risks and how the programme is told."""
    Tonggak.objects.bulk_create(
        Tonggak(
            program=program, kode=satu["kode"], fase=satu["fase"], hari_mulai=satu["mulai"],
            hari_selesai=satu["selesai"], kegiatan=satu["kegiatan"], target=satu.get("target"),
            satuan=satu.get("satuan", ""), indikator_id=satu.get("indikator"), urutan=ke,
        )
        for ke, satu in enumerate(isi.tonggak, 1)
    )  # fmt: skip
    MitraProgram.objects.bulk_create(
        MitraProgram(program=program, urutan=ke, **satu) for ke, satu in enumerate(isi.mitra, 1)
    )
    kursi = [satu for satu in isi.tim for _ in range(satu.get("jumlah", 1))]
    AnggotaTim.objects.bulk_create(
        AnggotaTim(program=program, peran=satu["peran"], tugas=satu.get("tugas", ""), urutan=ke)
        for ke, satu in enumerate(kursi, 1)
    )
    RisikoProgram.objects.bulk_create(
        RisikoProgram(program=program, urutan=ke, **satu) for ke, satu in enumerate(isi.risiko, 1)
    )
    RencanaKomunikasi.objects.bulk_create(
        RencanaKomunikasi(program=program, urutan=ke, **satu)
        for ke, satu in enumerate(isi.komunikasi, 1)
    )


@transaction.atomic
def run_program(program: Program, *, by: Pengguna) -> Program:
    """The draft begins: households, courses and spending may join. Raises ProgramKeliru."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    if program.status != S.DRAF:
        raise ProgramKeliru("Hanya program yang masih draf yang dapat dimulai.")
    if not program.pos.exists():
        raise ProgramKeliru("Program belum punya pos anggaran.")
    program.status = S.BERJALAN
    program.save(update_fields=["status", "updated_at"])
    log_jejak(program, Peristiwa.MULAI, by=by, rujukan=program.kode)
    return program


@transaction.atomic
def copy_program(
    program: Program, ke_wilayah: Wilayah, mulai: dt.date, by: Pengguna | None
) -> Program:
    """The plan of a programme as a draft of another kelurahan, in one step.

    Targets, groups, lines, sources (without amounts), milestones (none done), risks, the ways of
    telling and vacant seats go along; partners come as contacts to make. Never people, money,
    spending or progress. Raises ProgramKeliru for its own kelurahan, or where a draft copy of it
    waits there already.
    """
    _check_kelurahan(ke_wilayah)
    list(Wilayah.objects.select_for_update(no_key=True).filter(pk=ke_wilayah.pk))
    if ke_wilayah.pk == program.wilayah_id:
        raise ProgramKeliru("Salinan dibuat untuk kelurahan lain.")
    ada = Program.objects.filter(wilayah=ke_wilayah, disalin_dari=program, status=S.DRAF).first()
    if ada is not None:
        raise ProgramKeliru(f"Salinan {ada.kode} sudah menunggu di {ke_wilayah}.")
    lama = (program.selesai - program.mulai).days
    salinan = _make_program(
        wilayah=ke_wilayah, kode=_free_kode(ke_wilayah, mulai), nama=program.nama,
        templat=program.templat, versi=program.versi, ringkasan=program.ringkasan,
        tanggal_dokumen=program.tanggal_dokumen, mulai=mulai,
        selesai=mulai + dt.timedelta(days=lama), status=S.DRAF, disalin_dari=program,
    )  # fmt: skip
    for model in RENCANA:
        model.objects.bulk_create(
            _copy_row(baris, salinan) for baris in model.objects.filter(program=program)
        )
    dari = f"{program.kode} ({program.wilayah_id})"
    log_jejak(salinan, Peristiwa.PROGRAM, by=by, rujukan=program.kode, catatan=f"Disalin: {dari}")
    log_jejak(program, Peristiwa.SALIN, by=by, rujukan=salinan.kode, catatan=str(ke_wilayah.pk))
    return salinan


# What does not go along, by model: back to its beginning in the copy.
_KOSONG: dict[Any, dict[str, Any]] = {
    SumberProgram: {"rencana": None},
    Tonggak: {"tercapai": None, "selesai_at": None, "bukti": None, "catatan": ""},
    MitraProgram: {
        "status": MitraProgram.Status.DIJAJAKI, "sejak": None, "surat_dukungan": None,
        "catatan": "",
    },
    RisikoProgram: {"status": RisikoProgram.Status.TERBUKA, "tinjau_berikut": None},
    RencanaKomunikasi: {"penanggung": ""},
    AnggotaTim: {"nama": "", "pengguna": None, "sejak": None, "sampai": None},
}  # fmt: skip


def _copy_row(baris: Any, program: Program) -> Any:
    """The same row without its key, of another programme, without what is not copied."""
    kolom = {f.attname: getattr(baris, f.attname) for f in baris._meta.concrete_fields}
    kolom.pop(baris._meta.pk.attname)
    salinan = type(baris)(**kolom)
    salinan.program = program
    for nama, nilai in _KOSONG.get(type(baris), {}).items():
        setattr(salinan, nama, nilai)
    return salinan


@transaction.atomic
def undo_copy(program: Program, *, by: Pengguna) -> None:
    """Take back a copy that is still a draft; its trail stays with the programme it came from.

    The draft itself stays as an ended row without a plan, so that its history keeps a home.
    Raises ProgramKeliru once it runs or money is on it.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    asal = program.disalin_dari
    if program.status != S.DRAF or asal is None:
        raise ProgramKeliru("Hanya salinan yang masih draf yang dapat dibatalkan.")
    if program.penerimaan.exists() or program.belanja.exists():
        raise ProgramKeliru("Salinan ini sudah mencatat uang; hentikan programnya.")
    if JejakAnggaran.objects.filter(program=program, peristiwa=Peristiwa.REVISI).exists():
        raise ProgramKeliru("Anggaran salinan ini sudah direvisi; hentikan programnya.")
    try:
        with transaction.atomic():
            for model in RENCANA:
                model.objects.filter(program=program).delete()
    except ProtectedError as error:
        raise ProgramKeliru("Salinan ini sudah dipakai; hentikan programnya.") from error
    program.status = S.DIHENTIKAN
    program.save(update_fields=["status", "updated_at"])
    log_jejak(program, Peristiwa.BATAL_SALIN, by=by, rujukan=program.kode)
    log_jejak(
        asal, Peristiwa.BATAL_SALIN, by=by, rujukan=program.kode,
        catatan=str(program.wilayah_id),
    )  # fmt: skip
