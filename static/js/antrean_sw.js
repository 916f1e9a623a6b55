/* The queue's service worker: keeps the listed pages with their styles and scripts, so that they
   open without a signal, and sends what waits when the system says the network is back.
   Every other address passes by untouched. Settings: self.ANTREAN_ATUR (pesan.antrean). */
(() => {
  "use strict";
  const ATUR = self.ANTREAN_ATUR;
  const KOTAK = "antrean";
  const DAFTAR = "/antrean-daftar"; // in the cache only: which page belongs to whom, since when
  const UMUR = 3 * 24 * 3_600_000;
  const SABAR = 4_000; // ms: a signal too poor to show the page in this time counts as none
  const SEGAR = 60_000;
  const POLA = ATUR.halaman.map((p) => new RegExp(p));
  const TETAP = /\.[0-9a-f]{12}\.\w+$/; // a hashed name never changes its content
  const SAMA = { ignoreVary: true, ignoreSearch: true };
  const terdaftar = (jalur) => POLA.some((p) => p.test(jalur));
  const cari = (jalur) => caches.match(jalur, { ...SAMA, cacheName: KOTAK }); // makes no empty cache
  let buangan = 0; // how often all was thrown away: what is being fetched then is not kept
  async function buangSemua() { buangan += 1; await caches.delete(KOTAK); }

  async function bacaDaftar(kotak) {
    const ada = await kotak.match(DAFTAR);
    return ada ? ada.json() : {};
  }
  async function isiDaftar() {
    const ada = await cari(DAFTAR);
    return ada ? ada.json() : {};
  }
  const tulisDaftar = (kotak, daftar) => kotak.put(DAFTAR, new Response(JSON.stringify(daftar)));

  /* Away with pages of somebody else, pages too old, and files no page needs any more. */
  async function pangkas(kotak, daftar, siapa) {
    const kini = Date.now();
    for (const [jalur, isi] of Object.entries(daftar)) {
      if (isi.siapa !== siapa || kini - isi.at > UMUR) delete daftar[jalur];
    }
    const perlu = new Set([DAFTAR, ...Object.keys(daftar),
      ...Object.values(daftar).flatMap((isi) => isi.berkas)]);
    for (const minta of await kotak.keys()) {
      if (!perlu.has(new URL(minta.url).pathname)) await kotak.delete(minta);
    }
    await tulisDaftar(kotak, daftar);
  }
  async function simpanHalaman(jalur, jawab) {
    if (jawab.type === "opaqueredirect" || jawab.redirected || [401, 403].includes(jawab.status)) {
      await buangSemua(); // the session is over: whoever opens this phone next is somebody else
      return;
    }
    const siapa = jawab.headers.get(ATUR.kepala);
    if (!siapa || jawab.status !== 200) return;
    const sebelum = buangan;
    const kotak = await caches.open(KOTAK);
    const daftar = await bacaDaftar(kotak);
    await kotak.put(jalur, jawab);
    daftar[jalur] = { siapa, at: Date.now(), berkas: daftar[jalur]?.berkas || [] };
    await pangkas(kotak, daftar, siapa);
    if (sebelum !== buangan) await buangSemua();
  }
  async function lepas(jalur) {
    if (!await cari(DAFTAR)) return;
    const kotak = await caches.open(KOTAK);
    const daftar = await bacaDaftar(kotak);
    delete daftar[jalur];
    await kotak.delete(jalur, SAMA);
    await tulisDaftar(kotak, daftar);
  }
  /* A page says which files it is made of; they are fetched once and kept along with it. */
  async function lengkapi(jalur, berkas) {
    if (!terdaftar(jalur)) return;
    const sebelum = buangan;
    const ada = (await isiDaftar())[jalur];
    if (!ada || Date.now() - ada.at > SEGAR) {
      const jawab = await fetch(jalur, { credentials: "same-origin", cache: "no-store" });
      if (sebelum === buangan) await simpanHalaman(jalur, jawab);
    }
    if (sebelum !== buangan) return;
    const kotak = await caches.open(KOTAK);
    const daftar = await bacaDaftar(kotak);
    if (!daftar[jalur]) return;
    const milik = berkas.filter((b) => b.startsWith(ATUR.statik));
    await Promise.all(milik.map(async (b) => {
      if (TETAP.test(b) && await kotak.match(b, SAMA)) return;
      const jawab = await fetch(b);
      if (jawab.ok) await kotak.put(b, jawab);
    }));
    daftar[jalur].berkas = milik;
    await pangkas(kotak, daftar, daftar[jalur].siapa);
    if (sebelum !== buangan) await buangSemua();
  }
  async function halaman(minta, jalur, tahan) {
    const isi = (await isiDaftar())[jalur];
    const lama = isi && Date.now() - isi.at < UMUR ? await cari(jalur) : null;
    const jaring = fetch(minta).then(async (jawab) => {
      if (jawab.status === 404 || jawab.status === 410) tahan(lepas(jalur));
      else tahan(simpanHalaman(jalur, jawab.clone()));
      return jawab;
    });
    if (!lama) return jaring;
    const sabar = new Promise((jadi) => { setTimeout(() => jadi(null), SABAR); });
    const jawab = await Promise.race([jaring, sabar]).catch(() => null);
    return jawab && jawab.status < 500 ? jawab : lama;
  }
  async function berkas(minta, jalur) {
    const ada = await cari(jalur);
    if (ada && TETAP.test(jalur)) return ada;
    return fetch(minta).catch((galat) => { if (ada) return ada; throw galat; });
  }

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (e) => {
    const alamat = new URL(e.request.url);
    if (alamat.origin !== self.location.origin) return;
    const jalur = alamat.pathname;
    if (jalur === ATUR.keluar && e.request.method === "POST") {
      e.waitUntil(buangSemua()); // who signs out takes their pages along, signal or not
    } else if (jalur === ATUR.masuk && e.request.method === "POST") {
      e.waitUntil(buangSemua()); // who signs in may be another: theirs are kept as they open them
    } else if (e.request.method === "GET" && e.request.mode === "navigate" && terdaftar(jalur)) {
      const tugas = [];
      const jawab = halaman(e.request, jalur, (janji) => tugas.push(janji));
      e.waitUntil(jawab.then(() => Promise.all(tugas)).catch(() => null));
      e.respondWith(jawab);
    } else if (e.request.method === "GET" && jalur.startsWith(ATUR.statik)) {
      e.respondWith(berkas(e.request, jalur));
    }
  });
  self.addEventListener("message", (e) => {
    const { jenis, halaman: jalur, berkas: daftar } = e.data || {};
    if (jenis === "simpan") e.waitUntil(lengkapi(jalur, daftar).catch(() => null));
    if (jenis === "bersih") e.waitUntil(buangSemua());
  });
  self.addEventListener("sync", (e) => {
    if (e.tag !== "antrean") return;
    e.waitUntil(self.Antrean.kirim({ segera: true }).then((hasil) => {
      if (hasil === "sepi" || hasil === "tunggu") throw new Error("belum ada sinyal"); // the system asks again later
    }));
  });
})();
