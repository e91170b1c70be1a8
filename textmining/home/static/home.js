// Keeps the bar of a running step in step with it, and copies commands. Without it the pages work.
"use strict";

const panel = document.getElementById("job");
let since = { doing: "" };

// About how many minutes what is being done takes still, at the pace it has had while the page is open.
function minutesLeft(job) {
  if (since.doing !== job.doing) since = { doing: job.doing, done: job.done, at: Date.now() };
  const pace = (job.done - since.done) / (Date.now() - since.at);
  return pace > 0 ? Math.ceil((job.total - job.done) / pace / 60000) : 0;
}

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
  const left = job.total ? minutesLeft(job) : 0;
  const far = left ? doing.dataset.left.replace("{minutes}", left) : doing.dataset.of;
  const told = far.replace("{done}", job.done).replace("{total}", job.total);
  const said = job.total ? `${job.doing} ${told}` : job.doing;
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
