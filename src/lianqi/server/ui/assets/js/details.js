// Small panels (时限怎么算的, the person's menu) are <details>: they open by tap and by keyboard without script. What
// script adds: Escape and a tap elsewhere close them, and only one is open at a time.
const OPEN = "details[data-panel][open]";

export function details() {
  // What is folded on a phone stands open where there is room.
  if (window.matchMedia("(min-width: 768px)").matches) {
    for (const fold of document.querySelectorAll("details[data-wide]")) fold.open = true;
  }
  document.addEventListener("click", (event) => {
    for (const panel of document.querySelectorAll(OPEN)) {
      if (!panel.contains(event.target)) panel.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const panel of document.querySelectorAll(OPEN)) {
      const inside = panel.contains(document.activeElement);
      panel.open = false;
      if (inside) panel.querySelector("summary").focus();
    }
  });
}
