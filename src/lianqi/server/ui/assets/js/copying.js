// <button data-copies="id"> copies what stands in the field of that id, and says so in the [data-copied] beside it. Over
// plain http a browser has no clipboard for pages: then the text is selected and copied the old way.
export function copying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    const told = button.parentElement.querySelector("[data-copied]");
    if (told) told.textContent = told.dataset.copied;
  });
}
