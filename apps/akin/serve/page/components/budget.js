'use strict';
// Two amounts of bits as bars on one scale: what goes in, and what is kept.
const budget = (() => {
  const {el} = dom;

  function make() {
    const [into, kept] = ['bits_in', 'bits_kept'].map((key) => ({fill: el('span', {class: 'budget-fill'}), words: say.on(el('span', {class: 'budget-words'}), 'nothing', {key})}));
    const element = say.label(el('div', {class: 'budget', role: 'img'}, [into, kept].map(({fill, words}) => el('div', {class: 'budget-line'}, words, el('span', {class: 'budget-track'}, fill)))), 'budget_label');
    function show(bitsIn, bitsKept) {
      into.fill.style.setProperty('--share', 1);
      kept.fill.style.setProperty('--share', Math.min(1, bitsKept / bitsIn));
      const values = {in: bitsIn, kept: Math.round(bitsKept)};
      say.on(into.words, 'bits_in', values);
      say.on(kept.words, 'bits_kept', values);
      say.label(element, 'budget_label', values);
    }
    return {element, show};
  }

  catalogue.components.budget = (root) => {
    const made = make();
    root.append(made.element);
    made.show(6272, 37);
  };

  return {make};
})();
