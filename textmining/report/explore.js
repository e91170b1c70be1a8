"use strict";
(() => {
  const data = JSON.parse(document.getElementById("explore-data").textContent);
  const choose = (id, options) => {
    const select = document.getElementById(id);
    for (const [value, name] of options) select.add(new Option(name, value));
    select.addEventListener("change", show);
    return select;
  };
  const show = () => {
    const key = [question.value, wave.value, group.value].join("|");
    const place = data.places[key];
    const body = document.getElementById("explore-rows");
    body.replaceChildren();
    document.getElementById("explore-base").textContent = place ? place.base : data.nothing;
    for (const [name, text, share, low, high, apart] of place ? place.rows : []) {
      const row = body.insertRow();
      if (apart) row.className = "apart";
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = name;
      row.append(head);
      row.insertCell().append(track(share, low, high));
      row.insertCell().textContent = text;
    }
  };
  const track = (share, low, high) => {
    const line = document.createElement("div");
    line.className = "track";
    line.setAttribute("aria-hidden", "true");
    if (high > low) line.append(mark("reach", low, high - low));
    if (share !== null) line.append(mark("dot", share, 0));
    return line;
  };
  const mark = (kind, start, width) => {
    const part = document.createElement("span");
    part.className = kind;
    part.style.left = `${100 * start / data.top}%`;
    if (width) part.style.width = `${100 * width / data.top}%`;
    return part;
  };
  const question = choose("explore-question", data.questions);
  const wave = choose("explore-wave", data.waves);
  const group = choose("explore-group", data.groups);
  wave.value = data.waves[data.waves.length - 1][0];
  document.getElementById("explore").hidden = false;
  show();
})();
