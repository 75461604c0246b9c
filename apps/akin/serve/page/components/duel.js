'use strict';
// The two networks of a GAN and what passes between them: noise, Generator, image, Discriminator, verdict; real images from the other side.
const duel = (() => {
  const {el} = dom;
  const arrow = (className = '') => el('span', {class: `arrow ${className}`, 'aria-hidden': 'true'}, '→');

  function make(shape) {
    const noise = el('canvas', {class: 'noise', width: 8, height: 8, 'aria-hidden': 'true'});
    const [fake, real] = [el('canvas', {'aria-hidden': 'true'}), el('canvas', {'aria-hidden': 'true'})];
    [fake, real].forEach((canvas) => Object.assign(canvas, {width: shape.width, height: shape.height}));
    const verdicts = [0, 1].map(() => el('output', {class: 'duel-verdict'}));
    const box = (key, className) => el('div', {class: `network ${className}`}, say.span(key));
    const part = (canvas, key, className) => el('div', {class: `duel-image ${className}`}, canvas, say.span(key));
    const element = say.label(el('div', {class: 'duel', role: 'group'},
      part(noise, 'noise', 'z'), arrow(), box('generator', 'generator'), arrow(), part(fake, 'generated_image', 'generated'), arrow('down'),
      box('discriminator', 'discriminator'), arrow('up'), part(real, 'real_image', 'real'),
      el('div', {class: 'duel-verdicts'}, verdicts)), 'duel_label');
    verdicts.forEach((one) => say.on(one, 'no_verdict'));

    function drawNoise(seed) {
      let at = (seed % 2147483646) + 1;
      bitmap.draw(noise, Uint8Array.from({length: 64}, () => { at = at * 48271 % 2147483647; return at % 256; }), {width: 8, height: 8, channels: 1});
    }
    function verdict(output, probability, of) {
      const isReal = probability >= 0.5;
      output.className = `duel-verdict ${isReal ? 'real' : 'generated'}`;
      say.on(output, isReal ? `verdict_${of}_real` : `verdict_${of}_fake`, {percent: Math.round(100 * probability)});
    }
    // Shows one pair; probabilities: D of the generated and of the real image.
    function show({generated, realImage, seed = 1, probabilities}) {
      drawNoise(seed);
      generated && bitmap.draw(fake, generated, shape);
      realImage && bitmap.draw(real, realImage, shape);
      if (probabilities) {
        verdict(verdicts[0], probabilities[0], 'generated');
        probabilities[1] === undefined ? say.on(verdicts[1], 'no_verdict') : verdict(verdicts[1], probabilities[1], 'real');
      }
      element.classList.remove('flows');
      void element.offsetWidth;  // restarts the animation
      element.classList.add('flows');
    }
    return {element, show};
  }

  catalogue.components.duel = (root) => {
    const made = make(catalogue.shape);
    root.append(made.element);
    made.show({generated: catalogue.picture(0), realImage: catalogue.picture(2), seed: 7, probabilities: [0.31, 0.84]});
  };

  return {make};
})();
