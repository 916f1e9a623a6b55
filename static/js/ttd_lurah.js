/* The lurah's signature, drawn with a finger, a pen or a mouse, kept as a PNG in a hidden field. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-ttd-lurah]");
  if (!wadah) return;
  const formulir = wadah.closest("form");
  const isian = formulir.querySelector("input[name=gambar]");
  const kanvas = wadah.querySelector("canvas");
  const kuas = kanvas.getContext("2d");
  let menulis = false;

  kuas.lineWidth = 4;
  kuas.lineCap = kuas.lineJoin = "round";
  kuas.strokeStyle = "#101c40";

  /* Only what the chosen way needs is shown. */
  const atur = () => {
    const cara = formulir.querySelector("input[name=cara]:checked")?.value;
    wadah.hidden = cara !== "gambar";
    formulir.querySelector("input[name=berkas]").closest("p").hidden = cara !== "unggah";
    formulir.querySelector("input[name=simpan]").closest("p").hidden = cara !== "gambar" && cara !== "unggah";
  };
  formulir.querySelectorAll("input[name=cara]").forEach((satu) => satu.addEventListener("change", atur));
  atur();

  const titik = (e) => {
    const kotak = kanvas.getBoundingClientRect();
    return [(e.clientX - kotak.left) * (kanvas.width / kotak.width), (e.clientY - kotak.top) * (kanvas.height / kotak.height)];
  };
  kanvas.addEventListener("pointerdown", (e) => {
    menulis = true;
    kanvas.setPointerCapture(e.pointerId);
    kuas.beginPath();
    kuas.moveTo(...titik(e));
  });
  kanvas.addEventListener("pointermove", (e) => {
    if (!menulis) return;
    kuas.lineTo(...titik(e));
    kuas.stroke();
  });
  const angkat = () => {
    if (!menulis) return;
    menulis = false;
    isian.value = kanvas.toDataURL("image/png");
  };
  kanvas.addEventListener("pointerup", angkat);
  kanvas.addEventListener("pointercancel", angkat);
  wadah.querySelector("[data-ulang]").addEventListener("click", () => {
    kuas.clearRect(0, 0, kanvas.width, kanvas.height);
    isian.value = "";
  });
})();
