'use strict';
// Completions of a picture, shown patch by patch in the order in which they were generated.
const completion = (() => {
  const patchesPerSecond = 40;

  function make(shape, columns = 3, rows = 2) {
    const shown = tiles.make({shape, columns, rows, key: 'completions_label', values: {count: columns * rows}});
    let round = 0;

    // The bytes of an image with only its first `patches` shown.
    function firstPatches(image, patches, side) {
      return bitmap.bytes(image).map((value, i) => {
        const [x, y] = [i % shape.width, Math.floor(i / shape.width) % shape.height];
        return Math.floor(y / side) * (shape.width / side) + Math.floor(x / side) < patches ? value : 0;
      });
    }
    // rows: how many of the picture were given.
    function play(images, side, givenRows) {
      const mine = ++round;
      const begin = performance.now();
      const total = shape.height * shape.width / side ** 2;
      const given = Math.floor(givenRows / side) * (shape.width / side);
      function frame(now) {
        const patches = motion.reduced() ? total : given + (now - begin) / 1000 * patchesPerSecond;
        shown.show(images.map((image) => bitmap.base64(firstPatches(image, patches, side))));
        patches < total && mine === round && shown.element.isConnected && requestAnimationFrame(frame);
      }
      frame(begin);
    }
    return {element: shown.element, play};
  }

  // A pad whose first rows are given, with completions of it.
  function panel(model, fail, {columns = 3, rows = 2} = {}) {
    const shape = models.shape(model);
    const step = 4;  // a multiple of every patch size
    const output = make(shape, columns, rows);
    const figure = controls.figure(output.element, 'completions', {className: 'completions'});
    const given = () => state.get('rows', step * Math.floor(shape.height / 2 / step));
    const complete = () => controls.work(figure, engine.ask('complete', {model: model.index, pixels: drawing.image(), rows: given(), seed: engine.seed(), label: -1}))
      .then((answer) => output.play(bitmap.each(answer.images, shape), answer.patch_size, given())).catch(fail);
    const drawing = pad.make(shape, () => controls.stale(figure), () => complete());
    const line = dom.el('span', {class: 'given-line', 'aria-hidden': 'true'});
    drawing.element.querySelector('.pad-frame').append(line);
    state.watch(['picture'], () => engine.ask('example', {model: model.index, seed: state.get('picture', 3)}).then(({image}) => drawing.put(image)).catch(fail));
    const slider = controls.stateSlider('rows', [0, shape.height - step, step], given(), (value) => ['rows_value', {value, all: shape.height}]);
    state.watch(['rows'], () => {
      line.style.top = `${100 * given() / shape.height}%`;
      drawing.isEmpty() || complete();
    });
    const buttons = controls.row(controls.button('complete', complete, {primary: true}), controls.button('real_example', () => state.set({picture: engine.seed()}), {action: 'example'}),
      controls.button('clear', drawing.clear));
    return {pad: controls.figure(drawing.element, 'draw_here', {className: 'draw'}), output: figure, slider, buttons, complete};
  }

  catalogue.components.completion = (root) => {
    const made = make(catalogue.shape);
    root.append(made.element);
    made.play(catalogue.pictures(6), 4, 12);
  };

  return {make, panel};
})();
