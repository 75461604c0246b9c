'use strict';
// Similar x new: each model (one point for each seed, and their mean) among the anchors.
const tradeoff = (() => {
  const {el} = dom;
  const {t} = i18n;

  // In the classifier's feature space if the evaluation has it.
  function position(evaluation) {
    const frechet = metrics.find(evaluation, 'frechet', 'features') ?? metrics.find(evaluation, 'frechet', 'pca');
    const authenticity = metrics.find(evaluation, 'authenticity');
    const at = {x: frechet?.control / frechet?.value, y: authenticity?.value / authenticity?.control};
    return Number.isFinite(at.x) && Number.isFinite(at.y) && at.x > 0 ? at : undefined;
  }

  const describe = (name, at) => `${name}: ${t('similarShort')} ${metrics.number(at.x)}, ` +
    `${t('newShort')} ${metrics.number(at.y)}`;

  const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

  function modelPoints(model, index) {
    const series = index % 6;
    const seeds = (model.runs ?? []).map((run) => ({at: position(run.evaluation), seed: run.seed}))
      .filter((one) => one.at).map(({at, seed}) => {
        const name = `${metrics.titleOf(model)}, ${t('seed', {seed})}`;
        return {...at, kind: 'seed', series, name, text: describe(name, at)};
      });
    if (seeds.length === 0) {
      return [];
    }
    const at = {x: average(seeds.map((one) => one.x)), y: average(seeds.map((one) => one.y))};
    const name = seeds.length > 1 ? `${metrics.titleOf(model)}, ${t('mean')}` : seeds[0].name;
    const mean = {...at, kind: 'mean', series, name, label: metrics.titleOf(model), text: describe(name, at)};
    return seeds.length > 1 ? [mean, ...seeds] : [mean];
  }

  function anchorPoints(anchors) {
    return anchors.map((anchor) => ({name: metrics.anchorTitle(anchor), at: position(anchor.evaluation)}))
      .filter((one) => one.at).map(({name, at}) =>
        ({...at, kind: 'anchor', series: -1, name, label: name, text: describe(name, at)}));
  }

  function axes(points) {
    const low = Math.min(0.1, ...points.map((point) => point.x * 0.7));
    const high = Math.max(1.6, ...points.map((point) => point.x * 1.2));
    const top = Math.max(1.2, ...points.map((point) => point.y * 1.1));
    return {x: {label: t('axisSimilar'), log: true, domain: [low, high], guide: 1},
      y: {label: t('axisNew'), domain: [0, top], guide: 1}};
  }

  function section(results) {
    const points = [...(results.models ?? []).flatMap(modelPoints), ...anchorPoints(results.anchors ?? [])];
    const chart = points.length === 0 ? el('p', {}, t('noTradeoff')) : scatter.chart({
      title: t('tradeoff'), ...axes(points), points, items: [],
      head: [t('model'), t('similarShort'), t('newShort')],
      rows: points.map((point) => [point.name, metrics.number(point.x), metrics.number(point.y)]),
      numbers: t('numbers'), prompt: t('prompt')});
    return el('section', {id: 'tradeoff'}, el('h2', {}, t('tradeoff')),
      el('p', {}, t('tradeoffRead'), ' ', t('tradeoffScale')),
      results.anchors?.length > 0 ? el('p', {class: 'quiet'}, t('anchorsAre')) : undefined, chart);
  }

  return {section};
})();
