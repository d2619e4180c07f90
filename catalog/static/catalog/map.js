// The map of a page: the server's drawing, made to be moved. The list beside it stays as it is.

const host = document.getElementById("map");
const canvas = host?.querySelector(".map-canvas");

const SINGLY = 300; // more finds in the window than this are counted by square
const CLOSEST = 15; // nearer there is nothing more to see
const NEAR = 28; // pixels: links nearer to each other are one
const told = host ? JSON.parse(host.dataset.map) : {};
const plural = new Intl.PluralRules(told.words?.language);

function finds(number) {
  const { finds: forms, language } = told.words;
  const pattern = forms[plural.select(number)] ?? forms.other;
  return pattern.replace("{n}", number.toLocaleString(language));
}

const degreesAPixel = (map) => 360 / 256 / 2 ** map.getZoom();
const bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
// Beyond the date line the world begins again: where a place is in the turn that is seen.
const turned = (map, longitude) => longitude + 360 * Math.round((map.getCenter().lng - longitude) / 360);
const unturned = (longitude) => longitude - 360 * Math.floor((longitude + 180) / 360);

// --- The ground: layers of coastline, the finer painted over the coarser.

function isOnBorder(before, here, [west, south, east, north]) {
  const along = (axis, limit) => before[axis] === limit && here[axis] === limit;
  return along(0, west) || along(0, east) || along(1, south) || along(1, north);
}

// The edges of a ring without those that only follow the border of the layer.
function shore(ring, box) {
  const lines = [[]];
  for (let place = 1; place < ring.length; place++) {
    const [before, here] = [ring[place - 1], ring[place]];
    if (isOnBorder(before, here, box)) {
      lines.push([]);
      continue;
    }
    const line = lines[lines.length - 1];
    if (!line.length) line.push(before);
    line.push(here);
  }
  return lines.filter((line) => line.length);
}

// What spans the world is drawn once more on either side.
const TURNS = [-360, 0, 360];
const isWorld = ([west, , east]) => east - west >= 360;

const points = (lines, turns) =>
  turns.flatMap((turn) => lines.map((line) => line.map(([longitude, latitude]) => [latitude, longitude + turn])));

class Ground {
  constructor(map, coast) {
    this.map = map;
    this.layers = coast.map(([url, box, from], place) => {
      const pane = map.createPane(`ground-${place}`);
      pane.style.zIndex = 210 + place;
      const area = bounds(isWorld(box) ? [box[0] - 360, box[1], box[2] + 360, box[3]] : box);
      return { url, box, from, area, pane: `ground-${place}`, drawn: null };
    });
    map.on("moveend", () => this.refresh());
  }

  needed() {
    const window = this.map.getBounds();
    let needed = [];
    for (const layer of this.layers) {
      if (degreesAPixel(this.map) >= layer.from || !layer.area.intersects(window)) continue;
      needed = layer.area.contains(window) ? [layer] : [...needed, layer];
    }
    return needed;
  }

  async refresh() {
    const needed = this.needed();
    await Promise.all(needed.map((layer) => this.load(layer)));
    for (const layer of this.layers) {
      if (!layer.drawn) continue;
      if (needed.includes(layer)) layer.drawn.addTo(this.map);
      else layer.drawn.remove();
    }
  }

  async load(layer) {
    layer.loading ??= fetch(layer.url).then((answer) => answer.json());
    layer.drawn ??= this.draw(layer, await layer.loading);
  }

  draw({ pane, box, area }, content) {
    const rings = (kind) =>
      content.features
        .filter((feature) => feature.properties.kind === kind)
        .flatMap((feature) => feature.geometry.coordinates.map(([ring]) => ring));
    const land = rings("land");
    const turns = isWorld(box) ? TURNS : [0];
    const lines = points(land.flatMap((ring) => shore(ring, box)), turns);
    const renderer = L.svg({ pane, padding: 0.5 });
    const still = { pane, renderer, interactive: false };
    return L.layerGroup([
      L.rectangle(area, { ...still, className: "map-sea", stroke: false }),
      L.polyline(lines, { ...still, className: "map-swell map-swell-far" }),
      L.polyline(lines, { ...still, className: "map-swell" }),
      L.polygon(points(land, turns).map((ring) => [ring]), { ...still, className: "map-land", stroke: false }),
      L.polyline(lines, { ...still, className: "map-shore" }),
      L.polygon(points(rings("lake"), turns).map((ring) => [ring]), { ...still, className: "map-lake" }),
    ]);
  }
}

