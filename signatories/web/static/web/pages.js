// What pages can do beside being read: tables sort and filter, the day slides, a snippet is copied. Without this file
// everything is still there; nothing here asks any other host.
"use strict";

const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell?.querySelector("time")?.dateTime ?? plain(cell?.dataset.status ?? cell?.textContent ?? "");
}

/** Rows of each part of the table by a column; unknown values last, either way. */
function sort(table, column, descending) {
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.classList.contains("group"));
    const known = (row) => !["", "–"].includes(valueOf(row, column));
    rows.sort((one, other) => {
      if (known(one) !== known(other)) return known(one) ? -1 : 1;
      const order = valueOf(one, column).localeCompare(valueOf(other, column), document.documentElement.lang);
      return descending ? -order : order;
    });
    body.append(...rows);
  }
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const link = head.querySelector("a");
    const button = make("button", link ? "↕" : head.textContent, { type: "button", class: "sort" });
    if (link) button.setAttribute("aria-label", `${table.dataset.sort}: ${head.textContent}`);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(table, column, descending);
    });
    if (link) head.append(" ", button);
    else head.replaceChildren(button);
  });
}

function makeFilterable(table) {
  const box = make("input", "", { type: "search", "aria-label": table.dataset.filter, placeholder: table.dataset.filter });
  box.className = "find";
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/);
    for (const row of table.querySelectorAll("tbody tr:not(.group)")) {
      const text = plain(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  table.closest(".scroll").before(box);
}

/** The page of another day in place of this one: no full load, and the address says the day. */
let asked = 0;
async function show(day) {
  const number = (asked += 1);
  const address = new URL(location.href);
  address.searchParams.set("as_of", day);
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || number !== asked) return;
  const kept = document.querySelector(".as-of");
  const fresh = page.querySelector("main");
  const open = [...document.querySelectorAll("main details")].map((details) => details.open);
  fresh.querySelectorAll("details").forEach((details, place) => (details.open ||= open[place] ?? false));
  kept.querySelector(".speaks").replaceChildren(...fresh.querySelector(".speaks").childNodes);
  kept.querySelector("#as_of").value = day;
  fresh.querySelector(".as-of").replaceWith(kept);
  document.querySelector("main").replaceChildren(...fresh.childNodes);
  document.querySelector(".languages").replaceWith(page.querySelector(".languages"));
  document.title = page.title;
  history.replaceState(null, "", address);
  enliven(document.querySelector("main"));
}

const DAY = 86_400_000;
const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const textOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);

function makeSlide(form) {
  const { first, last, slide } = form.dataset;
  const field = form.querySelector("#as_of");
  if (!first || first === last || form.querySelector("input[type=range]")) return;
  const range = make("input", "", { type: "range", min: dayOf(first), max: dayOf(last), "aria-label": slide });
  range.value = dayOf(field.value);
  const tell = () => range.setAttribute("aria-valuetext", field.value);
  let waiting;
  range.addEventListener("input", () => {
    field.value = textOf(Number(range.value));
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(() => show(field.value).then(() => range.focus()), 150);
  });
  tell();
  form.querySelector(".day-field").after(range);
}

function makeCopyable(text) {
  if (!navigator.clipboard) return; // A browser gives it to pages that came encrypted only.
  const button = make("button", text.dataset.copy, { type: "button" });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = text.dataset.copied;
  });
  text.after(button);
}

function enliven(part) {
  part.querySelectorAll("table[data-sort]").forEach(makeSortable);
  part.querySelectorAll("table[data-filter]").forEach(makeFilterable);
  part.querySelectorAll("textarea[data-copy]").forEach(makeCopyable);
  part.querySelectorAll("form[data-first]").forEach(makeSlide);
}

enliven(document);
