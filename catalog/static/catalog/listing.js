// The listing without a new page: each link and form keeps its address, which is fetched and put in
// place of what stands there. Whatever goes wrong is an ordinary visit to that address.

const wide = matchMedia("(min-width: 60rem)");
const filters = document.getElementById("filters");
const form = filters?.querySelector("form");
const results = document.getElementById("results");
const status = document.getElementById("results-status");
let asking = null;

/** The address a form asks for, without its empty fields. */
function addressOf(asked) {
  const pairs = [...new FormData(asked)].filter(([, value]) => value);
  const query = new URLSearchParams(pairs);
  return `${asked.action}${query.size ? "?" : ""}${query}`;
}

/** The page at an address; null when a later question has overtaken this one. */
async function ask(address) {
  asking?.abort();
  const mine = (asking = new AbortController());
  try {
    const answer = await fetch(address, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("results")) throw new Error(answer.status);
    return mine.signal.aborted ? null : { page, address: answer.url };
  } catch (error) {
    if (mine.signal.aborted) return null;
    location.assign(address);
    throw error;
  }
}

const key = (input) => `${input.name}=${input.value}`;
const all = (where, selector) => [...where.querySelectorAll(selector)];

/** Counts and ticks of a facet somebody stands in: no node moves, so the focus stays. */
function count(facet, fresh) {
  const told = new Map(all(fresh, "input").map((input) => [key(input), input]));
  for (const input of all(facet, "input[type=checkbox]")) {
    const other = told.get(key(input));
    const row = input.closest("label");
    input.checked = other?.checked ?? false;
    input.disabled = other ? other.disabled : true;
    row.className = other ? other.closest("label").className : "tick tick-none";
    const number = other?.closest("label").querySelector(".tick-count").textContent ?? "0";
    row.querySelector(".tick-count").textContent = number;
  }
  if (bars(facet) && bars(fresh)) bars(facet).replaceWith(bars(fresh));
}

const named = (details) => details.querySelector("summary").textContent.trim();

const bars = (facet) => facet.querySelector(".histograms");

function replaceFacet(facet, fresh) {
  const open = all(facet, "details[open]").map(named);
  for (const details of all(fresh, "details")) details.open ||= open.includes(named(details));
  facet.replaceWith(fresh);
}

/** The filters of another page: every facet anew but the one with the focus. */
function putFilters(page) {
  const fresh = page.querySelector(".filters-form");
  const legend = (facet) => facet.querySelector("legend")?.textContent;
  const there = new Map(all(form, "fieldset").map((facet) => [legend(facet), facet]));
  let before = form.querySelector("fieldset");
  for (const facet of all(fresh, "fieldset")) {
    const old = there.get(legend(facet));
    there.delete(legend(facet));
    if (!old) before.before(facet);
    else if (old.contains(document.activeElement)) count(old, facet);
    else replaceFacet(old, facet);
    before = (old?.isConnected ? old : facet).nextElementSibling;
  }
  for (const gone of there.values()) {
    if (gone.contains(document.activeElement)) count(gone, fresh);
    else gone.remove();
  }
  const words = form.elements.q;
  if (words !== document.activeElement) words.value = fresh.elements.q.value;
  for (const hidden of all(form, "input[type=hidden]")) hidden.remove();
  form.append(...all(fresh, "input[type=hidden]"));
  const apply = form.querySelector(".button");
  apply.dataset.show = fresh.querySelector(".button").dataset.show;
}

/** What stands in the new page for what had the focus in the old one. */
function again({ id, href }) {
  return id ? document.getElementById(id) : all(results, "a").find((link) => link.href === href);
}

/** Put another page of the listing in place of this one. */
function put(page) {
  const focused = document.activeElement;
  document.title = page.title;
  for (const name of [".listing-more", ".languages"]) {
    document.querySelector(name)?.replaceWith(page.querySelector(name));
  }
  putFilters(page);
  for (const opens of ["#filters > summary", "[data-opens=filters]"]) {
    document.querySelector(opens).textContent = page.querySelector(opens).textContent;
  }
  results.replaceChildren(...page.getElementById("results").childNodes);
  document.querySelector(".thumb-sort").hidden = !document.getElementById("sort");
  // Once, and last: this is what a screen reader tells.
  status.replaceChildren(...page.getElementById("results-status").childNodes);
  if (document.activeElement === document.body) again(focused)?.focus({ preventScroll: true });
}

/** A map has files of its own, which only a new page loads. */
const isMap = (address) => new URL(address, location).searchParams.get("view") === "map";

async function visit(address, { push = true } = {}) {
  if (isMap(address) || document.querySelector("[data-map]")) return location.assign(address);
  results.setAttribute("aria-busy", "true");
  const answer = await ask(address);
  if (!answer) return;
  results.removeAttribute("aria-busy");
  if (push) history.pushState(null, "", answer.address);
  put(answer.page);
}

/** After a chip is gone the focus is on the one that took its place, else on the count. */
async function dropChip(link) {
  const place = all(document, ".chips li").indexOf(link.closest("li"));
  await visit(link.href);
  const chips = all(document, ".chips li:not(.chips-clear) a");
  const next = chips[Math.min(place, chips.length - 1)];
  (next ?? status).focus({ preventScroll: true });
}

function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

document.querySelector("main").addEventListener("click", (event) => {
  const link = event.target.closest(".chips a, .listing-results a[href^='?'], .apply a, .histogram a");
  if (!link || !isPlain(event) || link.closest(".pages")) return;
  event.preventDefault();
  if (link.closest(".chips")) dropChip(link);
  else visit(link.href).then(() => drawer?.close());
});
results.addEventListener("submit", (event) => {
  event.preventDefault();
  visit(addressOf(event.target));
});
results.addEventListener("change", (event) => {
  const sorting = event.target.closest(".sorting");
  if (sorting) visit(addressOf(sorting));
});
addEventListener("popstate", () => visit(location.href, { push: false }));

// On a wide screen each change is asked at once; in the drawer only counted, until it is applied.

let drawer = null;

async function tell() {
  const answer = await ask(addressOf(form));
  if (!answer) return;
  putFilters(answer.page);
  const apply = form.querySelector(".button");
  apply.textContent = apply.dataset.show;
}

form.addEventListener("change", () => (wide.matches ? visit(addressOf(form)) : tell()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  drawer?.close();
  visit(addressOf(form));
});
form.classList.add("is-live");

/** Who opened the drawer gets the focus back. */
let opener = "#filters > summary";

function open(event, by) {
  if (wide.matches) return;
  event.preventDefault();
  opener = by;
  drawer ??= makeDrawer();
  drawer.append(form);
  drawer.showModal();
}

filters.querySelector("summary").addEventListener("click", (event) => open(event, "#filters > summary"));
document.querySelector("main").addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]")?.dataset.opens;
  if (opens === "filters") open(event, "[data-opens=filters]");
  if (opens !== "sort") return;
  event.preventDefault();
  const choice = document.getElementById("sort");
  choice.focus();
  choice.showPicker?.();
});

function makeDrawer() {
  const made = document.createElement("dialog");
  made.className = "drawer";
  made.setAttribute("aria-label", filters.querySelector("h2").textContent);
  const close = document.getElementById("drawer-close").content.firstElementChild.cloneNode(true);
  close.addEventListener("click", () => made.close());
  made.append(close);
  made.addEventListener("close", () => {
    filters.append(form);
    document.querySelector(opener)?.focus({ preventScroll: true });
  });
  // A drawer that no longer is one gives its form back.
  wide.addEventListener("change", () => made.close());
  filters.after(made);
  return made;
}
