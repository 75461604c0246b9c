'use strict';
// Chapter 8, text: bias, memorising, and hallucination counted against the small world that is known.
(() => {
  const {el} = dom;
  const next = () => state.set({seed: engine.seed()});
  const controlsOf = (box) => [box?.element, controls.row(controls.button('another_text', next, {primary: true}))];
  const healthy = (model) => models.texts().find((one) => one !== model && one.language === model.language && !/biased|memorising/.test(one.role ?? ''));

  // The most frequent words of texts, as shares.
  function shares(words) {
    const sum = words.reduce((all, [, count]) => all + count, 0) || 1;
    return new Map(words.map(([word, count]) => [word.toLowerCase(), count / sum]));
  }
  function wordsOf(text) {
    const counts = new Map();
    for (const [word] of text.matchAll(/[\p{L}\p{N}’']+/gu)) {
      counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  // One column: what it generates, with the words of its data beside those of the text.
  function column(model, heading, fail, after, caption = 'fault_text_plain') {
    const told = story.make(model, fail, {tall: 11});
    const words = bars.make({rows: 8, key: 'fault_words', kind: 'candidates'});
    const reading = say.on(el('p', {class: 'facts'}), 'nothing');
    state.watch(['seed', 'prompt'], async () => {
      try {
        const answer = await told.tell(promptBox.value(model), {length: 400, documents: 6, seed: state.get('seed', 1)});
        answer && await after({model, told, words, reading, text: answer.text, offset: Array.from(promptBox.value(model)).length});
      } catch (error) {
        fail(error);
      }
    });
    return {element: el('section', {class: 'fault-column'}, say.on(el('h2', {}), heading, {n: model.examples ?? 0}), controls.figure(told.element, caption), reading), words};
  }

  const sharesOf = async (model) => shares((await engine.ask('data', {model: model.index, count: 1, seed: 1})).words);

  // The words in whose shares the data of two models differ most.
  function tellingWords(a, b) {
    const difference = (word) => Math.abs((a.get(word) ?? 0) - (b.get(word) ?? 0));
    return [...new Set([...a.keys(), ...b.keys()])].sort((one, other) => difference(other) - difference(one)).slice(0, 8);
  }
  const biasBeside = (other) => async ({model, words, text}) => {
    const [inData, inOther] = [await sharesOf(model), await sharesOf(other)];
    const inText = shares(wordsOf(text).filter(([word]) => inData.has(word) || inOther.has(word)));  // of the same words as in the data
    const rows = tellingWords(inData, inOther).sort().map((word) => [word, inData.get(word) ?? 0, inText.get(word) ?? 0]);
    const full = Math.max(...rows.map(([, before, now]) => Math.max(before, now)));
    words.show(rows.map(([name, before, value]) => ({name, before, value, number: `${Math.round(100 * before)} → ${Math.round(100 * value)} %`})), {full});
  };
  chapters.define('faults', 'bias-text', {
    order: 2,
    needs: 'needs_biased_text',
    choosesModel: false,
    models: () => [models.withRole('biased-text')].filter(Boolean),
    build({model, fail}) {
      const other = models.withRole('tales') ?? healthy(model);  // of the same world
      const parts = [other && column(other, 'fault_healthy', fail, biasBeside(model)), column(model, 'fault_biased', fail, biasBeside(other ?? model))].filter(Boolean);
      parts.forEach(({element, words}) => element.append(controls.figure(words.element, 'fault_words')));
      return {stage: parts.map(({element}) => element), controls: controlsOf(promptBox.make(model)), play: next};
    },
  });

  async function copiesOf({model, told, reading, text, offset}) {
    const {spans} = await engine.ask('copied_spans', {model: model.index, text, minimum: 30});
    told.mark(spans.map(({start, length}) => ({start: start + offset, length})), 'copied');
    const copied = spans.reduce((sum, {length}) => sum + length, 0);
    say.on(reading, 'fault_copied_share', {percent: Math.round(100 * Math.min(1, copied / Math.max(1, Array.from(text).length)))});
  }
  chapters.define('faults', 'memorising-text', {
    order: 4,
    needs: 'needs_memorising_text',
    choosesModel: false,
    models: () => [models.withRole('memorising-text')].filter(Boolean),
    build({model, fail}) {
      const parts = [healthy(model) && column(healthy(model), 'fault_healthy', fail, copiesOf, 'fault_text_marked'), column(model, 'fault_memorising_text', fail, copiesOf, 'fault_text_marked')].filter(Boolean);
      return {stage: parts.map(({element}) => element), controls: controlsOf(promptBox.make(model)), play: next};
    },
  });

  // Fluent and false: what a tale states, against what is known of its world.
  chapters.define('faults', 'hallucination', {
    order: 5,
    needs: 'needs_tales',
    models: () => models.texts().filter((model) => model.role === 'tales' || /tales/.test(model.data ?? '')),
    build({model, fail}) {
      const told = story.make(model, fail, {tall: 15, key: 'generated_label'});
      const split = el('div', {class: 'vote-split'});
      const list = el('ul', {class: 'facts-list'});
      const part = (count, kind, key, all) => (count > 0 ? el('span', {class: `vote-part ${kind}`, style: `--share: ${count / all}`}, say.span(key, {n: count})) : undefined);
      state.watch(['seed', 'prompt'], async () => {
        try {
          const prompt = promptBox.value(model);
          const answer = await told.tell(prompt, {length: 500, documents: 6, seed: state.get('seed', 1)});
          if (!answer) {
            return;
          }
          const truth = await engine.ask('tale_truth', {model: model.index, text: prompt + answer.text});
          for (const verdict of ['true', 'false']) {
            told.mark(truth.statements.filter((one) => one.verdict === verdict), `is-${verdict}`);
          }
          const all = Math.max(1, truth.true + truth.false);
          split.replaceChildren(...[part(truth.true, 'real', 'statements_true', all), part(truth.false, 'error-part', 'statements_false', all)].filter(Boolean));
          list.replaceChildren(...truth.statements.filter((one) => one.verdict === 'false').slice(0, 4).map(({fact, start, length}) =>
            el('li', {}, el('q', {}, Array.from(prompt + answer.text).slice(start, start + length).join('')), fact ? ` — ${fact}` : '')));
        } catch (error) {
          fail(error);
        }
      });
      return {stage: [controls.figure(told.element, 'hallucination_caption', {className: 'hero'}), split, list], controls: controlsOf(promptBox.make(model)), play: next};
    },
  });
})();
