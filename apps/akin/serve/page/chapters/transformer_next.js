'use strict';
// Chapter 4, token by token: the probabilities of the next token, one chosen or drawn, temperature, top-k and top-p at work.
const nextToken = (() => {
  const {el} = dom;
  const shown = 9;
  const percent = (share) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;

  // The three settings of sampling, each in words.
  const settings = () => ['temperature', 'top_k', 'top_p'].map((name) => controls.stateSlider(name, ...{
    temperature: [[0, 2, 0.05], 1, (value) => [value === 0 ? 'temperature_0' : value < 0.7 ? 'temperature_low' : value <= 1.1 ? 'temperature_1' : 'temperature_high', {value: value.toFixed(2)}]],
    top_k: [[0, 40, 1], 0, (value) => (value === 0 ? ['top_off'] : ['top_k_value', {value}])],
    top_p: [[0.05, 1, 0.05], 1, (value) => (value === 1 ? ['top_off'] : ['top_p_value', {percent: Math.round(100 * value)}])],
  }[name]));
  const sampling = () => ({temperature: state.get('temperature', 1), top_k: state.get('top_k', 0), top_p: state.get('top_p', 1)});

  // Bars of candidates: outlined before the settings, filled after.
  const items = (tokens) => tokens.slice(0, shown).map((token, i) => ({...token, name: `${i + 1}  ${tokenText.visible(token.text)}`, value: token.adjusted,
    before: token.probability, number: percent(token.adjusted), className: token.adjusted === 0 ? 'out' : ''}));

  function build({model, fail}) {
    const box = promptBox.make(model);
    const text = tokenText.make({key: 'continued_label', tall: 9.5});
    const candidates = bars.make({rows: shown, key: 'candidates_label', kind: 'candidates', onChoose: (item) => choose(item)});
    const uncertainty = el('p', {class: 'facts'});
    let prompt = [];  // tokens of the prompt
    let chain = [];   // tokens after it
    let current;
    let timer;
    let running;

    const ask = () => engine.ask('next_tokens', {model: model.index, ...(chain.length > 0 ? {tokens: [...prompt, ...chain].map(({id}) => id)} :
      {text: promptBox.value(model)}), ...sampling(), count: 40});
    const refresh = engine.latest(async () => {
      const asked = chain.length;
      const answer = await ask();
      if (asked === 0) {
        prompt = answer.prompt;
        box.replaced(answer.replaced);
        text.show(prompt.map(({text: piece}) => ({text: piece, mark: 'prompt'})));
      }
      current = answer;
      candidates.show(items(answer.tokens));
      say.on(uncertainty, 'uncertainty', {bits: (answer.adjusted_entropy / Math.LN2).toFixed(1), as: Math.max(1, Math.round(2 ** (answer.adjusted_entropy / Math.LN2)))});
    }, (error) => { pause(); fail(error); });

    function restart() {
      pause();
      chain = [];
      refresh();
    }
    async function choose(token) {
      chain.push(token);
      text.add({text: token.text, probability: token.probability});
      await refresh();
    }
    function draw() {
      let at = Math.random() * current.tokens.reduce((sum, {adjusted}) => sum + adjusted, 0);
      return choose(current.tokens.find(({adjusted}) => (at -= adjusted) < 0) ?? current.tokens[0]);
    }

    // All at once: the server draws and sends as fast as it can.
    async function rush() {
      running = new AbortController();
      const body = {model: model.index, prompt: promptBox.value(model) + chain.map((token) => token.text).join(''), ...sampling(), length: 300, seed: engine.seed(), probabilities: true};
      await engine.generate(body, (event) => event.tokens?.forEach((token) => text.add({text: token.text, probability: token.probability})), running.signal)
        .catch(fail).finally(pause);
    }
    function pause() {
      clearTimeout(timer);
      running?.abort();
      [timer, running] = [undefined, undefined];
      play.replaceChildren(say.span('play'));
    }
    async function loop() {
      const begin = performance.now();
      await draw();
      if (timer !== undefined && document.contains(play)) {
        timer = setTimeout(loop, Math.max(0, 1000 / speed() - (performance.now() - begin)));
      }
    }
    const speeds = [1, 2, 5, 10, Infinity];
    const speed = () => speeds[state.get('speed', 1)];
    function toggle() {
      if (timer !== undefined || running) {
        pause();
        return;
      }
      play.replaceChildren(say.span('pause'));
      if (speed() === Infinity) {
        rush();
      } else if (current) {
        timer = setTimeout(loop);
      }
    }
    const play = controls.button('play', toggle, {primary: true});
    state.watch(['prompt'], restart);
    state.watch(['temperature', 'top_k', 'top_p'], () => current && refresh());
    return {
      stage: [controls.figure(text.element, 'continued', {className: 'continued'}), controls.figure(candidates.element, 'candidates', {className: 'candidate-figure'}), uncertainty, el('div', {class: 'settings'}, settings())],
      controls: [box.element, controls.row(play, controls.button('one_token', () => { pause(); current && draw(); }), controls.button('restart', restart)),
        controls.stateSlider('speed', [0, 4, 1], 1, (value) => (speeds[value] === Infinity ? ['speed_all'] : ['speed_value', {n: speeds[value]}]))],
      play: toggle,
      digit: (n) => { pause(); candidates.items()[n - 1] && choose(candidates.items()[n - 1]); },
    };
  }

  chapters.define('transformer', 'next', {order: 1, needs: 'needs_text', models: models.texts, build});

  return {settings, sampling, items, percent};
})();
