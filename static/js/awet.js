// What is typed into a form with data-awet stays in this browser until it was sent: a lost
// connection, a dead battery or an error page loses nothing. Without it the form works the same.
(function () {
  "use strict";
  function kotak() { try { return window.localStorage; } catch { return null; } }
  var simpanan = kotak();
  if (!simpanan) { return; }
  if (document.querySelector("[data-awet-semua]")) { // whoever leaves takes their drafts along
    Object.keys(simpanan).filter(function (k) { return k.indexOf("awet:") === 0; })
      .forEach(function (k) { simpanan.removeItem(k); });
  }
  document.querySelectorAll("form[data-awet]").forEach(function (form) {
    var kunci = "awet:" + form.dataset.awet;
    var isian = Array.prototype.filter.call(form.elements, function (e) {
      return e.name && e.type !== "hidden" && e.type !== "file" && e.type !== "submit";
    });
    var bersih = document.querySelector("[data-awet-bersih]");
    if (bersih) { simpanan.removeItem(kunci); }
    var lama = {};
    try { lama = JSON.parse(simpanan.getItem(kunci) || "{}"); } catch { lama = {}; }
    isian.forEach(function (e) {
      if (e.type === "checkbox" || e.type === "radio") { return; }
      if (!e.value && lama[e.name]) { e.value = lama[e.name]; }
    });
    form.addEventListener("input", function () {
      var isi = {};
      isian.forEach(function (e) {
        if (e.type !== "checkbox" && e.type !== "radio" && e.value) { isi[e.name] = e.value; }
      });
      try { simpanan.setItem(kunci, JSON.stringify(isi)); } catch { /* full: nothing is lost now */ }
    });
  });
})();
