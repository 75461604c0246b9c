'use strict';
// A text that goes on from a prompt, token by token, each with its chance.
const text = (() => {
  const {visible} = attention;

  function panel(exhibit, tell) {
    const settings = {temperature: 0.8, top_k: 0, top_p: 1};
    const prompt = dom.el('textarea', {rows: 3, spellcheck: 'false'});
    const written = dom.el('div', {class: 'written', tabindex: 0, role: 'region', 'data-label': 'writtenLabel'});
    const told = dom.el('p', {'aria-live': 'polite'}, say('askToken'));
    const button = dom.el('button', {type: 'button', onclick: () => running ? running.abort() : write()}, say('write'));
    const attending = attention.part(exhibit, () => prompt.value + tokens.map((token) => token.text).join(''), tell);
    const novelty = dom.el('p', {'aria-live': 'polite'});
    let tokens = [];
    let current = -1;
    let running;

    const percent = (chance) => (100 * chance).toFixed(chance < 0.1 ? 1 : 0);

    function look(index) {
      tokens[current]?.element.classList.remove('current');
      current = Math.max(0, Math.min(tokens.length - 1, index));
      const token = tokens[current];
      if (token?.chance === undefined) {
        return;
      }
      token.element.classList.add('current');
      const others = token.others.map(([other, chance]) => `“${visible(other)}” ${percent(chance)} %`).join(', ');
      told.replaceChildren(say('chance', {text: visible(token.text), percent: percent(token.chance), others}));
    }

    function add(token) {
      const index = tokens.length;
      const element = dom.el('span', {class: 'token', style: `--chance: ${token.chance ?? 0}`, onpointerenter: () => look(index)}, token.text);
      tokens.push({...token, element});
      written.append(element);
    }

    // Underlays the longest stretch that the training text has too.
    async function findCopy() {
      const whole = tokens.map((token) => token.text).join('');
      if (whole === '') {
        return;
      }
      const {first, length, usual} = await api.ask('/api/copied', {exhibit: exhibit.number, text: whole});
      let at = 0;
      for (const token of tokens) {
        const begin = at;
        at += [...token.text].length;
        token.element.classList.toggle('copied', at > first && begin < first + length);
      }
      novelty.replaceChildren(say(usual === undefined ? 'copied' : 'copiedBeside', {length, usual}));
    }

    async function write() {
      running = new AbortController();
      button.replaceChildren(say('stop'));
      tokens = [];
      current = -1;
      novelty.replaceChildren();
      written.replaceChildren(dom.el('span', {class: 'prompt'}, prompt.value));
      const asked = {exhibit: exhibit.number, prompt: prompt.value, ...settings, chances: true, length: 400,
        seed: api.seed()};
      try {
        await api.stream('/api/write', asked, (event) => {
          event.error ? tell(new Error(words.t('failed', {reason: event.error}))) : event.tokens?.forEach(add);
          written.scrollTop = written.scrollHeight;
        }, running.signal);
      } catch (error) {
        if (error.name !== 'AbortError') {
          tell(error);
        }
      }
      running = undefined;
      findCopy().catch(tell);
      button.replaceChildren(say('write'));
    }

    function setting(name, min, max, step) {
      const caption = dom.el('span', {}, say(name, {value: settings[name]}));
      return dom.el('label', {}, caption, dom.el('input', {type: 'range', min, max, step, value: settings[name], oninput: (event) => {
        settings[name] = Number(event.target.value);
        caption.replaceChildren(say(name, {value: settings[name]}));
      }}));
    }

    written.addEventListener('keydown', (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (step) {
        event.preventDefault();
        look(current + step);
      }
    });
    return dom.el('div', {class: 'panel'},
      dom.el('div', {}, dom.el('label', {}, say('promptLabel'), prompt), dom.el('div', {class: 'buttons'}, button),
        dom.el('div', {class: 'settings'}, setting('temperature', 0, 2, 0.05),
          setting('top_k', 0, Math.min(50, exhibit.vocabulary), 1), setting('top_p', 0.05, 1, 0.05))),
      dom.el('div', {}, written, novelty, told, attending));
  }

  return {panel};
})();
