// <button data-opens="id"> opens the <dialog> of that id; what htmx brings into a closed one opens it, but for what it
// brings into [data-quiet]. [data-closes] inside closes it; so does a tap beside it, unless it holds what somebody types
// (data-stays).
export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("dialog [data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    if (event.target instanceof HTMLDialogElement && !("stays" in event.target.dataset)) event.target.close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.closest && event.target.closest("dialog");
    if (!dialog || "quiet" in event.target.dataset) return;
    if (!dialog.open) dialog.showModal();
    const wrong = dialog.querySelector("[role=alert], [aria-invalid=true]");
    const first = dialog.querySelector("form textarea, form select, form input:not([type=hidden])");
    if (wrong) wrong.scrollIntoView({ block: "nearest" });
    if (first) first.focus({ preventScroll: Boolean(wrong) });
  });
}
