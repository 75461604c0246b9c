'use strict';
// Chapter 1: what the models learn from.
(() => {
  const {el} = dom;
  const [columns, rows] = [20, 9];

  // One model for each data set.
  const distinct = (list) => list.filter((model, i) => list.findIndex((other) => other.data === model.data) === i);
  // A model with fewer numbers than its data has to find what they share; one with more need not.
  const factsKey = (parameters, numbers) => {
    if (!parameters) {
      return 'data_facts_short';
    }
    return parameters < numbers / 2 ? 'data_facts' : 'data_facts_few';
  };
  const another = () => controls.button('other_examples', () => state.set({seed: engine.seed()}), {action: 'new'});

  chapters.define('data', 'images', {
    order: 1,
    needs: 'needs_image',
    models: () => distinct(models.suitable(models.isImage, 'gan')),
    build({model, fail}) {
      const shape = models.shape(model);
      const shown = wall.make({shape, columns, rows, key: 'data_wall', values: {count: columns * rows, all: model.examples}});
      const figure = controls.figure(shown.element, 'data_wall_caption', {className: 'data-wall'});
      const classes = el('div', {class: 'class-bars'});
      const facts = el('p', {class: 'facts'});
      state.watch(['seed'], () => controls.work(figure, engine.ask('data', {model: model.index, count: columns * rows, seed: state.get('seed', 1)}))
        .then((data) => {
          shown.show(data.images, {count: columns * rows, all: data.count});
          const numbers = data.count * bitmap.size(shape);
          say.on(facts, factsKey(model.parameters, numbers), {count: data.count, pixels: bitmap.size(shape), numbers, parameters: model.parameters});
          if (data.classes?.length > 0 && classes.childElementCount === 0) {
            const pairs = bars.pairs(data.classes.map(({name}) => name), 'classes_label');
            pairs.show(data.classes.map(({count}) => count));
            classes.append(pairs.element);
          }
        }).catch(fail));
      const classFigure = controls.figure(classes, 'data_classes', {className: 'data-classes'});
      return {
        stage: [figure, classFigure, facts],
        controls: [controls.row(another())],
        play: () => state.set({seed: engine.seed()}),
      };
    },
  });

  chapters.define('data', 'text', {
    order: 2,
    needs: 'needs_text',
    models: () => distinct(models.texts()),
    build({model, fail}) {
      const excerpt = say.label(el('div', {class: 'excerpt', tabindex: 0, role: 'region'}), 'data_excerpt');
      const [letters, words] = ['data_letters', 'data_words'].map((key) => bars.make({rows: 12, key, kind: 'real'}));
      const facts = el('p', {class: 'facts'});
      const show = (made, counts) => {
        const full = counts[0]?.[1] ?? 1;
        made.show(counts.slice(0, 12).map(([text, count]) => ({name: tokenText.visible(text), value: count / full, number: count.toLocaleString('en')})));
      };
      state.watch(['seed'], () => controls.work(excerpt, engine.ask('data', {model: model.index, count: 900, seed: state.get('seed', 1)})).then((data) => {
        excerpt.textContent = data.excerpt;
        show(letters, data.letters);
        show(words, data.words);
        say.on(facts, data.documents ? 'data_text_facts' : 'data_text_characters', {characters: data.characters, documents: data.documents});
      }).catch(fail));
      return {
        stage: [controls.figure(excerpt, 'data_excerpt_caption', {className: 'data-excerpt'}), controls.figure(letters.element, 'data_letters', {className: 'data-letters'}),
          controls.figure(words.element, 'data_words', {className: 'data-words'}), facts],
        controls: [controls.row(another())],
        play: () => state.set({seed: engine.seed()}),
      };
    },
  });
})();
