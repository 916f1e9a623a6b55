/* The waiting room's screen: its inside anew every four seconds; what a lost network left stays.
   A guest's ticket: the page anew every so many seconds while it is looked at. */
(() => {
  "use strict";
  const karcis = document.querySelector("[data-segarkan]");
  if (karcis) setInterval(() => { if (!document.hidden && navigator.onLine) location.reload(); }, 1000 * Number(karcis.dataset.segarkan));
  const isi = document.querySelector("[data-layar-antre]");
  if (!isi) return;
  const segarkan = async () => {
    try {
      const jawab = await fetch("?bagian=1", { cache: "no-store" });
      if (jawab.status === 404) { isi.textContent = "Layar ini sudah tidak berlaku. Minta alamat baru kepada petugas."; return; }
      if (jawab.ok) {
        const lama = isi.querySelector("[data-panggilan]")?.dataset.panggilan;
        isi.innerHTML = await jawab.text();
        const baru = isi.querySelector("[data-panggilan]");
        if (baru && baru.dataset.panggilan !== lama) baru.classList.add("ruang-kedip");
      }
    } catch { /* no network: try again */ }
    setTimeout(segarkan, 4000);
  };
  setTimeout(segarkan, 4000);
})();
