"""What a person of staff needs to see first today, by role: numbers that are links, and lists."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q
from django.db.models.functions import Left, TruncDate
from django.urls import reverse
from django.utils import timezone

from curhat.models import AmbilAlih, Curhat, Penilaian, Tiket, UsulanIsu
from curhat.services.nilai import summarise_nilai
from dasbor.bagian import Bagian, Batang, Kartu
from dasbor.papan_ekonomi import ekonomi_section
from dasbor.papan_luna import luna_section, tonight_section
from dasbor.papan_ruko import ruko_section
from dokumen.models import Surat
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran, peran_with
from wilayah.tenggat import sisa_lagi

S = Tiket.Status
JUMLAH_BARIS = 8
_PANJANG_KELURAHAN = len("35.77.03.1009")
HARI_GRAFIK = 14
_MEJA = frozenset({Peran.MODERATOR, Peran.LURAH, Peran.ADMIN_WILAYAH})
_KECAMATAN = frozenset({Peran.CAMAT, Peran.PETUGAS_KECAMATAN})


def visible_tiket(user: Pengguna) -> Any:
    """Tickets this person may read, by the roles that may read tickets."""
    return Tiket.objects.visible_to(user, peran=peran_with("curhat.tiket", "view"))


def visible_curhat(user: Pengguna) -> Any:
    """Curhat this person may read, by the roles that may read curhat."""
    return Curhat.objects.visible_to(user, peran=peran_with("curhat.curhat", "view"))


def tiket_url(query: str = "") -> str:
    return reverse("admin:curhat_tiket_changelist") + (f"?{query}" if query else "")


def curhat_url(query: str = "") -> str:
    return reverse("admin:curhat_curhat_changelist") + (f"?{query}" if query else "")


def build_papan(user: Pengguna | AnonymousUser, now: datetime | None = None) -> list[Bagian]:
    """The sections for this person's roles; at most seventeen queries whatever the roles."""
    if isinstance(user, AnonymousUser):
        return []
    now = now or timezone.now()
    peran = set(Peran) if user.is_superuser else user.peran_aktif
    bagian: list[Bagian] = [
        satu for satu in (tonight_section(user, now), ruko_section(user, now)) if satu
    ]
    if user.has_perm("curhat.view_tiket"):
        bagian += _from_tiket(user, peran, now)
    bagian += [satu for satu in (ekonomi_section(user), luna_section(user, now)) if satu]
    if Peran.DATA_OFFICER in peran:
        bagian.append(_data_officer())
    if peran & {Peran.FASILITATOR, Peran.OPERATOR_KIOS} and not user.is_superuser:
        bagian.append(_helpers(user))
    return bagian


def _from_tiket(user: Pengguna, peran: set[Any], now: datetime) -> list[Bagian]:
    tiket = visible_tiket(user)
    hitung = count_tiket(user, now)
    bagian = []
    if peran & _MEJA:
        curhat = count_curhat(user, now)
        curhat["usulan"] = count_usulan(user)
        hari_ini = _first_today(hitung, curhat, lurah=peran & _MEJA == {Peran.LURAH})
        hari_ini.kartu += _obrolan(user) + _surat(user)
        bagian.append(hari_ini)
        bagian.append(_urgent(tiket, now))
        bagian.append(_week(user, hitung, curhat, now))
    elif Peran.PETUGAS in peran:
        bagian.append(_petugas(hitung))
        bagian.append(_urgent(tiket, now))
    if peran & _KECAMATAN:
        bagian.append(_by_kelurahan(user, now))
    return bagian


def count_tiket(user: Pengguna, now: datetime) -> dict[str, int]:
    """All counts of the tickets this person sees, in one query."""
    terbuka = ~Q(status__in=Tiket.ENDED)
    minggu = now - timedelta(days=7)
    found: dict[str, int] = visible_tiket(user).aggregate(
        terbuka=Count("pk", filter=terbuka),
        verifikasi=Count("pk", filter=Q(status=S.BARU)),
        verifikasi_lewat=Count("pk", filter=Q(status=S.BARU, verifikasi_due_at__lt=now)),
        mendesak=Count("pk", filter=terbuka & Q(urgensi__gte=4)),
        lewat=Count("pk", filter=terbuka & Q(due_at__lt=now, dijeda_at__isnull=True)),
        konfirmasi=Count("pk", filter=Q(status=S.MENUNGGU_KONFIRMASI)),
        dibuka_lagi=Count("pk", filter=Q(status=S.DIBUKA_LAGI)),
        saya=Count("pk", filter=terbuka & Q(petugas=user)),
        ditugaskan=Count("pk", filter=Q(status=S.DITUGASKAN)),
        dikerjakan=Count("pk", filter=Q(status=S.DIKERJAKAN)),
        beres=Count("pk", filter=Q(closed_at__gte=minggu, hasil=Tiket.Hasil.TERSELESAIKAN)),
        tanpa=Count(
            "pk",
            filter=Q(closed_at__gte=minggu)
            & ~Q(hasil=Tiket.Hasil.TERSELESAIKAN)
            & ~Q(status=S.DIGABUNG),
        ),
    )
    return found