// --- Names of places: where these are neither specks nor wider than the window, and have room.

const overlap = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

class Names {
  constructor(map, names) {
    this.map = map;
    this.names = names;
    this.group = L.layerGroup().addTo(map);
    map.createPane("names").style.zIndex = 450;
    map.getPane("names").style.pointerEvents = "none";
    map.on("zoomend resize", () => this.refresh());
    map.on("moveend", () => this.turn() !== this.shown && this.refresh());
  }

  /** Which turn of the world each name is in. */
  turn() {
    return this.names.map(([, longitude]) => turned(this.map, longitude)).join();
  }

  refresh() {
    this.group.clearLayers();
    this.shown = this.turn();
    const taken = [];
    const width = this.map.getSize().x;
    for (const [latitude, around, radius, name, language] of this.names) {
      const longitude = turned(this.map, around);
      const metres = 111195 * degreesAPixel(this.map) * Math.cos((latitude * Math.PI) / 180);
      const pixels = radius / metres;
      if (pixels < 9 || pixels > width / 2) continue;
      const rise = pixels < 60 ? Math.min(pixels, 46) + 6 : 0;
      const point = this.map.project([latitude, longitude]);
      const [x, y] = [point.x, point.y - rise];
      const half = ([...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 14 : 7.5), 0)) / 2;
      const room = [x - half, y - 8, x + half, y + 8];
      if (taken.some((other) => overlap(room, other))) continue;
      taken.push(room);
      const words = Object.assign(document.createElement("span"), { textContent: name, lang: language });
      words.setAttribute("aria-hidden", "true");
      const look = radius >= 5000 ? "map-name map-name-wide" : "map-name";
      const icon = L.divIcon({ html: words, className: look, iconSize: [half * 2, 16], iconAnchor: [half, 8 + rise] });
      this.group.addLayer(L.marker([latitude, longitude], { icon, pane: "names", interactive: false, keyboard: false }));
    }
  }
}

// --- What was found: the area it lies in, and links for those that lie near each other.

function outline([latitude, longitude, cell, radius, number]) {
  const depth = Math.min(3, Math.floor(Math.log10(number)));
  const look = { className: `map-area map-area-${depth}`, interactive: false };
  if (!cell) return L.circle([latitude, longitude], { ...look, radius: radius ?? 0 });
  const half = cell / 2;
  const box = [longitude - half, latitude - half, longitude + half, latitude + half];
  return L.rectangle(bounds(box), look);
}

function pin(place, number, { href, name }) {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = number > 1 ? number.toLocaleString(told.words.language) : "";
  link.setAttribute("aria-label", [name, finds(number)].filter(Boolean).join(": "));
  const size = [Math.max(26, 14 + 7.5 * link.textContent.length), 26];
  const look = number > 1 ? "map-pin" : "map-pin map-pin-one";
  const icon = L.divIcon({ html: link, className: look, iconSize: size });
  const marker = L.marker(place, { icon, keyboard: false, riseOnHover: true });
  return { marker, link };
}

// Pointing at one lights all that stands for the same.
function bind(elements) {
  const parts = elements.filter(Boolean);
  const light = (isLit) => parts.forEach((part) => part.classList.toggle("is-lit", isLit));
  for (const part of parts) {
    for (const event of ["mouseenter", "focusin"]) part.addEventListener(event, () => light(true));
    for (const event of ["mouseleave", "focusout"]) part.addEventListener(event, () => light(false));
  }
}

function opens({ marker, link }, content) {
  link.addEventListener("click", (event) => event.preventDefault());
  marker.bindPopup(() => Object.assign(content(), { tabIndex: -1 }), {
    maxWidth: 260,
    minWidth: 200,
    autoPanPadding: [16, 16],
  });
  marker.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", told.words.close);
    popup.getElement().querySelector(".leaflet-popup-content > *").focus({ preventScroll: true });
  });
  marker.on("popupclose", () => link.focus({ preventScroll: true }));
}

