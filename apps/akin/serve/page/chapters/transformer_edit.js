'use strict';
// Chapter 4, what if: one earlier word is changed, the probabilities stand before and after. And how much context it needs.
(() => {
  const {el} = dom;
  const shown = 9;

  chapters.define('transformer', 'edit', {
    order: 3,
    needs: 'needs_text',
    models: models.texts,
    build({model, fail}) {
      const box = promptBox.make(model, {rows: 2});
      const words = tokenText.make({key: 'edit_words', tall: 9, onSelect: (index) => state.set({word: index, to: undefined})});
      const input = el('input', {type: 'text', 'data-control': 'to', oninput: () => write(input.value)});
      const write = engine.latest(async (to) => state.set({to}), fail);
      const after = bars.make({rows: shown, key: 'edited_bars', kind: 'candidates'});
      const figure = controls.figure(after.element, 'edited_caption', {className: 'candidate-figure'});
      const edited = el('p', {class: 'edited-text'});
      const pieces = () => promptBox.value(model).match(/\s*\S+|\s+$/g) ?? [''];
      const chosen = () => Math.min(state.get('word', Math.max(0, pieces().length - 3)), pieces().length - 1);
      const blank = (piece) => /^\s*/.exec(piece)[0];

      const refresh = engine.latest(async () => {
        const all = pieces();
        const at = chosen();
        const replacement = state.get('to');
        const changed = all.map((piece, i) => (i === at && replacement !== undefined ? blank(piece) + replacement : piece));
        const ask = (list) => engine.ask('next_tokens', {model: model.index, text: list.join(''), temperature: 1, top_k: 0, top_p: 1, count: 60});
        const [before, now] = await Promise.all([ask(all), ask(changed)]);
        box.replaced(now.replaced);
        const known = new Map(before.tokens.map((token) => [token.id, token.probability]));
        const names = [...now.tokens.slice(0, 7), ...before.tokens.slice(0, 5)];
        const rows = names.filter((token, i) => names.findIndex(({id}) => id === token.id) === i).slice(0, shown);
        const later = new Map(now.tokens.map((token) => [token.id, token.probability]));
        after.show(rows.map(({id, text}) => ({name: tokenText.visible(text), before: known.get(id) ?? 0, value: later.get(id) ?? 0,
          number: `${nextToken.percent(known.get(id) ?? 0)} → ${nextToken.percent(later.get(id) ?? 0)}`})));
        controls.fresh(figure);
        edited.replaceChildren(...changed.map((piece, i) => (i === at ? el('mark', {}, piece) : piece)));
      }, fail);

      state.watch(['prompt', 'word', 'to'], () => {
        const all = pieces();
        words.show(all.map((text, i) => ({text, mark: i === chosen() ? 'edited' : ''})));
        document.activeElement !== input && (input.value = state.get('to', all[chosen()].trim()));
        controls.stale(figure);
        refresh();
      });
      return {
        stage: [controls.figure(words.element, 'edit_words', {className: 'edit-words'}), el('label', {class: 'edit-input'}, say.span('edit_to'), input),
          controls.figure(edited, 'edited_text', {className: 'edited-figure'}), figure],
        controls: [box.element],
        digit: (n) => state.set({word: n - 1, to: undefined}),
      };
    },
  });

  chapters.define('transformer', 'context', {
    order: 4,
    needs: 'needs_text',
    models: models.texts,
    build({model, fail}) {
      const chart = axisChart.make({wide: 44, tall: 13, key: 'context_chart', x: {key: 'axis_context', domain: [1, 128], log: true}, y: {key: 'axis_loss', domain: [0, 4]}});
      const seen = el('p', {class: 'context-text'});
      const candidates = bars.make({rows: 5, key: 'candidates_label', kind: 'candidates'});
      const figure = controls.figure(candidates.element, 'context_candidates', {className: 'candidate-figure'});
      const box = promptBox.make(model, {rows: 2});
      let lengths = [1, 2, 4, 8, 16, 32, 64, 128];
      const length = () => lengths[Math.min(state.get('context', 3), lengths.length - 1)];
      const slider = el('div', {});

      const refresh = engine.latest(async () => {
        const ask = (prompt) => engine.ask('next_tokens', {model: model.index, ...prompt, temperature: 1, top_k: 0, top_p: 1, count: 5});
        const whole = await ask({text: promptBox.value(model)});
        const forgotten = Math.max(whole.prompt.length - length(), 0);
        const kept = whole.prompt.slice(forgotten);
        const texts = (tokens) => tokens.map(({text}) => text).join('');
        seen.replaceChildren(el('span', {class: 'forgotten'}, texts(whole.prompt.slice(0, forgotten))), el('mark', {}, texts(kept)));
        const answer = forgotten > 0 ? await ask({tokens: kept.map(({id}) => id)}) : whole;
        box.replaced(whole.replaced);
        candidates.show(answer.tokens.map((token) => ({name: tokenText.visible(token.text), value: token.probability, number: nextToken.percent(token.probability)})));
        controls.fresh(figure);
      }, fail);
      controls.work(chart.element, engine.ask('context_loss', {model: model.index})).then(({lengths: measured, loss}) => {
        lengths = measured;
        const domainY = [0, Math.ceil(Math.max(...loss) * 1.1 * 2) / 2];
        chart.show({lines: [{key: 'loss_name', kind: 'generated', points: measured.map((one, i) => [one, loss[i]])}],
          points: measured.map((one, i) => ({x: one, y: loss[i], name: '', kind: 'generated'})),
          domainX: [1, measured.at(-1)], domainY, summary: {values: measured.map((one, i) => `${one}: ${loss[i].toFixed(2)}`).join(', ')}});
        slider.replaceChildren(controls.stateSlider('context', [0, measured.length - 1, 1], 3, (value) => ['context_value', {n: measured[value]}]));
        chart.cursor(length());
      }).catch(fail);
      state.watch(['prompt', 'context'], () => {
        chart.cursor(length());
        controls.stale(figure);
        refresh();
      });
      return {stage: [chart.element, controls.figure(seen, 'context_seen', {className: 'context-figure'}), figure], controls: [box.element, slider],
        play: () => state.set({context: (state.get('context', 3) + 1) % lengths.length})};
    },
  });
})();
