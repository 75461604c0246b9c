'use strict';
// All that a training was: its pictures on a timeline, its curves on axes, both at the same moment.
const trainingHistory = (() => {
  const {el} = dom;

  // A chart of the named curves: {metric: [key, kind, dash]}. Curves without a fixed scale get one that fits all of them.
  function chart({curves, y, rule, chartKey, wide = 44, tall = 10.5}) {
    const made = axisChart.make({wide, tall, key: chartKey, x: {key: 'axis_step', domain: [0, 1]}, y: {...y, domain: y.domain ?? [0, 1]}});
    function show(steps, values) {
      const lines = Object.entries(curves).filter(([name]) => values?.[name]?.length > 0).map(([name, [key, kind, dash]]) =>
        ({key, kind, dash, points: steps.slice(0, values[name].length).map((step, i) => [step, values[name][i]]).filter(([, value]) => value !== null)}));
      const highest = Math.max(...lines.flatMap(({points}) => points.slice(Math.min(3, points.length - 1)).map(([, value]) => value)), 1e-9);
      const domainY = y.domain ?? [0, highest * 1.1];
      lines.forEach((line) => { line.points = line.points.map(([step, value]) => [step, Math.min(domainY[1], Math.max(domainY[0], value))]); });
      made.show({lines, rules: rule ? [rule] : [], domainX: [0, Math.max(1, steps.at(-1) ?? 1)], domainY,
        summary: {values: lines.map(({key, points}) => `${say.text(key)}: ${points.at(-1)[1].toPrecision(3)}`).join(', ')}});
    }
    return {...made, show, showStep: made.cursor};
  }

  // A view that plays the pictures kept in the run's folder.
  function of({order, needs, models: fitting, ...about}) {
    return {order, needs, models: fitting, build: ({model, fail}) => build(model, about, fail)};
  }

  function build(model, about, fail) {
    const picture = el('img', {class: 'history-picture', alt: ''});
    const text = el('pre', {class: 'live-text', hidden: true});
    const holder = el('div', {class: 'history-holder'}, picture, text);
    const made = chart(about);
    const slot = el('div', {class: 'timeline-slot'});
    const view = {play: () => {}};
    controls.work(holder, engine.ask('timeline', {model: model.index})).then((run) => {
      made.show(run.curve_steps, run.curves);
      const moments = run.pictures.length > 0 ? run.pictures : run.texts ?? [];
      if (moments.length === 0) {
        holder.replaceChildren(say.span('no_pictures'));
        return;
      }
      const seen = (step) => run.items_seen?.[Math.max(0, run.steps.findLastIndex((one) => one <= step))];
      const show = (i) => {
        const {step, png} = moments[i];
        picture.hidden = png === undefined;
        text.hidden = png !== undefined;
        text.textContent = moments[i].text ?? '';
        if (png !== undefined) {
          picture.src = `data:image/png;base64,${png}`;
          say.label(picture, 'history_alt', {step}, 'alt');
        }
        made.showStep(step);
      };
      const line = timeline.make({count: moments.length, onShow: show, inWords: (i) => {
        const {step} = moments[i];
        return seen(step) === undefined ? ['at_step', {step}] : ['at_step_seen', {step, seen: seen(step)}];
      }});
      slot.replaceChildren(line.element);
      show(moments.length - 1);
      view.play = line.play;
    }).catch(fail);
    return {stage: [controls.figure(holder, 'history_caption', {className: 'hero'}), slot, made.element], controls: [], play: () => view.play()};
  }

  return {of, chart};
})();
