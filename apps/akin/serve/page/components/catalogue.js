'use strict';
// Every component by name, with a function that shows it alone with sample data: #component=NAME.
const catalogue = (() => {
  const components = {};
  const shape = {width: 28, height: 28, channels: 1};

  // A digit-like picture for samples: a ring or a stroke, moved a little by i.
  function picture(i = 0, {width, height, channels} = shape) {
    const values = Array.from({length: width * height * channels}, (_, p) => {
      const [x, y] = [p % width - width / 2 - i % 3, Math.floor(p / width) % height - height / 2];
      const ring = Math.abs(Math.hypot(x, y * (i % 2 ? 0.7 : 1)) - width / 4);
      return Math.max(0, 255 - 90 * (i % 3 === 2 ? Math.abs(x + y / 3) : ring));
    });
    return bitmap.base64(Uint8Array.from(values));
  }
  const pictures = (count) => Array.from({length: count}, (_, i) => picture(i));

  return {components, shape, picture, pictures};
})();
