// The demo's telephone: stay at the newest message, and empty the field once it is sent.
(() => {
  "use strict";
  const turun = () => {
    const layar = document.getElementById("layar");
    if (layar) layar.scrollTop = layar.scrollHeight;
  };
  turun();
  document.body.addEventListener("htmx:afterSwap", turun);
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
