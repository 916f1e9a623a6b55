/* The report form, made a little kinder. Everything here works without it too. */
(() => {
  "use strict";
  document.querySelectorAll("[data-hitung]").forEach((isian) => {
    const batas = Number(isian.dataset.hitung);
    const hitung = document.createElement("p");
    hitung.className = "hitung";
    hitung.setAttribute("aria-live", "polite");
    isian.after(hitung);
    const tulis = () => {
      const n = isian.value.length;
      hitung.classList.toggle("lebih", n > batas);
      hitung.textContent = n < batas * 0.8 ? "" : `${n.toLocaleString("id")} dari ${batas.toLocaleString("id")} huruf`;
    };
    isian.addEventListener("input", tulis);
    tulis();
  });

  document.querySelectorAll("input[type=file][data-daftar]").forEach((isian) => {
    const daftar = document.createElement("ul");
    daftar.className = "daftar-foto";
    daftar.setAttribute("aria-live", "polite");
    isian.after(daftar);
    isian.addEventListener("change", () => {
      daftar.replaceChildren(...[...isian.files].map((f) => {
        const baris = document.createElement("li");
        const mb = (f.size / 1048576).toLocaleString("id", { maximumFractionDigits: 1 });
        baris.textContent = `${f.name} (${mb} MB)${f.size > 10485760 ? ": terlalu besar, paling besar 10 MB" : ""}`;
        return baris;
      }));
    });
  });

  document.querySelectorAll("form[data-lapor]").forEach((borang) => {
    borang.addEventListener("submit", () => {
      const tombol = borang.querySelector("[data-kirim]");
      // After the event, so that the form itself is still sent.
      setTimeout(() => { tombol.disabled = true; tombol.textContent = "Sedang dikirim…"; }, 0);
    });
    window.addEventListener("pageshow", () => {
      const tombol = borang.querySelector("[data-kirim]");
      tombol.disabled = false;
      tombol.textContent = "Kirim";
    });
  });

  const galat = document.getElementById("galat");
  if (galat) galat.focus();
})();
