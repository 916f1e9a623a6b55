"""A real browser on a real server: Debian's Chromium through Playwright."""

import os

import pytest
from playwright.sync_api import sync_playwright

from curhat.model_aktif import pengklasifikasi_aktif
from tests.curhat.conftest import acuan_curhat, bersih, kelurahan, lurah, moderator, nomor, taman

__all__ = ["acuan_curhat", "bersih", "kelurahan", "lurah", "moderator", "nomor", "taman"]
# Playwright's synchronous interface runs an event loop in this thread, where Django refuses to use
# the database; nothing here is asynchronous.
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    # a microphone that beeps, allowed without a question
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def peramban(chromium):
    """The running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def buka(peramban, live_server, kelurahan):
    """buka(lebar=360, js=True, tema="light"): a page whose script and CSP errors fail the test."""
    pengklasifikasi_aktif()  # a process makes its classifier once; not while a page waits
    galat, contexts = [], []

    def _buka(lebar=360, *, js=True, tema="light"):
        context = peramban.new_context(
            viewport={"width": lebar, "height": 780}, java_script_enabled=js, color_scheme=tema,
            base_url=live_server.url, locale="id-ID", reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: galat.append(str(error)))
        page.on("console", lambda m: galat.append(m.text) if "Content Security" in m.text else None)
        return page

    yield _buka
    for context in contexts:
        context.close()
    assert galat == []
