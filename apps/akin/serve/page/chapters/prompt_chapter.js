'use strict';
// Chapter 5: a prompt steers. The same idea three times: a class, half a picture, a first sentence.
(() => {
  const {el} = dom;
  const classed = () => models.suitable((model) => models.can('samples')(model) && model.classes > 0, 'gan');
  const completing = () => models.suitable(models.can('completion'), 'image-transformer');

  const missing = (key) => el('div', {class: 'missing'}, el('p', {}, say.span(key)), el('p', {}, el('code', {}, i18n.t(`${key}_command`))));

  function byClass(model, fail) {
    if (!model) {
      return {stage: missing('needs_gan')};
    }
    const shape = models.shape(model);
    const shown = tiles.make({shape, columns: 4, rows: 4, key: 'samples_label', values: {count: 16}});
    state.watch(['class', 'seed'], () => controls.work(shown.element, engine.ask('samples', {model: model.index, count: 16, label: state.get('class', 3), seed: state.get('seed', 1)}))
      .then(({images}) => shown.show(bitmap.each(images, shape))).catch(fail));
    return {stage: [controls.classChoices(model, {all: false, fallback: 3}), shown.element], model};
  }

  function byHalf(model, fail) {
    if (!model) {
      return {stage: missing('needs_image_transformer')};
    }
    const made = completion.panel(model, fail, {columns: 3, rows: 1});
    return {stage: [made.pad, made.output, made.slider, made.buttons], again: made.complete};
  }

  function bySentence(model, fail) {
    if (!model) {
      return {stage: missing('needs_text')};
    }
    const box = promptBox.make(model, {rows: 3});
    const told = story.make(model, fail, {tall: 12});
    const tell = () => told.tell(promptBox.value(model)).then((answer) => answer && box.replaced(answer.replaced));
    const later = engine.latest(async () => tell(), fail);
    state.watch(['prompt'], () => (document.activeElement === box.area ? undefined : later()));
    return {stage: [box.element, controls.row(controls.button('continue_text', tell, {primary: true})), told.element], again: tell};
  }

  chapters.define('prompt', 'steer', {
    order: 1,
    needs: 'needs_gan',
    choosesModel: false,
    models: () => [...classed(), ...completing(), ...models.texts()],
    build({fail}) {
      const [a, b, c] = [byClass(classed()[0], fail), byHalf(completing()[0], fail), bySentence(models.texts()[0], fail)];
      const column = (key, part) => el('section', {class: 'prompt-column'}, say.on(el('h2', {}), key), part.stage);
      const again = () => {
        state.set({seed: engine.seed()});
        b.again?.();
        c.again?.();
      };
      return {stage: [column('prompt_class', a), column('prompt_half', b), column('prompt_sentence', c)], controls: [controls.row(controls.button('all_again', again, {primary: true}))],
        play: again, digit: (n) => a.model && n < a.model.classes && state.set({class: n})};
    },
  });
})();
