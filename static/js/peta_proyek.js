/* Projects on the map. Leaflet is fetched only when somebody asks for the map. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-peta-proyek]");
  if (!wadah) return;
  const buka = wadah.querySelector("[data-buka-peta]");
  const kanvas = wadah.querySelector("[data-kanvas]");
  const kabar = wadah.querySelector("[data-kabar-peta]");
  wadah.hidden = false;

  const muat = (url, jenis) => new Promise((jadi, gagal) => {
    const unsur = document.createElement(jenis === "gaya" ? "link" : "script");
    if (jenis === "gaya") { unsur.rel = "stylesheet"; unsur.href = url; } else { unsur.src = url; }
    unsur.onload = jadi;
    unsur.onerror = gagal;
    document.head.append(unsur);
  });

  const isi = (titik) => {
    const kotak = document.createElement("div");
    const tautan = document.createElement("a");
    tautan.href = titik.dataset.url;
    tautan.textContent = titik.dataset.judul;
    const keadaan = document.createElement("p");
    keadaan.textContent = titik.dataset.keadaan;
    kotak.append(tautan, keadaan);
    return kotak;
  };

  const mulai = () => {
    const semua = [...wadah.querySelectorAll("[data-titik]")];
    const peta = window.L.map(kanvas);
    window.L.tileLayer(wadah.dataset.ubin, { maxZoom: 19, attribution: wadah.dataset.atribusi }).addTo(peta);
    const letak = semua.map((titik) => {
      const tempat = [Number(titik.dataset.lat), Number(titik.dataset.lng)];
      const ikon = window.L.divIcon({ className: "", html: '<div class="titik"></div>', iconSize: [22, 22], iconAnchor: [11, 24] });
      window.L.marker(tempat, { icon: ikon, alt: titik.dataset.judul }).addTo(peta).bindPopup(isi(titik));
      return tempat;
    });
    peta.fitBounds(letak, { padding: [30, 30], maxZoom: 16 });
  };

  buka.addEventListener("click", async () => {
    buka.setAttribute("aria-expanded", "true");
    buka.hidden = true;
    kanvas.hidden = false;
    try {
      await Promise.all([muat(wadah.dataset.gaya, "gaya"), muat(wadah.dataset.pustaka, "skrip")]);
      mulai();
    } catch {
      kabar.textContent = "Peta tidak dapat dibuka sekarang. Daftar pekerjaannya ada di bawah.";
    }
  });
})();
