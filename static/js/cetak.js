/* A button that prints the page. */
(() => {
  "use strict";
  document.querySelector("[data-cetak]")?.addEventListener("click", () => window.print());
})();
