/* A place shown on the map. Leaflet is fetched only when somebody asks for the map. */
(() => {
  "use strict";
  const muat = (url, jenis) => new Promise((jadi, gagal) => {
    const unsur = document.createElement(jenis === "gaya" ? "link" : "script");
    if (jenis === "gaya") { unsur.rel = "stylesheet"; unsur.href = url; } else { unsur.src = url; }
    unsur.onload = jadi;
    unsur.onerror = gagal;
    document.head.append(unsur);
  });
  for (const wadah of document.querySelectorAll("[data-peta-lihat]")) {
    const tombol = wadah.querySelector("[data-buka]");
    const kanvas = wadah.querySelector("[data-kanvas]");
    wadah.hidden = false;
    tombol.addEventListener("click", async () => {
      try {
        await Promise.all([muat(wadah.dataset.gaya, "gaya"), muat(wadah.dataset.pustaka, "skrip")]);
      } catch {
        wadah.querySelector("[data-kabar]").textContent = "Peta tidak dapat dibuka sekarang.";
        return;
      }
      tombol.hidden = true;
      kanvas.hidden = false;
      const pusat = [Number(wadah.dataset.lat), Number(wadah.dataset.lng)];
      const peta = window.L.map(kanvas).setView(pusat, 17);
      window.L.tileLayer(wadah.dataset.ubin, { maxZoom: 19, attribution: wadah.dataset.atribusi }).addTo(peta);
      const ikon = window.L.divIcon({ className: "", html: '<div class="titik"></div>', iconSize: [22, 22], iconAnchor: [11, 24] });
      window.L.marker(pusat, { icon: ikon, alt: wadah.dataset.nama }).addTo(peta);
    });
  }
})();
