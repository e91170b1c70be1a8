// The review page's keys, and going on without loading the whole page. Everything here only
// presses the page's own links and forms: without it the page still works.
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
let busy = false;

// Going on: fetch the next page and take over its middle.

async function goTo(address, options, sent) {
  if (busy) return;
  busy = true;
  try {
    const response = await fetch(address, { credentials: "same-origin", ...options });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.status >= 500 || !page.getElementById("main")) throw new Error(response.status);
    if (response.ok && sent) sessionStorage.removeItem(sent);
    takeOver(page, response.url);
  } catch {
    tell(document.body.dataset.failed);
  } finally {
    busy = false;
  }
}

function takeOver(page, address) {
  const side = document.querySelector(".side");
  const newSide = page.querySelector(".side");
  if (side && newSide) {
    byId("main").replaceWith(page.getElementById("main"));
    if (byId("counts")) byId("counts").dataset.source = newSide.querySelector("#counts").dataset.source;
  } else document.querySelector(".columns").replaceWith(page.querySelector(".columns"));
  pointAt("");
  byId("alert").hidden = true;
  document.title = page.title;
  if (address !== location.href) history.pushState(null, "", address);
  window.scrollTo(0, 0);
  byId("main").focus({ preventScroll: true });
  arrive();
}

function tell(text) {
  byId("alert").textContent = text;
  byId("alert").hidden = false;
}

function send(form, button) {
  if (form === cardForm() && !form.querySelector("[name=theme]:checked")) return tell(document.body.dataset.none);
  const draft = form === cardForm() ? draftName() : "";
  goTo(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)) }, draft);
}

// What is ticked but not sent is there again when one comes back, unless the answer was decided on meanwhile.

const cardForm = () => document.querySelector("form.decide");
// The token differs from review to review: an answer has the same address in another wave.
const draftName = () => `draft ${location.pathname} ${cardForm()?.elements.csrf.value}`;

function saveDraft() {
  const form = cardForm();
  if (!form) return;
  const data = new FormData(form);
  const draft = { themes: data.getAll("theme"), also: data.getAll("also"), unsure: data.has("unsure"), note: data.get("note"), on: shown() };
  sessionStorage.setItem(draftName(), JSON.stringify(draft));
}

// What the page showed before anybody ticked.
function shown() {
  const ticked = all("form.decide [type=checkbox]").filter((box) => box.defaultChecked);
  return JSON.stringify([ticked.map((box) => `${box.name} ${box.value}`), byId("note").defaultValue]);
}

function restoreDraft() {
  if (!cardForm()) return;
  const draft = JSON.parse(sessionStorage.getItem(draftName()) ?? "null");
  if (!draft || draft.on !== shown()) return;
  const ticked = { theme: draft.themes, also: draft.also };
  for (const box of all("form.decide [name=theme], form.decide [name=also]")) box.checked = ticked[box.name].includes(box.value);
  byId("unsure").checked = draft.unsure;
  byId("note").value = draft.note;
}

// Themes

function standAlone(box) {
  const row = box.closest(".theme");
  if (!row || !box.checked) return;
  const alone = "alone" in row.dataset;
  for (const other of box.form.querySelectorAll(".theme")) {
    if (other !== row && (alone || "alone" in other.dataset)) other.querySelector("input").checked = false;
  }
}

function pointAt(code) {
  if (!byId("book-hint")) return;
  for (const entry of all("[data-entry]")) entry.hidden = entry.dataset.entry !== code;
  byId("book-hint").hidden = code !== "";
  for (const mark of all("mark")) mark.classList.toggle("lit", mark.dataset.codes.split(" ").includes(code));
}

// How well a theme fits what is sought: its label begins so, a word of it does, it is within.
function fit(row, wanted) {
  const text = row.dataset.find;
  if (text.startsWith(wanted)) return 3;
  if (text.split(/[\s,/-]+/).some((word) => word.startsWith(wanted))) return 2;
  return text.includes(wanted) ? 1 : 0;
}

