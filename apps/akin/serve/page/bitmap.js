'use strict';
// Images as base64 of their bytes, [channels, height, width] with 1 channel (grey) or 3 (red, green, blue).
const bitmap = (() => {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const base64 = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(''));
  const size = ({width, height, channels}) => width * height * channels;

  // The images of a base64 text, each as base64 of its own.
  function each(images, shape) {
    const all = bytes(images);
    return Array.from({length: Math.floor(all.length / size(shape))}, (_, i) => base64(all.subarray(i * size(shape), (i + 1) * size(shape))));
  }

  function put(context, values, {width, height, channels}, left = 0, top = 0) {
    const area = width * height;
    const image = context.createImageData(width, height);
    for (let p = 0; p < area; ++p) {
      for (let c = 0; c < 3; ++c) {
        image.data[4 * p + c] = values[Math.min(c, channels - 1) * area + p];
      }
      image.data[4 * p + 3] = 255;
    }
    context.putImageData(image, left, top);
  }

  // Draws one image on a canvas of its size.
  function draw(canvas, image, shape) {
    canvas.width = shape.width;
    canvas.height = shape.height;
    put(canvas.getContext('2d'), typeof image === 'string' ? bytes(image) : image, shape);
  }

  // The Euclidean distance of two images, pixels from 0 to 1.
  const distance = (a, b) => Math.sqrt(a.reduce((sum, value, i) => sum + ((value - b[i]) / 255) ** 2, 0));

  // As MNIST is made: the longer side of the ink is 20 pixels, its centre of mass in the middle. values: bytes of a grey image.
  function centred(values, {width, height}) {
    let [left, right, top, bottom, mass] = [width, -1, height, -1, 0];
    values.forEach((value, i) => {
      if (value > 24) {
        [left, right] = [Math.min(left, i % width), Math.max(right, i % width)];
        [top, bottom] = [Math.min(top, Math.floor(i / width)), Math.max(bottom, Math.floor(i / width))];
      }
      mass += value;
    });
    if (right < 0 || mass === 0) {
      return values;
    }
    const side = Math.max(right - left, bottom - top) + 1;
    const scale = Math.min(3, Math.max(0.5, 20 / 28 * width / side));
    const [meanX, meanY] = [0, 1].map((axis) => values.reduce((sum, value, i) =>
      sum + value * (axis === 0 ? i % width : Math.floor(i / width)), 0) / mass);
    const at = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : values[y * width + x]);
    return Uint8Array.from(values, (_, i) => {
      const x = meanX + (i % width - (width - 1) / 2) / scale;
      const y = meanY + (Math.floor(i / width) - (height - 1) / 2) / scale;
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - x0, y - y0];
      return Math.round((1 - fy) * ((1 - fx) * at(x0, y0) + fx * at(x0 + 1, y0)) + fy * ((1 - fx) * at(x0, y0 + 1) + fx * at(x0 + 1, y0 + 1)));
    });
  }

  return {bytes, base64, each, size, draw, put, distance, centred};
})();
