"""45 days of the portal at work: the demo reports go through the real services at past times."""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from curhat import acuan
from curhat.models import Curhat
from curhat.services.curhat import CurhatBaru, open_curhat_many, triase_baru
from curhat.services.pengingat import remind_lewat
from curhat.services.tanpa_jawaban import close_tanpa_jawaban
from curhat.services.usulan import propose_isu
from curhat.triase.hasil import Triase
from dasbor.demo.belajar import learn, learning_nights, load_draf
from dasbor.demo.cerita import Cerita, Kelompok, group_by_hour, read_cerita
from dasbor.demo.gambar import draw_foto
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.langkah import Kantor, Kasus, do_step, plan_kasus
from dasbor.demo.obrolan import play_obrolan
from dasbor.demo.permintaan import plan_permintaan, read_permintaan
from dasbor.demo.waktu import Jam, simulated_clock
from pesan.lampiran import store_unggahan
from pesan.models import Kontak
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.retensi import apply_retensi
from wilayah.kalender import to_wib
from wilayah.models import Wilayah

_DAERAH = "wpmsknhb"  # first letter of `warga` in the file, one for each kelurahan
AWALAN = "demo-"  # of Curhat.id_luar: how the demo's own rows are known


def has_riwayat() -> bool:
    """Whether the demo history has been made."""
    return Curhat.objects.filter(id_luar__startswith=AWALAN).exists()


@transaction.atomic
def load_riwayat() -> int:
    """Make the demo history, all or nothing; gives how many curhat. Nothing when it is there.

    Needs areas, agencies, taxonomy, guides, rules, templates, letters and the demo accounts.
    """
    list(Wilayah.objects.select_for_update().filter(pk="35.77"))  # one process at a time
    if has_riwayat():
        return 0
    acuan.forget_acuan()  # the lurah's names have only just been written
    cerita = read_cerita()
    sekarang = timezone.now()
    with simulated_clock() as jam:
        pemutar = _Pemutar(cerita, sekarang, jam)
        pemutar.play()
        play_obrolan(jam, sekarang, pemutar.hari_ini)
        jam.sekarang = sekarang - timedelta(hours=20)
        load_draf()
    return len(cerita)


class _Pemutar:
    """Plays the events in the order of their times; an event may put later ones on the list."""

    def __init__(self, cerita: list[Cerita], sekarang: datetime, jam: Jam) -> None:
        self._sekarang, self._jam = sekarang, jam
        self.hari_ini = to_wib(sekarang).replace(hour=0, minute=0, second=0, microsecond=0)
        self._kantor, self._surat = Kantor(), read_permintaan()
        self._urut = itertools.count()
        self._antrean: list[tuple[datetime, int, Callable[[], None]]] = []
        self._hasil = dict(zip((c.nomor for c in cerita), _triase(cerita, sekarang), strict=True))
        kelompok = group_by_hour(cerita, sekarang)
        for satu in kelompok:
            self._put(satu.at, lambda satu=satu: self._take_in(satu))  # type: ignore[misc]
        self._put_daily(kelompok[0].at)
        for malam in learning_nights(sekarang):
            self._put(malam, learn)

    def play(self) -> None:
        while self._antrean:
            at, _nomor, kerja = heapq.heappop(self._antrean)
            self._jam.sekarang = at
            kerja()
            settle_keluar(at, hari_ini=self.hari_ini, sekarang=self._sekarang)
        self._jam.sekarang = self._sekarang
        propose_isu(self._sekarang)

    def _put(self, at: datetime, kerja: Callable[[], None]) -> None:
        """What would only happen after now does not happen."""
        if at <= self._sekarang:
            heapq.heappush(self._antrean, (at, next(self._urut), kerja))

    def _put_daily(self, mulai: datetime) -> None:
        at = to_wib(mulai).replace(hour=7, minute=30, second=0, microsecond=0)
        while at <= self._sekarang:
            self._put(at, self._sweep)
            at += timedelta(days=1)

    def _sweep(self) -> None:
        """What the scheduler does all day, once each morning."""
        now = timezone.now()
        remind_lewat(now)
        close_tanpa_jawaban(now)
        propose_isu(now)
        apply_retensi(now)

    def _take_in(self, kelompok: Kelompok) -> None:
        kontak: dict[str, Kontak] = {}
        for cerita, at in kelompok.isi:
            if cerita.warga:
                kontak[cerita.warga] = _heard(cerita, at)
        baru = [_baru(c, at, kontak.get(c.warga)) for c, at in kelompok.isi]
        hasil = [self._hasil[c.nomor] for c, _at in kelompok.isi]
        dibuka = open_curhat_many(baru, hasil)
        for (cerita, _at), satu in zip(kelompok.isi, dibuka, strict=True):
            self._follow(plan_kasus(self._kantor, cerita, satu.curhat))
            if surat := self._surat.get((cerita.hari_lalu, cerita.jam)):
                for kapan, langkah in plan_permintaan(surat, cerita, satu.curhat, kelompok.at):
                    self._put(kapan, langkah)

    def _follow(self, kasus: Kasus) -> None:
        berikut = kasus.next_step(timezone.now())
        if berikut is None:
            return
        at, nama = berikut

        def step() -> None:
            do_step(kasus, nama)
            self._follow(kasus)

        self._put(at, step)


