'use strict';
// A canvas to draw on: with a mouse, pen or finger, or with the arrow keys and space. Beside it, what the model sees.
const pad = (() => {
  const {el} = dom;
  const colours = {white: [1, 1, 1], red: [0.9, 0.1, 0.1], yellow: [1, 0.85, 0.1], green: [0.1, 0.65, 0.2], blue: [0.15, 0.3, 0.9], black: [0, 0, 0]};

  // Strokes have soft edges, bright on grey images and of the chosen colour on others. onChange follows every move; onEnd ends a stroke.
  function make(shape, onChange, onEnd = () => {}) {
    const {width, height, channels} = shape;
    const area = width * height;
    const pixels = new Float32Array(channels * area);
    const canvas = say.label(el('canvas', {class: 'pad', tabindex: 0, role: 'application', 'data-keys': 'all'}), 'pad_label');
    const pen = el('span', {class: 'pen', hidden: true, 'aria-hidden': 'true'});
    const seen = say.label(el('canvas', {class: 'seen', role: 'img'}), 'pad_seen');
    const centres = channels === 1;
    let colour = colours.white;
    let last;
    let cursor = [width / 2, height / 2];
    let penDown = false;
    let empty = true;

    const raw = () => Uint8Array.from(pixels, (value) => Math.round(255 * value));
    const image = () => bitmap.base64(centres ? bitmap.centred(raw(), shape) : raw());
    function render() {
      bitmap.draw(canvas, raw(), shape);
      bitmap.draw(seen, image(), shape);
      canvas.dataset.empty = empty;
    }
    function dab(x, y) {
      const radius = width / 22;
      for (let i = 0; i < pixels.length; ++i) {
        const far = Math.hypot(i % width + 0.5 - x, Math.floor(i / width) % height + 0.5 - y);
        const cover = Math.min(1, Math.max(0, radius + 0.5 - far));
        pixels[i] = channels === 1 ? Math.max(pixels[i], cover) : pixels[i] + cover * (colour[Math.floor(i / area)] - pixels[i]);
      }
    }
    function strokeTo(x, y) {
      const [fromX, fromY] = last ?? [x, y];
      const steps = Math.max(1, Math.ceil(2 * Math.hypot(x - fromX, y - fromY)));
      for (let i = 1; i <= steps; ++i) {
        dab(fromX + (x - fromX) * i / steps, fromY + (y - fromY) * i / steps);
      }
      last = [x, y];
      empty = false;
      render();
      onChange(image());
    }
    function position(event) {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
    }
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = undefined;
      strokeTo(...position(event));
    });
    canvas.addEventListener('pointermove', (event) => event.buttons > 0 && canvas.hasPointerCapture(event.pointerId) && strokeTo(...position(event)));
    canvas.addEventListener('pointerup', () => onEnd(image()));

    function placePen() {
      pen.hidden = document.activeElement !== canvas;
      pen.classList.toggle('down', penDown);
      Object.assign(pen.style, {left: `${100 * cursor[0] / width}%`, top: `${100 * cursor[1] / height}%`});
    }
    canvas.addEventListener('keydown', (event) => {
      const [dx, dy] = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[event.key] ?? [0, 0];
      if (event.key === ' ') {
        penDown = !penDown;
        last = undefined;
        penDown ? strokeTo(...cursor) : onEnd(image());
        say.announce(penDown ? 'pen_down' : 'pen_up');
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        clear();
      } else if (!(dx || dy)) {
        return;
      }
      event.preventDefault();
      const move = event.shiftKey ? 4 : 1;
      cursor = [Math.min(width, Math.max(0, cursor[0] + move * dx)), Math.min(height, Math.max(0, cursor[1] + move * dy))];
      penDown && (dx || dy) && strokeTo(...cursor);
      placePen();
    });
    canvas.addEventListener('focus', placePen);
    canvas.addEventListener('blur', () => { penDown = false; placePen(); });

    function clear() {
      pixels.fill(0);
      empty = true;
      render();
      onChange(image());
      onEnd(image());
    }
    // Puts an image on the pad; quietly: without calling anybody.
    function put(given, quiet = false) {
      bitmap.bytes(given).forEach((byte, i) => { pixels[i] = byte / 255; });
      empty = false;
      render();
      if (!quiet) {
        onChange(image());
        onEnd(image());
      }
    }

    const paints = channels === 1 ? undefined : el('div', {class: 'buttons', role: 'group'}, Object.entries(colours).map(([name, levels]) =>
      say.label(el('button', {type: 'button', class: 'colour', 'data-colour': name, 'aria-pressed': String(name === 'white'),
        style: `--colour: rgb(${levels.map((level) => Math.round(255 * level)).join(' ')})`, onclick: (event) => {
          colour = colours[name];
          [...event.currentTarget.parentNode.children].forEach((one) => one.setAttribute('aria-pressed', String(one === event.currentTarget)));
        }}), `colour_${name}`)));
    render();
    const element = el('div', {class: 'pad-box'}, el('div', {class: 'pad-frame'}, canvas, pen), paints,
      centres ? el('div', {class: 'seen-line'}, seen, say.span('pad_centred')) : undefined);
    return {element, canvas, image, put, clear, isEmpty: () => empty};
  }

  catalogue.components.pad = (root) => {
    const made = make(catalogue.shape, () => {});
    root.append(made.element);
    made.put(catalogue.picture(0));
  };

  return {make};
})();
