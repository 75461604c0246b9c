'use strict';
// Images of which one can be chosen, each with the discriminator's verdict if there is one. One stop of the tab key; arrows move.
const tiles = (() => {
  const {el} = dom;

  function make({shape, columns, rows, key, values, onSelect = () => {}}) {
    const canvases = Array.from({length: columns * rows}, () => el('canvas', {width: shape.width, height: shape.height}));
    const verdicts = canvases.map(() => el('span', {class: 'verdict', hidden: true}));
    const buttons = canvases.map((canvas, i) => el('button', {type: 'button', class: 'tile', tabindex: i === 0 ? 0 : -1, 'aria-pressed': 'false',
      onclick: () => choose(i)}, canvas, verdicts[i]));
    const element = say.label(el('div', {class: 'tiles', role: 'group', 'data-keys': 'arrows', style: `--columns: ${columns}; --rows: ${rows}`, onkeydown: move}, buttons), key, values);
    let images = [];
    let selected = -1;
    buttons.forEach((one, i) => say.label(one, 'tile_label', {number: i + 1}));

    function show(next) {
      images = next;
      mark(-1);
      canvases.forEach((canvas, i) => {
        buttons[i].disabled = !images[i];
        verdicts[i].hidden = true;
        say.label(buttons[i], 'tile_label', {number: i + 1});
        images[i] && bitmap.draw(canvas, images[i], shape);
      });
    }

    // probabilities of being real: a colour, a shape and a number.
    function judge(probabilities) {
      probabilities.forEach((probability, i) => {
        const real = probability >= 0.5;
        const percent = Math.round(100 * probability);
        verdicts[i].hidden = false;
        verdicts[i].className = `verdict ${real ? 'real' : 'generated'}`;
        verdicts[i].textContent = `${real ? '■' : '●'} ${percent} %`;
        say.label(buttons[i], 'tile_verdict', {number: i + 1, percent});
      });
    }

    function mark(index) {
      selected = index;
      buttons.forEach((one, i) => {
        one.setAttribute('aria-pressed', String(i === index));
        one.tabIndex = i === Math.max(0, index) ? 0 : -1;
      });
    }

    function choose(index) {
      if (images[index]) {
        mark(index);
        onSelect(index, images[index], buttons[index]);
      }
    }

    function move(event) {
      const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[event.key];
      const next = Math.max(0, buttons.indexOf(document.activeElement)) + (step ?? 0);
      if (step && images[next]) {
        event.preventDefault();
        buttons[next].focus();
        choose(next);
      }
    }

    return {element, show, judge, choose, mark, selected: () => selected, buttons, images: () => images};
  }

  catalogue.components.tiles = (root) => {
    const made = make({shape: catalogue.shape, columns: 6, rows: 2, key: 'images_label', values: {count: 12}});
    root.append(made.element);
    made.show(catalogue.pictures(12));
    made.judge(Array.from({length: 12}, (_, i) => i / 11));
    made.choose(2);
  };

  return {make};
})();
