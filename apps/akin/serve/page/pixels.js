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

  return {show, part, code, bytes, base64};
})();
