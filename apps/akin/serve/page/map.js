'use strict';
// All that two latent numbers can say, as a map to point at.
const map = (() => {
  const {el} = dom;
  const reach = 3;  // of each number, in standard deviations

  function panel(exhibit, tell) {
    const grid = el('canvas', {class: 'map', role: 'img', tabindex: 0, 'data-label': 'mapLabel'});
    const here = el('canvas', {role: 'img', 'data-label': 'mapHere'});
    const told = el('p', {'aria-live': 'polite'});
    const at = [0, 0];  // to the right, and up
    const decode = api.latest(async () => {
      const {images} = await api.ask('/api/decode', {exhibit: exhibit.number, latents: at});
      pixels.show(here, images, exhibit);
      told.replaceChildren(say('mapAt', {x: at[0].toFixed(2), y: at[1].toFixed(2)}));
    }, tell);
    const draw = api.latest(async () => {
      const {images, side} = await api.ask('/api/map', {exhibit: exhibit.number, reach});
      pixels.show(grid, images, exhibit, side);
    }, tell);
    function go(x, y) {
      at[0] = Math.max(-reach, Math.min(reach, x));
      at[1] = Math.max(-reach, Math.min(reach, y));
      decode();
    }
    const point = (event) => {
      const box = grid.getBoundingClientRect();
      go((2 * (event.clientX - box.left) / box.width - 1) * reach, (1 - 2 * (event.clientY - box.top) / box.height) * reach);
    };
    grid.addEventListener('pointerdown', point);
    grid.addEventListener('pointermove', (event) => event.buttons > 0 && point(event));
    grid.addEventListener('keydown', (event) => {
      const move = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
      if (move) {
        event.preventDefault();
        go(at[0] + 0.1 * move[0], at[1] + 0.1 * move[1]);
      }
    });
    draw();
    decode();
    if (exhibit.abilities.includes('training')) {
      api.every(2000, grid, draw);
    }
    return el('div', {class: 'panel'}, el('figure', {}, grid, el('figcaption', {}, say('mapAsk'))), el('div', {}, here, told));
  }

  return {panel};
})();
