/* Basic accessibility checks of a page as rendered; gives a list of what is wrong. */
() => {
  const salah = [];
  const terlihat = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
  const nama = (e) => (e.getAttribute("aria-label") || e.textContent.trim() || e.alt || e.querySelector("img")?.alt || e.title || "").trim();
  const sebut = (e) => `${e.tagName.toLowerCase()}#${e.id}.${e.className}`.slice(0, 60);

  if (document.documentElement.lang !== "id") salah.push("lang bukan id");
  if (document.querySelectorAll("main").length !== 1) salah.push("main tidak satu");
  if (document.documentElement.scrollWidth > innerWidth) salah.push(`gulir mendatar ${document.documentElement.scrollWidth}`);

  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  ids.filter((id, n) => ids.indexOf(id) !== n).forEach((id) => salah.push(`id ganda ${id}`));

  document.querySelectorAll("input:not([type=hidden]), textarea, select").forEach((e) => {
    if (![...e.labels].some((l) => l.textContent.trim())) salah.push(`tanpa label ${sebut(e)}`);
    (e.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean)
      .forEach((id) => { if (!document.getElementById(id)) salah.push(`describedby hilang ${id}`); });
  });
  document.querySelectorAll("img").forEach((e) => { if (!e.hasAttribute("alt")) salah.push(`tanpa alt ${sebut(e)}`); });
  document.querySelectorAll("a[href], button, summary").forEach((e) => { if (!nama(e)) salah.push(`tanpa nama ${sebut(e)}`); });

  let terakhir = 1;
  document.querySelectorAll("h1, h2, h3, h4").forEach((e) => {
    const tingkat = Number(e.tagName[1]);
    if (tingkat > terakhir + 1) salah.push(`judul melompat ke h${tingkat}: ${e.textContent.slice(0, 30)}`);
    terakhir = tingkat;
  });

  // WCAG 2.2, 2.5.8: 24 px, but for links inside a sentence
  document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select").forEach((e) => {
    if (!terlihat(e) || e.closest("p, dd, li:not(.daftar > li)") || e.closest(".jebakan, .lompat")) return;
    const kotak = e.getBoundingClientRect();
    if (kotak.width < 24 || kotak.height < 24) salah.push(`sasaran kecil ${sebut(e)} ${kotak.width}x${kotak.height}`);
  });

  const kanvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const baca = (warna) => {
    kanvas.clearRect(0, 0, 1, 1); kanvas.fillStyle = warna; kanvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = kanvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const alas = (e) => {
    for (let n = e; n; n = n.parentElement) {
      const w = baca(getComputedStyle(n).backgroundColor);
      if (w[3] > 0.99) return w;
    }
    return baca("Canvas");
  };
  const terang = (w) => {
    const [r, g, b] = w.slice(0, 3).map((x) => { const v = x / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const banding = (a, b) => { const [x, y] = [terang(a), terang(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  document.querySelectorAll("body *").forEach((e) => {
    const teks = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!teks || !terlihat(e) || e.disabled || e.closest("svg")) return;
    const gaya = getComputedStyle(e);
    const besar = parseFloat(gaya.fontSize) >= 24 || (parseFloat(gaya.fontSize) >= 18.66 && Number(gaya.fontWeight) >= 700);
    const nilai = banding(baca(gaya.color), alas(e));
    if (nilai < (besar ? 3 : 4.5)) salah.push(`kontras ${nilai.toFixed(2)} ${sebut(e)}: ${e.textContent.trim().slice(0, 30)}`);
  });
  document.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), textarea").forEach((e) => {
    if (!terlihat(e) || e.closest(".jebakan")) return;
    const nilai = banding(baca(getComputedStyle(e).borderTopColor), alas(e.parentElement));
    if (nilai < 3) salah.push(`tepi isian ${nilai.toFixed(2)} ${sebut(e)}`);
  });
  return [...new Set(salah)];
}
