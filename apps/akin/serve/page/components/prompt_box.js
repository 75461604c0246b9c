'use strict';
// A prompt in any script. Characters that the vocabulary lacks are named, with what stands for them.
const promptBox = (() => {
  const {el} = dom;
  const shown = 8;  // characters
  const maxCharacters = 20000;

  // A first sentence in the model's language, as its own data begin.
  const fallback = (model) => i18n.t(model.language === 'ko' ? 'default_prompt_ko' : /shakespeare/.test(model.data) ? 'default_prompt_plays' : 'default_prompt_en');
  const value = (model, name = 'prompt') => String(state.get(name, fallback(model)));

  // The end of a long prompt, which is all that a model sees, in whole characters.
  const ending = (text) => Array.from(text).slice(-maxCharacters).join('');

  function make(model, {name = 'prompt', rows = 2} = {}) {
    const area = el('textarea', {rows, spellcheck: 'false', 'data-control': name, oninput: () => write()});
    const note = el('p', {class: 'replaced', role: 'status'});
    const write = engine.latest(async () => state.set({[name]: ending(area.value)}), () => {});
    area.value = value(model, name);
    state.watch([name], () => { document.activeElement !== area && (area.value = value(model, name)); });

    // pairs: [[character, replacement]], a replacement of '' means it was left out.
    function replaced(pairs = []) {
      if (pairs.length === 0) {
        note.replaceChildren();
        return;
      }
      const names = pairs.slice(0, shown).map(([character, by]) => `“${tokenText.visible(character)}”` + (by === '' ? '' : ` → “${tokenText.visible(by)}”`));
      note.replaceChildren(say.span('replaced', {characters: names.join(', ') + (pairs.length > shown ? ' …' : '')}));
    }
    return {element: el('div', {class: 'prompt-box'}, el('label', {}, say.span(`control_${name}`), area), note), replaced, area};
  }

  return {make, value, ending};
})();
