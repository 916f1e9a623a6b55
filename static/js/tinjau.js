// One key for each choice; not while somebody is typing. Buttons do the same without it.
(function () {
  "use strict";
  function mengetik(e) { return e.target.closest("input, textarea, select, [contenteditable]"); }
  function buka(nama) {
    var kotak = document.getElementById(nama);
    if (!kotak) { return; }
    kotak.open = true;
    var isian = kotak.querySelector("textarea");
    isian.focus();
    isian.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", function (e) {
    var tombol = e.target.closest("[data-buka]");
    if (tombol) { buka(tombol.dataset.buka); }
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && e.ctrlKey && e.target.closest("#sunting")) {
      e.preventDefault();
      e.target.form.requestSubmit();
      return;
    }
    if (mengetik(e) || e.ctrlKey || e.metaKey || e.altKey || e.repeat) { return; }
    var tujuan = document.querySelector('[data-tuts="' + CSS.escape(e.key.toLowerCase()) + '"]');
    if (tujuan) { e.preventDefault(); tujuan.click(); }
  });
})();
