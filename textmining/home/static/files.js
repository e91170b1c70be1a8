"use strict";
// A file can be dropped anywhere on the page; one that missed the form would replace the page.

const form = document.querySelector("#drop");
const input = form?.querySelector("input[type=file]");

function over(event) {
  event.preventDefault();
  form?.classList.toggle("over", event.type === "dragover");
}

for (const kind of ["dragover", "dragleave"]) window.addEventListener(kind, over);
window.addEventListener("drop", (event) => {
  over(event);
  if (form && event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});
