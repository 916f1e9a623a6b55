/* Forms that outlive a lost signal: <form data-antrean> is kept on this device and sent when there is
   a network, once each. Without this script the form is posted as any other.

   form:  data-antrean="catatan" (what people call one), data-siapa (whose), data-judul="jenis isi"
          (fields its line in the list is made of), hidden inputs `kunci` and `dicatat_at`.
   list:  [data-antrean-daftar data-siapa data-antrean-sebutan]; its `hidden` goes away here.
   page:  [data-antrean-halaman="/antrean-sw.js"] opens without a signal; [data-antrean-segar] parts
          are read anew after something arrived; [data-antrean-kabar] says how things stand. */
(() => {
  "use strict";
  const A = self.Antrean;
  if (!A || !self.indexedDB) return;
  const SELANG = 30_000;
  const SUSUL = 5_000;
  const JEDA_DRAF = 500;
  const MAKS_BITA = 10 * 1024 * 1024;
  const bukanIsian = new Set(["csrfmiddlewaretoken", "kunci", "dicatat_at"]);
  const el = (nama, teks, kelas) => {
    const e = document.createElement(nama);
    if (teks) e.textContent = teks;
    if (kelas) e.className = kelas;
    return e;
  };
  const jam = (ms) => new Date(ms).toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });

  /* ---------- forms ---------- */
  function judul(form) {
    const bagian = (form.dataset.judul || "").split(" ").filter(Boolean).map((nama) => {
      const e = form.elements[nama];
      if (!e) return "";
      if (e instanceof RadioNodeList) {
        const pilih = [...e].find((r) => r.checked);
        return pilih ? pilih.closest("label")?.textContent.trim() || pilih.value : "";
      }
      return e.value.trim();
    });
    return bagian.filter(Boolean).join(": ").slice(0, 90) || form.dataset.antreanJudul || "Isian";
  }
  function kumpul(form) {
    const isian = [...new FormData(form)].filter(([nama, isi]) =>
      nama !== "csrfmiddlewaretoken" && !(isi instanceof File && !isi.size));
    return {
      kunci: form.elements.kunci.value, siapa: form.dataset.siapa || "", judul: judul(form),
      tujuan: new URL(form.action).pathname, isian,
    };
  }
  const berisi = (form) => [...new FormData(form)].some(([nama, isi]) => {
    if (bukanIsian.has(nama)) return false;
    if (isi instanceof File) return isi.size > 0;
    const e = form.elements[nama];
    const bawaan = e instanceof RadioNodeList || e.type === "select-one" || e.type === "hidden";
    return !bawaan && e.type !== "checkbox" && isi.trim() !== (e.defaultValue || "").trim();
  });
  function isi(form, isian) {
    const per = new Map();
    isian.forEach(([nama, nilai]) => per.set(nama, [...(per.get(nama) || []), nilai]));
    [...form.elements].forEach((e) => {
      if (!e.name || e.name === "csrfmiddlewaretoken" || e.type === "submit") return;
      const nilai = per.get(e.name) || [];
      if (e.type === "file") {
        const daftar = new DataTransfer();
        nilai.filter((f) => f instanceof File).forEach((f) => daftar.items.add(f));
        e.files = daftar.files;
      } else if (e.type === "radio" || e.type === "checkbox") {
        e.checked = nilai.includes(e.value);
      } else if (nilai.length) {
        e.value = nilai[0];
      }
      e.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  function kosongkan(form) {
    form.reset();
    form.elements.kunci.value = A.kunciBaru();
    if (form.elements.dicatat_at) form.elements.dicatat_at.value = "";
    [...form.elements].forEach((e) => {
      if (e.type === "file" || e.type === "textarea") e.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  function kabar(teks, buruk) {
    document.querySelectorAll("[data-antrean-kabar]").forEach((k) => {
      k.textContent = teks;
      k.classList.toggle("perhatian", Boolean(buruk));
      k.hidden = !teks;
    });
  }
  function terlaluBesar(form) {
    const besar = [...form.querySelectorAll("input[type=file]")].flatMap((e) => [...e.files])
      .find((f) => f.size > MAKS_BITA);
    return besar ? `Berkas “${besar.name}” lebih dari 10 MB. Kecilkan dulu atau pilih yang lain.` : "";
  }
  async function antre(form) {
    if (form.elements.dicatat_at && !form.elements.dicatat_at.value) {
      form.elements.dicatat_at.value = new Date().toISOString();
    }
    const kiriman = kumpul(form);
    navigator.storage?.persist?.().catch(() => false);
    const tersimpan = await A.simpan(kiriman, "menunggu");
    const sebutan = form.dataset.antrean;
    kosongkan(form);
    if (!tersimpan) { kabar(`${sebutan} itu sudah dikirim.`); return; }
    kabar(`Tersimpan di HP ini${navigator.onLine ? ", sedang dikirim." : ". Dikirim sendiri saat ada sinyal."}`);
    await mintaSinkron();
    kirim({ segera: true });
  }
  async function mintaSinkron() {
    try {
      const pekerja = await navigator.serviceWorker?.getRegistration();
      await pekerja?.sync?.register("antrean");
    } catch { /* without Background Sync the open page sends */ }
  }
  async function pulihkan(form) {
    const siapa = form.dataset.siapa || "";
    const tujuan = new URL(form.action).pathname;
    const draf = (await A.semua()).filter((k) =>
      k.keadaan === "draf" && k.siapa === siapa && k.tujuan === tujuan).pop();
    if (draf) { isi(form, draf.isian); kabar("Tulisan yang belum selesai dibuka lagi."); }
  }
  function pasang(form) {
    form.elements.kunci.value = A.kunciBaru(); // a kept page carries the key of an evening long gone
    let jeda = 0;
    const draf = () => {
      clearTimeout(jeda);
      const kunci = form.elements.kunci.value;
      jeda = setTimeout(() => {
        if (kunci === form.elements.kunci.value && berisi(form)) A.simpan(kumpul(form), "draf").catch(() => null);
      }, JEDA_DRAF);
    };
    form.addEventListener("input", draf);
    form.addEventListener("change", (e) => { if (e.isTrusted) draf(); });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      clearTimeout(jeda);
      const besar = terlaluBesar(form);
      if (besar) { kabar(besar, true); return; }
      if (!form.checkValidity()) { form.reportValidity(); return; }
      antre(form).catch(() => { // the device keeps nothing (full, or a private window): send it plainly
        kabar("HP ini tidak dapat menyimpan; dikirim langsung.", true);
        HTMLFormElement.prototype.submit.call(form);
      });
    });
    return pulihkan(form);
  }

  /* ---------- what waits on this device ---------- */
  const KEADAAN = {
    draf: "Belum selesai", menunggu: "Menunggu dikirim", perlu_diperbaiki: "Perlu diperbaiki", terkirim: "Terkirim",
  };
  const SEBAB = {
    masuk: "Masuk dulu; catatan aman di HP ini.",
    lain: "Ditulis dengan akun lain; masuk dengan akun itu untuk mengirimnya.",
    sepi: "Belum ada sinyal.",
    tunggu: "Server belum menjawab; dicoba lagi sendiri.",
  };
  function tombol(teks, kerja, kelas) {
    const b = el("button", teks, kelas || "tombol sunyi");
    b.type = "button";
    b.addEventListener("click", kerja);
    return b;
  }
  function baris(k, wadah) {
    const li = el("li");
    li.dataset.kunci = k.kunci;
    li.dataset.keadaan = k.keadaan;
    const kepala = el("p", "", "kepala");
    kepala.append(el("b", k.judul || `${wadah.dataset.sebutan} pukul ${jam(k.dibuat_at)}`));
    kepala.append(el("span", A.sibuk(k) ? "Sedang dikirim" : KEADAAN[k.keadaan],
      `tanda${k.keadaan === "perlu_diperbaiki" || k.sebab === "masuk" ? " perhatian" : ""}`));
    li.append(kepala);
    (k.galat || []).forEach((g) => li.append(el("p", g.teks, "errorlist")));
    (k.kabar || []).forEach((t) => li.append(el("p", t, "kecil")));
    if (k.keadaan === "menunggu" && SEBAB[k.sebab]) li.append(el("p", SEBAB[k.sebab], "kecil"));
    if (k.keadaan === "menunggu" && k.sebab === "masuk" && wadah.dataset.masuk) {
      const a = el("a", "Masuk sekarang", "tombol sunyi");
      a.href = wadah.dataset.masuk;
      li.append(a);
    }
    const alat = el("div", "", "baris");
    if (k.keadaan !== "terkirim" && !A.sibuk(k)) {
      alat.append(tombol("Ubah", () => sunting(k)));
      if (k.keadaan === "perlu_diperbaiki") alat.append(tombol("Kirim lagi", () => kirimLagi(k)));
      alat.append(tombol("Hapus", () => {
        if (self.confirm("Hapus dari HP ini? Yang belum terkirim akan hilang.")) A.hapus(k.kunci);
      }, "tombol bahaya"));
    } else if (k.keadaan === "terkirim" && k.url) {
      const a = el("a", "Lihat");
      a.href = k.url;
      alat.append(a);
    }
    if (alat.childElementCount) li.append(alat);
    return li;
  }
  const formDari = (k) => [...document.querySelectorAll("form[data-antrean]")]
    .find((f) => new URL(f.action).pathname === k.tujuan);
  async function sunting(k) {
    const form = formDari(k);
    const ditarik = form && await A.tarik(k.kunci);
    if (!ditarik) return;
    isi(form, ditarik.isian);
    form.elements.kunci.value = k.kunci;
    form.scrollIntoView();
    form.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
    kabar("Ubah, lalu simpan lagi.");
  }
  async function kirimLagi(k) {
    const ditarik = await A.tarik(k.kunci);
    if (ditarik) { await A.simpan(ditarik, "menunggu"); kirim({ segera: true }); }
  }
  function isiKepala(wadah, milik, lain) {
    const tunggu = milik.filter((k) => k.keadaan === "menunggu" || k.keadaan === "perlu_diperbaiki").length;
    const jumlah = wadah.querySelector("[data-jumlah]");
    if (jumlah) jumlah.textContent = tunggu ? `${tunggu} belum terkirim` : "Semua sudah terkirim";
    const orang = wadah.querySelector("[data-lain]");
    if (orang) {
      orang.hidden = !lain;
      orang.textContent = `${lain} milik akun lain menunggu di HP ini.`;
    }
    wadah.querySelectorAll("[data-kirim-semua]").forEach((b) => { b.hidden = !tunggu; });
    wadah.querySelectorAll("[data-hapus-semua]").forEach((b) => { b.hidden = !milik.length; });
    wadah.hidden = !milik.length && !lain;
  }
  async function gambar(wadah) {
    const semua = await A.semua();
    const milik = semua.filter((k) => k.siapa === wadah.dataset.siapa);
    const lain = semua.filter((k) => k.siapa !== wadah.dataset.siapa && k.keadaan !== "terkirim").length;
    isiKepala(wadah, milik, lain);
    const fokus = document.activeElement?.closest("li[data-kunci]")?.dataset.kunci;
    wadah.querySelector("ul").replaceChildren(...milik.map((k) => baris(k, wadah)));
    if (fokus) wadah.querySelector(`li[data-kunci="${fokus}"] button`)?.focus();
  }
  function pasangDaftar(wadah) {
    wadah.querySelector("[data-kirim-semua]")?.addEventListener("click", () => kirim({ segera: true }));
    wadah.querySelector("[data-hapus-semua]")?.addEventListener("click", async () => {
      if (!self.confirm("Hapus semuanya dari HP ini? Yang belum terkirim akan hilang.")) return;
      await A.hapusMilik(wadah.dataset.siapa);
      navigator.serviceWorker?.controller?.postMessage({ jenis: "bersih" });
    });
    const ulang = () => gambar(wadah).catch(() => null);
    A.dengar(ulang);
    ulang();
  }

  /* ---------- the page ---------- */
  let dikenal = null, jedaSegar = 0, giliran = 0;
  async function segarkan() {
    const terkirim = (await A.semua()).filter((k) => k.keadaan === "terkirim").map((k) => k.kunci);
    const baru = dikenal && terkirim.some((k) => !dikenal.has(k));
    dikenal = new Set(terkirim);
    if (!baru) return;
    kabar("Sudah terkirim.");
    clearTimeout(jedaSegar); // several that arrive together are read once
    jedaSegar = setTimeout(() => bacaBaru().catch(() => null), 400);
  }
  async function bacaBaru() {
    const ini = ++giliran;
    const jawab = await fetch(location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!jawab.ok || jawab.redirected) return;
    const lain = new DOMParser().parseFromString(await jawab.text(), "text/html");
    if (ini !== giliran) return;
    document.querySelectorAll("[data-antrean-segar]").forEach((b) => {
      const ganti = b.id && lain.getElementById(b.id);
      if (ganti && !b.contains(document.activeElement)) b.replaceWith(document.adoptNode(ganti));
    });
  }
  function jagaHalaman(halaman) {
    if (!halaman || !("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register(halaman.dataset.antreanHalaman).then(() => navigator.serviceWorker.ready)
      .then((siap) => {
        const sumber = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
        const berkas = sumber.map((e) => new URL(e.href || e.src))
          .filter((u) => u.origin === location.origin).map((u) => u.pathname);
        siap.active.postMessage({ jenis: "simpan", halaman: location.pathname, berkas });
      }).catch(() => null);
  }
  /* A signal that breaks off halfway through a round gets one more try soon, not after the next tick. */
  let susul = 0;
  async function kirim(pilihan) {
    const hasil = await A.kirim(pilihan).catch(() => "sepi");
    if (!["sepi", "tunggu"].includes(hasil) || !navigator.onLine) return;
    clearTimeout(susul);
    susul = setTimeout(() => A.kirim({ segera: true }).catch(() => null), SUSUL);
  }
  async function mulai() {
    jagaHalaman(document.querySelector("[data-antrean-halaman]"));
    await A.bersihkan();
    document.querySelectorAll("[data-antrean-daftar]").forEach(pasangDaftar);
    for (const form of document.querySelectorAll("form[data-antrean]")) await pasang(form);
    document.documentElement.dataset.antreanSiap = "";
    await segarkan();
    A.dengar(() => segarkan().catch(() => null));
    kirim({ segera: true });
    setInterval(() => kirim(), SELANG);
    addEventListener("online", () => kirim({ segera: true }));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) kirim(); });
  }
  mulai().catch(() => kabar("Penyimpanan HP tidak dapat dipakai; catatan dikirim langsung.", true));
})();
