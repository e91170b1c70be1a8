"use strict";
// A file can be dropped anywhere on the form.

const form = document.querySelector("#drop");
const input = form.querySelector("input[type=file]");

function over(event) {
  event.preventDefault();
  form.classList.toggle("over", event.type === "dragover");
}

for (const kind of ["dragover", "dragleave"]) form.addEventListener(kind, over);
form.addEventListener("drop", (event) => {
  over(event);
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});
// A file that misses the form would replace the page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
