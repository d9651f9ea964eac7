// The parts of the picture: their elements, what belongs together, and what stands out.
function makeParts(list, svg, view, layer) {
  const all = new Map(list.map(part => [part.id, { ...part, near: new Set(), element: null }]));

  for (const element of svg.querySelectorAll("g[id]")) {
    const part = all.get(element.id);
    if (!part) continue;
    part.element = element;
    element.classList.add("part");
    if (part.id[0] === "f") element.classList.add("frame");
    if ("xrc".includes(part.id[0])) element.classList.add("square");
    if (part.head) element.classList.add("told");
    if ("nrc".includes(part.id[0])) {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
    }
    element.setAttribute("aria-label", part.head || part.also || "");
    if (part.id[0] === "e") grip(element);
  }

  const link = (a, b) => {
    if (!all.has(a) || !all.has(b) || a === b) return;
    all.get(a).near.add(b);
    all.get(b).near.add(a);
  };
  for (const part of all.values()) {
    const joins = part.joins || [];
    joins.forEach(end => link(part.id, end));
    if (joins.length === 2) link(...joins);
    // What stands in a frame belongs to it, and to the frames around it, but not the other way round.
    for (let frame = part.within; frame && all.has(frame); frame = all.get(frame).within) all.get(frame).near.add(part.id);
  }

  // Thin lines are hard to meet with a pointer: each gets a wide one that cannot be seen.
  function grip(element) {
    for (const path of [...element.querySelectorAll("path")]) {
      const wide = path.cloneNode(false);
      ["id", "class", "style", "marker-start", "marker-end"].forEach(name => wide.removeAttribute(name));
      wide.setAttribute("class", "grip");
      path.before(wide);
    }
  }

  // The part at a place of the window. What can be seen comes before grips, and frames are met by their words alone.
  function at(clientX, clientY) {
    let near = null;
    for (const element of document.elementsFromPoint(clientX, clientY)) {
      const own = layer.contains(element) && element.closest(".part");
      const part = own && all.get(own.id);
      if (!part || !part.head) continue;
      if (part.id[0] === "f" && !element.closest("text")) continue;
      if (!element.classList.contains("grip")) return part;
      near ||= part;
    }
    return near;
  }

  // What stands out: hits of a search, and above them what is looked at.
  let found = null, looked = null;
  function show() {
    const strong = looked ? new Set([looked.id, ...looked.near]) : found;
    view.classList.toggle("dimmed", Boolean(strong));
    for (const part of all.values()) part.element?.classList.toggle("strong", Boolean(strong?.has(part.id)));
  }

  return {
    all, at,
    // Where the things are that stand out, in the window; ties go all over it and are not counted.
    strong: () => looked ? [looked, ...[...looked.near].map(id => all.get(id))]
      .filter(part => part.element && part.id[0] !== "e" && part.id[0] !== "f").map(part => part.element.getBoundingClientRect()) : [],
    look(part) {
      if (part === looked) return;
      looked = part;
      show();
    },
    // Hits are strong, and so are the cells of a row or column that is one.
    find(hits) {
      found = hits && new Set(hits.flatMap(part => [part.id, ...[...part.near].filter(id => id[0] === "x")]));
      show();
    },
  };
}

