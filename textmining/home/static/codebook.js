"use strict";
// Whoever leaves with changes that are not saved is asked.

const edit = document.querySelector("#edit");
const unsaved = document.querySelector("#unsaved");
let dirty = "dirty" in edit.dataset;

edit.addEventListener("input", () => {
  dirty = true;
  unsaved.hidden = false;
});
edit.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
// A field that is not filled in may be in a theme that is folded.
edit.addEventListener("invalid", (event) => {
  const folded = event.target.closest("details");
  if (folded) folded.open = true;
}, true);
