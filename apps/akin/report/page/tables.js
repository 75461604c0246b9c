'use strict';
// Tables of metrics with their controls, class distributions, likelihoods and cost.
const tables = (() => {
  const {el, table, details} = dom;
  const {t, known} = i18n;

  // The metric's name; it expands to the definition in the tables of models.
  function rowHead(kind, explained) {
    const direction = {lower: 'lower', higher: 'higher', control: 'nearControl'}[kind.better];
    const meaning = `${kind.name}_is`;
    return el('div', {}, explained && known(meaning) ?
      details(t(kind.name), el('p', {}, t(meaning)), 'explain') : t(kind.name),
    el('span', {class: 'direction'},
      [direction && t(direction), kind.space && t(kind.space)].filter(Boolean).join(' · ')));
  }

  function cellText({value, within}, percent) {
    return within === undefined ? metrics.text(value, percent) :
      `${metrics.text({mean: value.mean, sd: within}, percent)} †`;
  }

  // The control has its own column if it is the same for all, else it is in each cell.
  function row(kind, columns, {models}) {
    const percent = metrics.isFraction(kind.name);
    const cells = columns.map((column) => metrics.cell(column, kind));
    const controls = cells.map((cell) => (cell.value ? metrics.text(cell.control, percent) : undefined));
    const distinct = [...new Set(controls.filter((control) => control !== undefined))];
    const best = models ? metrics.best(kind, cells) : [];
    return [rowHead(kind, models), distinct.length === 1 ? distinct[0] : t('none'),
      ...cells.map((cell, i) => el('span', {class: best[i] ? 'best' : undefined}, cellText(cell, percent),
        best[i] ? el('span', {class: 'sr'}, ` (${t('best')})`) : undefined,
        distinct.length > 1 && controls[i] !== undefined ?
          el('span', {class: 'beside quiet'}, `${t('control')} ${controls[i]}`) : undefined))];
  }

  const headOf = (columns) => [t('metric'), t('control'), ...columns.map((column) => column.title)];

  // Of models, with definitions and the best in bold; or of anchors.
  function metricTable(columns, group, {models, filter = () => true}) {
    const kinds = metrics.kinds(columns, group).filter(filter);
    return kinds.length === 0 ? undefined : [el('h3', {}, t(group)), table(headOf(columns),
      kinds.map((kind) => row(kind, columns, {models})), {className: 'metrics'})];
  }

  const ofClasses = (kind) => kind.name.startsWith('class');

  // Explains the marks that occur in the table.
  function notes(results, columns) {
    const single = [...columns, ...metrics.anchorColumns(results)]
      .filter((column) => column.evaluations.length === 1);
    const within = single.flatMap((column) => column.evaluations[0]?.metrics ?? [])
      .some((metric) => metrics.isNumber(metric.sd));
    const seeds = Math.max(0, ...columns.map((column) => column.evaluations.length));
    return [results.feature_extractor ? undefined : 'noClassifier', seeds > 1 ? 'spreadNote' : 'oneSeedNote',
      within ? 'withinNote' : undefined, columns.length > 1 ? 'bestNote' : undefined].filter(Boolean)
      .map((note) => el('p', {class: note === 'noClassifier' ? 'notice' : 'quiet'}, t(note)));
  }

  function metricSection(results) {
    const columns = metrics.modelColumns(results);
    const anchors = metrics.anchorColumns(results);
    return el('section', {id: 'metrics'}, el('h2', {}, t('metrics')),
      el('p', {}, t('metricsLead'), ' ', el('span', {class: 'screen-only'}, t('openNote'))),
      notes(results, columns),
      [metricTable(columns, 'similar', {models: true, filter: (kind) => !ofClasses(kind)}),
        metricTable(columns, 'new', {models: true})],
      anchors.length === 0 ? undefined : details(t('anchors'), el('div', {},
        [metricTable(anchors, 'similar', {models: false}), metricTable(anchors, 'new', {models: false})])));
  }

  function classSection(results) {
    const columns = metrics.modelColumns(results);
    const kinds = metrics.kinds(columns, 'similar').filter(ofClasses);
    if (kinds.length === 0) {
      return undefined;
    }
    const all = results.data?.classes?.length;
    const seenOf = (cell) =>
      el('span', {}, t('seenOf', {seen: (cell.textContent ?? cell).replace(/ ± 0$/, ''), all}));
    const seen = (kind, [head, ...cells]) => (kind.name !== 'classes_seen' || !all ? [head, ...cells] :
      [head, ...cells.map(seenOf)]);
    return el('section', {id: 'classes'}, el('h2', {}, t('classesTitle')), el('p', {}, t('classesLead')),
      table(headOf(columns),
        kinds.map((kind) => seen(kind, row(kind, columns, {models: true}))), {className: 'metrics'}));
  }

  function likelihoodSection(results) {
    const likelihoods = results.likelihoods ?? [];
    const bits = likelihoods.some((one) => one.bits_per_dimension);
    return likelihoods.length === 0 ? undefined : el('section', {id: 'likelihoods'},
      el('h2', {}, t('likelihoods')), el('p', {}, t('likelihoodsLead')),
      table([t('model'), t('natsPerImage'), ...(bits ? [t('bitsPerDimension')] : []), t('kind'), t('pixelsOf'), t('items')],
        likelihoods.map((one) => [metrics.titleOf({...one, name: one.model}),
          one.kind === 'undefined' ? t('undefined') : metrics.text(metrics.summarise(one.nats ?? [])),
          ...(bits ? [one.bits_per_dimension ? metrics.text(metrics.summarise(one.bits_per_dimension)) : t('none')] : []),
          one.kind === 'undefined' ? t('none') : t(one.kind), one.pixels ? t(one.pixels) : t('none'),
          metrics.count(one.kind === 'undefined' ? undefined : one.items)])));
  }

  const costs = ['steps', 'images_seen', 'seconds', 'images_per_second', 'latency_ms',
    'samples_per_second', 'peak_memory_bytes'];

  function costSection(results) {
    const models = results.models ?? [];
    const scale = (cost) => (cost === 'peak_memory_bytes' ? 1 / 1024 ** 2 : 1);
    const values = (model, cost) => (model.runs ?? []).map((run) => run[cost])
      .filter(metrics.isNumber).map((value) => value * scale(cost));
    const rows = costs.filter((cost) => models.some((model) => values(model, cost).length > 0))
      .map((cost) => [t(cost), ...models.map((model) => metrics.text(metrics.summarise(values(model, cost))))]);
    return el('section', {id: 'cost'}, el('h2', {}, t('cost')),
      table([t('costOf'), ...models.map(metrics.titleOf)],
        [[t('parameters'), ...models.map((model) => metrics.count(model.parameters))], ...rows]),
      el('p', {class: 'quiet'}, t('costNote')));
  }

  return {metricSection, classSection, likelihoodSection, costSection};
})();
