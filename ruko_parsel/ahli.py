"""Who to ask: what people said and the camat confirmed, and what they have in fact answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ruko_parsel.cari import kata_umum, normalize_teks, search_rows
from ruko_parsel.models import JenisMasalah, Keahlian, Permintaan
from wilayah.models import Penugasan
from wilayah.peran import Peran
from wilayah.scope import prefix_q

BATAS = 12
_JABATAN: dict[str, tuple[str, str, str]] = {  # role: in a desa, in a kelurahan, in a kecamatan
    Peran.LURAH: ("Kepala Desa", "Lurah", "Lurah"),
    Peran.MODERATOR: ("Sekretaris Desa", "Sekretaris Kelurahan", "Petugas"),
    Peran.CAMAT: ("Camat", "Camat", "Camat"),
    Peran.PETUGAS_KECAMATAN: ("Petugas", "Petugas", "Petugas Kecamatan"),
}


@dataclass(slots=True)
class Ahli:
    """One person to ask; reached by the portal and the office, never by a private number."""

    pengguna_id: int
    nama: str
    jabatan: str = ""
    tempat: str = ""
    topik: list[str] = field(default_factory=list)
    tingkat: int = 0
    label_tingkat: str = ""
    bukti: str = ""
    selesai: int = 0  # solved requests of this kind that this person handled

    @property
    def alasan(self) -> str:
        """Why this person: "Siskeudes (mahir); 4 permintaan selesai"."""
        isi = []
        if self.topik:
            isi.append(f"{', '.join(self.topik)} ({self.label_tingkat.lower()})")
        if self.selesai:
            isi.append(f"{self.selesai} permintaan sejenis diselesaikan")
        return "; ".join(isi)


def find_ahli(
    user: Any, *, kecamatan: str, teks: str = "", masalah: Iterable[JenisMasalah] = (),
    batas: int = BATAS,
) -> list[Ahli]:  # fmt: skip
    """Who knows about what was typed, or about these kinds of problem; the surest first."""
    semua = Keahlian.objects.visible_to(user).confirmed().in_wilayah(kecamatan)
    soal = [*masalah, *_kinds_named(teks)]
    cocok = semua.filter(masalah__in=soal) if soal else semua.none()
    ditulis = search_rows(semua, teks).rows if teks.strip() else semua.none()
    baris = {k.pk: k for k in cocok.select_related("pengguna")[:200]}
    urut = list(ditulis.select_related("pengguna")[:200])
    orang: dict[int, Ahli] = {}
    for k in [*urut, *baris.values()]:
        _add(orang, k)
    _add_learned(orang, kecamatan, soal)
    dekat = {k.pengguna_id for k in urut}
    hasil = sorted(
        orang.values(), key=lambda a: (a.pengguna_id not in dekat, -a.tingkat, -a.selesai, a.nama)
    )[:batas]
    _add_jabatan(hasil, kecamatan)
    return [a for a in hasil if a.jabatan]


def _kinds_named(teks: str) -> list[JenisMasalah]:
    """Kinds of problem whose name or description has a word of the text."""
    kata = {k for k in normalize_teks(teks).split() if len(k) > 4 and k not in kata_umum()}
    if not kata:
        return []
    return [
        j for j in JenisMasalah.objects.all()
        if kata & set(normalize_teks(f"{j.nama} {j.keterangan}").replace(",", " ").split())
    ]  # fmt: skip


def _add(orang: dict[int, Ahli], satu: Keahlian) -> None:
    ahli = orang.setdefault(
        satu.pengguna_id, Ahli(satu.pengguna_id, str(satu.pengguna), bukti=satu.bukti)
    )
    if satu.topik not in ahli.topik:
        ahli.topik.append(satu.topik)
    if satu.tingkat > ahli.tingkat:
        ahli.tingkat, ahli.bukti = satu.tingkat, satu.bukti
        ahli.label_tingkat = str(satu.get_tingkat_display())


def _add_learned(orang: dict[int, Ahli], kecamatan: str, soal: list[JenisMasalah]) -> None:
    """Who solved requests of these kinds in this kecamatan."""
    if not soal:
        return
    selesai = (
        Permintaan.objects.in_wilayah(kecamatan)
        .filter(status=Permintaan.Status.SELESAI, masalah__in=soal, petugas__is_active=True)
        .order_by()
        .values("petugas", "petugas__nama")
        .annotate(n=Count("pk"))
        .order_by("-n")[:50]
    )
    for baris in selesai:
        ahli = orang.setdefault(baris["petugas"], Ahli(baris["petugas"], baris["petugas__nama"]))
        ahli.selesai = baris["n"]


def _add_jabatan(orang: list[Ahli], kecamatan: str) -> None:
    """What each is and where, by today's assignments; who has none any more is not offered."""
    tugas = (
        Penugasan.objects.on(timezone.localdate())
        .filter(prefix_q("wilayah", kecamatan), Q(pengguna__in=[a.pengguna_id for a in orang]))
        .filter(peran__in=list(_JABATAN))
        .select_related("wilayah")
        .order_by("wilayah_id")
    )
    di = {a.pengguna_id: a for a in orang}
    for satu in tugas:
        ahli, tempat = di[satu.pengguna_id], satu.wilayah
        if ahli.jabatan or tempat is None:
            continue
        ke = {"desa": 0, "kelurahan": 1}.get(tempat.tingkat, 2)
        ahli.jabatan = _JABATAN[satu.peran][ke]
        ahli.tempat = tempat.nama_lengkap
