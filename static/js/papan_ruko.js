// The board by keyboard: J and K move, X ticks, Enter opens. Without it every row is tabbed as usual.
(function () {
  "use strict";
  var tabel = document.querySelector(".papan-tabel");
  if (!tabel) { return; }
  var baris = Array.prototype.filter.call(tabel.querySelectorAll("tbody tr"), function (tr) {
    return tr.querySelector("input[type=checkbox]");
  });
  var ke = -1;
  function pilih(baru) {
    if (!baris.length) { return; }
    if (ke >= 0) { baris[ke].classList.remove("sorot"); }
    ke = Math.max(0, Math.min(baris.length - 1, baru));
    baris[ke].classList.add("sorot");
    baris[ke].querySelector("a").focus();
    baris[ke].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) && e.target.type !== "checkbox") { return; }
    var huruf = e.key.toLowerCase();
    if (huruf === "j") { pilih(ke + 1); }
    else if (huruf === "k") { pilih(ke - 1); }
    else if (huruf === "x" && ke >= 0) {
      var kotak = baris[ke].querySelector("input[type=checkbox]");
      kotak.checked = !kotak.checked;
    } else { return; }
    e.preventDefault();
  });
})();
