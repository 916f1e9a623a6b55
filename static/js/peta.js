/* A point on the map. Leaflet is fetched only when the resident asks for the map. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-peta]");
  if (!wadah) return;
  const lat = document.getElementById("id_lat");
  const lng = document.getElementById("id_lng");
  const kabar = wadah.querySelector("[data-kabar-peta]");
  const hapus = wadah.querySelector("[data-hapus-titik]");
  const buka = wadah.querySelector("[data-buka-peta]");
  let peta, penanda;
  wadah.hidden = false;

  const muat = (url, jenis) => new Promise((jadi, gagal) => {
    const unsur = document.createElement(jenis === "gaya" ? "link" : "script");
    if (jenis === "gaya") { unsur.rel = "stylesheet"; unsur.href = url; } else { unsur.src = url; }
    unsur.onload = jadi;
    unsur.onerror = gagal;
    document.head.append(unsur);
  });

  const tanya = async (titik) => {
    kabar.textContent = "Titik ditandai.";
    try {
      const jawab = await fetch(`${wadah.dataset.tanya}?lat=${titik.lat}&lng=${titik.lng}`);
      const isi = await jawab.json();
      if (isi.lain) kabar.textContent = `Titik ini tampaknya di ${isi.lain}. Laporan tetap untuk kelurahan yang Anda pilih; kami tanyakan lagi setelah dikirim.`;
    } catch { /* the suggestion is optional */ }
  };

  const tandai = (titik) => {
    lat.value = titik.lat.toFixed(6);
    lng.value = titik.lng.toFixed(6);
    hapus.hidden = false;
    if (penanda) penanda.setLatLng(titik);
    else {
      const ikon = window.L.divIcon({ className: "", html: '<div class="titik"></div>', iconSize: [22, 22], iconAnchor: [11, 24] });
      penanda = window.L.marker(titik, { icon: ikon, draggable: true, alt: "Tempat kejadian" }).addTo(peta);
      penanda.on("dragend", () => tandai(penanda.getLatLng()));
    }
    tanya(titik);
  };

  const mulai = () => {
    const pusat = [Number(lat.value || wadah.dataset.lat || -7.63), Number(lng.value || wadah.dataset.lng || 111.53)];
    peta = window.L.map(wadah.querySelector("[data-kanvas]")).setView(pusat, 15);
    window.L.tileLayer(wadah.dataset.ubin, { maxZoom: 19, attribution: wadah.dataset.atribusi }).addTo(peta);
    peta.on("click", (e) => tandai(e.latlng));
    if (lat.value && lng.value) tandai(window.L.latLng(pusat));
  };

  buka.addEventListener("click", async () => {
    buka.setAttribute("aria-expanded", "true");
    buka.hidden = true;
    wadah.querySelector("[data-wadah]").hidden = false;
    try {
      await Promise.all([muat(wadah.dataset.gaya, "gaya"), muat(wadah.dataset.pustaka, "skrip")]);
      mulai();
    } catch {
      kabar.textContent = "Peta tidak dapat dibuka sekarang. Tulis saja tempatnya di cerita Anda.";
    }
  });

  wadah.querySelector("[data-lokasi]").addEventListener("click", () => {
    if (!navigator.geolocation) { kabar.textContent = "Perangkat ini tidak bisa memberi tahu lokasi."; return; }
    kabar.textContent = "Mencari lokasi Anda…";
    navigator.geolocation.getCurrentPosition(
      (hasil) => {
        const titik = window.L.latLng(hasil.coords.latitude, hasil.coords.longitude);
        peta.setView(titik, 17);
        tandai(titik);
      },
      () => { kabar.textContent = "Lokasi tidak didapat. Ketuk saja tempatnya di peta."; },
      { timeout: 10000 },
    );
  });

  hapus.addEventListener("click", () => {
    lat.value = lng.value = "";
    if (penanda) { penanda.remove(); penanda = undefined; }
    hapus.hidden = true;
    kabar.textContent = "Titik dihapus.";
  });
})();
