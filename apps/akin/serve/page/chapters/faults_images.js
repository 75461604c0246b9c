'use strict';
// Chapter 8, images: a healthy model beside a broken one, with the data of each.
(() => {
  const {el} = dom;
  const [columns, rows] = [8, 5];
  const dataShown = 16;
  const known = 400;  // training images that classify samples

  // One column: its data, its samples, the classes of both.
  function column(model, heading, fail, {classes = true} = {}) {
    const shape = models.shape(model);
    const data = wall.make({shape, columns: dataShown, rows: 1, key: 'fault_data', values: {count: dataShown}});
    const samples = wall.make({shape, columns, rows, key: 'fault_samples', values: {count: columns * rows}});
    const figure = controls.figure(samples.element, 'fault_samples_caption', {className: 'fault-samples'});
    const bar = el('div', {class: 'fault-classes'});
    const none = say.on(el('p', {class: 'quiet'}), 'nothing');
    state.watch(['seed'], async () => {
      try {
        const [generated, about] = await Promise.all([controls.work(figure, engine.ask('samples', {model: model.index, count: columns * rows, seed: state.get('seed', 1), label: -1})),
          engine.ask('data', {model: model.index, count: known, seed: 1})]);
        samples.show(generated.images);
        data.show(about.images);
        if (classes && about.classes?.length > 1) {
          const counted = classCounts.count(bitmap.each(generated.images, shape).map(bitmap.bytes), bitmap.each(about.images, shape).map(bitmap.bytes), about.labels, about.classes.length);
          const pairs = bars.pairs(about.classes.map(({name}) => name), 'fault_classes');
          pairs.show(about.classes.map(({count}) => count), counted.counts);
          bar.replaceChildren(pairs.element);
          say.on(none, counted.none > 0 ? 'no_class' : 'nothing', {n: counted.none});
        }
      } catch (error) {
        fail(error);
      }
    });
    return el('section', {class: 'fault-column'}, say.on(el('h2', {}), heading), controls.figure(data.element, 'fault_data_caption', {className: 'fault-data'}),
      figure, classes ? controls.figure(bar, 'fault_classes_caption') : undefined, none);
  }

  const healthy = () => models.suitable(models.can('vote'), 'gan')[0];
  const next = () => state.set({seed: engine.seed()});
  const again = () => [controls.row(controls.button('new_samples', next, {primary: true}))];

  function beside(order, role, needs, heading, options) {
    return {order, needs, choosesModel: false, models: () => [models.withRole(role)].filter(Boolean), build: ({model, fail}) => ({
      stage: [healthy() && healthy() !== model ? column(healthy(), 'fault_healthy', fail, options) : undefined, column(model, heading, fail, options)], controls: again(), play: next})};
  }
  chapters.define('faults', 'bias', beside(1, 'biased', 'needs_biased', 'fault_biased'));
  chapters.define('faults', 'collapse', beside(6, 'mode-collapse', 'needs_mode_collapse', 'fault_collapsed'));

  // Memorising: samples beside their nearest training images.
  chapters.define('faults', 'memorising', {
    order: 3,
    needs: 'needs_memorising',
    choosesModel: false,
    models: () => [models.withRole('memorising') ?? models.withRole('few-10')].filter(Boolean),
    build({model, fail}) {
      const part = (one, heading) => {
        const shape = models.shape(one);
        const count = 6;
        const pairs = Array.from({length: count}, () => [0, 1].map(() => el('canvas', {width: shape.width, height: shape.height, 'aria-hidden': 'true'})));
        const reading = say.on(el('p', {class: 'facts'}), 'nothing');
        const figure = controls.figure(el('div', {class: 'memory-pairs'}, pairs.map(([a, b]) => el('div', {}, a, el('span', {'aria-hidden': 'true'}, '→'), b))), 'fault_pairs');
        state.watch(['seed'], async () => {
          try {
            const {images} = await engine.ask('samples', {model: one.index, count, seed: state.get('seed', 1), label: -1});
            const each = bitmap.each(images, shape);
            const found = await controls.work(figure, Promise.all(each.map((pixels) => engine.ask('nearest', {model: one.index, pixels}))));
            found.forEach((near, i) => {
              bitmap.draw(pairs[i][0], each[i], shape);
              bitmap.draw(pairs[i][1], near.nearest, shape);
            });
            const copies = found.filter(({distance, typical}) => typical !== undefined && distance < typical / 3).length;
            say.on(reading, 'fault_copies', {n: copies, all: count});
          } catch (error) {
            fail(error);
          }
        });
        return el('section', {class: 'fault-column'}, say.on(el('h2', {}), heading, {n: one.examples ?? 0}),
          figure, reading);
      };
      return {stage: [healthy() ? part(healthy(), 'fault_healthy') : undefined, part(model, 'fault_memorising')], controls: again(), play: next};
    },
  });

  // Posterior collapse: real images and what two VAEs restore.
  chapters.define('faults', 'posterior', {
    order: 8,
    needs: 'needs_posterior_collapse',
    choosesModel: false,
    models: () => [models.withRole('posterior-collapse')].filter(Boolean),
    build({model, fail}) {
      const count = 4;
      const part = (one, heading) => {
        const shape = models.shape(one);
        const [real, restored] = [0, 1].map(() => Array.from({length: count}, () => el('canvas', {width: shape.width, height: shape.height, 'aria-hidden': 'true'})));
        const bits = budget.make();
        const figure = controls.figure(el('div', {class: 'strip'}, restored), 'restored');
        state.watch(['seed'], async () => {
          try {
            const codes = await controls.work(figure, Promise.all(real.map(async (_, i) => {
              const {image} = await engine.ask('example', {model: one.index, seed: state.get('seed', 1) + i});
              return {image, ...await engine.ask('encode', {model: one.index, pixels: image, label: one.classes > 0 ? 0 : -1})};
            })));
            codes.forEach((code, i) => {
              bitmap.draw(real[i], code.image, shape);
              bitmap.draw(restored[i], code.reconstruction, shape);
            });
            bits.show(8 * bitmap.size(shape), codes.reduce((sum, code) => sum + code.bits, 0) / count);
          } catch (error) {
            fail(error);
          }
        });
        return el('section', {class: 'fault-column'}, say.on(el('h2', {}), heading), controls.figure(el('div', {class: 'strip real'}, real), 'fault_real'),
          figure, bits.element);
      };
      const whole = models.suitable(models.can('reconstruction'), 'vae').find((one) => one !== model);
      return {stage: [whole ? part(whole, 'fault_healthy') : undefined, part(model, 'fault_posterior')], controls: [controls.row(controls.button('other_examples', next, {action: 'new', primary: true}))], play: next};
    },
  });

  chapters.define('faults', 'discriminator', liveTraining.of({order: 7, family: 'gan', scenario: () => 'strong-discriminator',
    curves: {d_real: ['d_real', 'real', ''], d_fake: ['d_fake', 'generated', '10 7']}, y: {key: 'axis_probability', domain: [0, 1]}, rule: {y: 0.5, key: 'cannot_tell'}, chartKey: 'verdict_chart_label'}));
})();
