'use strict';
// The attention weights of each head over the current text, on request.
const attention = (() => {
  const {el} = dom;
  const visible = (token) => token.replaceAll('\n', '↵').replaceAll(' ', '␣');

  // One head: rows are query tokens, columns key tokens.
  function head(weights, count, tokens, readout) {
    const canvas = el('canvas', {class: 'head', role: 'img', 'data-label': 'headLabel', 'aria-label': i18n.t('headLabel')});
    canvas.width = canvas.height = count;
    const context = canvas.getContext('2d');
    const image = context.createImageData(count, count);
    weights.forEach((weight, i) => image.data.set([weight, weight, weight, 255], 4 * i));
    context.putImageData(image, 0, 0);
    canvas.addEventListener('pointermove', (event) => {
      const box = canvas.getBoundingClientRect();
      const cell = (at, size) => Math.min(count - 1, Math.max(0, Math.floor(at / size * count)));
      const [query, key] = [cell(event.clientY - box.top, box.height), cell(event.clientX - box.left, box.width)];
      readout.replaceChildren(key > query ? localized('masked') : localized('attentionWeight', {query: visible(tokens[query]),
        key: visible(tokens[key]), percent: (100 * weights[query * count + key] / 255).toFixed(0)}));
    });
    return canvas;
  }

  // showReplaced: see the text panel.
  function view(model, text, showReplaced, onError) {
    const heads = el('div', {class: 'heads'});
    const readout = el('p', {'aria-live': 'polite'});
    const show = () => api.request('/api/attention', {model: model.index, text: text()}).then((response) => {
      const weights = images.bytes(response.weights);
      const count = response.tokens.length;
      heads.style.setProperty('--heads', response.heads);
      heads.replaceChildren(...Array.from({length: response.layers * response.heads}, (_, i) =>
        head(weights.subarray(i * count * count, (i + 1) * count * count), count, response.tokens, readout)));
      readout.replaceChildren(localized('attentionLayout', {layers: response.layers, heads: response.heads, count}));
      showReplaced(response.replaced);
    }).catch(onError);
    return el('div', {}, el('button', {type: 'button', 'data-action': 'attention', onclick: show}, localized('showAttention')), heads, readout);
  }

  return {view, visible};
})();

// Text generated from a prompt, token by token, with probabilities.
const text = (() => {
  const {visible} = attention;
  const shown = 10;  // characters
  // The end of a long text, which is all that a model sees, within the server's limit for requests.
  const endOf = (whole) => Array.from(whole).slice(-20000).join('');

  function panel(model, onError) {
    const settings = {temperature: 0.8, top_k: 0, top_p: 1};
    const prompt = dom.el('textarea', {rows: 3, spellcheck: 'false'});
    const generated = dom.el('div', {class: 'generated-text', tabindex: 0, role: 'region', 'data-label': 'generatedLabel'});
    const readout = dom.el('p', {'aria-live': 'polite'}, localized('pointAtToken'));
    const button = dom.el('button', {type: 'button', onclick: () => running ? running.abort() : generate()}, localized('generate'));
    const replaced = dom.el('p', {'aria-live': 'polite'});
    const attentionView = attention.view(model, () => endOf(prompt.value + tokens.map((token) => token.text).join('')), showReplaced, onError);
    const novelty = dom.el('p', {'aria-live': 'polite'});
    let tokens = [];
    let current = -1;
    let running;

    // Names the characters of the prompt that the vocabulary lacks, with what stands for them: “A” → “a”.
    function showReplaced(pairs) {
      const names = pairs.slice(0, shown).map(([character, by]) => `“${visible(character)}”` + (by === '' ? '' : ` → “${visible(by)}”`));
      const characters = names.join(', ') + (pairs.length > shown ? ' …' : '');
      replaced.replaceChildren(...(pairs.length > 0 ? [localized('replaced', {characters})] : []));
    }

    const percent = (probability) => (100 * probability).toFixed(probability < 0.1 ? 1 : 0);

    function select(index) {
      tokens[current]?.element.classList.remove('current');
      current = Math.max(0, Math.min(tokens.length - 1, index));
      const token = tokens[current];
      if (token?.probability === undefined) {
        return;
      }
      token.element.classList.add('current');
      const candidates = token.candidates.map(([candidate, probability]) => `“${visible(candidate)}” ${percent(probability)} %`).join(', ');
      readout.replaceChildren(localized('tokenProbability', {text: visible(token.text), percent: percent(token.probability), candidates}));
    }

    function add(token) {
      const index = tokens.length;
      const element = dom.el('span', {class: 'token', style: `--probability: ${token.probability ?? 0}`, onpointerenter: () => select(index)}, token.text);
      tokens.push({...token, element});
      generated.append(element);
    }

    // Highlights the longest passage that also occurs in the training text.
    async function showLongestCopy() {
      const whole = tokens.map((token) => token.text).join('');
      if (whole === '') {
        return;
      }
      const {start, length, typical} = await api.request('/api/longest_copy', {model: model.index, text: whole});
      let end = 0;
      for (const token of tokens) {
        const begin = end;
        end += [...token.text].length;
        token.element.classList.toggle('copied', end > start && begin < start + length);
      }
      novelty.replaceChildren(localized(typical === undefined ? 'copied' : 'copiedTypical', {length, typical}));
    }

    async function generate() {
      running = new AbortController();
      button.replaceChildren(localized('stop'));
      tokens = [];
      current = -1;
      novelty.replaceChildren();
      showReplaced([]);
      generated.replaceChildren(dom.el('span', {class: 'prompt'}, prompt.value));
      const body = {model: model.index, prompt: endOf(prompt.value), ...settings, probabilities: true, length: 400, seed: api.seed()};
      try {
        await api.stream('/api/generate', body, (event) => {
          event.error ? onError(new Error(i18n.t('failed', {reason: event.error}))) : event.tokens?.forEach(add);
          event.replaced && showReplaced(event.replaced);
          generated.scrollTop = generated.scrollHeight;
        }, running.signal);
      } catch (error) {
        if (error.name !== 'AbortError') {
          onError(error);
        }
      }
      running = undefined;
      showLongestCopy().catch(onError);
      button.replaceChildren(localized('generate'));
    }

    function setting(name, min, max, step, decimals = 0) {
      const captionOf = () => (name === 'top_k' && settings.top_k === 0 ? localized('top_k_off') :
        localized(name, {value: settings[name].toFixed(decimals)}));
      const caption = dom.el('span', {}, captionOf());
      return dom.el('label', {}, caption, dom.el('input', {type: 'range', min, max, step, value: settings[name], oninput: (event) => {
        settings[name] = Number(event.target.value);
        caption.replaceChildren(captionOf());
      }}));
    }

    generated.addEventListener('keydown', (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (step) {
        event.preventDefault();
        select(current + step);
      }
    });
    return dom.el('div', {class: 'panel'},
      dom.el('div', {}, dom.el('label', {}, localized('promptLabel'), prompt), replaced, dom.el('div', {class: 'buttons'}, button),
        dom.el('div', {class: 'settings'}, setting('temperature', 0, 2, 0.05, 2),
          setting('top_k', 0, Math.min(50, model.vocabulary_size), 1), setting('top_p', 0.05, 1, 0.05, 2))),
      dom.el('div', {}, generated, novelty, readout, attentionView));
  }

  return {panel};
})();
