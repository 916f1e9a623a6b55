/* Forms kept on this device until the server has them: the store and the sender.
   Runs in pages and in the service worker alike; it knows nothing about what the forms are for.

   One record: { kunci, siapa, tujuan, judul, isian: [[name, text or File], ...], keadaan, dibuat_at,
   diubah_at, percobaan, coba_lagi_at, klaim_hingga, sebab, galat, url, kabar, terkirim_at }
   keadaan: draf | menunggu | perlu_diperbaiki | terkirim. `siapa`: whose it is; sent as nobody else.
   The server takes each `kunci` once (docs/keputusan/034), so a doubt about an answer is no risk. */
((dunia) => {
  "use strict";
  const NAMA = "antrean";
  const TOKO = "kiriman";
  const BATAS_KIRIM = 120_000; // ms for one entry with its files
  const KLAIM = 150_000; // longer than that: whoever took one and died gives it back
  const JEDA = 15_000;
  const JEDA_MAKS = 30 * 60_000;
  const INGAT_TERKIRIM = 24 * 3_600_000; // how long "sudah terkirim" is remembered, without words

  const saluran = "BroadcastChannel" in dunia ? new BroadcastChannel(NAMA) : null;
  const pendengar = new Set();
  const panggil = () => pendengar.forEach((f) => f());
  if (saluran) saluran.onmessage = panggil;
  function kabari() { panggil(); if (saluran) saluran.postMessage("berubah"); }

  let terbuka = null;
  function buka() {
    terbuka ??= new Promise((jadi, gagal) => {
      const minta = indexedDB.open(NAMA, 1);
      minta.onupgradeneeded = () => minta.result.createObjectStore(TOKO, { keyPath: "kunci" });
      minta.onsuccess = () => {
        minta.result.onversionchange = () => { minta.result.close(); terbuka = null; };
        minta.result.onclose = () => { terbuka = null; };
        jadi(minta.result);
      };
      minta.onerror = () => { terbuka = null; gagal(minta.error); };
    });
    return terbuka;
  }
  async function kerjakan(cara, kerja) {
    const db = await buka();
    return new Promise((jadi, gagal) => {
      const tx = db.transaction(TOKO, cara);
      let hasil = null;
      tx.oncomplete = () => jadi(hasil);
      tx.onerror = tx.onabort = () => gagal(tx.error);
      kerja(tx.objectStore(TOKO), (nilai) => { hasil = nilai; });
    });
  }
  const semua = () => kerjakan("readonly", (t, beri) => {
    t.getAll().onsuccess = (e) => beri(e.target.result.sort((a, b) => a.dibuat_at - b.dibuat_at));
  });
  const baca = (kunci) => kerjakan("readonly", (t, beri) => {
    t.get(kunci).onsuccess = (e) => beri(e.target.result || null);
  });
  /* Read, decide and write in one transaction: two tabs never both see "free". null: no change. */
  const ubah = (kunci, putuskan) => kerjakan("readwrite", (t, beri) => {
    t.get(kunci).onsuccess = (e) => {
      const baru = putuskan(e.target.result || null);
      if (baru) t.put(baru);
      beri(baru);
    };
  });
  const sibuk = (k) => (k.klaim_hingga || 0) > Date.now();

  /* Keep a form; refused while it is being sent and after it was sent. Gives the record or null. */
  async function simpan(kiriman, keadaan) {
    const baru = await ubah(kiriman.kunci, (lama) => {
      if (lama && (sibuk(lama) || lama.keadaan === "terkirim")) return null;
      const kini = Date.now();
      return {
        percobaan: 0, ...kiriman, keadaan, diubah_at: kini, coba_lagi_at: 0, klaim_hingga: 0,
        dibuat_at: lama ? lama.dibuat_at : kini, galat: [], sebab: "",
      };
    });
    kabari();
    return baru;
  }
  /* From waiting or refused back to a draft, to be changed. */
  async function tarik(kunci) {
    const baru = await ubah(kunci, (k) => (k && !sibuk(k) && k.keadaan !== "terkirim"
      ? { ...k, keadaan: "draf" } : null));
    kabari();
    return baru;
  }
  async function hapus(kunci) {
    const hilang = await kerjakan("readwrite", (t, beri) => {
      t.get(kunci).onsuccess = (e) => {
        const k = e.target.result;
        if (k && !sibuk(k)) { t.delete(kunci); beri(true); }
      };
    });
    kabari();
    return Boolean(hilang);
  }
  async function hapusMilik(siapa) {
    for (const k of await semua()) if (k.siapa === siapa) await hapus(k.kunci);
  }
  async function bersihkan() {
    const lampau = Date.now() - INGAT_TERKIRIM;
    for (const k of await semua()) {
      if (k.keadaan === "terkirim" && k.terkirim_at < lampau) await hapus(k.kunci);
    }
  }

  /* The answer with its text, within `batas`: a signal that dies after the first line of an answer
     must not hold the queue for ever. Throws without a signal, and where it breaks off. */
  async function minta(alamat, pilihan, batas) {
    const henti = new AbortController();
    const jam = setTimeout(() => henti.abort(), batas);
    try {
      const jawab = await fetch(alamat, {
        credentials: "same-origin", cache: "no-store", redirect: "manual", signal: henti.signal, ...pilihan,
      });
      return { jawab, teks: await jawab.text() };
    } finally { clearTimeout(jam); }
  }
  /* Who is signed in, and a token of now. Throws without a signal. */
  async function tanya() {
    const { jawab, teks } = await minta("/akun/antrean/", { headers: { Accept: "application/json" } }, 20_000);
    if (!jawab.ok) throw new Error("belum tersambung");
    return JSON.parse(teks);
  }
  function isiJson(teks) { try { return JSON.parse(teks); } catch { return null; } }

  const UMUM = {
    404: "Tujuannya tidak ada lagi, atau tidak terbuka untuk akun ini.",
    413: "Berkasnya terlalu besar. Kurangi foto atau rekamannya.",
  };
  function nilai(jawab, isi, kunci) {
    if (jawab.type === "opaqueredirect" || [301, 302, 303, 401, 403].includes(jawab.status)) {
      return { hasil: "masuk" };
    }
    // A 200 that is not ours comes from a hotspot's own sign-in page: nothing was delivered.
    if (jawab.ok) return isi && isi.kunci === kunci ? { hasil: "terkirim", isi } : { hasil: "tunggu" };
    if (jawab.status >= 500 || [408, 425, 429].includes(jawab.status)) return { hasil: "tunggu" };
    const galat = isi && isi.galat ? Object.entries(isi.galat).flatMap(([nama, pesan]) =>
      [].concat(pesan).map((teks) => ({ nama, teks }))) : [];
    const umum = UMUM[jawab.status] || "Isian ini belum dapat diterima.";
    return { hasil: "perlu", galat: galat.length ? galat : [{ nama: "", teks: umum }] };
  }
  async function antar(k, csrf) {
    const badan = new FormData();
    k.isian.forEach(([nama, isi]) => badan.append(nama, isi));
    badan.append("jam_kirim", new Date().toISOString());
    try {
      const { jawab, teks } = await minta(k.tujuan, {
        method: "POST", body: badan, headers: { Accept: "application/json", "X-CSRFToken": csrf },
      }, BATAS_KIRIM);
      return nilai(jawab, isiJson(teks), k.kunci);
    } catch { return { hasil: "sepi" }; }
  }
  const ulangi = (k) => {
    const jeda = Math.min(JEDA * 2 ** k.percobaan, JEDA_MAKS) * (0.8 + 0.4 * Math.random());
    return { ...k, percobaan: k.percobaan + 1, coba_lagi_at: Date.now() + jeda };
  };
  /* What the answer makes of a record. Confirmed: its words and files leave the device. */
  function catat(kunci, putusan) {
    return ubah(kunci, (k) => {
      if (!k) return null;
      const lepas = { ...k, klaim_hingga: 0, sebab: "" };
      if (putusan.hasil === "terkirim") {
        return {
          kunci, siapa: k.siapa, tujuan: k.tujuan, keadaan: "terkirim", judul: "", isian: [],
          dibuat_at: k.dibuat_at, terkirim_at: Date.now(), url: putusan.isi.url || "",
          kabar: [].concat(putusan.isi.kabar || []),
        };
      }
      if (putusan.hasil === "perlu") return { ...lepas, keadaan: "perlu_diperbaiki", galat: putusan.galat };
      if (putusan.hasil === "masuk" || putusan.hasil === "lain") return { ...lepas, sebab: putusan.hasil };
      return { ...ulangi(lepas), sebab: putusan.hasil };
    });
  }
  /* Whoever holds the lock sends alone: a claim found then is of a page that died while sending. */
  const bebas = (k, sendiri) => k.keadaan === "menunggu" && (sendiri || !sibuk(k));
  const ambil = (kunci, sendiri) => ubah(kunci, (k) => (k && bebas(k, sendiri)
    ? { ...k, klaim_hingga: Date.now() + KLAIM } : null));

  async function satu(k, siapa, sendiri) {
    if (k.siapa !== siapa.siapa) return { hasil: siapa.siapa ? "lain" : "masuk" };
    const milik = await ambil(k.kunci, sendiri);
    if (!milik) return null;
    kabari();
    return antar(milik, siapa.csrf);
  }
  /* kosong: nothing was due; habis: all is sent; sepi, tunggu: worth another try; sisa: not now. */
  async function putaran(segera, sendiri) {
    const tunggu = (await semua()).filter((k) =>
      bebas(k, sendiri) && (segera || (k.coba_lagi_at || 0) <= Date.now()));
    if (!tunggu.length) return "kosong";
    let siapa, lambat = false;
    try { siapa = await tanya(); } catch { return "sepi"; }
    for (const k of tunggu) {
      const putusan = await satu(k, siapa, sendiri);
      if (!putusan) continue;
      await catat(k.kunci, putusan);
      kabari();
      if (putusan.hasil === "sepi") return "sepi";
      lambat ||= putusan.hasil === "tunggu";
    }
    if (lambat) return "tunggu";
    return (await semua()).some((k) => k.keadaan === "menunggu") ? "sisa" : "habis";
  }
  /* Send what waits, one sender at a time on this device. `segera`: whatever the backoff says.
     A call while another round is going has its own round after it, and is never dropped: that one
     may be failing just now, and knows nothing of what was written since it began. Calls that wait
     here are one. Without Web Locks the claims in the store hold two tabs apart. */
  let berikut = null, lekas = false, ekor = Promise.resolve();
  function giliran(kerja) {
    const gembok = dunia.navigator.locks;
    if (gembok) return gembok.request("antrean-kirim", () => kerja(true));
    ekor = ekor.catch(() => null).then(() => kerja(false));
    return ekor;
  }
  function kirim({ segera = false } = {}) {
    lekas ||= segera;
    berikut ??= giliran((sendiri) => {
      const kini = lekas;
      berikut = null;
      lekas = false;
      return putaran(kini, sendiri);
    });
    return berikut;
  }
  function kunciBaru() {
    if (dunia.crypto.randomUUID) return dunia.crypto.randomUUID();
    const b = dunia.crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const s = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return `${s.slice(0, 8)}-${s.slice(8, 12)}-${s.slice(12, 16)}-${s.slice(16, 20)}-${s.slice(20)}`;
  }

  dunia.Antrean = {
    simpan, tarik, hapus, hapusMilik, bersihkan, baca, semua, kirim, sibuk, kunciBaru,
    dengar: (f) => pendengar.add(f),
  };
})(self);
