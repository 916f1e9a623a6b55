/* Reads the QR of a participant's card with the camera, where the browser can; typing always works. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-pindai]");
  if (!wadah || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const tombol = wadah.querySelector("[data-kamera]");
  const video = wadah.querySelector("[data-video]");
  const isian = wadah.querySelector("input[name=kode]");
  tombol.hidden = false;

  tombol.addEventListener("click", async () => {
    let aliran;
    try {
      aliran = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      tombol.textContent = "Kamera tidak bisa dibuka";
      return;
    }
    const pembaca = new window.BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = aliran;
    video.hidden = false;
    await video.play();
    const lihat = async () => {
      const hasil = await pembaca.detect(video).catch(() => []);
      const kode = hasil.map((satu) => satu.rawValue.trim()).find((teks) => /^[A-Z]{2,4}-[A-Z0-9-]{4,12}$/i.test(teks));
      if (!kode) { requestAnimationFrame(lihat); return; }
      aliran.getTracks().forEach((jalur) => jalur.stop());
      isian.value = kode;
      isian.form.submit();
    };
    lihat();
  });
})();
