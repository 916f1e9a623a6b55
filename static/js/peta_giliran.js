/* The rotation on a map. Leaflet and the shapes are fetched only when somebody asks for the map. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-peta-giliran]");
  if (!wadah) return;
  const tombol = wadah.querySelector("[data-buka]");
  const kanvas = wadah.querySelector("[data-kanvas]");
  wadah.hidden = false;

  const muat = (url, jenis) => new Promise((jadi, gagal) => {
    const unsur = document.createElement(jenis === "gaya" ? "link" : "script");
    if (jenis === "gaya") { unsur.rel = "stylesheet"; unsur.href = url; } else { unsur.src = url; }
    unsur.onload = jadi;
    unsur.onerror = gagal;
    document.head.append(unsur);
  });
  const ambil = async () => {
    const jawab = await fetch(wadah.dataset.sumber, { credentials: "same-origin" });
    if (!jawab.ok) throw new Error(String(jawab.status));
    return jawab.json();
  };
  const teks = (sifat) => {
    const kotak = document.createElement("span");
    kotak.textContent = `${sifat.nama}: ${sifat.kata}`;
    return kotak;
  };
  const mulai = (data) => {
    const peta = window.L.map(kanvas);
    window.L.tileLayer(wadah.dataset.ubin, { maxZoom: 19, attribution: wadah.dataset.atribusi }).addTo(peta);
    const lapis = window.L.geoJSON(data, {
      style: (f) => ({ className: f.properties.kelas }),
      pointToLayer: (f, letak) => window.L.circleMarker(letak, { radius: 14, className: f.properties.kelas }),
      onEachFeature: (f, l) => {
        l.bindTooltip(f.properties.angka, { permanent: true, direction: "center", className: "gil-label" });
        l.bindPopup(teks(f.properties));
      },
    }).addTo(peta);
    peta.fitBounds(lapis.getBounds(), { padding: [20, 20], maxZoom: 17 });
  };
  tombol.addEventListener("click", async () => {
    tombol.disabled = true;
    try {
      const [, , data] = await Promise.all([muat(wadah.dataset.gaya, "gaya"), muat(wadah.dataset.pustaka, "skrip"), ambil()]);
      tombol.hidden = true;
      kanvas.hidden = false;
      mulai(data);
    } catch {
      tombol.disabled = false;
      wadah.querySelector("[data-kabar]").textContent = "Peta tidak dapat dibuka sekarang. Daftarnya ada di bawah.";
    }
  });
})();
