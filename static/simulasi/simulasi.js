// The demo's telephone: stay at the newest message, keep an opened list open while states change, and
// empty the field once it is sent.
(() => {
  "use strict";
  const turun = () => {
    const layar = document.getElementById("layar");
    if (layar) layar.scrollTop = layar.scrollHeight;
  };
  turun();
  let terbuka = [];
  const daftar = () => [...document.querySelectorAll("details[data-balon]")];
  document.body.addEventListener("htmx:beforeSwap", () => {
    terbuka = daftar().filter((d) => d.open).map((d) => d.dataset.balon);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    daftar().forEach((d) => { d.open = terbuka.includes(d.dataset.balon); });
    turun();
  });
  document.body.addEventListener("htmx:afterRequest", (kejadian) => {
    const formulir = kejadian.target;
    if (!formulir.matches || !formulir.matches("form[data-tulis]") || !kejadian.detail.successful) return;
    formulir.reset();
    const teks = formulir.querySelector("textarea");
    if (teks) teks.focus();
  });
  const teks = document.getElementById("teks");
  if (teks) {
    teks.addEventListener("keydown", (tombol) => {
      if (tombol.key !== "Enter" || tombol.shiftKey || tombol.isComposing) return;
      tombol.preventDefault();
      teks.form.requestSubmit(teks.form.querySelector("button[value=kirim]"));
    });
  }
})();