def count_curhat(user: Pengguna, now: datetime) -> dict[str, int]:
    """All counts of the curhat this person sees, in one query."""
    found: dict[str, int] = visible_curhat(user).aggregate(
        minggu=Count("pk", filter=Q(diterima_at__gte=now - timedelta(days=7))),
        tinjau=Count("pk", filter=Q(perlu_tinjau=True)),
        ditahan=Count("pk", filter=Q(ditahan=True)),
        tempat=Count("pk", filter=~Q(kandidat_wilayah=[])),
    )
    return found


def count_usulan(user: Pengguna) -> int:
    """Pairs of reports that wait for somebody to say whether they are one problem."""
    peran = peran_with("curhat.usulanisu", "view")
    return UsulanIsu.objects.visible_to(user, peran=peran).waiting().count()


def _first_today(t: dict[str, int], c: dict[str, int], *, lurah: bool) -> Bagian:
    """A moderator first verifies, a lurah first looks at what is urgent and late."""
    lewat = f"{t['verifikasi_lewat']} lewat 24 jam" if t["verifikasi_lewat"] else "target 24 jam"
    verifikasi = Kartu("menunggu verifikasi", t["verifikasi"], tiket_url("keadaan=verifikasi"),
                       "bahaya" if t["verifikasi_lewat"] else "", lewat)  # fmt: skip
    return Bagian(
        "Hari ini",
        kartu=[
            *([] if lurah else [verifikasi]),
            Kartu("mendesak dan darurat", t["mendesak"],
                  tiket_url("keadaan=terbuka&urgensi_min=4"),
                  "perhatian" if t["mendesak"] else "", "urgensi 4 ke atas"),
            Kartu("lewat batas waktu", t["lewat"], tiket_url("keadaan=lewat"),
                  "bahaya" if t["lewat"] else ""),
            Kartu("menunggu jawaban warga", t["konfirmasi"], tiket_url("keadaan=konfirmasi")),
            *([verifikasi] if lurah else []),
            Kartu("perlu ditinjau", c["tinjau"], curhat_url("perhatian=tinjau"), "",
                  "sistem ragu, butuh mata Anda"),
            Kartu("usulan digabung", c["usulan"], reverse("admin:curhat_usulanisu_changelist"), "",
                  "mungkin satu masalah"),
            Kartu("ditahan", c["ditahan"], curhat_url("perhatian=ditahan"), "",
                  "terlalu sering dari satu nomor"),
        ],
    )  # fmt: skip


def _obrolan(user: Pengguna) -> list[Kartu]:
    """Residents who wrote to a person and have no answer yet."""
    if not user.has_perm("curhat.view_obrolan"):
        return []
    menunggu = AmbilAlih.objects.waiting().filter(curhat__in=visible_curhat(user)).count()
    url = reverse("admin:curhat_obrolan_changelist")
    return [
        Kartu("obrolan menunggu", menunggu, f"{url}?keadaan=menunggu",
              "perhatian" if menunggu else "", "warga menunggu jawaban orang")
    ]  # fmt: skip


def _surat(user: Pengguna) -> list[Kartu]:
    """Letters that are filled in and wait for a signature."""
    if not user.has_perm("dokumen.view_surat"):
        return []
    surat = Surat.objects.visible_to(user, peran=peran_with("dokumen.surat", "view"))
    menunggu = surat.filter(status=Surat.Status.MENUNGGU).count()
    url = reverse("admin:dokumen_surat_changelist")
    return [
        Kartu("surat menunggu tanda tangan", menunggu,
              f"{url}?status__exact={Surat.Status.MENUNGGU}", "perhatian" if menunggu else "")
    ]  # fmt: skip


def _petugas(t: dict[str, int]) -> Bagian:
    return Bagian(
        "Tiket unit saya",
        kartu=[
            Kartu("baru diserahkan", t["ditugaskan"], tiket_url("status__exact=ditugaskan"),
                  "perhatian" if t["ditugaskan"] else ""),
            Kartu("sedang dikerjakan", t["dikerjakan"], tiket_url("status__exact=dikerjakan")),
            Kartu("atas nama saya", t["saya"], tiket_url("keadaan=saya")),
            Kartu("lewat batas waktu", t["lewat"], tiket_url("keadaan=lewat"),
                  "bahaya" if t["lewat"] else ""),
            Kartu("dibuka lagi oleh warga", t["dibuka_lagi"],
                  tiket_url("status__exact=dibuka_lagi")),
        ],
    )  # fmt: skip


def _urgent(tiket: Any, now: datetime) -> Bagian:
    rows = list(
        tiket.open()
        .exclude(status=S.MENUNGGU_KONFIRMASI)
        .select_related("curhat__subkategori", "wilayah__induk__induk", "instansi")
        .order_by("-urgensi", "due_at")[:JUMLAH_BARIS]
    )
    for row in rows:
        row.sisa_teks = sisa_lagi(row.due_at, now)
        row.terlambat = row.due_at < now
    return Bagian(
        "Kerjakan lebih dulu", tiket=rows, kosong="Tidak ada tiket yang terbuka. Terima kasih.",
        tautan=[("Semua tiket terbuka", tiket_url("keadaan=terbuka"))] if rows else [],
    )  # fmt: skip


