'use strict';
// Training curves, one chart for each model and unit.
const curves = (() => {
  const {el} = dom;
  const {t, known} = i18n;

  const nameOf = (curve) => (known(curve.name) ? t(curve.name) : curve.label ?? curve.name);

  function lines(model, unit) {
    const runs = (model.runs ?? []).filter((run) => run.curves?.length > 0);
    const names = [];
    const found = runs.flatMap((run) => run.curves.filter((curve) => (curve.unit ?? '') === unit)
      .map((curve) => {
        const name = nameOf(curve);
        names.includes(name) || names.push(name);
        return {name: runs.length > 1 ? `${name}, ${t('seed', {seed: run.seed})}` : name,
          series: names.indexOf(name) % 6, x: curve.seconds ?? [], y: curve.values ?? []};
      }));
    return {lines: found, items: names.map((name, index) => ({name, index: index % 6}))};
  }

  function charts(model) {
    const units = new Set((model.runs ?? []).flatMap((run) => run.curves ?? []).map((curve) => curve.unit ?? ''));
    return [...units].map((unit) => lineChart.chart({title: metrics.titleOf(model), xLabel: t('secondsAxis'),
      yLabel: unit ? t(unit) : t('noUnit'), ...lines(model, unit), numbers: t('numbers'),
      prompt: t('prompt')})).filter(Boolean);
  }

  function section(results) {
    const models = (results.models ?? []).map((model) => ({title: metrics.titleOf(model), charts: charts(model)}));
    const without = models.filter((model) => model.charts.length === 0).map((model) => model.title);
    return el('section', {id: 'curves'}, el('h2', {}, t('curves')),
      without.length < models.length ? el('p', {}, t('curvesLead')) : undefined,
      el('div', {class: 'curves'}, models.flatMap((model) => model.charts)),
      without.length > 0 ? el('p', {class: 'quiet'}, t('noCurves', {models: without.join(', ')})) : undefined);
  }

  return {section};
})();
