/* The log's form made kinder: photos are made smaller and gathered, voice is recorded, both are shown
   before they are kept. Without it the file fields work as any others. */
(() => {
  "use strict";
  const SISI = 2048;
  const KECIL = 600_000; // bytes; below that a picture stays as it is
  const MAKS_DETIK = 180;
  document.documentElement.classList.add("catat-siap");

  function tambah(isian, berkas) {
    const daftar = new DataTransfer();
    [...isian.files, ...berkas].forEach((f) => daftar.items.add(f));
    isian.files = daftar.files;
    isian.dispatchEvent(new Event("change", { bubbles: true }));
    isian.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function buang(isian, ke) {
    const daftar = new DataTransfer();
    [...isian.files].forEach((f, i) => { if (i !== ke) daftar.items.add(f); });
    isian.files = daftar.files;
    isian.dispatchEvent(new Event("change", { bubbles: true }));
    isian.dispatchEvent(new Event("input", { bubbles: true }));
  }
  /* A picture of a phone is 4 to 8 MB; on a poor signal a tenth of it arrives, and its place does not. */
  async function perkecil(berkas) {
    if (!berkas.type.startsWith("image/") || berkas.size < KECIL) return berkas;
    try {
      const gambar = await createImageBitmap(berkas, { imageOrientation: "from-image" });
      const skala = Math.min(1, SISI / Math.max(gambar.width, gambar.height));
      const kanvas = document.createElement("canvas");
      kanvas.width = Math.round(gambar.width * skala);
      kanvas.height = Math.round(gambar.height * skala);
      kanvas.getContext("2d").drawImage(gambar, 0, 0, kanvas.width, kanvas.height);
      const jadi = await new Promise((beri) => { kanvas.toBlob(beri, "image/jpeg", 0.85); });
      const nama = berkas.name.replace(/\.\w+$/, "") + ".jpg";
      return jadi && jadi.size < berkas.size ? new File([jadi], nama, { type: "image/jpeg" }) : berkas;
    } catch { return berkas; }
  }
  function tampilkan(wadah, isian) {
    wadah.querySelectorAll("li").forEach((li) => {
      if (li.dataset.dari === isian.id) { URL.revokeObjectURL(li.dataset.alamat); li.remove(); }
    });
    [...isian.files].forEach((f, ke) => {
      const li = document.createElement("li");
      const alamat = URL.createObjectURL(f);
      li.dataset.dari = isian.id;
      li.dataset.alamat = alamat;
      const suara = !f.type.startsWith("image/");
      const isi = document.createElement(suara ? "audio" : "img");
      if (suara) isi.controls = true; else isi.alt = `Foto ${ke + 1}: ${f.name}`;
      isi.src = alamat;
      const hapus = document.createElement("button");
      hapus.type = "button";
      hapus.className = "tombol-tautan";
      hapus.textContent = suara ? "Buang rekaman" : `Buang foto ${ke + 1}`;
      hapus.addEventListener("click", () => buang(isian, ke));
      li.append(isi, hapus);
      wadah.append(li);
    });
  }
  document.querySelectorAll("[data-media]").forEach((media) => {
    const wadah = media.querySelector("[data-tampil]");
    const kumpul = [...media.querySelectorAll("input[type=file]")].filter((e) => !e.closest("[data-ke]"));
    kumpul.forEach((isian) => isian.addEventListener("change", () => tampilkan(wadah, isian)));
    media.querySelectorAll("[data-ke]").forEach((sumber) => {
      const kamera = sumber.querySelector("input");
      const isian = document.getElementById(sumber.dataset.ke);
      kamera.addEventListener("change", async (e) => {
        if (!kamera.files.length) return;
        e.stopPropagation();
        const baru = await Promise.all([...kamera.files].map(perkecil));
        kamera.value = "";
        tambah(isian, baru);
      });
    });
    media.querySelectorAll("[data-pilih-foto] input").forEach((isian) => {
      isian.addEventListener("change", async (e) => {
        if (!e.isTrusted) return;
        const kecil = await Promise.all([...isian.files].map(perkecil));
        isian.value = "";
        tambah(isian, kecil);
      });
    });
  });

  function siapkanRekam(wadah) {
    const tombol = wadah.querySelector("button");
    const lama = wadah.querySelector("[data-lama]");
    const isian = document.getElementById(wadah.dataset.perekam);
    if (!self.MediaRecorder || !navigator.mediaDevices?.getUserMedia) { wadah.remove(); return; }
    let perekam = null, jam = 0;
    function berhenti() { clearInterval(jam); if (perekam?.state === "recording") perekam.stop(); }
    async function mulai() {
      let aliran;
      try { aliran = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch {
        lama.textContent = "Mikrofon tidak diizinkan. Pilih berkas rekaman di bawah.";
        return;
      }
      const tipe = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find((t) => MediaRecorder.isTypeSupported(t));
      perekam = new MediaRecorder(aliran, { mimeType: tipe, audioBitsPerSecond: 24_000 });
      const potongan = [];
      perekam.ondataavailable = (e) => potongan.push(e.data);
      perekam.onstop = () => {
        aliran.getTracks().forEach((t) => t.stop());
        const jenis = (tipe || "audio/webm").split(";")[0];
        const akhiran = { "audio/ogg": "ogg", "audio/webm": "webm", "audio/mp4": "m4a" }[jenis];
        const nama = `rekaman-${new Date().toISOString().slice(11, 19).replaceAll(":", "")}.${akhiran}`;
        tambah(isian, [new File(potongan, nama, { type: jenis })]);
        tombol.setAttribute("aria-pressed", "false");
        tombol.textContent = "Rekam suara";
        lama.textContent = "Rekaman ditambahkan.";
      };
      perekam.start();
      tombol.setAttribute("aria-pressed", "true");
      tombol.textContent = "Berhenti merekam";
      let detik = 0;
      jam = setInterval(() => {
        detik += 1;
        lama.textContent = `${Math.floor(detik / 60)}.${String(detik % 60).padStart(2, "0")}`;
        if (detik >= MAKS_DETIK) berhenti();
      }, 1000);
    }
    tombol.addEventListener("click", () => (perekam?.state === "recording" ? berhenti() : mulai()));
  }
  document.querySelectorAll("[data-perekam]").forEach(siapkanRekam);
})();
