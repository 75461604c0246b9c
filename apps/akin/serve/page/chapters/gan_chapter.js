'use strict';
// Chapter 2: two networks compete.
(() => {
  const [columns, rows] = [8, 4];
  const ganModels = () => models.suitable(models.can('vote'), 'gan');

  chapters.define('gan', 'samples', {
    order: 1,
    needs: 'needs_gan',
    models: ganModels,
    build({model, fail}) {
      const shape = models.shape(model);
      const fight = duel.make(shape);
      let real;
      let verdicts = [];
      const wallOf = tiles.make({shape, columns, rows, key: 'samples_label', values: {count: columns * rows}, onSelect: (index, image) => compare(index, image)});
      const label = (index) => (state.get('class', -1) >= 0 ? state.get('class') : model.classes > 0 ? index % model.classes : -1);

      // The discriminator sees the chosen sample and a real image.
      async function compare(index, image) {
        const body = (pixels) => ({model: model.index, pixels, label: label(index)});
        const [fake, genuine] = await Promise.all([verdicts[index] ?? engine.ask('discriminate', body(image)).then((one) => one.probability),
          real && engine.ask('discriminate', {...body(real.image), label: real.label ?? label(index)}).then((one) => one.probability)]);
        fight.show({generated: image, realImage: real?.image, seed: state.get('seed', 1) + index, probabilities: [fake, genuine]});
        say.announce('verdict_said', {percent: Math.round(100 * fake)});
      }

      async function renew() {
        const count = columns * rows;
        const request = {model: model.index, count, seed: state.get('seed', 1), label: state.get('class', -1)};
        const answer = await controls.work(wallOf.element, engine.ask('samples', request));
        const images = bitmap.each(answer.images, shape);
        verdicts = [];
        wallOf.show(images);
        fight.show({generated: images[0], seed: state.get('seed', 1)});
        real = await engine.ask('example', {model: model.index, seed: state.get('seed', 1)});
        verdicts = (await engine.ask('discriminate', {model: model.index, images, label: state.get('class', -1)})).probabilities;
        wallOf.judge(verdicts);
        wallOf.mark(0);
        await compare(0, images[0]);
      }
      state.watch(['seed', 'class'], () => renew().catch(fail));
      const next = () => state.set({seed: engine.seed()});
      return {
        stage: [fight.element, controls.figure(wallOf.element, 'samples_caption', {className: 'hero'})],
        controls: [controls.classChoices(model), controls.row(controls.button('new_samples', next, {primary: true}))],
        play: next,
        digit: (n) => n < (model.classes || 0) && state.set({class: n}),
      };
    },
  });

  const curveNames = {d_real: ['d_real', 'real', ''], d_fake: ['d_fake', 'generated', '10 7']};
  chapters.define('gan', 'history', trainingHistory.of({order: 2, needs: 'needs_gan', models: ganModels, curves: curveNames,
    y: {key: 'axis_probability', domain: [0, 1]}, rule: {y: 0.5, key: 'cannot_tell'}, chartKey: 'verdict_chart_label'}));
  chapters.define('gan', 'live', liveTraining.of({order: 3, family: 'gan', scenario: () => 'gan', curves: curveNames,
    y: {key: 'axis_probability', domain: [0, 1]}, rule: {y: 0.5, key: 'cannot_tell'}, chartKey: 'verdict_chart_label'}));
})();
