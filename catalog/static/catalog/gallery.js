// The pictures of a find, large: one <dialog> whose caption and credit are always in sight.
// Without it each picture is a link to its own page, which shows the same.

const links = [...document.querySelectorAll(".photo-link")];
const STEPS = [1, 1.5, 2, 3, 4];
let box = null;
let shown = 0;
let step = 0;

const part = (name) => box.querySelector(`.gallery-${name}`);

function make() {
  box = document.getElementById("gallery").content.firstElementChild.cloneNode(true);
  document.body.append(box);
  box.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.value;
    if (what) act[what]();
  });
  box.addEventListener("keydown", (event) => {
    const what = KEYS[event.key];
    // Enlarged, the arrows move the picture, as in every box that scrolls.
    const moves = step > 0 && event.key.startsWith("Arrow");
    if (!what || moves || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act[what]();
  });
  box.addEventListener("close", () => links[shown].focus());
}

function show(number) {
  shown = (number + links.length) % links.length;
  const figure = links[shown].closest("figure");
  const large = figure.querySelector("picture").cloneNode(true);
  for (const one of large.querySelectorAll("[loading]")) one.removeAttribute("loading");
  part("stage").replaceChildren(large);
  part("words").replaceChildren(...figure.querySelector("figcaption").cloneNode(true).childNodes);
  const place = part("place");
  place.textContent = place.dataset.words
    .replace("{number}", shown + 1)
    .replace("{last}", links.length);
  for (const one of box.querySelectorAll("[value=before], [value=after]")) {
    one.hidden = links.length < 2;
  }
  zoom(0);
}

function zoom(next) {
  step = Math.max(0, Math.min(STEPS.length - 1, next));
  const stage = part("stage");
  stage.dataset.zoom = STEPS[step];
  for (const one of stage.querySelectorAll("[sizes]")) one.sizes = `${STEPS[step] * 100}vw`;
  box.querySelector("[value=nearer]").disabled = step === STEPS.length - 1;
  box.querySelector("[value=farther]").disabled = step === 0;
}

const act = {
  before: () => show(shown - 1),
  after: () => show(shown + 1),
  nearer: () => zoom(step + 1),
  farther: () => zoom(step - 1),
  close: () => box.close(),
};
const KEYS = {
  ArrowLeft: "before",
  ArrowRight: "after",
  "+": "nearer",
  "=": "nearer",
  "-": "farther",
};

links.forEach((link, number) => {
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!box) make();
    show(number);
    box.showModal();
  });
});
