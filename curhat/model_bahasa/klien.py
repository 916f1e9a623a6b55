"""Calls to an OpenAI-compatible server that overlap, each with one deadline for everything.

The package's own time-outs count silence between bytes and its retries know no deadline, so both
are ours: an event loop in a thread of its own, one `asyncio.timeout` around all tries of a call.
"""

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Self

import openai
from django.conf import settings

from curhat.model_bahasa.nilai import Hasil, Jawab, Permintaan, Rekaman

if TYPE_CHECKING:
    from concurrent.futures import Future

SISA_MIN = 0.8  # seconds that must be left for another try to make sense
_JEDA = (0.25, 0.75)  # before the second and third try, times 0.5 to 1.5
_TANPA_SKEMA: set[tuple[str, str]] = set()  # (address, model) that know only "json_object"
_Panggil = Callable[[], Awaitable[Jawab]]


class Klien:
    """Open for one turn of work: `with Klien() as klien: masa_depan = klien.ask(permintaan)`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._benang = threading.Thread(target=self._run, name="model-bahasa", daemon=True)
        self._openai: openai.AsyncOpenAI | None = None

    def __enter__(self) -> Self:
        self._benang.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(3)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._benang.join(3)
        if not self._benang.is_alive():
            self._loop.close()

    def ask(self, permintaan: Permintaan) -> "Future[Jawab]":
        """Begin a chat call; the future never raises and is done within MODEL_BATAS_DETIK."""
        return self._begin(lambda: self._chat(permintaan), settings.MODEL_BATAS_DETIK)

    def transcribe(self, rekaman: Rekaman) -> "Future[Jawab]":
        """Begin a transcription; done within MODEL_BATAS_SUARA_DETIK."""
        return self._begin(lambda: self._audio(rekaman), settings.MODEL_BATAS_SUARA_DETIK)

    def _begin(self, panggil: _Panggil, batas: float) -> "Future[Jawab]":
        return asyncio.run_coroutine_threadsafe(_in_time(panggil, batas), self._loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _close(self) -> None:
        lain = asyncio.all_tasks() - {asyncio.current_task()}
        for tugas in lain:
            tugas.cancel()
        await asyncio.gather(*lain, return_exceptions=True)
        if self._openai is not None:
            await self._openai.close()
        await self._loop.shutdown_asyncgens()

    @property
    def _server(self) -> openai.AsyncOpenAI:
        if self._openai is None:
            self._openai = openai.AsyncOpenAI(
                base_url=settings.OPENAI_BASE_URL or None,
                api_key=settings.OPENAI_API_KEY or "tanpa-kunci",
                max_retries=0,
                timeout=settings.MODEL_BATAS_SUARA_DETIK,
            )
        return self._openai

    async def _chat(self, minta: Permintaan) -> Jawab:
        kunci = (settings.OPENAI_BASE_URL, minta.model)
        if kunci not in _TANPA_SKEMA:
            try:
                return await self._complete(minta, _as_schema(minta.skema))
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                _TANPA_SKEMA.add(kunci)  # an older server: the prompt itself names the shape
        return await self._complete(minta, {"type": "json_object"})

    async def _complete(self, minta: Permintaan, bentuk: dict[str, Any]) -> Jawab:
        pesan: Any = list(minta.pesan)
        format_jawab: Any = bentuk
        jawab = await self._server.chat.completions.create(
            model=minta.model,
            messages=pesan,
            response_format=format_jawab,
            max_tokens=minta.token_maks,
            temperature=0.3,
        )
        pakai = jawab.usage
        token = (pakai.prompt_tokens, pakai.completion_tokens) if pakai else (0, 0)
        if not jawab.choices:
            return Jawab(Hasil.SKEMA, "", *token)
        pilihan = jawab.choices[0]
        if pilihan.message.refusal or pilihan.finish_reason == "content_filter":
            return Jawab(Hasil.DITOLAK, "", *token)
        return Jawab(Hasil.OK, pilihan.message.content or "", *token)

    async def _audio(self, rekaman: Rekaman) -> Jawab:
        jawab: Any = await self._server.audio.transcriptions.create(
            model=rekaman.model,
            file=(rekaman.nama, rekaman.isi),
            language="id",
            response_format="json",
        )
        pakai: Any = getattr(jawab, "usage", None)
        detik = float(getattr(pakai, "seconds", 0) or getattr(jawab, "duration", 0) or 0)
        token = (getattr(pakai, "input_tokens", 0) or 0, getattr(pakai, "output_tokens", 0) or 0)
        return Jawab(Hasil.OK, str(jawab.text or ""), *token, detik=detik)


def _as_schema(skema: dict[str, Any]) -> dict[str, Any]:
    isi = {"name": "jawaban_kelurahan", "schema": skema, "strict": True}
    return {"type": "json_schema", "json_schema": isi}


async def _in_time(panggil: _Panggil, batas: float) -> Jawab:
    """The call with its tries within `batas` seconds, whatever the server does."""
    mulai = time.monotonic()
    coba = [0]
    try:
        async with asyncio.timeout(batas):
            jawab = await _with_tries(panggil, mulai + batas, coba)
    except TimeoutError:
        jawab = Jawab(Hasil.LAMBAT)
    except Exception as galat:
        jawab = Jawab(_kind(galat))
    return Jawab(
        jawab.hasil,
        jawab.teks,
        jawab.token_masuk,
        jawab.token_keluar,
        round((time.monotonic() - mulai) * 1000),
        max(coba[0], 1),
        jawab.detik,
    )


async def _with_tries(panggil: _Panggil, hingga: float, coba: list[int]) -> Jawab:
    while True:
        coba[0] += 1
        try:
            return await panggil()
        except openai.APIStatusError as galat:
            if galat.status_code < 500 and galat.status_code not in (408, 409, 429):
                raise
            jeda = _pause(coba[0], _retry_after(galat))
            if not _again(coba[0], jeda, hingga):
                raise
        except openai.APITimeoutError:
            raise
        except openai.APIConnectionError:
            jeda = _pause(coba[0], 0.0)
            if not _again(coba[0], jeda, hingga):
                raise
        await asyncio.sleep(jeda)


def _again(coba: int, jeda: float, hingga: float) -> bool:
    """Whether another try may follow: one that could not end in time is not begun."""
    ada_waktu = time.monotonic() + jeda + SISA_MIN < hingga
    return coba < settings.MODEL_PERCOBAAN and ada_waktu


def _pause(coba: int, diminta: float) -> float:
    """With jitter, so that many callers do not come back together."""
    dasar = _JEDA[min(coba, len(_JEDA)) - 1]
    return max(diminta, dasar * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret


def _retry_after(galat: openai.APIStatusError) -> float:
    try:
        return max(0.0, float(galat.response.headers.get("retry-after", 0)))
    except ValueError:
        return 0.0


def _kind(galat: Exception) -> Hasil:
    if isinstance(galat, openai.APITimeoutError):
        return Hasil.LAMBAT
    if isinstance(galat, openai.RateLimitError):
        return Hasil.PENUH
    if isinstance(galat, openai.APIResponseValidationError | ValueError | TypeError):
        return Hasil.SKEMA
    if isinstance(galat, openai.LengthFinishReasonError | openai.ContentFilterFinishReasonError):
        return Hasil.SKEMA
    return Hasil.GALAT
