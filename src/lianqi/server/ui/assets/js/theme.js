// Runs before the page is drawn, so that nobody sees a flash of the other theme. Without script the page is light.
const root = document.documentElement;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function choose() {
  const wanted = root.dataset.theme || "auto";
  root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
}

choose();
// Older Chromium knows only addListener for a media query.
if (dark.addEventListener) dark.addEventListener("change", choose);
else dark.addListener(choose);
