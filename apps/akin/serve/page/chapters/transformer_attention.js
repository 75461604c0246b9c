'use strict';
// Chapter 4, inside: attention of one head as arcs, heads sorted by what they do.
(() => {
  const {el} = dom;

  chapters.define('transformer', 'attention', {
    order: 2,
    needs: 'needs_text',
    models: models.texts,
    build({model, fail}) {
      const box = promptBox.make(model, {rows: 2});
      const drawing = arcs.make({key: 'arcs_label', onSelect: (token) => state.set({at: token})});
      const figure = controls.figure(drawing.element, 'arcs_caption', {className: 'hero'});
      const list = el('div', {class: 'heads', role: 'group'});
      say.label(list, 'heads_label');
      const kindKey = (kind) => `kind_${kind.replaceAll(' ', '_')}`;
      const text = () => Array.from(promptBox.value(model)).slice(-40).join('');

      async function links() {
        const answer = await controls.work(figure, engine.ask('head_links', {model: model.index, text: text(), layer: state.get('layer', 0), head: state.get('head', 0), minimum: 0.04}));
        drawing.show(answer.tokens, answer.links);
        drawing.select(Math.min(state.get('at', answer.tokens.length - 1), answer.tokens.length - 1));
      }
      // Kinds in the order of the answer, the clearest head of each first.
      function showHeads(heads) {
        const kinds = [...new Set(heads.map(({kind}) => kind))];
        list.replaceChildren(...kinds.map((kind) => el('div', {class: 'head-kind'}, el('span', {}, say.span(kindKey(kind))),
          el('div', {class: 'buttons'}, heads.filter((one) => one.kind === kind).map(({layer, head}) =>
            el('button', {type: 'button', 'data-head': `${layer}.${head}`, onclick: () => state.set({layer, head})}, say.span('head_name', {layer: layer + 1, head: head + 1})))))));
        markHead();
      }
      const markHead = () => list.querySelectorAll('[data-head]').forEach((one) =>
        one.setAttribute('aria-pressed', String(one.dataset.head === `${state.get('layer', 0)}.${state.get('head', 0)}`)));
      const refresh = engine.latest(async () => {
        const answer = await engine.ask('heads', {model: model.index, text: text()});
        box.replaced(answer.replaced);
        showHeads(answer.heads);
        if (state.get('layer') === undefined) {
          const {layer, head} = answer.heads[0];
          state.set({layer, head});
        }
        await links();
      }, fail);
      state.watch(['prompt'], () => { controls.stale(figure); refresh(); });
      state.watch(['layer', 'head'], () => { markHead(); state.get('layer') !== undefined && links().catch(fail); });
      const step = () => drawing.select((drawing.selected() + 1) % Math.max(1, text().length));
      return {stage: [figure, list], controls: [box.element], play: step,
        digit: (n) => list.querySelectorAll('[data-head]')[n - 1]?.click()};
    },
  });
})();
