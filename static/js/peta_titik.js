/* Points on a map, with their names. Leaflet is fetched only when the resident asks for the map. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-peta-titik]");
  if (!wadah) return;
  const buka = wadah.querySelector("[data-buka-peta]");
  const kabar = wadah.querySelector("[data-kabar-peta]");
  wadah.hidden = false;

  const muat = (url, jenis) => new Promise((jadi, gagal) => {
    const unsur = document.createElement(jenis === "gaya" ? "link" : "script");
    if (jenis === "gaya") { unsur.rel = "stylesheet"; unsur.href = url; } else { unsur.src = url; }
    unsur.onload = jadi;
    unsur.onerror = gagal;
    document.head.append(unsur);
  });

  const mulai = () => {
    const titik = JSON.parse(wadah.dataset.petaTitik);
    const peta = window.L.map(wadah.querySelector("[data-kanvas]"));
    window.L.tileLayer(wadah.dataset.ubin, { maxZoom: 19, attribution: wadah.dataset.atribusi }).addTo(peta);
    const ikon = window.L.divIcon({ className: "", html: '<div class="peta-titik"></div>', iconSize: [20, 20], iconAnchor: [10, 22] });
    for (const satu of titik) {
      const nama = document.createElement("b");
      nama.textContent = satu.nama;
      window.L.marker([satu.lat, satu.lng], { icon: ikon, alt: satu.nama }).addTo(peta).bindPopup(nama);
    }
    peta.fitBounds(titik.map((t) => [t.lat, t.lng]), { padding: [30, 30], maxZoom: 16 });
  };

  buka.addEventListener("click", async () => {
    buka.setAttribute("aria-expanded", "true");
    buka.hidden = true;
    wadah.querySelector("[data-wadah]").hidden = false;
    try {
      await Promise.all([muat(wadah.dataset.gaya, "gaya"), muat(wadah.dataset.pustaka, "skrip")]);
      mulai();
    } catch {
      kabar.textContent = "Peta tidak dapat dibuka sekarang. Daftar di bawah tetap lengkap.";
    }
  });
})();
