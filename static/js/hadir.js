/* The code on the facilitator's screen: asks for the next one when this one ends. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-layar]");
  if (!wadah) return;
  const buka = wadah.querySelector("[data-buka]");
  const tutup = wadah.querySelector("[data-tutup]");
  const hadir = document.querySelector("[data-hadir]");
  let hingga = Date.now() + Number(wadah.dataset.sisa) * 1000;

  const tampil = (isi) => {
    buka.hidden = !isi.terbuka;
    tutup.hidden = isi.terbuka;
    hadir.textContent = isi.hadir;
    hingga = Date.now() + isi.sisa * 1000;
    if (!isi.terbuka) return;
    wadah.querySelector("[data-qr]").innerHTML = isi.svg;
    wadah.querySelector("[data-angka]").textContent = isi.angka;
  };

  const tanya = async () => {
    try {
      const jawab = await fetch(wadah.dataset.layar, { headers: { Accept: "application/json" } });
      if (jawab.redirected || !jawab.ok) { location.reload(); return; }
      tampil(await jawab.json());
    } catch { /* the network is away for a moment: ask again */ }
  };

  // every five seconds for the count, and at once when the code has run out
  let lalu = Date.now();
  setInterval(() => {
    const kini = Date.now();
    if (document.hidden || (kini < hingga && kini - lalu < 5000)) return;
    lalu = kini;
    tanya();
  }, 1000);
})();
