/* The queue's desk by keyboard: n next, u again, m begin, s end, l pass over; anew every 20 s. */
(() => {
  "use strict";
  const sibuk = () => document.activeElement?.matches("input, select, textarea, summary, [contenteditable]");
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || sibuk()) return;
    const tombol = document.querySelector(`[data-tombol="${CSS.escape(e.key.toLowerCase())}"]`);
    if (tombol) { e.preventDefault(); tombol.click(); }
  });
  document.addEventListener("submit", (e) => {
    if (e.target.dataset.dikirim) { e.preventDefault(); return; }
    e.target.dataset.dikirim = "1";
  });
  setInterval(() => { if (!sibuk() && !document.querySelector("[data-dikirim]")) location.reload(); }, 20000);
})();
