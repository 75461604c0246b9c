'use strict';
// A map of codes in two dimensions: training images as coloured class names, the cloud of one image as an ellipse, its draws as dots.
const plane = (() => {
  const {el} = dom;
  const side = 720;
  const inset = 24;
  const palette = [210, 25, 130, 280, 50, 0, 175, 320, 90, 235];

  function make({key, onPoint, sides = [-3, 3, -3, 3]}) {
    const canvas = say.label(el('canvas', {class: 'plane', width: side, height: side, tabindex: 0, role: 'application', 'data-keys': 'arrows'}), key);
    const context = canvas.getContext('2d');
    let [points, cloud, draws, position, backdrop] = [[], undefined, [], undefined, undefined];
    const left = (x) => inset + (x - sides[0]) / (sides[1] - sides[0]) * (side - 2 * inset);
    const top = (y) => inset + (sides[3] - y) / (sides[3] - sides[2]) * (side - 2 * inset);
    const colour = (name) => getComputedStyle(canvas).getPropertyValue(name);

    function render() {
      const dark = matchMedia('(prefers-color-scheme: dark)').matches;
      context.fillStyle = colour('--panel');
      context.fillRect(0, 0, side, side);
      backdrop && context.drawImage(backdrop, inset, inset, side - 2 * inset, side - 2 * inset);
      context.globalAlpha = 0.9;
      context.font = '600 17px system-ui, sans-serif';
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      for (const {x, y, label, name} of backdrop ? [] : points) {
        context.fillStyle = `hsl(${palette[label % palette.length]} 70% ${dark ? 70 : 38}%)`;
        context.fillText(name ?? label, left(x), top(y));
      }
      context.globalAlpha = 1;
      cloud && ellipse();
      draws.forEach(([x, y]) => dot(x, y, 6, '--generated'));
      position && cross(...position);
    }

    function ellipse() {
      const scale = (side - 2 * inset) / (sides[1] - sides[0]);
      const scaleY = (side - 2 * inset) / (sides[3] - sides[2]);
      context.save();
      context.translate(left(cloud.x), top(cloud.y));
      context.rotate(-(cloud.angle ?? 0));
      for (const deviations of [2, 1]) {
        context.beginPath();
        context.ellipse(0, 0, Math.max(3, deviations * cloud.sx * scale), Math.max(3, deviations * cloud.sy * scaleY), 0, 0, 2 * Math.PI);
        context.globalAlpha = 0.22;
        context.fillStyle = colour('--text');
        context.fill();
        context.globalAlpha = 1;
        context.lineWidth = 3;
        context.strokeStyle = colour('--text');
        context.stroke();
      }
      context.restore();
      dot(cloud.x, cloud.y, 7, '--text');
    }
    function dot(x, y, radius, name) {
      context.beginPath();
      context.arc(left(x), top(y), radius, 0, 2 * Math.PI);
      context.fillStyle = colour(name);
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = colour('--page');
      context.stroke();
    }
    function cross(x, y) {
      context.lineWidth = 4;
      context.strokeStyle = colour('--generated');
      context.strokeRect(left(x) - 14, top(y) - 14, 28, 28);
    }

    function at(event) {
      const box = canvas.getBoundingClientRect();
      const clamp = (value) => Math.min(1, Math.max(0, value));
      const [u, v] = [clamp(((event.clientX - box.left) / box.width * side - inset) / (side - 2 * inset)),
        clamp(((event.clientY - box.top) / box.height * side - inset) / (side - 2 * inset))];
      return [sides[0] + u * (sides[1] - sides[0]), sides[3] - v * (sides[3] - sides[2])];
    }
    function point(x, y) {
      position = [Math.min(sides[1], Math.max(sides[0], x)), Math.min(sides[3], Math.max(sides[2], y))];
      render();
      onPoint?.(...position);
    }
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      point(...at(event));
    });
    canvas.addEventListener('pointermove', (event) => event.buttons > 0 && point(...at(event)));
    canvas.addEventListener('keydown', (event) => {
      const [dx, dy] = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key] ?? [0, 0];
      if (dx || dy) {
        event.preventDefault();
        const [x, y] = position ?? [(sides[0] + sides[1]) / 2, (sides[2] + sides[3]) / 2];
        point(x + dx * (sides[1] - sides[0]) / 60, y + dy * (sides[3] - sides[2]) / 60);
      }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => requestAnimationFrame(render));
    document.fonts?.ready.then(render);

    return {
      element: canvas, render,
      points(next, nextSides) { points = next; sides = nextSides ?? sides; render(); },
      cloud(next) { cloud = next; draws = []; render(); },
      draw(x, y) { draws.push([x, y]); render(); },
      mark(next) { position = next; render(); },
      // A canvas that takes the place of the points, over these sides.
      backdrop(next, nextSides) { backdrop = next; sides = nextSides; render(); },
      sides: () => sides,
    };
  }

  catalogue.components.plane = (root) => {
    const made = make({key: 'plane_label', onPoint: () => {}});
    root.append(made.element);
    made.points(Array.from({length: 120}, (_, i) => ({label: i % 10, x: Math.cos(i % 10) * 2 + Math.sin(7 * i) / 2, y: Math.sin(i % 10) * 2 + Math.cos(5 * i) / 2})));
    made.cloud({x: 0.4, y: 0.3, sx: 0.5, sy: 0.25, angle: 0.6});
    made.draw(0.6, 0.4);
  };

  return {make};
})();
