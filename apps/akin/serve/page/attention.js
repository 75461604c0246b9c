'use strict';
// How much each token of a text looks at each before it, one picture a head; asked for, not sent along.
const attention = (() => {
  const {el} = dom;
  const visible = (token) => token.replaceAll('\n', '↵').replaceAll(' ', '␣');

  // One head: row after row the tokens that look, column after column those looked at.
  function head(shares, count, tokens, told) {
    const canvas = el('canvas', {class: 'head', role: 'img', 'data-label': 'headLabel', 'aria-label': words.t('headLabel')});
    canvas.width = canvas.height = count;
    const context = canvas.getContext('2d');
    const image = context.createImageData(count, count);
    shares.forEach((share, i) => image.data.set([share, share, share, 255], 4 * i));
    context.putImageData(image, 0, 0);
    canvas.addEventListener('pointermove', (event) => {
      const box = canvas.getBoundingClientRect();
      const place = (at, size) => Math.min(count - 1, Math.max(0, Math.floor(at / size * count)));
      const [from, to] = [place(event.clientY - box.top, box.height), place(event.clientX - box.left, box.width)];
      told.replaceChildren(to > from ? say('notYetSeen') : say('looksAt', {from: visible(tokens[from]), to: visible(tokens[to]),
        percent: (100 * shares[from * count + to] / 255).toFixed(0)}));
    });
    return canvas;
  }

  function part(exhibit, text, tell) {
    const heads = el('div', {class: 'heads'});
    const told = el('p', {'aria-live': 'polite'});
    const show = () => api.ask('/api/attention', {exhibit: exhibit.number, text: text()}).then((answer) => {
      const all = pixels.bytes(answer.shares);
      const count = answer.tokens.length;
      heads.style.setProperty('--heads', answer.heads);
      heads.replaceChildren(...Array.from({length: answer.layers * answer.heads}, (_, i) =>
        head(all.subarray(i * count * count, (i + 1) * count * count), count, answer.tokens, told)));
      told.replaceChildren(say('askHead', {layers: answer.layers, heads: answer.heads, count}));
    }).catch(tell);
    return el('div', {}, el('button', {type: 'button', 'data-action': 'attention', onclick: show}, say('showAttention')), heads, told);
  }

  return {part, visible};
})();
