'use strict';
// A Transformer finishes a drawing cell by cell: the picture analogue of a prompt.
const completion = (() => {
  const {el} = dom;
  const columns = 3;
  const cellsASecond = 40;

  function panel(exhibit, tell) {
    const canvas = el('canvas', {class: 'pad', role: 'img', 'data-label': 'padLabel'});
    const made = el('canvas', {role: 'img', 'data-label': 'completed'});
    const drawing = pad.make(canvas, exhibit, () => {});
    let rows = Math.floor(exhibit.height / 8) * 4;  // about half, in whole cells
    let showing = 0;

    // Images whose first `cells` of the written ones are there.
    function upTo(images, cells, cell) {
      const {width, height} = exhibit;
      const shown = images.slice();
      for (let i = 0; i < shown.length; ++i) {
        const [x, y] = [i % width, Math.floor(i / width) % height];
        const order = Math.floor(y / cell) * (width / cell) + Math.floor(x / cell);
        shown[i] = order < cells ? shown[i] : 0;
      }
      return shown;
    }

    // They are shown in the order in which they were written.
    function play(images, cell) {
      const begin = performance.now();
      const turn = ++showing;
      const first = Math.floor(rows / cell) * (exhibit.width / cell);
      const all = exhibit.height * exhibit.width / cell ** 2;
      function frame(now) {
        const cells = first + (now - begin) / 1000 * cellsASecond;
        pixels.show(made, pixels.base64(upTo(images, cells, cell)), exhibit, columns);
        if (cells < all && turn === showing) {
          requestAnimationFrame(frame);
        }
      }
      requestAnimationFrame(frame);
    }

    const complete = () => api.ask('/api/complete', {exhibit: exhibit.number, pixels: drawing.image(), rows,
      seed: api.seed()}).then(({images, cell}) => play(pixels.bytes(images), cell)).catch(tell);
    const caption = el('span', {}, say('rowsKept', {rows}));
    return el('div', {class: 'panel'},
      el('div', {}, el('figure', {}, canvas, el('figcaption', {}, say('draw'))),
        el('label', {}, caption, el('input', {type: 'range', min: 0, max: exhibit.height - 4, step: 4, value: rows, oninput: (event) => {
          rows = Number(event.target.value);
          caption.replaceChildren(say('rowsKept', {rows}));
        }})),
        el('div', {class: 'buttons'}, el('button', {type: 'button', onclick: complete}, say('complete')),
          pad.exampleButton(exhibit, drawing, tell), el('button', {type: 'button', onclick: () => drawing.clear()}, say('clear')))),
      el('div', {}, el('figure', {}, made, el('figcaption', {}, say('completed')))));
  }

  return {panel};
})();
