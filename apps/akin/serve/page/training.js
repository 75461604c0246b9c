'use strict';
// A live training: its scenario, metric curves, samples from fixed latent vectors, and controls.
const training = (() => {
  const {el, svg} = dom;
  const columns = 10;
  const interval = 700;
  const working = ['gan', 'vae', 'transformer'];

  // One metric over the steps, with its latest value.
  function curve(name, values) {
    const [width, height] = [240, 70];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const x = (i) => (values.length > 1 ? i / (values.length - 1) : 0) * width;
    const y = (value) => height - 3 - (value - low) / (high - low || 1) * (height - 6);
    return el('figure', {class: 'curve'},
      el('figcaption', {}, localized('metric_' + name), ` ${Number(values.at(-1).toPrecision(3))}`),
      svg('svg', {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
        svg('polyline', {points: values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ')})));
  }

  // The fraction of each class among the samples, beside that among the training images.
  function classBars(generated, real) {
    const sum = (counts) => counts.reduce((a, b) => a + b, 0) || 1;
    const bar = (count, all, kind) => el('span', {class: `bar ${kind}`, style: `--fraction: ${count / sum(all)}`});
    return el('div', {class: 'classes', role: 'img', 'aria-label': generated.map((count, i) => `${i}: ${count}`).join(', ')},
      generated.map((count, i) => el('div', {}, bar(real[i], real, 'real'), bar(count, generated, 'sample'), el('span', {}, String(i)))));
  }

  function panel(model, onError, reload) {
    const progress = el('p', {'aria-live': 'off'});
    const explanation = el('p', {});
    const curves = el('div', {class: 'curves'});
    const canvas = el('canvas', {role: 'img', 'data-label': 'liveLabel'});
    const text = el('div', {class: 'generated-text'});
    const classes = el('figure', {hidden: true});
    const act = (body) => api.request('/api/train', {model: model.index, ...body}).then(show).catch(onError);

    function show(status) {
      const {scenario} = status;
      if (scenario !== undefined && scenario !== model.scenario) {
        reload();
        return;
      }
      progress.replaceChildren(localized('state_' + status.state), ...(status.step === undefined ? [] : [' ', localized('step', {step: status.step})]));
      if (status.error) {
        progress.append(` ${status.error}`);
      }
      explanation.replaceChildren(...(scenario ? [localized('explain_' + scenario)] : []));
      const {steps = [], ...metrics} = status.curves ?? {};
      curves.replaceChildren(...(steps.length > 0 ? Object.entries(metrics).map(([name, values]) => curve(name, values)) : []));
      canvas.hidden = !status.images;
      text.hidden = status.text === undefined;
      text.textContent = status.text ?? '';
      if (status.images) {
        images.show(canvas, status.images, model, columns);
      }
      classes.hidden = !status.class_counts?.length;
      if (!classes.hidden) {
        classes.replaceChildren(el('figcaption', {}, localized('classDistribution')), classBars(status.class_counts, status.train_class_counts));
      }
      pause.replaceChildren(localized(status.state === 'paused' ? 'resume' : 'pause'));
      pause.dataset.action = status.state === 'paused' ? 'resume' : 'pause';
      update(status.controls);
    }

    const pause = el('button', {type: 'button', 'data-action': 'pause', onclick: () => act({action: pause.dataset.action})}, localized('pause'));
    const oneStep = el('button', {type: 'button', onclick: () => act({action: 'pause'}).then(() => act({action: 'step'}))}, localized('oneStep'));
    const saved = el('p', {'aria-live': 'polite'});
    const save = el('button', {type: 'button', 'data-action': 'save', onclick: () => api.request('/api/train', {model: model.index, action: 'save'})
      .then(({saved: path}) => saved.replaceChildren(localized('saved', {path}))).catch(onError)}, localized('save'));
    const scenarios = (names) => el('div', {class: 'buttons'}, names.map((name) => el('button', {type: 'button', 'data-scenario': name,
      'aria-pressed': name === model.scenario, onclick: () => api.request('/api/train', {model: model.index, action: 'start', scenario: name}).then(reload).catch(onError)},
      localized('scenario_' + name))));

    // Sliders by control; each follows the server's value unless it has the focus.
    const sliders = {};
    function update(controls = {}) {
      for (const [name, slider] of Object.entries(sliders)) {
        if (name in controls && document.activeElement !== slider.input) {
          slider.show(controls[name]);
        }
      }
    }

    // toValue maps a slider's position to the control's value, toPosition the other way.
    function control(name, [min, max, step], toValue = (position) => position, toPosition = (value) => value) {
      const caption = el('span');
      const setCaption = (value) => caption.replaceChildren(localized('set_' + name, {value}));
      const input = el('input', {type: 'range', min, max, step, 'data-control': name, oninput: () => {
        const value = toValue(Number(input.value));
        setCaption(value);
        act({action: 'set', [name]: value});
      }});
      sliders[name] = {input, show(value) {
        input.value = toPosition(value);
        setCaption(value);
      }};
      return el('label', {}, caption, input);
    }

    const controls = () => el('div', {class: 'settings'},
      el('div', {class: 'buttons'}, pause, oneStep, save), saved,
      control('lr_factor', [-2, 1, 0.1], (position) => Number((10 ** position).toPrecision(2)), Math.log10),
      control('delay_ms', [0, 2000, 50]),
      model.family === 'gan' ? control('discriminator_steps', [1, 20, 1]) : undefined);

    const refresh = api.latest(() => api.request('/api/training', {model: model.index}).then(show), onError);
    api.every(interval, progress, refresh);
    refresh();

    return el('div', {class: 'panel'},
      el('div', {}, progress, canvas, text, classes),
      el('div', {}, explanation, curves,
        api.isInstructor ? [model.scenario ? controls() : undefined,
          el('p', {class: 'quiet'}, localized('startWorking')), scenarios(model.scenarios.filter((name) => working.includes(name))),
          el('p', {class: 'quiet'}, localized('startFailing')), scenarios(model.scenarios.filter((name) => !working.includes(name)))] :
          el('p', {class: 'quiet'}, localized('instructorTrains'))));
  }

  return {panel};
})();
