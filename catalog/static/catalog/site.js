// Small comforts; every page does the same without them.

// A theme takes hold at once; the form tells the server, which remembers it.
document.querySelector(".themes")?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const form = event.currentTarget;
  const data = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(answer.status);
  } catch {
    const hidden = { type: "hidden", name: "theme", value: button.value };
    form.append(Object.assign(document.createElement("input"), hidden));
    form.submit();
    return;
  }
  if (button.value) document.documentElement.dataset.theme = button.value;
  else delete document.documentElement.dataset.theme;
  for (const other of form.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});

// What is to be copied, where the browser allows it; the answer is told aloud.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
  });
}

// Words and numbers that begin like what is typed; a late answer is dropped.
for (const input of document.querySelectorAll("[data-suggests]")) {
  const list = Object.assign(document.createElement("datalist"), { id: `${input.id}-begun` });
  let asking, waiting;
  input.after(list);
  input.setAttribute("list", list.id);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(async () => {
      asking = new AbortController();
      const address = `${input.dataset.suggests}?${new URLSearchParams({ q: input.value })}`;
      try {
        const answer = await fetch(address, { signal: asking.signal });
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        list.replaceChildren(
          ...suggestions.map(({ text, language }) =>
            Object.assign(document.createElement("option"), { value: text, lang: language })),
        );
      } catch {
        // Without suggestions one types on.
      }
    }, 150);
  });
}

// The values of a long facet with the letters typed; a value stays while one below it does.
const folded = (words) => words.normalize("NFKC").toLowerCase().replaceAll("ё", "е");

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-narrows]")) return;
  const facet = target.closest("fieldset");
  const typed = folded(target.value.trim());
  const rows = [...facet.querySelectorAll(".ticks li")];
  const has = (row) => folded(row.querySelector(".tick-word").textContent).includes(typed);
  const shown = new Set(rows.filter(has));
  for (const row of rows.toReversed()) {
    row.hidden = !shown.has(row) && !row.querySelector("li:not([hidden])");
  }
  if (typed) for (const fold of facet.querySelectorAll("details:has(li:not([hidden]))")) fold.open = true;
  target.closest("p").querySelector("[aria-live]").textContent = typed ? `${shown.size} / ${rows.length}` : "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-narrows]")) event.preventDefault();
});
