'use strict';
// A drawing of a visitor's own, or a real image in its place.
const pad = (() => {
  // A canvas to draw on, as bright soft strokes; `changed` is told the image after every stroke's move.
  function make(canvas, {width, height}, changed) {
    const image = new Float32Array(width * height);
    const drawn = () => pixels.base64(Uint8Array.from(image, (value) => Math.round(255 * value)));
    let last;
    function render() {
      pixels.show(canvas, drawn(), {width, height});
    }
    function dab(x, y) {
      const reach = width / 22;
      for (let i = 0; i < image.length; ++i) {
        const distance = Math.hypot(i % width + 0.5 - x, Math.floor(i / width) + 0.5 - y);
        image[i] = Math.max(image[i], Math.min(1, Math.max(0, reach + 0.5 - distance)));
      }
    }
    function place(event) {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
    }
    function stroke(event) {
      const [x, y] = place(event);
      const [fromX, fromY] = last ?? [x, y];
      const steps = Math.max(1, Math.ceil(2 * Math.hypot(x - fromX, y - fromY)));
      for (let i = 1; i <= steps; ++i) {
        dab(fromX + (x - fromX) * i / steps, fromY + (y - fromY) * i / steps);
      }
      last = [x, y];
      render();
      changed();
    }
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = undefined;
      stroke(event);
    });
    canvas.addEventListener('pointermove', (event) => event.buttons > 0 && stroke(event));
    render();
    return {
      image: drawn,
      clear() { image.fill(0); render(); },
      put(base64Image) { pixels.bytes(base64Image).forEach((byte, i) => { image[i] = byte / 255; }); render(); changed(); },
    };
  }

  // Puts a real image on a pad: for whoever cannot draw, and to see what the model makes of real ones.
  const exampleButton = (exhibit, onto, tell) => dom.el('button', {type: 'button', 'data-action': 'example', onclick: () =>
    api.ask('/api/example', {exhibit: exhibit.number, seed: api.seed()})
      .then(({image}) => onto.put(image)).catch(tell)}, say('example'));

  return {make, exampleButton};
})();