function findThemes() {
  const wanted = byId("find").value.trim().toLowerCase();
  const rows = all("form.decide .theme");
  const fits = new Map(rows.map((row) => [row, fit(row, wanted)]));
  const best = Math.max(...fits.values());
  const worst = Math.min(best, 2); // what only has the letters within it shows if nothing is better
  const isTicked = (row) => row.querySelector("input").checked;
  for (const row of rows) row.hidden = wanted !== "" && !isTicked(row) && (best === 0 || fits.get(row) < worst);
  const first = wanted && best > 0 ? rows.find((row) => fits.get(row) === best) : undefined;
  for (const row of rows) row.classList.toggle("first", row === first);
  byId("nothing").hidden = wanted === "" || best > 0;
  return first;
}

function takeFound() {
  const found = findThemes();
  byId("find").value = "";
  if (found) found.querySelector("input").click();
  findThemes();
  byId("find").blur();
}

// The live counts, a moment after the last decision

let later = 0;

function refreshCounts() {
  clearTimeout(later);
  if (!byId("counts")) return;
  later = setTimeout(async () => {
    const response = await fetch(byId("counts").dataset.source, { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return; // the counts can wait; decisions say themselves when they cannot be sent
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const panel = page.getElementById("panel");
    if (panel && byId("counts")) byId("counts").replaceChildren(panel);
  }, 700);
}

function arrive() {
  refreshCounts();
  restoreDraft();
  mark(location.pathname === listPath ? place : 0, false);
  listPath = location.pathname;
  const box = byId("all");
  if (box) box.addEventListener("change", () => all("[name=answer]").forEach((b) => (b.checked = box.checked)));
}

// Lists of things to decide on: keys act on the one that is marked.

let place = 0;
let listPath = "";

function mark(number, focus) {
  const items = all("[data-item]");
  if (!items.length) return;
  place = Math.min(Math.max(number, 0), items.length - 1);
  items.forEach((item, n) => item.classList.toggle("here", n === place));
  if (!focus) return;
  items[place].focus({ preventScroll: true });
  items[place].scrollIntoView({ block: "nearest" });
}

function onListKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) return act(event, () => mark(place + step, true));
  const button = all("[data-item]")[place]?.querySelector(`[data-key="${event.key}"]`);
  act(event, button ? () => button.click() : ["?", "z"].includes(event.key) && actions[event.key]);
}

// Keys

const press = (element) => element && element.click();
const actions = {
  u: () => press(byId("unsure")),
  n: () => byId("note")?.focus(),
  z: () => byId("undo")?.requestSubmit(),
  "?": () => byId("keys").showModal(),
  "/": () => byId("find")?.focus(),
  ArrowLeft: () => press(byId("before")),
  ArrowRight: () => press(byId("after")),
  Enter: () => cardForm()?.requestSubmit(),
};

function onKey(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.key === "Escape") return target.blur();
  if (event.key === "Enter" && target.id === "find") {
    event.preventDefault();
    return takeFound();
  }
  const isField = target.matches("input:not([type=checkbox]), textarea, select");
  if (!isField && all("[data-item]").length) return onListKey(event);
  const isPressed = event.key === "Enter" && target.matches("a, button, summary");
  if (isField || isPressed || !cardForm()?.contains(byId("unsure"))) {
    if (!isField && ["?", "z"].includes(event.key)) act(event, actions[event.key]);
    return;
  }
  const row = all(".decide .theme").find((theme) => theme.dataset.key === event.key.toLowerCase());
  act(event, row ? () => toggle(row) : actions[event.key] ?? actions[event.key.toLowerCase()]);
}

function act(event, action) {
  if (!action || event.repeat) return;
  event.preventDefault();
  action();
}

function toggle(row) {
  press(row.querySelector("input"));
  pointAt(row.dataset.code);
}

document.addEventListener("keydown", onKey);
document.addEventListener("submit", (event) => {
  if (!("swap" in event.target.dataset)) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
document.addEventListener("click", (event) => {
  const walk = event.target.closest("#before, #after");
  if (walk && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    goTo(walk.href);
  }
});
document.addEventListener("change", (event) => {
  if (event.target.name === "theme") standAlone(event.target);
  if (cardForm()?.contains(event.target)) saveDraft();
});
document.addEventListener("input", (event) => {
  if (event.target.id === "find") findThemes();
});
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const row = event.target.closest(".decide .theme");
    if (row) pointAt(row.dataset.code);
    const item = kind === "focusin" && event.target.closest("[data-item]");
    if (item) mark(all("[data-item]").indexOf(item), false);
  });
}
byId("help").addEventListener("click", () => byId("keys").showModal());
window.addEventListener("popstate", () => location.reload());
arrive();