// Spots, each {area, name, href, rows(), row}: one pin for those nearer than a fingertip.
class Pins {
  constructor(map) {
    this.map = map;
    this.areas = L.layerGroup().addTo(map);
    this.group = L.layerGroup().addTo(map);
    this.all = [];
    this.spots = [];
    map.on("zoomend", () => this.refresh());
    map.on("moveend", () => {
      if (this.all.some(({ area }, place) => turned(map, area[1]) !== this.spots[place].area[1])) this.show(this.all);
    });
  }

  show(spots) {
    this.all = spots;
    this.areas.clearLayers();
    this.spots = spots.map((spot) => {
      const [latitude, longitude, ...rest] = spot.area;
      const area = [latitude, turned(this.map, longitude), ...rest];
      return { ...spot, area, drawn: outline(area).addTo(this.areas) };
    });
    this.refresh();
  }

  refresh() {
    this.map.closePopup();
    this.group.clearLayers();
    for (const near of this.together()) this.add(near);
  }

  together() {
    const heaps = [];
    for (const spot of [...this.spots].sort((one, other) => other.area[4] - one.area[4])) {
      const point = this.map.project(spot.area.slice(0, 2));
      const heap = heaps.find((other) => other.point.distanceTo(point) < NEAR);
      if (heap) heap.spots.push(spot);
      else heaps.push({ point, spots: [spot] });
    }
    return heaps.map((heap) => heap.spots);
  }

  add(near) {
    const [first] = near;
    const number = near.reduce((sum, { area }) => sum + area[4], 0);
    const made = pin(first.area.slice(0, 2), number, first);
    this.group.addLayer(made.marker);
    opens(made, () => {
      const list = document.createElement("div");
      list.append(...near.flatMap((spot) => spot.rows()));
      return list;
    });
    for (const { row, drawn } of near) bind([row, made.marker.getElement(), drawn.getElement()]);
    made.marker.on("click", () => first.row && reveal(first.row));
  }
}

// In the list, without moving the page.
function reveal(row) {
  const list = row.closest(".map-list");
  list.scrollTo({ top: row.offsetTop - list.offsetTop });
}

// What the list says of a spot, with its pictures and their credits.
function copied(row) {
  return [...row.children].map((child) => {
    const copy = child.cloneNode(true);
    for (const kept of copy.querySelectorAll("template")) kept.replaceWith(kept.content.cloneNode(true));
    return copy;
  });
}

function listed(areas) {
  return areas.map((area, place) => {
    const row = document.getElementById(`spot-${place + 1}`);
    const name = row.querySelector(".map-where").dataset.name;
    return { area, name, href: `#${row.id}`, row, rows: () => copied(row) };
  });
}

