"""A stand-in for the Graph API on a real port: notes what it gets, answers as it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Graph:
    """`diterima`: (path, token, body). `jawaban`: what the next calls get, as (status, body).

    Uploads are in `unggahan`: (path, token, bytes); `jawaban_unggah` is what the next of them get.
    """

    def __init__(self):
        self.diterima = []
        self.jawaban = []
        self.berkas = {}
        self.unggahan = []
        self.jawaban_unggah = []
        self._urut = 0
        self._kunci = threading.Lock()
        graph = self

        class Penangan(BaseHTTPRequestHandler):
            def do_POST(self):
                panjang = int(self.headers["Content-Length"])
                token, badan = self.headers.get("Authorization"), self.rfile.read(panjang)
                self._balas(*graph.dipanggil(self.path, token, badan))

            def do_GET(self):
                nama = self.path.rsplit("/", 1)[-1]
                if self.path.startswith("/unduh/"):
                    self._kirim(200, graph.berkas[nama])
                elif nama in graph.berkas:
                    self._balas(200, {"url": f"{graph.url}/unduh/{nama}", "id": nama})
                else:
                    self._balas(404, {"error": {"code": 100, "message": "tidak ada"}})

            def _balas(self, status, isi):
                self._kirim(status, json.dumps(isi).encode())

            def _kirim(self, status, isi):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(isi)))
                self.end_headers()
                self.wfile.write(isi)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Penangan)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._benang = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._benang.start()

    def terima(self, path, token, isi):
        with self._kunci:
            self.diterima.append((path, token, isi))
            if self.jawaban:
                return self.jawaban.pop(0)
            self._urut += 1
            tujuan = isi.get("to") or isi.get("recipient")
            return 200, {
                "messaging_product": "whatsapp",
                "contacts": [{"input": tujuan, "wa_id": tujuan}],
                "messages": [{"id": f"wamid.keluar{self._urut}"}],
            }

    def dipanggil(self, path, token, badan):
        if path.endswith("/media"):
            return self.unggah(path, token, badan)
        return self.terima(path, token, json.loads(badan))

    def unggah(self, path, token, badan):
        with self._kunci:
            self.unggahan.append((path, token, badan))
            if self.jawaban_unggah:
                return self.jawaban_unggah.pop(0)
            return 200, {"id": str(880000 + len(self.unggahan))}

    def tolak(self, kode, status=400):
        self.jawaban.append((status, {"error": {"code": kode, "message": "ditolak"}}))

    def tutup(self):
        self._server.shutdown()
        self._server.server_close()
