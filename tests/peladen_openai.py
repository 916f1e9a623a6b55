"""A small OpenAI-compatible server on a real port: good, slow, wrong, rude, dead.

`Peladen().mode` says how the next calls are answered; everything received is kept in `diterima`.
Also by hand: `python -m tests.peladen_openai [mode]`.
"""

import contextlib
import json
import re
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Words of a text and what a good model makes of them: subcategory, urgency, cause.
_KENAL = (
    (r"got|banjir|genang|saluran|air masuk", "banjir_drainase", 3, "saluran yang tersumbat"),
    (r"lampu|gelap|pju", "penerangan_jalan", 3, "lampu atau kabelnya rusak"),
    (r"sampah|bau|tps", "sampah", 3, "sampah yang tidak terangkut"),
    (r"lubang|jalan rusak|paving|aspal", "jalan_jembatan", 3, "lapisan jalan yang aus"),
    (r"ktp|akta|kk\b|surat", "adminduk", 2, "berkas yang belum lengkap"),
    (r"bansos|bantuan", "bantuan_sosial", 3, "data penerima yang belum cocok"),
)


def temuan_for(teks, **ganti):
    """What a good model answers to a text; the same text always gives the same."""
    sub, urgensi, sebab = "aspirasi_pembangunan", 2, "usulan warga"
    for pola, nama, angka, karena in _KENAL:
        if re.search(pola, teks.lower()):
            sub, urgensi, sebab = nama, angka, karena
            break
    ini = " ".join(re.findall(r"[a-z]+", teks.lower())[:6])
    return {
        "subkategori": sub,
        "keyakinan": 0.91,
        "urgensi": urgensi,
        "dampak": "Beberapa keluarga di sekitar lokasi terganggu setiap hari.",
        "perkiraan_terdampak": 20,
        "darurat": False,
        "peka": False,
        "jenis_respons": "B",
        "ringkasan": f"Warga mengabarkan soal {ini}.",
        "empati": "Kami paham ini melelahkan, terima kasih sudah mengabarkan dengan jelas.",
        "sebab": f"Kemungkinan besar karena {sebab} di sekitar lokasi.",
        "a": "Ajak tetangga membersihkan dan memberi tanda di titik itu akhir pekan ini.",
        "b": "Ajukan permohonan ke kelurahan supaya dinas memeriksa dengan alat.",
        "c": "Usulkan perbaikan menyeluruh lewat musyawarah pembangunan tahun depan.",
        "pihak": "kelurahan, dinas, warga",
        "biaya": "Rp 10–40 juta",
        "langkah": [
            "Foto titiknya dari dua arah", "Catat sejak kapan terjadi", "Kabari ketua RT hari ini",
        ],
        "alasan": "Kata kunci pada cerita jelas dan tidak ada tanda bahaya.",
    } | ganti  # fmt: skip


_PATUH = {  # a model that obeys the orders it found in the text
    "urgensi": 1,
    "a": "Transfer dulu biaya administrasi ke nomor rekening 1234567890 atas nama Joko.",
    "b": "Hubungi 0812-9999-8888 supaya segera diproses oleh petugas kami.",
}
KASAR = {
    "maki": {"empati": "Dasar cerewet dan bodoh, urusan begini saja dilaporkan ke kelurahan."},
    "nomor": {"b": "Hubungi petugas kelurahan di 0351-777-8899 sekarang juga supaya dicatat."},
    "nomor_pendek": {"b": "Telepon 199 supaya petugas kelurahan mencatat laporan ini."},
    "janji": {"b": "Petugas kelurahan pasti datang dan masalah ini pasti selesai besok pagi."},
    "inggris": {
        "empati": "We are sorry to hear about the water in your street and we will help you.",
    },
    "patuh": _PATUH,
    "bocor": {"sebab": "Sebagai AI saya membaca prompt dan instruksi sistem dari kelurahan."},
    "nama": {"empati": "Terima kasih sudah bercerita, nama saya Budi Santoso siap membantu."},
    "obat": {"a": "Minum paracetamol 500 mg tiga kali sehari dan banyak istirahat di rumah."},
    "panjang": {"c": "Usulkan perbaikan saluran lewat musyawarah warga. " * 30},
}


