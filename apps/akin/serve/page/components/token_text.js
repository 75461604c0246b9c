'use strict';
// Text as tokens, of which one can be chosen by pointer or arrow keys. Marks: copied, true, false, edited.
const tokenText = (() => {
  const {el} = dom;
  const visible = (token) => token.replaceAll('\n', '↵').replaceAll(' ', '␣');

  function make({key, onSelect, tall = 8}) {
    const element = say.label(el('div', {class: 'token-text', tabindex: 0, role: 'group', 'data-keys': onSelect ? 'arrows' : undefined,
      style: `--tall: ${tall}rem`, onkeydown: move}), key);
    let [tokens, selected] = [[], -1];

    // {text, mark, probability}: an underline is solid for a likely token, dashed, or dotted for an unlikely one.
    function add(token) {
      const index = tokens.length;
      const likely = token.probability === undefined ? '' : token.probability >= 0.5 ? 'likely' : token.probability >= 0.1 ? 'possible' : 'unlikely';
      const span = el('span', {class: `token ${token.mark ?? ''} ${likely}`, onclick: () => select(index)}, token.text);
      tokens.push({...token, span});
      element.append(span);
      element.scrollTop = element.scrollHeight;
    }
    function show(next) {
      tokens = [];
      selected = -1;
      element.replaceChildren();
      next.forEach(add);
      element.scrollTop = 0;
    }
    function select(index) {
      if (!onSelect || tokens.length === 0) {
        return;
      }
      tokens[selected]?.span.classList.remove('selected');
      selected = Math.max(0, Math.min(tokens.length - 1, index));
      tokens[selected].span.classList.add('selected');
      tokens[selected].span.scrollIntoView({block: 'nearest'});
      onSelect(selected, tokens[selected]);
    }
    function move(event) {
      const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (by && onSelect) {
        event.preventDefault();
        select(selected < 0 ? tokens.length - 1 : selected + by);
      }
    }
    // Marks the characters from start on, `length` of them; the rest of a token's marks stay.
    function mark(spans, name) {
      let end = 0;
      for (const token of tokens) {
        const begin = end;
        end += [...token.text].length;
        token.span.classList.toggle(name, spans.some(({start, length}) => end > start && begin < start + length));
      }
    }
    return {element, add, show, select, mark, text: () => tokens.map((token) => token.text).join(''), tokens: () => tokens, selected: () => selected};
  }

  catalogue.components['token-text'] = (root) => {
    const made = make({key: 'generated_label', onSelect: () => {}});
    root.append(made.element);
    made.show([...'Once upon a time there was a fox.'].map((text, i) => ({text, probability: (i % 5) / 5})));
    made.mark([{start: 5, length: 9}], 'copied');
    made.select(3);
  };

  return {make, visible};
})();
