'use strict';
// Images as base64 of their bytes, [channels, height, width] with 1 channel (grey) or 3 (red, green, blue), on canvases.
const images = (() => {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const base64 = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(''));

  // Draws images in a grid of `columns`, with a gap of one pixel.
  function show(canvas, base64Images, {width, height, channels}, columns = 1) {
    const all = bytes(base64Images);
    const area = width * height;
    const count = all.length / (channels * area);
    const gap = columns > 1 ? 1 : 0;
    canvas.width = columns * (width + gap) - gap;
    canvas.height = Math.ceil(count / columns) * (height + gap) - gap;
    const context = canvas.getContext('2d');
    for (let i = 0; i < count; ++i) {
      const image = context.createImageData(width, height);
      for (let p = 0; p < area; ++p) {
        for (let c = 0; c < 3; ++c) {
          image.data[4 * p + c] = all[(i * channels + Math.min(c, channels - 1)) * area + p];
        }
        image.data[4 * p + 3] = 255;
      }
      context.putImageData(image, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap));
    }
  }

  // A QR code with its quiet zone of four modules, dark on light in both colour schemes.
  function qrCode(rows) {
    const quiet = 4;
    const canvas = dom.el('canvas', {class: 'qr', role: 'img', 'data-label': 'qrLabel'});
    canvas.width = canvas.height = rows.length + 2 * quiet;
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#000';
    rows.forEach((row, y) => [...row].forEach((dark, x) => dark === '1' && context.fillRect(quiet + x, quiet + y, 1, 1)));
    return canvas;
  }

  const imageAt = (base64Images, index, {width, height, channels}) =>
    base64(bytes(base64Images).subarray(index * channels * width * height, (index + 1) * channels * width * height));

  return {show, imageAt, qrCode, bytes, base64};
})();

// A canvas to draw on, or to put a real image on.
const pad = (() => {
  const colours = {white: [1, 1, 1], red: [0.9, 0.1, 0.1], yellow: [1, 0.85, 0.1], green: [0.1, 0.65, 0.2], blue: [0.15, 0.3, 0.9], black: [0, 0, 0]};

  // Strokes have soft edges, bright on grey images and of the selected colour on others; `onChange` follows every pointer move.
  function make(canvas, {width, height, channels}, onChange) {
    const area = width * height;
    const pixels = new Float32Array(channels * area);
    let colour = colours.white;
    const image = () => images.base64(Uint8Array.from(pixels, (value) => Math.round(255 * value)));
    let last;
    function render() {
      images.show(canvas, image(), {width, height, channels});
    }
    function dab(x, y) {
      const radius = width / 22;
      for (let i = 0; i < pixels.length; ++i) {
        const distance = Math.hypot(i % width + 0.5 - x, Math.floor(i / width) % height + 0.5 - y);
        const cover = Math.min(1, Math.max(0, radius + 0.5 - distance));
        pixels[i] = channels === 1 ? Math.max(pixels[i], cover) : pixels[i] + cover * (colour[Math.floor(i / area)] - pixels[i]);
      }
    }
    function position(event) {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
    }
    function stroke(event) {
      const [x, y] = position(event);
      const [fromX, fromY] = last ?? [x, y];
      const steps = Math.max(1, Math.ceil(2 * Math.hypot(x - fromX, y - fromY)));
      for (let i = 1; i <= steps; ++i) {
        dab(fromX + (x - fromX) * i / steps, fromY + (y - fromY) * i / steps);
      }
      last = [x, y];
      render();
      onChange();
    }
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = undefined;
      stroke(event);
    });
    canvas.addEventListener('pointermove', (event) => event.buttons > 0 && stroke(event));
    render();
    return {
      image,
      use(name) { colour = colours[name]; },
      clear() { pixels.fill(0); render(); },
      put(base64Image) { images.bytes(base64Image).forEach((byte, i) => { pixels[i] = byte / 255; }); render(); onChange(); },
    };
  }

  // Buttons that select the colour of the strokes; nothing for grey images.
  function palette({channels}, target) {
    const select = (name) => (event) => {
      target.use(name);
      [...event.currentTarget.parentNode.children].forEach((one) => one.setAttribute('aria-pressed', one === event.currentTarget));
    };
    const button = ([name, levels]) => dom.el('button', {type: 'button', class: 'colour', 'data-colour': name, 'data-label': 'colour_' + name,
      'aria-pressed': name === 'white', style: `--colour: rgb(${levels.map((level) => Math.round(255 * level)).join(' ')})`, onclick: select(name)});
    return channels === 1 ? undefined : dom.el('div', {class: 'buttons'}, Object.entries(colours).map(button));
  }

  const exampleButton = (model, target, onError) => dom.el('button', {type: 'button', 'data-action': 'example', onclick: () =>
    api.request('/api/example', {model: model.index, seed: api.seed()})
      .then(({image}) => target.put(image)).catch(onError)}, localized('example'));

  return {make, palette, exampleButton};
})();
