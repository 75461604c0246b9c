'use strict';
// Chapter 6: similar, but new.
(() => {
  const {el} = dom;
  const [columns, rows] = [5, 5];

  chapters.define('novelty', 'images', {
    order: 1,
    needs: 'needs_gan',
    models: () => models.suitable(models.can('samples'), 'gan'),
    build({model, fail}) {
      const shape = models.shape(model);
      const shown = tiles.make({shape, columns, rows, key: 'choose_sample', values: {count: columns * rows}, onSelect: (index) => state.set({sample: index})});
      const [chosen, nearest] = [0, 1].map(() => el('canvas', {width: shape.width, height: shape.height, role: 'img'}));
      say.label(chosen, 'chosen_sample');
      say.label(nearest, 'nearest_image');
      const pair = el('div', {class: 'pair'}, controls.figure(chosen, 'chosen_sample', {className: 'generated'}), controls.figure(nearest, 'nearest_image', {className: 'real'}));
      const scale = ruler.make({key: 'distance_label', axis: 'axis_distance', wide: 12.5});
      const sentence = el('p', {class: 'facts'});

      const compare = engine.latest(async (index) => {
        const image = shown.images()[index];
        shown.mark(index);
        bitmap.draw(chosen, image, shape);
        controls.stale(pair);
        const found = await controls.work(pair, engine.ask('nearest', {model: model.index, pixels: image}));
        await motion.fly(shown.buttons[index], nearest);
        bitmap.draw(nearest, found.nearest, shape);
        scale.show([{value: found.distance, key: 'this_sample', values: {distance: found.distance.toFixed(2)}, kind: 'generated'},
          ...(found.typical === undefined ? [] : [{value: found.typical, key: 'unseen_images', values: {distance: found.typical.toFixed(2)}, kind: 'real', shape: 1}]),
          {value: 0, key: 'a_copy', kind: 'copied', shape: 3}]);
        const copied = found.distance === 0 || (found.typical !== undefined && found.distance < found.typical / 3);
        const key = copied ? 'is_copied' : found.typical === undefined ? 'error_too-few' : 'is_new';
        say.on(sentence, key);
        say.announce(key);
      }, fail);
      state.watch(['seed', 'class'], () => controls.work(shown.element, engine.ask('samples', {model: model.index, count: columns * rows, seed: state.get('seed', 1), label: state.get('class', -1)}))
        .then(({images}) => {
          shown.show(bitmap.each(images, shape));
          compare(Math.min(state.get('sample', 0), columns * rows - 1));
        }).catch(fail));
      state.watch(['sample'], () => shown.images().length > 0 && compare(Math.min(state.get('sample', 0), columns * rows - 1)));
      const next = () => state.set({seed: engine.seed(), sample: 0});
      return {
        stage: [controls.figure(shown.element, 'choose_sample', {className: 'hero'}), el('div', {class: 'outputs'}, pair, scale.element, sentence)],
        controls: [controls.classChoices(model), controls.row(controls.button('new_samples', next, {primary: true}))],
        play: () => state.set({sample: (state.get('sample', 0) + 1) % (columns * rows)}),
        digit: (n) => n > 0 && state.set({sample: n - 1}),
      };
    },
  });

  chapters.define('novelty', 'text', {
    order: 2,
    needs: 'needs_text',
    models: models.texts,
    build({model, fail}) {
      const told = story.make(model, fail, {tall: 20});
      const box = promptBox.make(model);
      const scale = ruler.make({key: 'copy_length_label', axis: 'axis_characters', wide: 40});
      const sentence = el('p', {class: 'facts'});
      async function tell() {
        sentence.replaceChildren();
        const answer = await told.tell(promptBox.value(model), {length: 450, documents: 6, seed: state.get('seed', 1)});
        if (!answer || answer.text === '') {
          return;
        }
        box.replaced(answer.replaced);
        const found = await engine.ask('longest_copy', {model: model.index, text: answer.text});
        const offset = Array.from(promptBox.value(model)).length;
        told.mark([{start: offset + found.start, length: found.length}], 'copied');
        scale.show([{value: found.length, key: 'this_text', values: {n: found.length}, kind: 'copied', shape: 3},
          ...(found.typical === undefined ? [] : [{value: found.typical, key: 'unseen_text', values: {n: found.typical}, kind: 'real', shape: 1}])]);
        say.on(sentence, 'longest_copy', {n: found.length});
      }
      state.watch(['seed', 'prompt'], () => (document.activeElement === box.area ? undefined : tell().catch(fail)));
      const next = () => state.set({seed: engine.seed()});
      return {stage: [controls.figure(told.element, 'generated_caption', {className: 'hero'}), scale.element, sentence],
        controls: [box.element, controls.row(controls.button('another_text', next, {primary: true}))], play: next};
    },
  });

  chapters.define('novelty', 'chart', {
    order: 3,
    needs: 'needs_gan',
    choosesModel: false,
    models: () => [...models.suitable(models.isImage, 'gan'), ...models.texts()],
    build({all, fail}) {
      const chart = axisChart.make({wide: 46, tall: 28, key: 'novelty_chart', x: {key: 'axis_similar', domain: [0, 1.05]}, y: {key: 'axis_new', domain: [0, 1.05]}});
      const fixed = {'held-out': ['point_held_out', 'real', 1], noise: ['point_noise', 'error', 4], copier: ['point_copier', 'copied', 3]};
      const points = new Map();
      const show = () => chart.show({points: [...points.values()], rules: [], summary: {points: [...points.values()].map(({x, y, name, key}) =>
        `${key ? say.text(key) : name}: ${x.toFixed(2)}, ${y.toFixed(2)}`).join('; ')}});
      async function measure() {
        for (const model of all) {
          if (!document.contains(chart.element)) {
            return;
          }
          const answer = await controls.work(chart.element.parentElement, engine.ask('novelty', {model: model.index})).catch(fail);
          if (!answer) {
            continue;
          }
          answer.points.forEach(({name, similar, new: fresh}, i) => {
            const known = Object.keys(fixed).find((one) => name.startsWith(one));
            const [key, kind, shape] = fixed[known] ?? [undefined, 'generated', 0];
            points.has(known) || points.set(known ?? `${model.index}.${i}`, {x: Math.min(1.05, similar), y: Math.min(1.05, fresh), kind, shape, ...(key ? {key} : {name: model.name})});
          });
          show();
        }
        points.size === 0 && fail({code: 'too-few', message: 'no model has points'});
      }
      setTimeout(() => measure().catch(fail));
      return {stage: [controls.figure(chart.element, 'novelty_caption', {className: 'hero chart-hero'})], controls: []};
    },
  });
})();
