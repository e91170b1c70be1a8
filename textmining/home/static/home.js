// Keeps the bar of a running step in step with it, and copies commands. Without it the pages work.
"use strict";

const panel = document.getElementById("job");

async function follow() {
  let job;
  try {
    job = await (await fetch("/home/job", { credentials: "same-origin" })).json();
  } catch {
    return setTimeout(follow, 3000); // the program may be starting anew: the step goes on meanwhile
  }
  if (job.state !== "running") return location.reload();
  const bar = document.getElementById("bar");
  const doing = document.getElementById("doing");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  } else {
    bar.removeAttribute("value");
  }
  const far = job.total ? ` ${doing.dataset.of.replace("{done}", job.done).replace("{total}", job.total)}` : "";
  const said = `${job.doing}${far}`;
  if (job.doing && doing.textContent !== said) doing.textContent = said;
  return setTimeout(follow, 1000);
}

if (panel?.dataset.state === "running") setTimeout(follow, 500);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
});
