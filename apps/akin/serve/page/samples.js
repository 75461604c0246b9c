'use strict';
// A grid of samples that follows the latent offset; the selected sample beside its nearest training image.
const samples = (() => {
  const columns = 4;
  const count = columns * columns;
  const shownDimensions = 8;

  function panel(model, onError) {
    const state = {seed: 0, label: -1, offset: new Array(model.latent_dim).fill(0), images: '', selected: 0};
    const grid = dom.el('canvas', {role: 'img', tabindex: 0, 'data-label': 'samplesLabel'});
    const selected = dom.el('canvas', {role: 'img', 'data-label': 'selected'});
    const nearest = dom.el('canvas', {role: 'img', 'data-label': 'nearest'});
    const readout = dom.el('div', {}, dom.el('p', {}, localized('selectSample')));
    const sliders = state.offset.slice(0, shownDimensions).map((_, i) => slider(i));
    let exploring;

    const refresh = api.latest(async () => {
      const response = await api.request('/api/samples',
        {model: model.index, seed: state.seed, label: state.label, offset: state.offset, count});
      state.images = response.images;
      images.show(grid, state.images, model, columns);
    }, onError);

    function slider(i) {
      return dom.el('input', {type: 'range', min: -3, max: 3, step: 0.05, value: 0, oninput: (event) => {
        state.offset[i] = Number(event.target.value);
        refresh();
      }});
    }

    function setSliders() {
      sliders.forEach((one, i) => { one.value = state.offset[i]; });
    }

    // Moves the offset along a closed path in the shown dimensions.
    function toggleExploring(button) {
      const on = exploring === undefined;
      button.setAttribute('aria-pressed', on);
      if (!on) {
        clearInterval(exploring);
        exploring = undefined;
        return;
      }
      let time = 0;
      exploring = api.every(60, grid, () => {
        time += 0.04;
        state.offset = state.offset.map((_, i) => i < shownDimensions ? 1.5 * Math.sin(time * (1 + i / 3) + i) : 0);
        setSliders();
        refresh();
      });
    }

    const select = api.latest(async () => {
      const image = images.imageAt(state.images, state.selected, model);
      images.show(selected, image, model);
      const found = await api.request('/api/nearest', {model: model.index, pixels: image});
      images.show(nearest, found.nearest, model);
      const lines = [localized(found.typical === undefined ? 'distanceAlone' : 'distance',
        {distance: found.distance.toFixed(2), typical: found.typical?.toFixed(2)})];
      if (model.capabilities.includes('vote')) {
        const {probability} = await api.request('/api/discriminate', {model: model.index, pixels: image, label: state.label});
        lines.push(localized('discriminator', {percent: (100 * probability).toFixed(0)}));
      }
      readout.replaceChildren(...lines.map((line) => dom.el('p', {}, line)));
    }, onError);

    grid.addEventListener('click', (event) => {
      const box = grid.getBoundingClientRect();
      const cell = (at, size) => Math.min(columns - 1, Math.floor(at / size * columns));
      state.selected = columns * cell(event.clientY - box.top, box.height) + cell(event.clientX - box.left, box.width);
      select();
    });
    grid.addEventListener('keydown', (event) => {
      const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Enter: 0}[event.key];
      if (step !== undefined) {
        event.preventDefault();
        state.selected = (state.selected + step + count) % count;
        select();
      }
    });

    function classButtons() {
      const button = (label) => dom.el('button', {type: 'button', 'aria-pressed': label === state.label, onclick: (event) => {
        state.label = label;
        [...event.currentTarget.parentNode.children].forEach((one) => one.setAttribute('aria-pressed', one === event.currentTarget));
        refresh();
      }}, label < 0 ? localized('allClasses') : String(label));
      return dom.el('div', {class: 'buttons'}, [-1, ...Array(model.classes).keys()].map(button));
    }

    refresh();
    if (model.capabilities.includes('training')) {
      api.every(1000, grid, refresh);
    }
    return dom.el('div', {class: 'panel'},
      dom.el('div', {}, grid, dom.el('div', {class: 'buttons'},
        dom.el('button', {type: 'button', onclick: () => { ++state.seed; refresh(); }}, localized('newSamples')),
        dom.el('button', {type: 'button', 'aria-pressed': false, onclick: (event) => toggleExploring(event.currentTarget)}, localized('explore')),
        dom.el('button', {type: 'button', onclick: () => { state.offset.fill(0); setSliders(); refresh(); }}, localized('reset'))),
      model.classes > 0 ? classButtons() : undefined),
      dom.el('div', {},
        dom.el('div', {class: 'sliders'}, sliders.map((one, i) => dom.el('label', {}, localized('latentDimension', {i: i + 1}), one))),
        dom.el('div', {class: 'pair'},
          dom.el('figure', {}, selected, dom.el('figcaption', {}, localized('selected'))),
          dom.el('figure', {}, nearest, dom.el('figcaption', {}, localized('nearest')))),
        readout));
  }

  return {panel};
})();