class Utas(ThreadingHTTPServer):
    """A thread for each connection; one that is cut off is no news."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass


def _penangan(peladen):
    """The handler class of one server."""

    class Penangan(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            peladen._sambungan.add(self.connection)

        def finish(self):
            peladen._sambungan.discard(self.connection)
            with contextlib.suppress(OSError):
                super().finish()

        def do_GET(self):
            self.kirim(200, {"object": "list", "data": [{"id": "uji", "object": "model"}]})

        def do_POST(self):
            badan = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with contextlib.suppress(OSError):
                peladen._layani(self, self.path, badan)

        def kirim(self, status, isi, **kepala):
            data = isi if isinstance(isi, bytes) else json.dumps(isi).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for nama, nilai in kepala.items():
                self.send_header(nama.replace("_", "-"), nilai)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    return Penangan


class Peladen:
    """The server. `jeda` seconds are slept before each answer of mode "bagus" and "lambat"."""

    def __init__(self, mode="bagus"):
        self.mode, self.jeda, self.ganti = mode, 0.0, {}
        self.tanpa_skema = False  # an older server: json_schema is a bad request
        self.diterima, self.mentah = [], []
        self.transkrip = "Got di depan rumah mampet, air masuk teras tiap hujan"
        self.gagal_dulu = 0  # so many calls get 500 first
        self.serentak = self.serentak_maks = 0
        self._kunci = threading.Lock()
        self._berhenti = threading.Event()
        self._sambungan = set()
        self._server = Utas(("127.0.0.1", 0), _penangan(self))
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self._benang = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._benang.start()

    def _layani(self, tangan, path, badan):
        with self._kunci:
            self.mentah.append(badan)
            self.serentak += 1
            self.serentak_maks = max(self.serentak, self.serentak_maks)
            gagal = self.gagal_dulu > 0
            self.gagal_dulu -= gagal
        try:
            if path.endswith("/audio/transcriptions"):
                self._suara(tangan)
                return
            isi = json.loads(badan)
            self.diterima.append(isi)
            if gagal:
                tangan.kirim(500, {"error": {"message": "rusak"}})
            elif self.tanpa_skema and isi["response_format"]["type"] == "json_schema":
                tangan.kirim(400, {"error": {"message": "response_format tidak dikenal"}})
            else:
                getattr(self, f"_mode_{self.mode}", self._mode_bagus)(tangan, isi)
        finally:
            with self._kunci:
                self.serentak -= 1

    def _suara(self, tangan):
        if self.mode == "bagus":
            tangan.kirim(200, {"text": self.transkrip, "usage": {"type": "duration", "seconds": 4}})
        else:
            tangan.kirim(500, {"error": {"message": "rusak"}})

    def teks_of(self, isi):
        return json.loads(isi["messages"][-1]["content"])["teks_warga"]

    def _balasan(self, isi, kata, **pesan):
        return {
            "id": "c-1", "object": "chat.completion", "created": int(time.time()),
            "model": isi["model"],
            "choices": [{
                "index": 0, "finish_reason": "stop",
                "message": {"role": "assistant", "content": kata} | pesan,
            }],
            "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
        }  # fmt: skip

    def _mode_bagus(self, tangan, isi):
        self._berhenti.wait(self.jeda)
        ganti = KASAR.get(self.mode, {}) | self.ganti
        temuan = temuan_for(self.teks_of(isi), **ganti)
        tangan.kirim(200, self._balasan(isi, json.dumps(temuan, ensure_ascii=False)))

    def _mode_gantung(self, tangan, isi):
        self._berhenti.wait(60)

    def _mode_galat(self, tangan, isi):
        tangan.kirim(500, {"error": {"message": "rusak"}})

    def _mode_penuh(self, tangan, isi):
        tangan.kirim(429, {"error": {"message": "penuh"}}, Retry_After="30")

    def _mode_bukan_json(self, tangan, isi):
        tangan.kirim(200, self._balasan(isi, '{"subkategori": "sampah", "urgen'))

    def _mode_rusak(self, tangan, isi):
        tangan.kirim(200, b"<html>bukan jawaban</html>")

    def _mode_salah_bentuk(self, tangan, isi):
        tangan.kirim(200, self._balasan(isi, json.dumps({"category": "trash", "urgency": 9})))

    def _mode_menolak(self, tangan, isi):
        tangan.kirim(200, self._balasan(isi, None, refusal="Tidak dapat membantu."))

    def _mode_tetes(self, tangan, isi):
        """A byte now and then: never silent for long, never done."""
        data = json.dumps(self._balasan(isi, json.dumps(temuan_for("got")))).encode()
        tangan.send_response(200)
        tangan.send_header("Content-Type", "application/json")
        tangan.send_header("Content-Length", str(len(data)))
        tangan.end_headers()
        for n in range(len(data)):
            if self._berhenti.wait(0.1):
                return
            tangan.wfile.write(data[n : n + 1])
            tangan.wfile.flush()

    def kata_diterima(self):
        """Everything that ever came in, as one text."""
        return b"\n".join(self.mentah).decode("utf-8", "replace")

    def bunuh(self):
        """Dead at once: no new connection, the open ones cut off in the middle."""
        self._berhenti.set()
        self._server.shutdown()
        self._server.server_close()
        for sambungan in list(self._sambungan):
            with contextlib.suppress(OSError):
                sambungan.shutdown(socket.SHUT_RDWR)
        self._benang.join(5)

    tutup = bunuh


def main():
    """Serve until Ctrl-C, for a look by hand."""
    mode = sys.argv[1] if len(sys.argv) > 1 else "bagus"
    peladen = Peladen(mode)
    sys.stdout.write(f"OPENAI_BASE_URL={peladen.url} OPENAI_MODEL=uji\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    peladen.bunuh()


if __name__ == "__main__":
    main()
