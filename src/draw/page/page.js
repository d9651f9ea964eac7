// The page: reads the data, lays the picture out, and joins camera, parts, panel and search.
const SVG = "http://www.w3.org/2000/svg";
const by = id => document.getElementById(`ui-${id}`);
const data = JSON.parse(by("data").textContent);

// Shows a picture; gives the drawing that fills the window, the layer that the camera moves, the picture, and its extent.
function hang(text) {
  const read = new DOMParser().parseFromString(text, "image/svg+xml");
  if (read.querySelector("parsererror") || read.documentElement.localName !== "svg") throw new Error("SVG");
  const inert = read.documentElement;
  // Words of a plan are only words; should a picture hold more than a picture, it is left out. Titles would be shown a second time.
  inert.querySelectorAll("script, foreignObject, title").forEach(element => element.remove());
  for (const element of [inert, ...inert.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes]) {
      if (/^on|^(xlink:)?(href|title)$/i.test(name) && element.localName !== "use") element.removeAttribute(name);
    }
  }
  const svg = document.importNode(inert, true);
  const [view, layer] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "g")];
  view.id = "ui-view";
  layer.id = "ui-layer";
  const given = svg.viewBox.baseVal;
  const sheet = given && given.width ? given : { x: 0, y: 0, width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  const area = { x: sheet.x, y: sheet.y, width: sheet.width, height: sheet.height };
  // In points of the picture, not in the units of paper.
  Object.entries(area).forEach(([name, value]) => svg.setAttribute(name, value));
  layer.append(svg);
  view.append(layer);
  by("stage").replaceChildren(view);
  // The fonts of this machine may be wider than those that the layout reckoned with: then the picture is as large as its words.
  const ink = svg.getBBox();
  const box = { x: Math.min(area.x, ink.x), y: Math.min(area.y, ink.y) };
  box.width = Math.max(area.x + area.width, ink.x + ink.width) - box.x;
  box.height = Math.max(area.y + area.height, ink.y + ink.height) - box.y;
  return { view, layer, svg, box };
}

