/* A signature drawn with a finger, a pen or a mouse, kept as a small PNG in a hidden field. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-ttd]");
  const isian = document.getElementById("id_ttd_gambar");
  if (!wadah || !isian) return;
  const kanvas = wadah.querySelector("canvas");
  const kuas = kanvas.getContext("2d");
  let menulis = false;
  wadah.hidden = false;

  const siapkan = () => {
    if (!kanvas.clientWidth || kanvas.width === kanvas.clientWidth) return;
    kanvas.width = kanvas.clientWidth;
    kanvas.height = kanvas.clientHeight;
    kuas.lineWidth = 2.4;
    kuas.lineCap = kuas.lineJoin = "round";
    kuas.strokeStyle = "#10231a";
    isian.value = "";
  };
  wadah.closest("details").addEventListener("toggle", siapkan);
  siapkan();

  kanvas.addEventListener("pointerdown", (e) => {
    siapkan();
    menulis = true;
    kanvas.setPointerCapture(e.pointerId);
    kuas.beginPath();
    kuas.moveTo(e.offsetX, e.offsetY);
  });
  kanvas.addEventListener("pointermove", (e) => {
    if (!menulis) return;
    kuas.lineTo(e.offsetX, e.offsetY);
    kuas.stroke();
  });
  const angkat = () => {
    if (!menulis) return;
    menulis = false;
    isian.value = kanvas.toDataURL("image/png");
  };
  kanvas.addEventListener("pointerup", angkat);
  kanvas.addEventListener("pointercancel", angkat);
  wadah.querySelector("[data-ttd-hapus]").addEventListener("click", () => {
    kuas.clearRect(0, 0, kanvas.width, kanvas.height);
    isian.value = "";
  });
})();
