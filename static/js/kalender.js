/* Keys of the calendar: p, n, h, and arrows between the days of a month. Links do the same without. */
(() => {
  "use strict";
  const kal = document.querySelector(".kal");
  if (!kal) return;
  const cetak = kal.querySelector("[data-kal-cetak]");
  if (cetak) {
    cetak.hidden = false;
    cetak.addEventListener("click", () => window.print());
  }
  const ke = (nama) => {
    const tautan = kal.querySelector(`[data-kal="${nama}"]`);
    if (tautan) window.location.assign(tautan.href);
  };
  const hari = [...kal.querySelectorAll("[data-kal-hari]")];
  // one stop of the Tab key for the whole month; the arrows move within it
  const pusat = hari.find((h) => h.closest("td").classList.contains("kal-ini")) || hari.find((h) => !h.closest("td").classList.contains("kal-luar"));
  for (const satu of hari) satu.tabIndex = satu === pusat ? 0 : -1;
  const langkah = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const pindah = (dari, jarak) => {
    const nomor = hari.indexOf(dari) + jarak;
    if (nomor < 0) return ke("lalu");
    if (nomor >= hari.length) return ke("nanti");
    dari.tabIndex = -1;
    hari[nomor].tabIndex = 0;
    hari[nomor].focus();
  };
  const mengetik = (unsur) => unsur.closest("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (acara) => {
    if (acara.altKey || acara.ctrlKey || acara.metaKey || acara.shiftKey || mengetik(acara.target)) return;
    const pilih = { p: "lalu", n: "nanti", h: "kini" }[acara.key];
    if (pilih) return ke(pilih);
    if (!(acara.key in langkah)) return;
    if (hari.includes(document.activeElement)) {
      acara.preventDefault();
      pindah(document.activeElement, langkah[acara.key]);
    } else if (document.activeElement === document.body && Math.abs(langkah[acara.key]) === 1) {
      ke(langkah[acara.key] < 0 ? "lalu" : "nanti");
    }
  });
})();
