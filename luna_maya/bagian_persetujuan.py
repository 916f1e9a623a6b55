"""What a visit's page shows of its host's consent: the answer, each permission, the history."""

from typing import Any

from django.utils import timezone

from luna_maya.izin import izin_of
from luna_maya.models import AjakanTuanRumah, Kunjungan, PersetujuanTuanRumah
from luna_maya.services.kontak import masked_nomor
from luna_maya.services.persetujuan import AKAN_DATANG, BELUM_PASTI, J, undangan_url
from luna_maya.teks_izin import load_teks
from pesan.models import PesanKeluar
from wilayah.format import tanggal_panjang

S = Kunjungan.Status
_MAKS = 50


def persetujuan_context(kunjungan: Kunjungan) -> dict[str, Any]:
    """For templates/admin/luna_maya/persetujuan_bagian.html, under the name `setuju`; 3 queries,
    two more while an answer is awaited.
    """
    kode = str(kunjungan.wilayah_id)
    rows = kunjungan.persetujuan.select_related("by").order_by("-pk")[:_MAKS]
    riwayat = [_row(satu, kode) for satu in rows]
    terakhir = riwayat[0]["baris"] if riwayat else None
    minta = terakhir.minta_mulai_at if terakhir is not None else None
    kini = timezone.now()
    datang = kunjungan.mulai_at > kini
    return {
        "perlu": kunjungan.jenis.perlu_persetujuan,
        "terakhir": terakhir,
        "izin": _permissions(kunjungan),
        "ada_anak": kunjungan.tuan_rumah.ada_anak,
        "riwayat": riwayat,
        "nomor": masked_nomor(kunjungan.tuan_rumah.kontak),
        "minta": tanggal_panjang(minta, kode) if minta else "",
        "boleh_ajak": kunjungan.status in BELUM_PASTI and datang,
        "boleh_waktu": bool(
            minta and minta > kini and terakhir and terakhir.jawaban == J.TANGGAL_LAIN
            and kunjungan.status in AKAN_DATANG
        ),
        "boleh_kertas": kunjungan.status != S.BATAL,
        "boleh_lisan": kunjungan.status != S.BATAL and not _is_withdrawn(terakhir),
        "tautan": undangan_url(kunjungan) if kunjungan.status != S.BATAL else "",
        "sudah_diajak": kunjungan.status == S.MENUNGGU,
        "tak_sampai": kunjungan.status == S.MENUNGGU and _is_undelivered(kunjungan),
    }  # fmt: skip


def _is_undelivered(kunjungan: Kunjungan) -> bool:
    """Whether the newest invitation could not go out: a host who has not written lately is reached
    by an approved WhatsApp template alone, and who said BERHENTI not at all.
    """
    putaran = AjakanTuanRumah.objects.filter(kunjungan=kunjungan).values_list("putaran", flat=True)
    awal = f"luna:{kunjungan.pk}:ajak{putaran.first()}:"
    gagal = (PesanKeluar.Status.FAILED, PesanKeluar.Status.EXPIRED)
    return PesanKeluar.objects.filter(kunci__startswith=awal, status__in=gagal).exists()


def _is_withdrawn(baris: PersetujuanTuanRumah | None) -> bool:
    return baris is not None and baris.jawaban == J.CABUT


def _permissions(kunjungan: Kunjungan) -> list[tuple[str, bool]]:
    izin = izin_of(kunjungan)
    boleh = {
        "catatan": izin.may_catat, "foto": izin.may_foto, "video": izin.may_video,
        "suara": izin.may_suara, "sebut_rt": izin.may_sebut_rt, "tampil": izin.may_tampil,
    }  # fmt: skip
    return [(butir.label, boleh[butir.kunci]) for butir in load_teks().izin]


def _row(baris: PersetujuanTuanRumah, kode: str) -> dict[str, Any]:
    ya = [b.label.lower() for b in load_teks().izin if baris.is_allowed(b.kunci)]
    minta = baris.minta_mulai_at
    return {
        "baris": baris,
        "at": tanggal_panjang(baris.at, kode),
        "boleh": ", ".join(ya) if ya else "tidak ada",
        "minta": tanggal_panjang(minta, kode) if minta else "",
    }
