'use strict';
// A training that runs now, before the class: its samples, its curves, and for the instructor its controls.
const liveTraining = (() => {
  const {el} = dom;
  const interval = 600;  // milliseconds between two looks at it
  const columns = 10;

  // The slot that trains this family already, else an empty one, else the last.
  function slotFor(family) {
    const slots = models.slots();
    return slots.find((slot) => slot.family === family) ?? slots.find((slot) => !slot.family) ?? slots.at(-1);
  }

  function of({order, family, scenario, ...about}) {
    return {order, needs: 'needs_slot', choosesModel: false, models: () => [slotFor(family)].filter(Boolean),
      build: ({model, fail}) => build(model.index, {scenario: scenario(), family, ...about}, fail)};
  }

  function build(slot, {scenario, family, ...about}, fail) {
    const hero = el('div', {class: 'live-hero', 'data-family': family});
    const status = el('p', {class: 'live-status', 'aria-live': 'off'});
    const chart = trainingHistory.chart({tall: 11, ...about});
    const saved = el('p', {class: 'saved', role: 'status'});
    let shown;  // the wall of its samples
    let state_ = 'none';

    const act = (body) => engine.ask('train', {model: slot, ...body}).then((answer) => { show(answer); return answer; }).catch(fail);
    const start = controls.button('start_training', () => {
      shown = undefined;
      hero.replaceChildren();
      return engine.ask('train', {model: slot, action: 'start', scenario}).then(() => engine.models()).then((described) => { models.use(described); refresh(); }).catch(fail);
    }, {action: 'start', primary: true});
    const pause = controls.button('pause', () => act({action: state_ === 'paused' ? 'resume' : 'pause'}), {action: 'pause'});
    const one = controls.button('one_step', () => act({action: 'pause'}).then(() => act({action: 'step'})), {action: 'step'});
    const save = controls.button('save', () => engine.ask('train', {model: slot, action: 'save'})
      .then(({saved: path}) => say.on(saved, 'saved', {path})).catch(fail), {action: 'save'});
    const delay = controls.slider('delay_ms', [0, 2000, 50], 0, (value) => (value === 0 ? ['delay_none'] : ['delay_value', {value}]), (value) => act({action: 'set', delay_ms: value}));
    const rate = controls.slider('lr_factor', [-2, 1, 0.1], 1, (value) => ['times', {value}], (value) => act({action: 'set', lr_factor: value}),
      {toValue: (at) => Number((10 ** at).toPrecision(2)), toPosition: Math.log10});
    const often = controls.slider('discriminator_steps', [1, 20, 1], 1, (value) => ['updates', {value}], (value) => act({action: 'set', discriminator_steps: value}));
    const sliders = {delay_ms: delay, lr_factor: rate, ...(family === 'gan' ? {discriminator_steps: often} : {})};

    function showSamples(training, model) {
      if (training.text !== undefined) {
        hero.replaceChildren(el('pre', {class: 'live-text'}, training.text));
      } else if (training.images && model?.width) {
        if (!shown || !hero.contains(shown.element)) {
          shown = wall.make({shape: models.shape(model), columns, rows: 4, key: 'live_label', values: {step: training.step}});
          hero.replaceChildren(shown.element);
        }
        shown.show(training.images, {step: training.step});
      }
    }

    function show(training) {
      state_ = training.state;
      const other = training.scenario !== undefined && training.scenario !== scenario;
      say.on(status, training.error ? 'state_failed' : `state_${training.state}`, {step: training.step, scenario: {key: `scenario_${training.scenario}`}});
      const replaces = other && ['running', 'paused'].includes(training.state);
      start.replaceChildren(say.span(replaces ? 'replace_training' : training.state === 'none' ? 'start_training' : 'restart_training', {scenario: {key: `scenario_${training.scenario}`}}));
      [pause, one, save].forEach((button) => { button.disabled = training.state === 'none' || other; });
      pause.replaceChildren(say.span(training.state === 'paused' ? 'resume' : 'pause'));
      for (const [name, slider] of Object.entries(sliders)) {
        slider.input.disabled = pause.disabled;
        training.controls && document.activeElement !== slider.input && slider.show(training.controls[name]);
      }
      if (other || training.state === 'none') {
        return;
      }
      const {steps = [], ...curves} = training.curves ?? {};
      chart.show(steps, curves);
      showSamples(training, models.byIndex(slot));
    }

    const refresh = engine.latest(() => engine.ask('training', {model: slot}).then(show), fail);
    setTimeout(refresh);
    motion.every(interval, status, refresh);
    const own = engine.isInstructor ? [controls.row(start), controls.row(pause, one, save), saved, Object.values(sliders).map((slider) => slider.element)] :
      say.on(el('p', {class: 'quiet'}), 'instructor_trains');
    return {stage: [status, controls.figure(hero, 'live_caption', {className: 'hero'}), chart.element], controls: [own], play: () => engine.isInstructor && !pause.disabled && pause.click()};
  }

  return {of, build, slotFor};
})();
