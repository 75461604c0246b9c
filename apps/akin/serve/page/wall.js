'use strict';
// A wall of samples that moves with latent numbers; what is chosen is held against the training images.
const wall = (() => {
  const columns = 4;
  const count = columns * columns;
  const shownDirections = 8;

  function panel(exhibit, tell) {
    const state = {seed: 0, label: -1, moves: new Array(exhibit.latent_dim).fill(0), images: '', at: 0};
    const canvas = dom.el('canvas', {role: 'img', tabindex: 0, 'data-label': 'wallLabel'});
    const chosen = dom.el('canvas', {role: 'img', 'data-label': 'chosen'});
    const near = dom.el('canvas', {role: 'img', 'data-label': 'nearest'});
    const verdict = dom.el('div', {}, dom.el('p', {}, say('askNearest')));
    const sliders = state.moves.slice(0, shownDirections).map((_, i) => slider(i));
    let walking;

    const refresh = api.latest(async () => {
      const {images} = await api.ask('/api/wall',
        {exhibit: exhibit.number, seed: state.seed, label: state.label, moves: state.moves, count});
      state.images = images;
      pixels.show(canvas, images, exhibit, columns);
    }, tell);

    function slider(i) {
      return dom.el('input', {type: 'range', min: -3, max: 3, step: 0.05, value: 0, oninput: (event) => {
        state.moves[i] = Number(event.target.value);
        refresh();
      }});
    }

    function setSliders() {
      sliders.forEach((one, i) => { one.value = state.moves[i]; });
    }

    // A closed way through the shown directions.
    function walk(button) {
      const on = walking === undefined;
      button.setAttribute('aria-pressed', on);
      if (!on) {
        clearInterval(walking);
        walking = undefined;
        return;
      }
      let time = 0;
      walking = api.every(60, canvas, () => {
        time += 0.04;
        state.moves = state.moves.map((_, i) => i < shownDirections ? 1.5 * Math.sin(time * (1 + i / 3) + i) : 0);
        setSliders();
        refresh();
      });
    }

    const choose = api.latest(async () => {
      const image = pixels.part(state.images, state.at, exhibit);
      pixels.show(chosen, image, exhibit);
      const found = await api.ask('/api/nearest', {exhibit: exhibit.number, pixels: image});
      pixels.show(near, found.nearest, exhibit);
      const lines = [say(found.usual === undefined ? 'distanceAlone' : 'distance',
        {distance: found.distance.toFixed(2), usual: found.usual?.toFixed(2)})];
      if (exhibit.abilities.includes('votes')) {
        const {real} = await api.ask('/api/vote', {exhibit: exhibit.number, pixels: image, label: state.label});
        lines.push(say('vote', {percent: (100 * real).toFixed(0)}));
      }
      verdict.replaceChildren(...lines.map((line) => dom.el('p', {}, line)));
    }, tell);

    canvas.addEventListener('click', (event) => {
      const box = canvas.getBoundingClientRect();
      const place = (at, size) => Math.min(columns - 1, Math.floor(at / size * columns));
      state.at = columns * place(event.clientY - box.top, box.height) + place(event.clientX - box.left, box.width);
      choose();
    });
    canvas.addEventListener('keydown', (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Enter: 0}[event.key];
      if (step !== undefined) {
        event.preventDefault();
        state.at = (state.at + step + count) % count;
        choose();
      }
    });

    function classButtons() {
      const button = (label) => dom.el('button', {type: 'button', 'aria-pressed': label === state.label, onclick: (event) => {
        state.label = label;
        [...event.target.parentNode.children].forEach((one) => one.setAttribute('aria-pressed', one === event.target));
        refresh();
      }}, label < 0 ? say('anyClass') : String(label));
      return dom.el('div', {class: 'buttons'}, [-1, ...Array(exhibit.classes).keys()].map(button));
    }

    refresh();
    if (exhibit.abilities.includes('training')) {
      api.every(1000, canvas, refresh);
    }
    return dom.el('div', {class: 'panel'},
      dom.el('div', {}, canvas, dom.el('div', {class: 'buttons'},
        dom.el('button', {type: 'button', onclick: () => { ++state.seed; refresh(); }}, say('others')),
        dom.el('button', {type: 'button', 'aria-pressed': false, onclick: (event) => walk(event.currentTarget)}, say('walk')),
        dom.el('button', {type: 'button', onclick: () => { state.moves.fill(0); setSliders(); refresh(); }}, say('reset'))),
      exhibit.classes > 0 ? classButtons() : undefined),
      dom.el('div', {},
        dom.el('div', {class: 'sliders'}, sliders.map((one, i) => dom.el('label', {}, say('direction', {i: i + 1}), one))),
        dom.el('div', {class: 'pair'},
          dom.el('figure', {}, chosen, dom.el('figcaption', {}, say('chosen'))),
          dom.el('figure', {}, near, dom.el('figcaption', {}, say('nearest')))),
        verdict));
  }

  return {panel};
})();
