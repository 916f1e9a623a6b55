/* What others told of already, while the report is being written. Without it the page after the
   form asks the same. */
(() => {
  "use strict";
  const wadah = document.querySelector("[data-mirip]");
  const borang = wadah && wadah.closest("form");
  if (!borang) return;
  const JEDA = 900;
  const DIBACA = ["cerita", "rt", "rw", "lat", "lng"];
  let jam;
  let terakhir = "";
  let batal;

  const tanya = async () => {
    const isi = new FormData();
    DIBACA.forEach((nama) => isi.set(nama, borang.elements[nama] ? borang.elements[nama].value.trim() : ""));
    const sidik = JSON.stringify([...isi]);
    if (sidik === terakhir || (isi.get("cerita").length < 15 && !(isi.get("rt") && isi.get("rw")))) return;
    terakhir = sidik;
    if (batal) batal.abort();
    batal = new AbortController();
    isi.set("csrfmiddlewaretoken", borang.elements.csrfmiddlewaretoken.value);
    try {
      const jawab = await fetch(wadah.dataset.mirip, { method: "POST", body: isi, signal: batal.signal });
      if (jawab.ok) wadah.innerHTML = await jawab.text();
    } catch { /* the suggestion is optional */ }
  };

  const nanti = () => { clearTimeout(jam); jam = setTimeout(tanya, JEDA); };
  DIBACA.forEach((nama) => {
    const isian = borang.elements[nama];
    if (isian) ["input", "change"].forEach((kejadian) => isian.addEventListener(kejadian, nanti));
  });
  wadah.addEventListener("click", (kejadian) => {
    const tombol = kejadian.target.closest("[data-juga]");
    if (!tombol) return;
    const pilihan = document.createElement("input");
    pilihan.type = "hidden";
    pilihan.name = "juga";
    pilihan.value = tombol.dataset.juga;
    borang.append(pilihan);
    borang.requestSubmit();
  });
})();
