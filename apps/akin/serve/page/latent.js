'use strict';
// A drawing, its latent vector and the reconstruction, with interpolation between two latent vectors A and B.
const reconstruction = (() => {
  function panel(model, onError) {
    const canvas = dom.el('canvas', {class: 'pad', role: 'img', 'data-label': 'padLabel'});
    const output = dom.el('canvas', {role: 'img', 'data-label': 'reconstruction'});
    const rate = dom.el('p', {});
    const label = model.classes > 0 ? 0 : -1;
    const sliders = Array.from({length: model.latent_dim}, (_, i) => dom.el('input',
      {type: 'range', min: -4, max: 4, step: 0.05, value: 0, 'aria-label': `z${i + 1}`, oninput: () => decode()}));

    const encode = api.latest(async () => {
      const code = await api.request('/api/encode', {model: model.index, pixels: drawing.image(), label});
      sliders.forEach((slider, i) => { slider.value = code.mean[i]; });
      images.show(output, code.reconstruction, model);
      rate.replaceChildren(localized('bits', {bits: code.bits.toFixed(0), pixels: 8 * model.channels * model.width * model.height}));
    }, onError);
    const decode = api.latest(async () => {
      const decoded = await api.request('/api/decode',
        {model: model.index, latents: sliders.map((slider) => Number(slider.value)), label});
      images.show(output, decoded.images, model);
    }, onError);
    const drawing = pad.make(canvas, model, encode);

    const ends = [];  // A and B
    const blend = dom.el('input', {type: 'range', min: 0, max: 1, step: 0.02, value: 0, disabled: true, 'data-label': 'interpolate', oninput: () => {
      const t = Number(blend.value);
      sliders.forEach((slider, i) => { slider.value = (1 - t) * ends[0][i] + t * ends[1][i]; });
      decode();
    }});
    const setEnd = (which) => dom.el('button', {type: 'button', 'data-end': String(which), onclick: () => {
      ends[which] = sliders.map((slider) => Number(slider.value));
      blend.disabled = !(ends[0] && ends[1]);
      blend.value = which;
    }}, localized(which === 0 ? 'setA' : 'setB'));

    function normal() {
      return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    }
    function randomSample() {
      sliders.forEach((slider) => { slider.value = normal(); });
      decode();
    }
    decode();
    return dom.el('div', {class: 'panel'},
      dom.el('div', {},
        dom.el('div', {class: 'pair'},
          dom.el('figure', {}, canvas, dom.el('figcaption', {}, localized('draw'))),
          dom.el('figure', {}, output, dom.el('figcaption', {}, localized('reconstruction')))),
        rate, pad.palette(model, drawing),
        dom.el('div', {class: 'buttons'},
          pad.exampleButton(model, drawing, onError),
          dom.el('button', {type: 'button', onclick: () => { drawing.clear(); encode(); }}, localized('clear')),
          dom.el('button', {type: 'button', onclick: randomSample}, localized('randomSample')))),
      dom.el('div', {}, dom.el('p', {}, localized('latents', {count: model.latent_dim})),
        dom.el('div', {class: 'sliders'}, sliders),
        dom.el('div', {class: 'buttons'}, setEnd(0), setEnd(1)),
        dom.el('label', {}, localized('interpolate'), blend)));
  }

  return {panel};
})();

// The images decoded over a latent space of two dimensions, and the one at the selected position.
const latentMap = (() => {
  const {el} = dom;
  const range = 3;  // of each dimension, in standard deviations of the prior

  function panel(model, onError) {
    const map = el('canvas', {class: 'map', role: 'img', tabindex: 0, 'data-label': 'mapLabel'});
    const decoded = el('canvas', {role: 'img', 'data-label': 'decodedHere'});
    const readout = el('p', {'aria-live': 'polite'});
    const latents = [0, 0];  // to the right, and up
    const decode = api.latest(async () => {
      const response = await api.request('/api/decode', {model: model.index, latents});
      images.show(decoded, response.images, model);
      readout.replaceChildren(localized('latentPosition', {x: latents[0].toFixed(2), y: latents[1].toFixed(2)}));
    }, onError);
    const draw = api.latest(async () => {
      const response = await api.request('/api/latent_map', {model: model.index, range});
      images.show(map, response.images, model, response.side);
    }, onError);
    function moveTo(x, y) {
      latents[0] = Math.max(-range, Math.min(range, x));
      latents[1] = Math.max(-range, Math.min(range, y));
      decode();
    }
    const moveToPointer = (event) => {
      const box = map.getBoundingClientRect();
      moveTo((2 * (event.clientX - box.left) / box.width - 1) * range, (1 - 2 * (event.clientY - box.top) / box.height) * range);
    };
    map.addEventListener('pointerdown', moveToPointer);
    map.addEventListener('pointermove', (event) => event.buttons > 0 && moveToPointer(event));
    map.addEventListener('keydown', (event) => {
      const step = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
      if (step) {
        event.preventDefault();
        moveTo(latents[0] + 0.1 * step[0], latents[1] + 0.1 * step[1]);
      }
    });
    draw();
    decode();
    if (model.capabilities.includes('training')) {
      api.every(2000, map, draw);
    }
    return el('div', {class: 'panel'}, el('figure', {}, map, el('figcaption', {}, localized('pointAnywhere'))), el('div', {}, decoded, readout));
  }

  return {panel};
})();
