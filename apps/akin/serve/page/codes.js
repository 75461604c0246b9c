'use strict';
// A drawing, the numbers it is compressed to, and what these are restored to.
const codes = (() => {
  function panel(exhibit, tell) {
    const canvas = dom.el('canvas', {class: 'pad', role: 'img', 'data-label': 'padLabel'});
    const restored = dom.el('canvas', {role: 'img', 'data-label': 'restored'});
    const rate = dom.el('p', {});
    const label = exhibit.classes > 0 ? 0 : -1;
    const sliders = Array.from({length: exhibit.latent_dim}, (_, i) => dom.el('input',
      {type: 'range', min: -4, max: 4, step: 0.05, value: 0, 'aria-label': i + 1, oninput: () => decode()}));

    const encode = api.latest(async () => {
      const code = await api.ask('/api/encode', {exhibit: exhibit.number, pixels: drawing.image(), label});
      sliders.forEach((one, i) => { one.value = code.mean[i]; });
      pixels.show(restored, code.restored, exhibit);
      rate.replaceChildren(say('bits', {bits: code.bits.toFixed(0), pixels: 8 * exhibit.width * exhibit.height}));
    }, tell);
    const decode = api.latest(async () => {
      const {images} = await api.ask('/api/decode',
        {exhibit: exhibit.number, latents: sliders.map((one) => Number(one.value)), label});
      pixels.show(restored, images, exhibit);
    }, tell);
    const drawing = pad.make(canvas, exhibit, encode);

    // From one place of the code to another, such as between two drawings.
    const places = [];
    const way = dom.el('input', {type: 'range', min: 0, max: 1, step: 0.02, value: 0, disabled: true, 'data-label': 'way', oninput: () => {
      const t = Number(way.value);
      sliders.forEach((one, i) => { one.value = (1 - t) * places[0][i] + t * places[1][i]; });
      decode();
    }});
    const remember = (which) => dom.el('button', {type: 'button', 'data-place': String(which), onclick: () => {
      places[which] = sliders.map((one) => Number(one.value));
      way.disabled = !(places[0] && places[1]);
      way.value = which;
    }}, say(which === 0 ? 'wayFrom' : 'wayTo'));

    function normal() {
      return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    }
    function surprise() {
      sliders.forEach((one) => { one.value = normal(); });
      decode();
    }
    decode();
    return dom.el('div', {class: 'panel'},
      dom.el('div', {},
        dom.el('div', {class: 'pair'},
          dom.el('figure', {}, canvas, dom.el('figcaption', {}, say('draw'))),
          dom.el('figure', {}, restored, dom.el('figcaption', {}, say('restored')))),
        rate,
        dom.el('div', {class: 'buttons'},
          pad.exampleButton(exhibit, drawing, tell),
          dom.el('button', {type: 'button', onclick: () => { drawing.clear(); encode(); }}, say('clear')),
          dom.el('button', {type: 'button', onclick: surprise}, say('surprise')))),
      dom.el('div', {}, dom.el('p', {}, say('codes', {count: exhibit.latent_dim})),
        dom.el('div', {class: 'sliders'}, sliders),
        dom.el('div', {class: 'buttons'}, remember(0), remember(1)),
        dom.el('label', {}, say('way'), way)));
  }

  return {panel};
})();
