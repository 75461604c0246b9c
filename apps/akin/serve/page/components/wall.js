'use strict';
// Many images on one canvas, in a grid.
const wall = (() => {
  const gap = 1;

  // columns x rows images of this shape: the skeleton has the final size.
  function make({shape, columns, rows, key, values}) {
    const canvas = say.label(dom.el('canvas', {class: 'wall', role: 'img', style: `--columns: ${columns}; --rows: ${rows}`}), key, values);
    const {width, height} = shape;
    canvas.width = columns * (width + gap) - gap;
    canvas.height = rows * (height + gap) - gap;
    const context = canvas.getContext('2d');

    // images: base64 of all of them.
    function show(images, words = values) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      bitmap.each(images, shape).slice(0, columns * rows).forEach((image, i) =>
        bitmap.put(context, bitmap.bytes(image), shape, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap)));
      say.label(canvas, key, words);
    }
    return {element: canvas, show};
  }

  catalogue.components.wall = (root) => {
    const made = make({shape: catalogue.shape, columns: 6, rows: 2, key: 'images_label', values: {count: 12}});
    root.append(made.element);
    made.show(bitmap.base64(catalogue.pictures(12).flatMap((one) => [...bitmap.bytes(one)])));
  };

  return {make};
})();
