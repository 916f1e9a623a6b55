// Keeps a draft of minutes every 20 seconds while something is being typed. Without script the
// button does the same.
(() => {
  const form = document.querySelector("[data-notulen]");
  if (!form) return;
  const kabar = form.querySelector("[data-kabar]");
  const simpanan = form.querySelector("[name=simpanan]");
  let berubah = false;
  let sibuk = false;
  form.addEventListener("input", () => { berubah = true; });
  form.addEventListener("submit", () => { berubah = false; });
  window.addEventListener("beforeunload", (e) => { if (berubah) e.preventDefault(); });
  const simpan = async () => {
    if (!berubah || sibuk) return;
    sibuk = true;
    berubah = false;
    try {
      const jawab = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
      });
      const isi = await jawab.json();
      if (jawab.ok) simpanan.value = isi.simpanan;
      else berubah = jawab.status >= 500;
      kabar.textContent = isi.kabar;
    } catch {
      berubah = true;
      kabar.textContent = "Belum tersimpan: sambungan terputus. Kami coba lagi.";
    }
    sibuk = false;
  };
  setInterval(simpan, 20000);
})();