def _week(user: Pengguna, t: dict[str, int], c: dict[str, int], now: datetime) -> Bagian:
    return Bagian(
        "Tujuh hari terakhir",
        kartu=[
            Kartu("curhat masuk", c["minggu"], curhat_url()),
            Kartu("beres menurut warga", t["beres"], tiket_url("keadaan=berakhir")),
            Kartu("ditutup tanpa penyelesaian", t["tanpa"], tiket_url("keadaan=berakhir")),
            kartu_nilai(user, now),
        ],
        grafik=_chart(user, now),
    )


def kartu_nilai(user: Pengguna, now: datetime) -> Kartu:
    """What residents think of the answers, of those this person may read (seed: 4-5 in 80 %)."""
    dinilai = Penilaian.objects.visible_to(user, peran=peran_with("curhat.curhat", "view"))
    angka = summarise_nilai(dinilai.filter(at__gte=now - timedelta(days=30)))
    puas, jumlah = angka["persen_puas"], angka["jumlah"]
    catatan = f"{jumlah} penilaian dalam 30 hari, sasaran {angka['sasaran']:.0%}"
    nada = "perhatian" if puas is not None and puas < angka["sasaran"] else ""
    return Kartu(
        "saran dinilai 4 atau 5", "–" if puas is None else f"{puas:.0%}", nada=nada, catatan=catatan
    )


def _chart(user: Pengguna, now: datetime) -> list[Batang]:
    hari_ini = timezone.localtime(now).date()
    mulai = hari_ini - timedelta(days=HARI_GRAFIK - 1)
    rows = (
        visible_curhat(user)
        .filter(diterima_at__gte=now - timedelta(days=HARI_GRAFIK + 1))
        .values_list(TruncDate("diterima_at"))
        .annotate(n=Count("pk"))
        .order_by()
    )
    per_day = dict(rows)
    days = [mulai + timedelta(days=n) for n in range(HARI_GRAFIK)]
    most = max([per_day.get(day, 0) for day in days] + [1])
    return [
        Batang(f"{day.day}/{day.month}", per_day.get(day, 0),
               round(per_day.get(day, 0) * 100 / most), n * 26)
        for n, day in enumerate(days)
    ]  # fmt: skip


def _by_kelurahan(user: Pengguna, now: datetime) -> Bagian:
    terbuka = ~Q(status__in=Tiket.ENDED)
    rows = list(
        visible_tiket(user)
        .values(kode=Left(F("wilayah_id"), _PANJANG_KELURAHAN))
        .annotate(
            terbuka=Count("pk", filter=terbuka),
            mendesak=Count("pk", filter=terbuka & Q(urgensi__gte=4)),
            lewat=Count("pk", filter=terbuka & Q(due_at__lt=now, dijeda_at__isnull=True)),
        )
        .order_by("-terbuka")[:40]
    )
    nama = dict(
        Wilayah.objects.filter(pk__in=[row["kode"] for row in rows]).values_list("kode", "nama")
    )
    for row in rows:
        row["nama"] = nama.get(row["kode"], row["kode"])
        row["url"] = tiket_url(f"keadaan=terbuka&di={row['kode']}")
        row["bagian"] = round(100 * row["terbuka"] / max(rows[0]["terbuka"], 1))
    return Bagian("Per kelurahan", kelurahan=rows, kosong="Belum ada tiket di wilayah Anda.")


def _data_officer() -> Bagian:
    return Bagian(
        "Data",
        tautan=[
            ("Unduh curhat (CSV, XLSX, JSON)", reverse("admin:curhat_curhat_export")),
            ("Unduh tiket (CSV, XLSX, JSON)", reverse("admin:curhat_tiket_export")),
            ("Kasus peka, jumlah saja (CSV)", reverse("admin:curhat_curhat_peka")),
            ("Ringkasan dasbor (JSON)", reverse("api_ringkasan")),
            ("Keterangan API (OpenAPI)", reverse("skema")),
        ],
    )


def _helpers(user: Pengguna) -> Bagian:
    """Facilitators and kiosk operators: the report form of each kelurahan they serve."""
    kode = [tugas.wilayah_id for tugas in user.penugasan_aktif if tugas.wilayah_id]
    q = Q(pk__in=[])
    for satu in kode:
        q |= Q(kode=satu) | Q(kode__startswith=f"{satu}.")
    rows = Wilayah.objects.in_service().kelurahan().filter(q).order_by("nama")[:12]
    tautan = [(f"Bantu warga melapor: {w.nama}", f"/{w.slug}/lapor/") for w in rows]
    return Bagian("Membantu warga", tautan=[*tautan, ("Lacak laporan warga", reverse("lacak"))])
