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
});
