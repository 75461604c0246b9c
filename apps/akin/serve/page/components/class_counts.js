'use strict';
// Which class generated images belong to, by the nearest of some labelled training images. Noise belongs to none.
const classCounts = (() => {
  // The median distance of labelled images to their nearest other one, times this, is too far to belong to any class.
  const tolerance = 1.6;

  function nearest(image, known, except = -1) {
    let best = {distance: Infinity, index: -1};
    known.forEach((other, index) => {
      const distance = index === except ? Infinity : bitmap.distance(image, other);
      best = distance < best.distance ? {distance, index} : best;
    });
    return best;
  }

  // images, known: arrays of bytes; labels of the known. Returns counts by class, and how many belong to none.
  function count(images, known, labels, classes) {
    const own = known.slice(0, 60).map((image, i) => nearest(image, known, i).distance).sort((a, b) => a - b);
    const limit = tolerance * own[Math.floor(own.length / 2)];
    const counts = new Array(classes).fill(0);
    let none = 0;
    for (const image of images) {
      const found = nearest(image, known);
      if (found.distance > limit) {
        ++none;
      } else {
        ++counts[labels[found.index]];
      }
    }
    return {counts, none};
  }

  catalogue.components['class-counts'] = (root) => {
    const known = catalogue.pictures(9).map(bitmap.bytes);
    const noise = Uint8Array.from({length: 784}, (_, i) => (i * 7919) % 256);
    const {counts, none} = count([known[0], noise], known, known.map((_, i) => i % 3), 3);
    root.append(say.on(dom.el('p', {id: 'result'}), 'class_counts_sample', {counts: counts.join(', '), none}));
  };

  return {count};
})();
