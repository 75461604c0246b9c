'use strict';
// The one picture, similar x new: each model (a point a seed, and their mean) among the anchors.
const picture = (() => {
  const {el} = dom;
  const {t} = i18n;

  // Of the classifier's space where the evaluation has it.
  function place(evaluation) {
    const frechet = figures.find(evaluation, 'frechet', 'features') ?? figures.find(evaluation, 'frechet', 'pca');
    const authenticity = figures.find(evaluation, 'authenticity');
    const at = {x: frechet?.control / frechet?.value, y: authenticity?.value / authenticity?.control};
    return Number.isFinite(at.x) && Number.isFinite(at.y) && at.x > 0 ? at : undefined;
  }

  const told = (name, at) => `${name}: ${t('similarShort')} ${figures.number(at.x)}, ` +
    `${t('newShort')} ${figures.number(at.y)}`;

  const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

  function modelPoints(model, index) {
    const series = index % 6;
    const seeds = (model.runs ?? []).map((run) => ({at: place(run.evaluation), seed: run.seed}))
      .filter((one) => one.at).map(({at, seed}) => {
        const name = `${model.name}, ${t('seed', {seed})}`;
        return {...at, kind: 'seed', series, name, text: told(name, at)};
      });
    if (seeds.length === 0) {
      return [];
    }
    const at = {x: average(seeds.map((one) => one.x)), y: average(seeds.map((one) => one.y))};
    const name = seeds.length > 1 ? `${model.name}, ${t('mean')}` : seeds[0].name;
    const mean = {...at, kind: 'mean', series, name, label: model.name, text: told(name, at)};
    return seeds.length > 1 ? [mean, ...seeds] : [mean];
  }

  function anchorPoints(anchors) {
    return anchors.map((anchor) => ({name: t(anchor.name), at: place(anchor.evaluation)}))
      .filter((one) => one.at).map(({name, at}) =>
        ({...at, kind: 'anchor', series: -1, name, label: name, text: told(name, at)}));
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
    const chart = points.length === 0 ? el('p', {}, t('noPicture')) : scatter.chart({
      title: t('picture'), ...axes(points), points, items: [],
      head: [t('model'), t('similarShort'), t('newShort')],
      rows: points.map((point) => [point.name, figures.number(point.x), figures.number(point.y)]),
      numbers: t('numbers'), prompt: t('prompt')});
    return el('section', {id: 'picture'}, el('h2', {}, t('picture')),
      el('p', {}, t('pictureRead'), ' ', t('pictureScale')),
      results.anchors?.length > 0 ? el('p', {class: 'quiet'}, t('anchorsAre')) : undefined, chart);
  }

  return {section};
})();
