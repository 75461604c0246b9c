'use strict';
// Chapter 7: much data. The same model on ten, a hundred, a thousand and all images.
(() => {
  const {el} = dom;
  const [columns, rows] = [3, 4];
  const pairsShown = 3;
  const series = () => {
    const few = ['few-10', 'few-100', 'few-1000'].map(models.withRole).filter(Boolean);
    const whole = few.length > 0 && models.all().find((model) => models.withRole(model.family) === model && model.family === few[0].family);
    return whole ? [...few, whole] : few;
  };

  function column(model, fail) {
    const shape = models.shape(model);
    const wall_ = tiles.make({shape, columns, rows, key: 'samples_label', values: {count: columns * rows}, onSelect: () => {}});
    const nearest = Array.from({length: pairsShown}, () => [el('canvas', {width: shape.width, height: shape.height, 'aria-hidden': 'true'}), el('canvas', {width: shape.width, height: shape.height, 'aria-hidden': 'true'})]);
    const reading = say.on(el('p', {class: 'amount-reading'}), 'nothing');
    const pairs = controls.figure(el('div', {class: 'amount-pairs'}, nearest.map(([a, b]) => el('div', {}, a, b))), 'amount_pairs');
    state.watch(['seed'], async () => {
      try {
        const {images} = await controls.work(wall_.element, engine.ask('samples', {model: model.index, count: columns * rows, seed: state.get('seed', 1), label: -1}));
        const each = bitmap.each(images, shape);
        wall_.show(each);
        const found = await controls.work(pairs, Promise.all(each.slice(0, pairsShown).map((pixels) => engine.ask('nearest', {model: model.index, pixels}))));
        found.forEach((one, i) => {
          bitmap.draw(nearest[i][0], each[i], shape);
          bitmap.draw(nearest[i][1], one.nearest, shape);
        });
        const mean = found.reduce((sum, {distance}) => sum + distance, 0) / found.length;
        const copies = found[0].typical !== undefined && mean < found[0].typical / 3;
        say.on(reading, copies ? 'amount_copies' : 'amount_distance', {distance: mean.toFixed(1)});
      } catch (error) {
        fail(error);
      }
    });
    return el('section', {class: 'amount-column'}, say.on(el('h2', {}), 'amount_images', {n: model.examples ?? 0}), wall_.element,
      pairs, reading);
  }

  chapters.define('amount', 'series', {
    order: 1,
    needs: 'needs_series',
    choosesModel: false,
    models: () => (series().length > 1 ? series() : []),
    build({all, fail}) {
      const next = () => state.set({seed: engine.seed()});
      return {stage: all.slice(0, 4).map((model) => column(model, fail)), controls: [controls.row(controls.button('new_samples', next, {primary: true}))], play: next};
    },
  });

  // All of the series at the same share of their training.
  chapters.define('amount', 'history', {
    order: 2,
    needs: 'needs_series',
    choosesModel: false,
    models: () => (series().length > 1 ? series() : []),
    build({all, fail}) {
      const shown = all.slice(0, 4).map((model) => ({model, image: el('img', {class: 'history-picture', alt: ''}), words: el('p', {class: 'amount-reading'})}));
      const moments = 25;
      const view = {play: () => {}};
      const slot = el('div', {class: 'timeline-slot'});
      Promise.all(shown.map(({model}) => engine.ask('timeline', {model: model.index}))).then((runs) => {
        const show = (at) => runs.forEach((run, i) => {
          const picture = run.pictures[Math.round(at / (moments - 1) * (run.pictures.length - 1))];
          if (picture) {
            shown[i].image.src = `data:image/png;base64,${picture.png}`;
            say.label(shown[i].image, 'history_alt', {step: picture.step}, 'alt');
            say.on(shown[i].words, 'at_step', {step: picture.step});
          }
        });
        const line = timeline.make({count: moments, onShow: show, inWords: (i) => ['at_share', {percent: Math.round(100 * i / (moments - 1))}]});
        slot.replaceChildren(line.element);
        show(moments - 1);
        view.play = line.play;
      }).catch(fail);
      return {stage: [...shown.map(({model, image, words}) => el('section', {class: 'amount-column'}, say.on(el('h2', {}), 'amount_images', {n: model.examples ?? 0}),
        el('div', {class: 'history-holder'}, image), words)), slot], controls: [], play: () => view.play()};
    },
  });
  chapters.define('amount', 'live', liveTraining.of({order: 3, family: 'gan', scenario: () => 'memorising', curves: {d_real: ['d_real', 'real', ''], d_fake: ['d_fake', 'generated', '10 7']},
    y: {key: 'axis_probability', domain: [0, 1]}, rule: {y: 0.5, key: 'cannot_tell'}, chartKey: 'verdict_chart_label'}));
})();