def _triase(cerita: list[Cerita], sekarang: datetime) -> list[Triase]:
    """All texts at once: the classifier is quickest so."""
    return triase_baru([_plain(c, c.diterima_at(sekarang)) for c in cerita])


def _plain(c: Cerita, at: datetime) -> CurhatBaru:
    return CurhatBaru(teks=c.isi, saluran=c.saluran, wilayah=c.kelurahan, diterima_at=at)


def _baru(c: Cerita, at: datetime, kontak: Kontak | None) -> CurhatBaru:
    foto: tuple[int, ...] = ()
    if c.foto:
        foto = (store_unggahan(draw_foto(c.foto, c.nomor), nama=f"{c.foto}.jpg").pk,)
    lat, lng = _titik(c)
    return CurhatBaru(
        teks=c.isi,
        saluran=c.saluran,
        wilayah=c.kelurahan,
        diterima_at=at,
        kontak=kontak,
        rw=c.rw or None,
        rt=c.rt or None,
        kontak_diberikan=kontak is not None and c.saluran == Saluran.WEB,
        lat=lat,
        lng=lng,
        id_luar=f"{AWALAN}{c.nomor:03d}",
        lampiran=foto,
    )


def _titik(c: Cerita) -> tuple[float, float] | tuple[None, None]:
    """The web form has a map: a point within about 500 m of the kelurahan's centre."""
    pusat = acuan.wilayah_row(c.kelurahan)
    if c.saluran != Saluran.WEB or pusat.lat is None or pusat.lng is None:
        return None, None
    utara, timur = c.nomor % 9 - 4, c.nomor * 7 % 9 - 4
    return float(pusat.lat) + utara / 1000, float(pusat.lng) + timur / 1000


def _heard(c: Cerita, at: datetime) -> Kontak:
    """The invented resident as the channel knows them, having just written."""
    alamat = _alamat(c)
    kontak, _baru = Kontak.objects.get_or_create(
        saluran=c.saluran, hash=hash_identity(c.saluran, alamat)
    )
    kontak.alamat, kontak.wilayah_id, kontak.terakhir_masuk_at = alamat, c.kelurahan, at
    kontak.alamat_hingga = at + timedelta(days=settings.RETENSI_HARI["alamat_balas"])
    kontak.save()
    return kontak


def _alamat(c: Cerita) -> str:
    """An address that belongs to nobody: +62 812 0000 xxxx, or e-mail at example.id."""
    if c.saluran == Saluran.WEB:
        return f"warga.{c.warga}@example.id"
    return f"628120000{1 + _DAERAH.index(c.warga[0])}{int(c.warga[1:]):03d}"
