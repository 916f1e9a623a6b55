/* Copy, print or save the code and PIN. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-salin]");
  const daftar = document.querySelector("[data-kode]");
  if (!wadah || !daftar) return;
  const kabar = document.querySelector("[data-kabar]");
  const baris = [...daftar.querySelectorAll("dt")].map((dt) => `${dt.textContent}: ${dt.nextElementSibling.textContent.trim()}`);
  const teks = [...baris, `Lacak di ${location.origin}/lacak/`].join("\n");
  wadah.hidden = false;
  wadah.querySelector("[data-aksi=salin]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(teks);
      kabar.textContent = "Sudah disalin.";
    } catch {
      getSelection().selectAllChildren(daftar);
      kabar.textContent = "Sudah ditandai. Tekan lama lalu pilih Salin.";
    }
  });
  wadah.querySelector("[data-aksi=cetak]").addEventListener("click", () => window.print());
  wadah.querySelector("[data-aksi=simpan]").href = URL.createObjectURL(new Blob([`${teks}\n`], { type: "text/plain" }));
})();
