'use strict';
// Grey images as base64 of their bytes, on canvases.
const pixels = (() => {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const base64 = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(''));

  // Draws images one beside the other, `columns` a row, with a line between them.
  function show(canvas, base64Images, {width, height}, columns = 1) {
    const all = bytes(base64Images);
    const count = all.length / (width * height);
    const gap = columns > 1 ? 1 : 0;
    canvas.width = columns * (width + gap) - gap;
    canvas.height = Math.ceil(count / columns) * (height + gap) - gap;
    const context = canvas.getContext('2d');
    for (let i = 0; i < count; ++i) {
      const image = context.createImageData(width, height);
      for (let p = 0; p < width * height; ++p) {
        image.data.fill(all[i * width * height + p], 4 * p, 4 * p + 3);
        image.data[4 * p + 3] = 255;
      }
      context.putImageData(image, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap));
    }
  }

  // A QR code, dark on light whatever the page's colours, in its quiet zone of four.
  function code(rows) {
    const quiet = 4;
    const canvas = dom.el('canvas', {class: 'code', role: 'img', 'data-label': 'codeLabel'});
    canvas.width = canvas.height = rows.length + 2 * quiet;
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#000';
    rows.forEach((row, y) => [...row].forEach((dark, x) => dark === '1' && context.fillRect(quiet + x, quiet + y, 1, 1)));
    return canvas;
  }

  // One image of several.
  const part = (base64Images, index, {width, height}) =>
    base64(bytes(base64Images).subarray(index * width * height, (index + 1) * width * height));

  // A canvas to draw on, as bright soft strokes; `changed` is told the image after every stroke's move.
  function pad(canvas, {width, height}, changed) {
    const image = new Float32Array(width * height);
    let last;
    function render() {
      show(canvas, base64(Uint8Array.from(image, (value) => Math.round(255 * value))), {width, height});
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
      image: () => base64(Uint8Array.from(image, (value) => Math.round(255 * value))),
      clear() { image.fill(0); render(); },
      put(base64Image) { bytes(base64Image).forEach((byte, i) => { image[i] = byte / 255; }); render(); changed(); },
    };
  }

  // Puts a real image on a pad: for whoever cannot draw, and to see what the model makes of real ones.
  const exampleButton = (exhibit, pad, tell) => dom.el('button', {type: 'button', 'data-action': 'example', onclick: () =>
    api.ask('/api/example', {exhibit: exhibit.number, seed: Math.floor(Math.random() * 2 ** 31)})
      .then(({image}) => pad.put(image)).catch(tell)}, say('example'));

  return {show, part, pad, exampleButton, code, bytes, base64};
})();
