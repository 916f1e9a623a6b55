"""Indicators on households: poverty registers, social aid, taking part, the seed's summary."""

from django.db.models import Avg, Count, Exists, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from ekonomi.kpi.dasar import Hasil, Lingkup, bagian, bulat, hitungan, smallest
from ekonomi.models import BantuanDiterima, ValidasiDtks

_TERDAFTAR = ValidasiDtks.Hasil.TERDAFTAR


def rumah_terlibat(lingkup: Lingkup) -> Hasil:
    """Households in the programme on that day."""
    semua, masih = lingkup.ikut().count(), lingkup.masih_ikut().count()
    kalimat = f"{masih} rumah tangga yang sedang ikut; {semua - masih} lainnya sudah keluar."
    return hitungan(lingkup, masih, kalimat, penyebut=bulat(semua))


def _validasi(**saring: object) -> Subquery:
    rows = ValidasiDtks.objects.filter(rumah=OuterRef("rumah"), **saring)
    return Subquery(rows.order_by("-tanggal", "-id").values("hasil")[:1])


def rumah_miskin_turun(lingkup: Lingkup) -> Hasil:
    """Of the households registered as poor when they joined, how many are not any more.

    The state at joining is the last check by then; without one, the household's row or a later
    "left the register" tells. Who was not checked since counts as still poor, and as `kurang`.
    """
    sesudah = ValidasiDtks.objects.filter(
        rumah=OuterRef("rumah"), tanggal__gt=OuterRef("masuk"), tanggal__lte=lingkup.sampai
    )
    baris = lingkup.ikut().annotate(
        awal=_validasi(tanggal__lte=OuterRef("masuk")),
        kini=_validasi(tanggal__lte=lingkup.sampai),
        pernah_keluar=Exists(sesudah.filter(hasil=ValidasiDtks.Hasil.KELUAR)),
        dicek=Exists(sesudah),
    )
    miskin = turun = kurang = 0
    for awal, kini, pernah, dicek, dtks in baris.values_list(
        "awal", "kini", "pernah_keluar", "dicek", "rumah__dtks"
    ):
        if not (awal == _TERDAFTAR if awal else (pernah or dtks)):
            continue
        miskin += 1
        turun += bool(kini and kini != _TERDAFTAR)
        kurang += not dicek
    kalimat = (
        f"{turun} dari {miskin} rumah tangga yang terdaftar DTKS/DTSEN ketika masuk program; "
        f"{kurang} belum diperiksa lagi dan dihitung masih terdaftar."
    )
    return bagian(lingkup, turun, miskin, kalimat, kurang=kurang)


def penerima_bansos_turun(lingkup: Lingkup) -> Hasil:
    """Of the households with regular social aid when they joined, how many have none now."""
    bantuan = BantuanDiterima.objects.filter(
        rumah=OuterRef("rumah"), jenis__in=BantuanDiterima.SOSIAL
    )

    def jalan(hari: object) -> Exists:
        return Exists(bantuan.filter(Q(sampai__isnull=True) | Q(sampai__gte=hari), mulai__lte=hari))

    penerima = lingkup.ikut().filter(jalan(OuterRef("masuk")))
    semua = penerima.count()
    lepas = penerima.exclude(jalan(lingkup.sampai)).count()
    kalimat = (
        f"{lepas} dari {semua} rumah tangga yang menerima PKH, BPNT, atau BLT ketika masuk program."
    )
    return bagian(lingkup, lepas, semua, kalimat)


def percent_active(lingkup: Lingkup) -> Hasil:
    """The seed's `percent_active`: households with turnover, of all recorded ones."""
    angka = lingkup.rumah().aggregate(
        semua=Count("pk"), aktif=Count("pk", filter=Q(omzet__gt=0)),
        kosong=Count("pk", filter=Q(omzet__isnull=True)),
    )  # fmt: skip
    kalimat = (
        f"{angka['aktif']} dari {angka['semua']} rumah tangga terdata yang omzetnya di atas nol; "
        f"{angka['kosong']} belum pernah diukur."
    )
    return bagian(lingkup, angka["aktif"], angka["semua"], kalimat, kurang=angka["kosong"])


def avg_omzet(lingkup: Lingkup) -> Hasil:
    """The seed's `avg_omzet`: mean turnover of the households that have one, in Rupiah."""
    aktif = lingkup.rumah().filter(omzet__gt=0)
    angka = aktif.aggregate(rata=Avg("omzet"), jumlah=Sum("omzet"), n=Count("pk"))
    return Hasil(
        nilai=bulat(angka["rata"]) if angka["n"] else None,
        pembilang=bulat(angka["jumlah"] or 0),
        penyebut=bulat(angka["n"]),
        pada=lingkup.sampai,
        kurang=lingkup.rumah().filter(omzet__isnull=True).count(),
        kalimat=f"Dihitung dari {angka['n']} rumah tangga terdata yang omzetnya di atas nol.",
        sel=smallest(angka["n"]),
    )


def dtks_count(lingkup: Lingkup) -> Hasil:
    """The seed's `dtks_count`: recorded households in the register of the poor.

    For a day that is over, by the checks until then; for today, by the households' rows.
    """
    rumah = lingkup.rumah()
    if lingkup.sampai >= timezone.localdate():
        n = rumah.filter(dtks=True).count()
    else:
        hasil = ValidasiDtks.objects.filter(rumah=OuterRef("pk"), tanggal__lte=lingkup.sampai)
        kini = Subquery(hasil.order_by("-tanggal", "-id").values("hasil")[:1])
        n = rumah.annotate(kini=kini).filter(
            Q(kini=_TERDAFTAR) | Q(kini__isnull=True, dtks=True)
        ).count()  # fmt: skip
    return hitungan(lingkup, n, f"{n} rumah tangga terdata yang terdaftar DTKS/DTSEN.")
