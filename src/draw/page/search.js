// The search: things whose names or words hold what was typed are marked in the picture and listed below the box.
function makeSearch(box, count, hits, parts, camera, layer, words, visited) {
  const plain = text => text.normalize("NFKC").toLowerCase();
  // Ties and cells have names of others; what is searched for is the things themselves.
  const names = [...parts.all.values()].filter(part => part.element && !part.joins && (part.head || part.also))
    .map(part => ({ part, text: plain(`${part.head} ${part.also || ""}`), lines: (part.lines || []).map(plain) }));
  const holds = (text, pieces) => pieces.every(piece => text.includes(piece));
  let found = [], current = -1, asked = "", line = () => undefined;

  function run() {
    const typed = plain(box.value).trim();
    if (typed === asked) return;
    asked = typed;
    const pieces = typed.split(/\s+/).filter(Boolean);
    // Names first, then the words behind them, with the line that has them.
    const named = names.filter(({ text }) => holds(text, pieces));
    const told = names.filter(({ text, lines }) => !holds(text, pieces) && lines.some(line => holds(line, pieces)));
    found = pieces.length ? [...named, ...told].map(({ part }) => part) : [];
    line = part => (part.lines || []).find(words => holds(plain(words), pieces)) ?? part.lines?.[0];
    current = -1;
    parts.look(null);
    parts.find(found.length ? found : null);
    count.textContent = !pieces.length ? "" : found.length ? words.found.replace("{count}", found.length) : words.nothing;
    hits.replaceChildren(...found.map(entry));
    hits.hidden = found.length === 0;
    marks();
  }

  function entry(part, at) {
    const [item, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.textContent = part.head || part.also;
    if (part.lines?.length) {
      const more = document.createElement("small");
      more.textContent = line(part);
      button.append(more);
    }
    button.addEventListener("click", () => go(at));
    item.append(button);
    return item;
  }

  // A ring around each hit, which shows whatever its shape and colour are.
  function marks() {
    layer.querySelectorAll(".ring").forEach(ring => ring.remove());
    found.forEach((part, at) => {
      const place = camera.placeOf(part.element);
      const ring = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const wide = { x: place.x - 3, y: place.y - 3, width: place.width + 6, height: place.height + 6, rx: 4 };
      Object.entries(wide).forEach(([name, value]) => ring.setAttribute(name, value));
      ring.setAttribute("class", at === current ? "ring current" : "ring");
      layer.append(ring);
    });
  }

  function go(at) {
    if (!found.length) return;
    current = (at + found.length) % found.length;
    [...hits.querySelectorAll("button")].forEach((button, place) => {
      if (place === current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    hits.children[current].scrollIntoView({ block: "nearest" });
    count.textContent = `${current + 1} / ${found.length}`;
    marks();
    camera.centre(camera.placeOf(found[current].element));
    visited(found[current]);
  }

  function clear() {
    box.value = "";
    run();
  }

  // While an input method composes, what is typed is not yet what is meant.
  box.addEventListener("input", event => event.isComposing || run());
  box.addEventListener("compositionend", run);
  box.addEventListener("focus", () => hits.hidden = found.length === 0);
  box.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === "ArrowDown") go(event.shiftKey ? current - 1 : current + 1);
    else if (event.key === "ArrowUp") go(current < 0 ? found.length - 1 : current - 1);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });
  return { clear, fold: () => hits.hidden = true };
}

