"""Demo of the desk: dispositions, answers with numbers, follow-ups, what villages thought."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from dasbor.demo.ruko import PARINGIN
from dasbor.demo.waktu import Jam, simulated_clock
from ruko_parsel.models import Disposisi, PenilaianPermintaan, Permintaan, Tanggapan
from ruko_parsel.services.disposisi import (
    Perintah,
    give_disposisi,
    read_disposisi,
)
from ruko_parsel.services.tanggapan import (
    approve_tanggapan,
    draft_tanggapan,
    send_tanggapan,
    submit_tanggapan,
)
from ruko_parsel.services.telaah import ask_desa
from ruko_parsel.services.tindak_lanjut import (
    add_tindak_lanjut,
    finish_tindak_lanjut,
    start_tindak_lanjut,
)
from wilayah.models import Pengguna, Wilayah

S = Permintaan.Status
_ISI = (
    "Terima kasih atas permintaan dari {desa}.\n\nSetelah kami telaah, berikut yang dapat segera "
    "dikerjakan:\n\n- Lengkapi berkas yang sudah ada dan simpan salinannya di kantor desa.\n"
    "- Pakai contoh format yang kami lampirkan pada koordinasi terakhir.\n"
    "- Kabari kami bila ada yang tersendat, paling lambat pekan depan.\n\n"
    "Bila perlu pendampingan langsung, petugas kecamatan siap datang ke desa."
)
_TINDAK = (
    ("Dampingi desa menyusun berkas bersama", 7),
    ("Periksa kembali hasilnya di kantor desa", 14),
    ("Sampaikan salinan laporan ke kecamatan", 10),
)


@transaction.atomic
def load_meja() -> int:
    """Sheets, answers and follow-ups on the demo's requests. Safe to repeat."""
    list(Wilayah.objects.select_for_update().filter(pk=PARINGIN))
    if Tanggapan.objects.in_wilayah(PARINGIN).exists():
        return 0
    orang = {
        nama: Pengguna.objects.get(username=nama)
        for nama in ("camat-paringin", "petugas-paringin", "petugas2-paringin")
    }
    rows = Permintaan.objects.in_wilayah(PARINGIN).select_related("wilayah", "petugas")
    with simulated_clock() as jam:
        pemain = _Pemain(jam, orang)
        for permintaan in rows.order_by("created_at"):
            pemain.play(permintaan)
    return pemain.dibuat


class _Pemain:
    """Adds what the desk did to each request, at times after it was brought."""

    def __init__(self, jam: Jam, orang: dict[str, Any]) -> None:
        self.jam, self.kini, self.dibuat = jam, jam.sekarang, 0
        self.camat = orang["camat-paringin"]
        self.petugas = (orang["petugas-paringin"], orang["petugas2-paringin"])

    def at(self, permintaan: Permintaan, jam: int) -> None:
        """The clock shows so many hours after the request was last moved, never the future."""
        lalu = permintaan.updated_at if permintaan.updated_at < self.kini else self.kini
        self.jam.sekarang = min(lalu + timedelta(hours=jam), self.kini)

    def play(self, permintaan: Permintaan) -> None:
        langkah = {
            S.DITELAAH: self._drafted,
            S.DIDISPOSISIKAN: self._disposed,
            S.DITANGGAPI: self._answered,
            S.TINDAK_LANJUT: self._followed,
            S.SELESAI: self._rated,
        }.get(S(permintaan.status))
        if langkah is not None:
            langkah(permintaan)

    def _drafted(self, p: Permintaan) -> None:
        """The first one read is asked about, the others have a draft that waits for the camat."""
        self.at(p, 3)
        if p.dijeda_at is None and self.dibuat % 2 == 0:
            ask_desa(p, tanya="Mohon sebutkan nomor dan tanggal berita acaranya.", by=self._of(p))
        else:
            submit_tanggapan(self._draft(p), by=self._of(p))
        self.dibuat += 1

    def _disposed(self, p: Permintaan) -> None:
        self.at(p, 1)
        kepada, rekan = self.petugas
        isi = Perintah(
            kepada=kepada, perintah="Pelajari dan siapkan jawaban untuk desa.",
            sampai=(self.kini + timedelta(days=3)).date(), sifat=Disposisi.Sifat.SEGERA,
            tembusan=[rekan],
        )  # fmt: skip
        lembar = give_disposisi(p, isi, by=self.camat)
        self.at(p, 4)
        read_disposisi(lembar, by=kepada)
        self.dibuat += 1

    def _answered(self, p: Permintaan) -> None:
        self._letter(p)

    def _followed(self, p: Permintaan) -> None:
        self._letter(p)
        for ke, (apa, hari) in enumerate(_TINDAK[: 1 + self.dibuat % 3]):
            sampai = (p.updated_at + timedelta(days=hari)).date()
            baris = add_tindak_lanjut(
                p, apa=apa, siapa=self._of(p) if ke % 2 == 0 else None,
                pelaksana="" if ke % 2 == 0 else f"Pemerintah {p.wilayah.nama_lengkap}",
                sampai=sampai, by=self._of(p),
            )  # fmt: skip
            if ke == 0:
                start_tindak_lanjut(baris, by=self._of(p))
            if ke == 1:
                finish_tindak_lanjut(baris, bukti="Berita acara sudah kami terima.",
                                     by=self._of(p))  # fmt: skip
            self.dibuat += 1

    def _rated(self, p: Permintaan) -> None:
        """The words behind the figures that the requests' own demo has set."""
        if p.nilai is None or p.closed_at is None:
            return
        self.jam.sekarang = min(p.closed_at + timedelta(days=1), self.kini)
        PenilaianPermintaan.objects.create(
            permintaan=p, nilai=p.nilai, cara=PenilaianPermintaan.Cara.PORTAL, by=p.pemohon
        )
        self.dibuat += 1

    def _letter(self, p: Permintaan) -> None:
        self.at(p, 1)
        draf = submit_tanggapan(self._draft(p), by=self._of(p))
        self.at(p, 2)
        approve_tanggapan(draf, by=self.camat)
        self.at(p, 3)
        send_tanggapan(draf, by=self._of(p))
        self.dibuat += 1

    def _draft(self, p: Permintaan) -> Tanggapan:
        isi = _ISI.format(desa=p.wilayah.nama_lengkap)
        return draft_tanggapan(p, perihal=f"Tanggapan: {p.judul}"[:160], isi=isi, by=self._of(p))

    def _of(self, p: Permintaan) -> Any:
        return p.petugas if p.petugas is not None else self.petugas[0]
