/* The queue of proposals by keyboard: Y joins, N refuses, arrows move. The buttons do the same. */
(() => {
  "use strict";
  const semua = () => [...document.querySelectorAll(".pasangan")];
  const kini = () => document.activeElement.closest(".pasangan") || semua()[0];
  const pindah = (langkah) => {
    const daftar = semua();
    const ke = daftar[daftar.indexOf(kini()) + langkah];
    if (ke) { ke.focus(); ke.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (kejadian) => {
    if (kejadian.ctrlKey || kejadian.metaKey || kejadian.altKey || kejadian.repeat) return;
    if (kejadian.target.closest("input, textarea, select, [contenteditable]")) return;
    const tombol = kejadian.key.toLowerCase();
    if (tombol === "arrowdown" || tombol === "arrowup") {
      kejadian.preventDefault();
      pindah(tombol === "arrowdown" ? 1 : -1);
      return;
    }
    const borang = kini() && kini().querySelector(`[data-putus="${tombol}"]`);
    if (borang) { kejadian.preventDefault(); borang.requestSubmit(); }
  });
  const pertama = semua()[0];
  if (pertama) pertama.focus({ preventScroll: true });
})();
