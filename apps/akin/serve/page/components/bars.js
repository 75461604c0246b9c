'use strict';
// Horizontal bars, each perhaps with a second one before it ("before" and "after"), each perhaps a choice.
const bars = (() => {
  const {el} = dom;

  // rows: how many, so that the skeleton has the final size. onChoose: makes each bar a button.
  function make({rows, key, kind = '', onChoose}) {
    const element = say.label(el(onChoose ? 'div' : 'ul', {class: `bars ${kind}`, role: onChoose ? 'group' : 'list'}), key);
    const shown = Array.from({length: rows}, (_, i) => {
      const name = el('span', {class: 'bar-name'});
      const [before, value] = [el('span', {class: 'bar-fill before', hidden: true}), el('span', {class: 'bar-fill'})];
      const number = el('span', {class: 'bar-number'});
      const parts = [name, el('span', {class: 'bar-track'}, before, value), number];
      const line = onChoose ? el('button', {type: 'button', class: 'bar', disabled: true, onclick: () => onChoose(items[i], i)}, parts) :
        el('li', {class: 'bar'}, parts);
      return {line, name, before, value, number};
    });
    let items = [];
    element.append(...shown.map(({line}) => line));

    // items: [{name, value, before, number, chosen, className}]; values are shares of `full`.
    function show(next, {full = 1} = {}) {
      items = next;
      shown.forEach(({line, name, before, value, number}, i) => {
        const item = items[i];
        line.classList.toggle('empty', !item);
        onChoose && (line.disabled = !item);
        name.textContent = item?.name ?? '';
        number.textContent = item?.number ?? '';
        value.className = `bar-fill ${item?.className ?? ''}`;
        value.style.setProperty('--share', Math.min(1, (item?.value ?? 0) / full));
        before.hidden = item?.before === undefined;
        before.style.setProperty('--share', Math.min(1, (item?.before ?? 0) / full));
        onChoose && line.setAttribute('aria-pressed', String(item?.chosen === true));
      });
    }
    return {element, show, items: () => items};
  }

  // Upright pairs of bars: the data's share of each class beside the samples'.
  function pairs(names, key) {
    const columns = names.map((name) => {
      const [real, generated] = [el('span', {class: 'upright real'}), el('span', {class: 'upright generated'})];
      return {real, generated, element: el('div', {class: 'pair-column'}, el('div', {class: 'upright-track'}, real, generated), el('span', {class: 'pair-name'}, name))};
    });
    const element = say.label(el('div', {class: 'pairs', role: 'img', style: `--columns: ${names.length}`}, columns.map((one) => one.element)), key);
    const fractions = (counts) => {
      const sum = counts.reduce((a, b) => a + b, 0) || 1;
      return counts.map((count) => count / sum);
    };

    // Counts by class; either may be missing.
    function show(real, generated) {
      const [a, b] = [fractions(real ?? []), fractions(generated ?? [])];
      const full = Math.max(0.2, ...a, ...b);
      columns.forEach((column, i) => {
        column.real.style.setProperty('--share', (a[i] ?? 0) / full);
        column.generated.style.setProperty('--share', (b[i] ?? 0) / full);
        column.generated.hidden = !generated;
        column.real.hidden = !real;
      });
      say.label(element, key, {classes: names.map((name, i) => `${name}: ${[a[i], b[i]].filter((one) => one !== undefined)
        .map((one) => `${Math.round(100 * one)} %`).join(' / ')}`).join(', ')});
    }
    return {element, show};
  }

  catalogue.components.bars = (root) => {
    const made = make({rows: 4, key: 'candidates_label', onChoose: () => {}});
    root.append(made.element);
    made.show([{name: '1  the', value: 0.6, before: 0.4, number: '60 %', chosen: true}, {name: '2  a', value: 0.2, before: 0.3, number: '20 %'},
      {name: '3  ␣', value: 0.1, before: 0.2, number: '10 %'}]);
    const uprights = pairs(['0', '1', '2'], 'classes_label');
    root.append(uprights.element);
    uprights.show([10, 80, 10], [5, 90, 5]);
  };

  return {make, pairs};
})();
