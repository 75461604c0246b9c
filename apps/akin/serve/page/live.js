'use strict';
// A training while it runs: its scene, its curves, the same latent vectors' samples, its controls.
const live = (() => {
  const {el, svg} = dom;
  const columns = 10;
  const interval = 700;
  const healthy = ['gan', 'vae', 'transformer'];

  // One figure over the steps, with its last value.
  function curve(name, values) {
    const [width, height] = [240, 70];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const x = (i) => (values.length > 1 ? i / (values.length - 1) : 0) * width;
    const y = (value) => height - 3 - (value - low) / (high - low || 1) * (height - 6);
    return el('figure', {class: 'curve'},
      el('figcaption', {}, say('figure_' + name), ` ${Number(values.at(-1).toPrecision(3))}`),
      svg('svg', {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
        svg('polyline', {points: values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ')})));
  }

  // What share of the samples looks most like each class, over the share among the training images.
  function classBars(made, real) {
    const sum = (counts) => counts.reduce((a, b) => a + b, 0) || 1;
    const bar = (count, all, kind) => el('span', {class: `bar ${kind}`, style: `--share: ${count / sum(all)}`});
    return el('div', {class: 'classes', role: 'img', 'aria-label': made.map((count, i) => `${i}: ${count}`).join(', ')},
      made.map((count, i) => el('div', {}, bar(real[i], real, 'real'), bar(count, made, 'made'), el('span', {}, String(i)))));
  }

  function panel(exhibit, tell, changed) {
    const told = el('p', {'aria-live': 'off'});
    const seen = el('p', {class: 'seen'});
    const curves = el('div', {class: 'curves'});
    const canvas = el('canvas', {role: 'img', 'data-label': 'liveLabel'});
    const text = el('div', {class: 'written'});
    const classes = el('figure', {hidden: true});
    const act = (order) => api.ask('/api/train', {exhibit: exhibit.number, ...order}).then(show).catch(tell);

    function show(status) {
      const scene = status.scene;
      if (scene !== undefined && scene !== exhibit.scene) {
        changed();
        return;
      }
      told.replaceChildren(say('state_' + status.state), ...(status.step === undefined ? [] : [' ', say('step', {step: status.step})]));
      if (status.failure) {
        told.append(` ${status.failure}`);
      }
      seen.replaceChildren(...(scene ? [say('seen_' + scene)] : []));
      const {steps = [], ...figures} = status.curves ?? {};
      curves.replaceChildren(...(steps.length > 0 ? Object.entries(figures).map(([name, values]) => curve(name, values)) : []));
      canvas.hidden = !status.images;
      text.hidden = status.text === undefined;
      text.textContent = status.text ?? '';
      if (status.images) {
        pixels.show(canvas, status.images, exhibit, columns);
      }
      classes.hidden = !status.classes?.length;
      if (!classes.hidden) {
        classes.replaceChildren(el('figcaption', {}, say('classShares')), classBars(status.classes, status.real_classes));
      }
      pause.replaceChildren(say(status.state === 'paused' ? 'go' : 'pause'));
      pause.dataset.action = status.state === 'paused' ? 'go' : 'pause';
      follow(status.controls);
    }

    const pause = el('button', {type: 'button', 'data-action': 'pause', onclick: () => act({action: pause.dataset.action})}, say('pause'));
    const oneStep = el('button', {type: 'button', onclick: () => act({action: 'pause'}).then(() => act({action: 'step'}))}, say('oneStep'));
    const kept = el('p', {'aria-live': 'polite'});
    const keep = el('button', {type: 'button', 'data-action': 'keep', onclick: () => api.ask('/api/train', {exhibit: exhibit.number, action: 'keep'})
      .then(({kept: path}) => kept.replaceChildren(say('kept', {path}))).catch(tell)}, say('keep'));
    const scenes = (names) => el('div', {class: 'buttons'}, names.map((name) => el('button', {type: 'button', 'data-scene': name,
      'aria-pressed': name === exhibit.scene, onclick: () => api.ask('/api/train', {exhibit: exhibit.number, action: 'start', scene: name}).then(changed).catch(tell)},
      say('scene_' + name))));

    // Sliders by what they set; each follows what others set, unless it is being moved.
    const sliders = {};
    function follow(controls = {}) {
      for (const [name, slider] of Object.entries(sliders)) {
        if (name in controls && document.activeElement !== slider.input) {
          slider.show(controls[name]);
        }
      }
    }

    // `meaning`: of the slider's place, and `place` the other way.
    function control(name, [min, max, step], meaning = (at) => at, place = (value) => value) {
      const caption = el('span');
      const tellOf = (value) => caption.replaceChildren(say('set_' + name, {value}));
      const input = el('input', {type: 'range', min, max, step, 'data-control': name, oninput: () => {
        const value = meaning(Number(input.value));
        tellOf(value);
        act({action: 'set', [name]: value});
      }});
      sliders[name] = {input, show(value) {
        input.value = place(value);
        tellOf(value);
      }};
      return el('label', {}, caption, input);
    }

    const controls = () => el('div', {class: 'settings'},
      el('div', {class: 'buttons'}, pause, oneStep, keep), kept,
      control('lr', [-2, 1, 0.1], (at) => Number((10 ** at).toPrecision(2)), Math.log10),
      control('delay', [0, 2000, 50]),
      exhibit.family === 'gan' ? control('discriminator_steps', [1, 20, 1]) : undefined);

    const look = api.latest(() => api.ask('/api/training', {exhibit: exhibit.number}).then(show), tell);
    api.every(interval, told, look);
    look();

    return el('div', {class: 'panel'},
      el('div', {}, told, canvas, text, classes),
      el('div', {}, seen, curves,
        api.instructor ? [exhibit.scene ? controls() : undefined,
          el('p', {class: 'quiet'}, say('startHealthy')), scenes(exhibit.scenes.filter((name) => healthy.includes(name))),
          el('p', {class: 'quiet'}, say('startBroken')), scenes(exhibit.scenes.filter((name) => !healthy.includes(name)))] :
          el('p', {class: 'quiet'}, say('instructorTrains'))));
  }

  return {panel};
})();
