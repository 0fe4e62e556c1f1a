// One key each: data-key="1" is pressed by 1, while nobody is typing and no dialog is open. [data-prints] prints.
function typing(element) {
  return element.closest("textarea, select, dialog, input:not([type=radio]):not([type=checkbox])");
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    // Enter on a link or a button is that link's or button's own.
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!/^[a-z0-9]$|^Enter$/.test(key)) return;
    const meant = document.querySelector(`[data-key="${key}"]`);
    if (!meant) return;
    event.preventDefault();
    meant.click();
    if (meant.matches("input")) meant.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-prints]")) window.print();
  });
}
