"""A phone at night: signed in, the log kept on it, entries written, what waits counted."""

import time

from django.test import Client

from tests.luna_maya.pabrik import malam

# The worker controls the page and holds its files.
DIJAGA = """async () => {
  const kotak = await caches.open("antrean");
  const daftar = await (await kotak.match("/antrean-daftar"))?.json();
  const isi = daftar && daftar[location.pathname];
  return Boolean(navigator.serviceWorker.controller && isi && isi.berkas.length > 4);
}"""
ISI_HP = """async () => {
  const n = {};
  for (const k of await Antrean.semua()) n[k.keadaan] = (n[k.keadaan] || 0) + 1;
  return n;
}"""
RINCI = "async () => JSON.stringify(await Antrean.semua())"


def sign_in(page, user, live_server):
    """The browser as this user."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def poll(page, skrip, benar, detik=20):
    """Ask the page until it answers so: its policy lets no test evaluate text inside it."""
    batas = time.monotonic() + detik
    while (jawab := page.evaluate(skrip)) != benar:
        assert time.monotonic() < batas, f"masih {jawab}, bukan {benar}: {page.evaluate(RINCI)}"
        page.wait_for_timeout(100)


def until(page, harapan, detik=20):
    """The device holds so many of each state."""
    poll(page, ISI_HP, harapan, detik)


def log_path(kunjungan):
    return f"/luna-maya/catat/{kunjungan.kode}/"


def ready(page):
    """The queue's script has the page."""
    page.locator("html[data-antrean-siap]").wait_for()


def keep(page):
    """The log is ready and opens without a signal from now on."""
    poll(page, DIJAGA, benar=True)
    ready(page)


def fill_in(page, jenis, isi, *, janji="Lampu gang dipasang", hari=30):
    """The form of an entry, not yet saved; a promise with its sentence and its last day."""
    form = page.locator("#tulis")
    form.get_by_text(jenis, exact=True).click()
    form.get_by_label("Apa yang dilihat atau didengar?").fill(isi)
    if jenis == "Janji lurah":
        form.get_by_label("Bunyi janji untuk warga").fill(janji)
        form.get_by_label("Ditepati paling lambat").fill(malam(hari).date().isoformat())
    return form


def save(page):
    page.locator("#tulis").get_by_role("button", name="Simpan catatan").click()
    page.locator("[data-antrean-kabar]", has_text="Tersimpan di HP ini").wait_for()
