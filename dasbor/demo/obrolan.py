"""A conversation that a moderator has just taken over, and a sensitive one that may be answered.

The residents' words go through the real inbox, so that the page shows what it would show.
"""

import secrets
from datetime import datetime, timedelta

from curhat.models import Curhat
from curhat.services.obrolan import take_obrolan, write_obrolan
from dasbor.demo.kiriman import settle_keluar
from dasbor.demo.waktu import Jam
from pesan import muatan
from pesan.models import Kontak, NomorKanal, PesanMasuk
from pesan.models.kanal import Saluran
from pesan.pengirim import hash_identity
from pesan.proses import process_alone
from wilayah.models import Penugasan
from wilayah.peran import Peran

TAMAN = "35.77.03.1009"
LAMPU, LELAH = "6281200001075", "6281200001077"  # of fixtures/demo/curhat.csv; belong to nobody
PALING_LAMA = timedelta(minutes=40)
_OBROLAN = (
    ("petugas", "Halo, saya petugas kelurahan. Tiangnya yang di dekat mana, ya?"),
    ("warga", "tiang dekat warung bakso bu, nomere 14"),
    ("petugas", "Terima kasih. Saklarnya kami laporkan ke petugas lampu hari ini juga."),
    ("warga", "inggih matur nuwun, kinten kinten jam pinten nggih?"),
)


def play_obrolan(jam: Jam, sekarang: datetime, hari_ini: datetime) -> int:
    """Play both conversations up to now; gives how many messages of residents came in."""
    kontak = _kontak(LAMPU)
    if kontak is None:
        return 0
    tugas = Penugasan.objects.holding(TAMAN, Peran.MODERATOR).select_related("pengguna")
    moderator = tugas[0].pengguna
    curhat = Curhat.objects.filter(kontak=kontak).latest("id")
    mulai = max(curhat.diterima_at, sekarang - PALING_LAMA)
    langkah = (sekarang - mulai) / (len(_OBROLAN) + 2)
    jam.sekarang = mulai + langkah
    ambil = take_obrolan(kontak, by=moderator)
    settle_keluar(jam.sekarang, hari_ini=hari_ini, sekarang=sekarang)
    masuk = 0
    for n, (siapa, teks) in enumerate(_OBROLAN, start=2):
        jam.sekarang = mulai + langkah * n
        if siapa == "warga":
            masuk += _hear(kontak, teks)
        else:
            write_obrolan(ambil, by=moderator, teks=teks)
        settle_keluar(jam.sekarang, hari_ini=hari_ini, sekarang=sekarang)
    lelah = _kontak(LELAH)
    return masuk + (_hear(lelah, "AMAN") if lelah is not None else 0)


def _kontak(alamat: str) -> Kontak | None:
    return Kontak.objects.filter(
        saluran=Saluran.WHATSAPP, hash=hash_identity(Saluran.WHATSAPP, alamat)
    ).first()


def _hear(kontak: Kontak, teks: str) -> bool:
    """One message of a resident through the inbox."""
    nomor = NomorKanal.objects.get(wilayah=TAMAN, saluran=Saluran.WHATSAPP)
    id_pesan = f"wamid.demo.{secrets.token_hex(8)}"
    isi = {
        "metadata": {"phone_number_id": nomor.nomor_id},
        "contacts": [{"profile": {"name": "Warga"}, "wa_id": kontak.alamat}],
        "message": {
            "from": kontak.alamat,
            "id": id_pesan,
            "type": "text",
            "text": {"body": teks},
        },
    }
    pesan = PesanMasuk.objects.create(
        saluran=Saluran.WHATSAPP,
        id_penyedia=id_pesan,
        nomor_kanal=nomor,
        muatan=muatan.dump(isi),
    )
    return process_alone(pesan.pk)
