// The sidebar's folded groups open by keyboard too: unfold's headings only listen to the mouse.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("h2.cursor-pointer[x-on\\:click]").forEach((judul) => {
    const daftar = judul.parentElement.querySelector("ol");
    const tandai = () =>
      judul.setAttribute("aria-expanded", String(!daftar || daftar.style.display !== "none"));
    judul.tabIndex = 0;
    judul.setAttribute("role", "button");
    judul.addEventListener("keydown", (acara) => {
      if (acara.key !== "Enter" && acara.key !== " ") return;
      acara.preventDefault();
      judul.click();
    });
    if (daftar) new MutationObserver(tandai).observe(daftar, { attributes: true });
    tandai();
  });
  // unfold writes the name of a chosen file into the first text field it finds near by. In its own
  // widget that field is a disabled one; elsewhere it would be one that somebody fills in.
  document.querySelectorAll("input[type=file]").forEach((berkas) => {
    const nama = berkas.parentNode.parentNode.parentNode.querySelector("input[type=text]");
    if (!nama || !nama.disabled) berkas.hasChangeListener = true;
  });
});
