"""Demo of what the kecamatan knows: answers, library, who knows what."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from dasbor.demo.ruko import PARINGIN, ZONA, read_csv
from dasbor.demo.waktu import Jam, simulated_clock
from ruko_parsel.models import Jawaban, JenisMasalah, Keahlian, Permintaan, Pustaka
from ruko_parsel.muat_pustaka import load_peraturan, load_templat_ruko
from ruko_parsel.services.jawaban import (
    IsiJawaban,
    JawabanDitolak,
    draft_jawaban,
    edit_jawaban,
    publish_jawaban,
    use_jawaban,
    write_jawaban,
)
from ruko_parsel.services.keahlian import IsiKeahlian, decide_keahlian, record_keahlian
from wilayah.models import Pengguna, Wilayah

_MASA_PENDEK = timedelta(days=60)  # of a few answers, so that the queue of reviews is not empty


@transaction.atomic
def load_pengetahuan() -> int:
    """Answers, library and skills; gives how many rows. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    jumlah = load_peraturan()
    if Jawaban.objects.in_wilayah(PARINGIN).exists():
        return jumlah
    with simulated_clock() as jam:
        pemutar = _Pemutar(jam)
        pemutar.library()
        pemutar.answers()
        pemutar.skills()
        jam.sekarang = pemutar.kini
        pemutar.drafts()
    return jumlah + Jawaban.objects.in_wilayah(PARINGIN).count() + Keahlian.objects.count()


class _Pemutar:
    """Writes what two officers and the camat would have written, at its own times."""

    def __init__(self, jam: Jam) -> None:
        self.jam, self.kini = jam, timezone.now()
        self.soal = JenisMasalah.objects.select_related("bidang").in_bulk()
        self.tempat = Wilayah.objects.get(pk=PARINGIN)
        rows = Pengguna.objects.filter(penugasan__wilayah__kode__startswith=PARINGIN)
        self.orang: dict[str, Pengguna] = {p.username: p for p in rows.distinct()}
        self.petugas = (self.orang["petugas-paringin"], self.orang["petugas2-paringin"])

    def at(self, hari_lalu: int, jam: int = 10) -> None:
        """That many days ago, at this hour on the clock of the place."""
        lokal = self.kini.astimezone(ZONA) - timedelta(days=hari_lalu)
        pada: datetime = lokal.replace(hour=jam, minute=15)
        self.jam.sekarang = min(pada, self.kini)

    def library(self) -> None:
        self.at(160)
        load_templat_ruko(self.tempat, by=self.petugas[0])
        for satu in Pustaka.objects.filter(wilayah=self.tempat):
            Pustaka.objects.filter(pk=satu.pk).update(unduhan=3 + len(satu.judul) % 11)

    def answers(self) -> None:
        for ke, baris in enumerate(read_csv("ruko_jawaban.csv")):
            self._answer(ke, baris)

    def _answer(self, ke: int, baris: dict[str, str]) -> None:
        penulis, pembaca = self.petugas[ke % 2], self.petugas[1 - ke % 2]
        hari = int(baris["hari_lalu"])
        self.at(hari, 9)
        isi = IsiJawaban(baris["tanya"], baris["jawab"], baris["kata_kunci"])
        jawaban = write_jawaban(
            isi, wilayah=self.tempat, masalah=self.soal[baris["masalah"]], by=penulis
        )
        self.at(hari - 1, 14)
        pendek = ke % 9 == 0 and hari > 60
        lama: dict[str, Any] = {"berlaku": _MASA_PENDEK} if pendek else {}
        jawaban = publish_jawaban(jawaban, by=pembaca, **lama)
        for apa, banyak in (("cegah", "cegah"), ("ya", "ya"), ("tidak", "tidak")):
            for n in range(int(baris[banyak])):
                self.at(max(hari - 5 - 3 * n, 0), 11)
                use_jawaban(jawaban, apa, siapa=f"demo:{ke}:{apa}:{n}", wilayah=self._village(n))

    def _village(self, n: int) -> Wilayah | None:
        """One of the villages, or nobody known: residents read too."""
        if n % 3 == 2:
            return None
        kode = ("2003", "2005", "1001", "2007", "2011")[n % 5]
        return Wilayah.objects.filter(pk=f"{PARINGIN}.{kode}").first()

    def skills(self) -> None:
        for ke, baris in enumerate(read_csv("ruko_keahlian.csv")):
            siapa = self.orang.get(baris["username"])
            if siapa is None:
                continue
            self.at(90 - ke, 9)
            isi = IsiKeahlian(
                self.soal[baris["masalah"]], baris["topik"], int(baris["tingkat"]), baris["bukti"]
            )
            satu = record_keahlian(isi, by=siapa)
            if baris["kuat"] == "1":
                self.at(88 - ke, 13)
                decide_keahlian(satu, kuat=True, by=self.orang["camat-paringin"])

    def drafts(self) -> None:
        """What waits at the desk today: two drafts of solved requests and one changed answer."""
        selesai = Permintaan.objects.in_wilayah(PARINGIN).filter(
            status=Permintaan.Status.SELESAI, rahasia=False
        )
        dibuat = 0
        for satu in selesai.order_by("-closed_at"):
            try:
                with transaction.atomic():
                    draft_jawaban(satu, by=self.petugas[dibuat % 2])
            except JawabanDitolak:  # nothing was said that could be an answer
                continue
            dibuat += 1
            if dibuat == 2:
                break
        lama = Jawaban.objects.published().in_wilayah(PARINGIN).order_by("tinjau_at").first()
        if lama is not None:
            isi = IsiJawaban(lama.tanya, f"{lama.jawab}\nRagu? Bawa buku bantunya ke kecamatan.",
                             lama.kata_kunci)  # fmt: skip
            edit_jawaban(lama, isi, by=self.petugas[0], catatan="Sering ditanya lagi")
