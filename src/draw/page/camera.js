// The camera: which part of the picture the window shows, and how large.
//
// The view box of the drawing fits the whole picture into the window below the bar; the camera moves and magnifies on top of that, so that
// "fit" is the camera at rest.
function makeCamera(stage, bar, view, layer, box, changed) {
  const AROUND = 14, LARGEST = 1.5, NEAREST = 40, FARTHEST = 0.3, READABLE = 1.15;
  let scale = 1, x = 0, y = 0;
  let unit = 1; // pixels of the window for a point of the picture, the camera at rest
  let origin = [0, 0];

  function frame() {
    const width = Math.max(stage.clientWidth, 50), height = Math.max(stage.clientHeight, 50);
    const above = bar.offsetTop + bar.offsetHeight + 10;
    const [w, h] = [Math.max(width - 2 * AROUND, 20), Math.max(height - above - AROUND, 20)];
    // A small picture is not blown up.
    unit = Math.min(w / box.width, h / box.height, LARGEST);
    origin = [box.x - (width / unit - box.width) / 2, box.y - (above + (h - box.height * unit) / 2) / unit];
    view.setAttribute("viewBox", [...origin, width / unit, height / unit].join(" "));
    apply();
  }

  function apply() {
    layer.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    changed(Math.round(unit * scale * 100));
  }

  // A place in the window as a place in the view box.
  function inView(clientX, clientY) {
    const edge = stage.getBoundingClientRect();
    return [(clientX - edge.left) / unit + origin[0], (clientY - edge.top) / unit + origin[1]];
  }

  function middle() {
    const edge = stage.getBoundingClientRect();
    return [edge.left + edge.width / 2, edge.top + edge.height / 2];
  }

  // What is under the pointer stays there.
  function zoom(factor, at = middle()) {
    const [px, py] = inView(...at);
    const next = Math.min(Math.max(scale * factor, FARTHEST), Math.max(NEAREST / unit, 1));
    x = px - (px - x) * next / scale;
    y = py - (py - y) * next / scale;
    scale = next;
    apply();
  }

  function move(dx, dy) {
    x += dx / unit;
    y += dy / unit;
    apply();
  }

  function fit() {
    [scale, x, y] = [1, 0, 0];
    apply();
  }

  // Brings a place of the picture to the middle, large enough to be read.
  function centre(place) {
    scale = Math.max(scale, READABLE / unit);
    const [px, py] = inView(...middle());
    x = px - (place.x + place.width / 2) * scale;
    y = py - (place.y + place.height / 2) * scale;
    apply();
  }

  // The stretch of the picture that an element takes.
  function placeOf(element) {
    const own = element.getBBox();
    const way = layer.getScreenCTM().inverse().multiply(element.getScreenCTM());
    const corners = [[own.x, own.y], [own.x + own.width, own.y], [own.x, own.y + own.height], [own.x + own.width, own.y + own.height]]
      .map(([a, b]) => new DOMPoint(a, b).matrixTransform(way));
    const [xs, ys] = [corners.map(corner => corner.x), corners.map(corner => corner.y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  }

  // Pointers: one drags, two pinch. A press that stays in its place is a tap and left to others.
  const down = new Map();
  let moved = false;
  stage.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    if (down.size === 0) moved = false;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY });
  });
  stage.addEventListener("pointermove", event => {
    const finger = down.get(event.pointerId);
    if (!finger) return;
    const others = [...down.entries()].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    if (!moved && others.length === 0 && Math.hypot(event.clientX - finger.fromX, event.clientY - finger.fromY) < 5) return;
    if (!moved) {
      moved = true;
      stage.classList.add("moving");
      stage.setPointerCapture(event.pointerId);
    }
    if (others.length === 0) {
      move(event.clientX - finger.x, event.clientY - finger.y);
    } else {
      const other = others[0];
      const before = Math.hypot(finger.x - other.x, finger.y - other.y), after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      if (before > 0 && after > 0) zoom(after / before, [(event.clientX + other.x) / 2, (event.clientY + other.y) / 2]);
      move((event.clientX - finger.x) / 2, (event.clientY - finger.y) / 2);
    }
    finger.x = event.clientX;
    finger.y = event.clientY;
  });
  const up = event => {
    down.delete(event.pointerId);
    if (down.size === 0) stage.classList.remove("moving");
  };
  stage.addEventListener("pointerup", up);
  stage.addEventListener("pointercancel", up);
  stage.addEventListener("wheel", event => {
    event.preventDefault();
    const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    // A pinch on a touchpad comes as small steps of the wheel with Ctrl.
    zoom(Math.exp(-Math.max(-120, Math.min(120, step)) * (event.ctrlKey ? 0.01 : 0.002)), [event.clientX, event.clientY]);
  }, { passive: false });
  addEventListener("resize", frame);
  // A printer has pages of its own: the picture is fitted to them.
  addEventListener("beforeprint", () => view.setAttribute("viewBox", [box.x, box.y, box.width, box.height].join(" ")));
  addEventListener("afterprint", frame);

  frame();
  return { zoom, move, fit, centre, placeOf, dragging: () => moved && down.size > 0, dragged: () => moved };
}