// The picture as a file of its own, as it was laid out.
function save(text, box) {
  const read = new DOMParser().parseFromString(text, "image/svg+xml");
  const values = { viewBox: [box.x, box.y, box.width, box.height].join(" "), width: `${box.width}pt`, height: `${box.height}pt` };
  Object.entries(values).forEach(([name, value]) => read.documentElement.setAttribute(name, value));
  const whole = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(read.documentElement)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([whole], { type: "image/svg+xml" }));
  link.download = `${[...data.title.replace(/[\\/:*?"<>|\s]+/g, "-")].slice(0, 60).join("") || "fengong"}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function start(text) {
  const { view, layer, svg, box } = hang(text);
  by("bar").hidden = by("hint").hidden = false;
  const stage = by("stage");
  const camera = makeCamera(stage, by("bar"), view, layer, box, percent => by("scale").textContent = `${percent}%`);
  const parts = makeParts(data.parts, svg, view, layer);
  const panel = makePanel(by("panel"), data.words, parts.strong);
  const leave = () => {
    panel.hide();
    parts.look(null);
  };
  // A hit that was gone to is looked at, with what belongs to it, until the pointer looks elsewhere.
  const visit = part => {
    panel.hide();
    parts.look(part);
  };
  const search = makeSearch(by("search"), by("count"), by("hits"), parts, camera, layer, data.words, visit);

  stage.addEventListener("pointermove", event => {
    if (camera.dragging()) return panel.pinned() || leave();
    if (panel.pinned() || event.pointerType === "touch") return;
    const part = parts.at(event.clientX, event.clientY);
    parts.look(part);
    panel.hover(part, event.clientX, event.clientY);
  });
  stage.addEventListener("pointerleave", () => panel.pinned() || leave());
  stage.addEventListener("click", event => {
    if (camera.dragged()) return;
    search.fold();
    const part = parts.at(event.clientX, event.clientY);
    if (!part || part === panel.pinned()) return leave();
    parts.look(part);
    panel.pin(part, event.clientX, event.clientY);
  });
  by("close").addEventListener("click", leave);

  // The keyboard: a part that has the focus is as one under the pointer.
  const focused = event => parts.all.get(event.target.closest?.(".part")?.id);
  const beside = part => {
    const edge = part.element.getBoundingClientRect();
    return [edge.right, edge.bottom];
  };
  stage.addEventListener("focusin", event => {
    const part = focused(event);
    if (!part || !part.element.matches(":focus-visible")) return;
    leave();
    const edge = part.element.getBoundingClientRect();
    if (edge.left < 0 || edge.top < 50 || edge.right > innerWidth || edge.bottom > innerHeight) camera.centre(camera.placeOf(part.element));
    parts.look(part);
    panel.hover(part, ...beside(part));
  });
  stage.addEventListener("focusout", () => panel.pinned() || leave());

  const zoom = factor => () => camera.zoom(factor);
  const press = { closer: zoom(1.25), farther: zoom(0.8), fit: camera.fit, save: () => save(text, box), print: () => print() };
  Object.entries(press).forEach(([id, act]) => by(id).addEventListener("click", act));
  const STEP = 60;
  const keys = {
    "+": press.closer, "=": press.closer, "-": press.farther, "_": press.farther, "0": camera.fit,
    "/": () => by("search").focus(),
    ArrowLeft: () => camera.move(STEP, 0), ArrowRight: () => camera.move(-STEP, 0),
    ArrowUp: () => camera.move(0, STEP), ArrowDown: () => camera.move(0, -STEP),
    Escape: () => panel.pinned() ? leave() : (leave(), search.clear()),
  };
  document.addEventListener("keydown", event => {
    if (event.target === by("search") || event.ctrlKey || event.metaKey || event.altKey) return;
    const part = focused(event);
    if (part && (event.key === "Enter" || event.key === " ")) {
      parts.look(part);
      panel.pin(part, ...beside(part));
    } else if (keys[event.key]) {
      keys[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
}

// Lays a diagram out; gives its SVG. Graphviz gives errors and warnings as a list, the first error being the cause.
async function layOut(dot) {
  const result = (await Viz.instance()).renderFormats(dot, ["svg", "json0"]);
  if (result.status !== "success") throw new Error(result.errors.map(error => error.message).join("\n"));
  return centred(result.output.svg, JSON.parse(result.output.json0));
}

// Graphviz has no fonts here: it takes Chinese to be narrower and lines to be lower than they are, so that words would stand too far to the
// right and touch. The boxes have their size from the program, so each line is put to its place in them. A disc has its words outside.
function centred(text, layout) {
  const LINE = 1.3, BASE = 0.36; // as metrics.rs has it; from the middle of a line down to where its letters stand
  const read = new DOMParser().parseFromString(text, "image/svg+xml");
  for (const { id, pos, shape } of layout.objects || []) {
    if (!id || !pos || shape === "circle") continue;
    const [x, y] = pos.split(",").map(Number);
    const lines = [...read.querySelectorAll(`#${CSS.escape(id)}.node text[text-anchor="start"]`)];
    const heights = lines.map(line => Number(line.getAttribute("font-size")) * LINE);
    let top = -y - heights.reduce((sum, height) => sum + height, 0) / 2;
    lines.forEach((line, at) => {
      const values = { "text-anchor": "middle", x, y: (top + heights[at] * (0.5 + BASE / LINE)).toFixed(2) };
      Object.entries(values).forEach(([name, value]) => line.setAttribute(name, value));
      top += heights[at];
    });
  }
  return new XMLSerializer().serializeToString(read);
}

const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

async function main() {
  const state = by("state");
  try {
    if (data.dot !== undefined) {
      state.hidden = false;
      await painted();
    }
    start(data.svg ?? await layOut(data.dot));
    state.hidden = true;
  } catch (error) {
    by("stage").replaceChildren();
    by("bar").hidden = by("hint").hidden = true;
    state.textContent = data.words.failed.replace("{cause}", () => error.message);
    state.classList.add("failed");
    state.hidden = false;
  }
  // For those who wait for the picture from outside, as tests do.
  document.documentElement.dataset.state = state.hidden ? "drawn" : "failed";
}

document.readyState === "loading" ? addEventListener("DOMContentLoaded", main) : main();
