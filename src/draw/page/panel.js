// The panel: what is told of a part, near the pointer; a click keeps it, so that its words can be copied.
function makePanel(panel, words, strong) {
  const FIRST = 10; // lines that are shown before the panel is pinned
  const [head, list, more] = [panel.querySelector("h1"), panel.querySelector("ul"), panel.querySelector(".ui-more")];
  let shown = null, pinned = null;

  function write(part, whole) {
    const lines = part.lines || [];
    const first = whole || lines.length <= FIRST + 1 ? lines : lines.slice(0, FIRST);
    head.textContent = part.head;
    list.replaceChildren(...first.map(line => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    more.textContent = first.length < lines.length ? words.more.replace("{count}", lines.length - first.length) : "";
  }

  // At one of four corners of the place, inside of the window: where it covers least of what stands out.
  let corner = 0;
  function put(clientX, clientY, strong) {
    const EDGE = 12, BESIDE = 16;
    const { width, height } = panel.getBoundingClientRect();
    const inside = (at, size, all) => Math.max(EDGE, Math.min(at, all - EDGE - size));
    const places = [[1, 1], [0, 1], [1, 0], [0, 0]].map(([right, below]) => {
      const left = inside(right ? clientX + BESIDE : clientX - BESIDE - width, width, innerWidth);
      const top = inside(below ? clientY + BESIDE : clientY - BESIDE - height, height, innerHeight);
      const over = (a, b, c, e) => Math.max(0, Math.min(b, e) - Math.max(a, c));
      const covers = strong.reduce((sum, edge) => sum + over(edge.left, edge.right, left, left + width) * over(edge.top, edge.bottom, top, top + height), 0);
      const onPointer = clientX > left && clientX < left + width && clientY > top && clientY < top + height;
      return { left, top, covers: covers + (onPointer ? 1e9 : 0) };
    });
    // It does not jump from corner to corner for nothing.
    const best = Math.min(...places.map(place => place.covers));
    if (places[corner].covers > best) corner = places.findIndex(place => place.covers === best);
    const { left, top } = places[corner];
    panel.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  function hide() {
    shown = pinned = null;
    panel.hidden = true;
    panel.classList.remove("pinned");
  }

  return {
    hide,
    pinned: () => pinned,
    hover(part, clientX, clientY) {
      if (pinned) return;
      if (!part) return hide();
      if (part !== shown) write(part, false);
      shown = part;
      panel.hidden = false;
      put(clientX, clientY, strong());
    },
    pin(part, clientX, clientY) {
      write(part, true);
      shown = pinned = part;
      panel.hidden = false;
      panel.classList.add("pinned");
      panel.scrollTop = 0;
      put(clientX, clientY, strong());
    },
  };
}

