'use strict';
// A Transformer completes a drawing patch by patch, given its first rows.
const completion = (() => {
  const {el} = dom;
  const columns = 3;
  const patchesPerSecond = 40;

  function panel(model, onError) {
    const canvas = el('canvas', {class: 'pad', role: 'img', 'data-label': 'padLabel'});
    const output = el('canvas', {role: 'img', 'data-label': 'completions'});
    const drawing = pad.make(canvas, model, () => {});
    let rows = Math.floor(model.height / 8) * 4;  // about half, in whole patches
    let animation = 0;

    // The images with only their first `patches` shown.
    function firstPatches(all, patches, patchSize) {
      const {width, height} = model;
      const shown = all.slice();
      for (let i = 0; i < shown.length; ++i) {
        const [x, y] = [i % width, Math.floor(i / width) % height];
        const order = Math.floor(y / patchSize) * (width / patchSize) + Math.floor(x / patchSize);
        shown[i] = order < patches ? shown[i] : 0;
      }
      return shown;
    }

    // Shows the patches in the order in which they were generated.
    function play(all, patchSize) {
      const begin = performance.now();
      const current = ++animation;
      const given = Math.floor(rows / patchSize) * (model.width / patchSize);
      const total = model.height * model.width / patchSize ** 2;
      function frame(now) {
        const patches = given + (now - begin) / 1000 * patchesPerSecond;
        images.show(output, images.base64(firstPatches(all, patches, patchSize)), model, columns);
        if (patches < total && current === animation) {
          requestAnimationFrame(frame);
        }
      }
      requestAnimationFrame(frame);
    }

    const complete = () => api.request('/api/complete', {model: model.index, pixels: drawing.image(), rows, seed: api.seed()})
      .then((response) => play(images.bytes(response.images), response.patch_size)).catch(onError);
    const caption = el('span', {}, localized('rowsGiven', {rows}));
    return el('div', {class: 'panel'},
      el('div', {}, el('figure', {}, canvas, el('figcaption', {}, localized('draw'))), pad.palette(model, drawing),
        el('label', {}, caption, el('input', {type: 'range', min: 0, max: model.height - 4, step: 4, value: rows, oninput: (event) => {
          rows = Number(event.target.value);
          caption.replaceChildren(localized('rowsGiven', {rows}));
        }})),
        el('div', {class: 'buttons'}, el('button', {type: 'button', onclick: complete}, localized('complete')),
          pad.exampleButton(model, drawing, onError), el('button', {type: 'button', onclick: () => drawing.clear()}, localized('clear')))),
      el('div', {}, el('figure', {}, output, el('figcaption', {}, localized('completions')))));
  }

  return {panel};
})();