// Too many for a list: squares while there are many in the window, single finds when few.
class Counted {
  constructor(map, areas) {
    this.map = map;
    this.group = L.layerGroup().addTo(map);
    this.pins = new Pins(map);
    this.here = host.querySelector(".map-here");
    areas.forEach((area, place) => this.square(area, document.getElementById(`square-${place + 1}`)));
    this.refresh();
    map.on("moveend", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), 150);
    });
  }

  box() {
    const window = this.map.getBounds();
    const [west, east] = [window.getWest(), window.getEast()];
    const sides = east - west < 360 ? [unturned(west), unturned(east)] : [-180, 180];
    const [south, north] = [window.getSouth(), window.getNorth()].map((edge) => Math.max(-90, Math.min(90, edge)));
    return [sides[0], south, sides[1], north].map((edge) => edge.toFixed(5)).join(",");
  }

  async refresh() {
    this.asked?.abort();
    this.asked = new AbortController();
    const box = this.box();
    const zoom = Math.max(0, Math.min(22, Math.round(this.map.getZoom())));
    const query = new URLSearchParams({ bbox: box, zoom, limit: SINGLY });
    try {
      const joint = told.api.endsWith("?") ? "" : "&";
      const answer = await fetch(`${told.api}${joint}${query}`, { signal: this.asked.signal });
      if (answer.ok) this.show(await answer.json(), box);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
  }

  show(found, box) {
    this.group.clearLayers();
    const rows = found.rows.map((row) => Object.fromEntries(found.fields.map((name, place) => [name, row[place]])));
    if (found.kind === "cells") {
      const half = found.cell_degrees / 2;
      for (const { south, west, records } of rows) this.square([south + half, west + half, half * 2, null, records]);
    }
    this.pins.show(found.kind === "points" ? this.spots(rows) : []);
    this.tell(found.here, box);
  }

  square(area, row) {
    const [latitude, longitude, cell, , number] = area;
    const half = cell / 2;
    const box = [longitude - half, latitude - half, longitude + half, latitude + half];
    const address = `${told.listed}&bbox=${box.map((edge) => +edge.toFixed(6)).join(",")}`;
    const here = turned(this.map, longitude);
    const { marker, link } = pin([latitude, here], number, {
      href: row?.querySelector("a").href ?? address,
      name: row?.querySelector("a").textContent.trim(),
    });
    const drawn = outline([latitude, here, cell, null, number]);
    this.group.addLayer(drawn).addLayer(marker);
    bind([row, marker.getElement(), drawn.getElement()]);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || this.map.getZoom() >= CLOSEST) return;
      event.preventDefault();
      this.map.fitBounds(bounds([here - half, box[1], here + half, box[3]]), { maxZoom: CLOSEST });
      this.map.getContainer().focus({ preventScroll: true });
    });
  }

  spots(rows) {
    const together = new Map();
    for (const row of rows) {
      const radius = row.cell_degrees ? null : row.uncertainty_m;
      const key = [row.latitude, row.longitude, row.cell_degrees, radius].join();
      together.set(key, [...(together.get(key) ?? []), row]);
    }
    return [...together.values()].map((same) => {
      const [{ latitude, longitude, cell_degrees: cell, uncertainty_m: radius, slug, title }] = same;
      const area = [latitude, longitude, cell, cell ? null : radius, same.length];
      return { area, name: title, href: this.address(slug), rows: () => same.map((row) => this.item(row)) };
    });
  }

  address(slug) {
    return `${told.find}${encodeURIComponent(slug)}/${told.origin}`;
  }

  item({ slug, number, title }) {
    const item = Object.assign(document.createElement("p"), { className: "map-find" });
    const mark = Object.assign(document.createElement("span"), { className: "number", textContent: number });
    const link = Object.assign(document.createElement("a"), { href: this.address(slug), textContent: title });
    item.append(mark, " ", link);
    return item;
  }

  tell(number, box) {
    const link = Object.assign(document.createElement("a"), {
      href: `${told.listed}&bbox=${box}`,
      textContent: told.words.list,
    });
    this.here.replaceChildren(told.words.here.replace("{finds}", finds(number)), " ", link);
  }
}

// --- The map itself.

const Scale = L.Control.Scale.extend({
  _updateMetric(longest) {
    const metres = this._getRoundNum(longest);
    const { kilometres, metres: short } = told.words;
    const words = metres < 1000 ? short.replace("{number}", metres) : kilometres.replace("{number}", metres / 1000);
    this._updateScale(this._mScale, words, metres / longest);
  },
});

function start() {
  canvas.replaceChildren();
  const map = L.map(canvas, { attributionControl: false, zoomControl: false, maxZoom: 17, minZoom: 1, zoomSnap: 0.5, worldCopyJump: true });
  L.control.zoom({ zoomInTitle: told.words.zoomIn, zoomOutTitle: told.words.zoomOut }).addTo(map);
  new Scale({ imperial: false, maxWidth: 120 }).addTo(map);
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", told.words.map);
  canvas.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  const ground = new Ground(map, told.coast);
  const names = new Names(map, told.names);
  if (told.tiles) L.tileLayer(told.tiles, { zIndex: 1 }).addTo(map);
  const closest = Math.log2((360 / 256) * (canvas.clientWidth / told.least));
  map.fitBounds(bounds(told.box), { padding: [28, 28], maxZoom: Math.min(CLOSEST, closest), animate: false });
  ground.refresh();
  names.refresh();
  if (host.querySelector(".map-square")) new Counted(map, told.areas);
  else new Pins(map).show(listed(told.areas));
}

if (canvas && window.L) start();
