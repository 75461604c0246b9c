'use strict';
// Figures with their controls, classes, likelihoods, cost.
const tables = (() => {
  const {el, table, details} = dom;
  const {t, known} = i18n;

  // Opens to tell what the figure means, once in the report.
  function rowHead(kind, explained) {
    const direction = {lower: 'lower', higher: 'higher', control: 'nearControl'}[kind.better];
    const meaning = `${kind.name}_is`;
    return el('div', {}, explained && known(meaning) ?
      details(t(kind.name), el('p', {}, t(meaning)), 'explain') : t(kind.name),
    el('span', {class: 'direction'},
      [direction && t(direction), kind.space && t(kind.space)].filter(Boolean).join(' · ')));
  }

  function cellText({value, within}, percent) {
    return within === undefined ? figures.text(value, percent) :
      `${figures.text({mean: value.mean, sd: within}, percent)} †`;
  }

  // The control has a column of its own where it is the same for all, else stands in each cell.
  function row(kind, columns, {models}) {
    const percent = figures.isShare(kind.name);
    const cells = columns.map((column) => figures.cell(column, kind));
    const controls = cells.map((cell) => (cell.value ? figures.text(cell.control, percent) : undefined));
    const distinct = [...new Set(controls.filter((control) => control !== undefined))];
    const best = models ? figures.best(kind, cells) : [];
    return [rowHead(kind, models), distinct.length === 1 ? distinct[0] : t('none'),
      ...cells.map((cell, i) => el('span', {class: best[i] ? 'best' : undefined}, cellText(cell, percent),
        best[i] ? el('span', {class: 'sr'}, ` (${t('best')})`) : undefined,
        distinct.length > 1 && controls[i] !== undefined ?
          el('span', {class: 'beside quiet'}, `${t('control')} ${controls[i]}`) : undefined))];
  }

  const headOf = (columns) => [t('figure'), t('control'), ...columns.map((column) => column.name)];

  // Of models, with explanations and the best in bold; or of anchors.
  function figureTable(columns, group, {models, filter = () => true}) {
    const kinds = figures.kinds(columns, group).filter(filter);
    return kinds.length === 0 ? undefined : [el('h3', {}, t(group)), table(headOf(columns),
      kinds.map((kind) => row(kind, columns, {models})), {className: 'figures'})];
  }

  const ofClasses = (kind) => kind.name.startsWith('class');

  // What the marks in the table mean, as far as they occur in it.
  function notes(results, columns) {
    const single = [...columns, ...figures.anchorColumns(results)]
      .filter((column) => column.evaluations.length === 1);
    const within = single.flatMap((column) => column.evaluations[0]?.figures ?? [])
      .some((figure) => figures.isNumber(figure.sd));
    const seeds = Math.max(0, ...columns.map((column) => column.evaluations.length));
    return [results.feature_extractor ? undefined : 'noClassifier', seeds > 1 ? 'spreadNote' : 'oneSeedNote',
      within ? 'withinNote' : undefined, columns.length > 1 ? 'bestNote' : undefined].filter(Boolean)
      .map((note) => el('p', {class: note === 'noClassifier' ? 'notice' : 'quiet'}, t(note)));
  }

  function figureSection(results) {
    const columns = figures.modelColumns(results);
    const anchors = figures.anchorColumns(results);
    return el('section', {id: 'figures'}, el('h2', {}, t('figures')),
      el('p', {}, t('figuresLead'), ' ', el('span', {class: 'screen-only'}, t('openNote'))),
      notes(results, columns),
      [figureTable(columns, 'similar', {models: true, filter: (kind) => !ofClasses(kind)}),
        figureTable(columns, 'new', {models: true})],
      anchors.length === 0 ? undefined : details(t('anchors'), el('div', {},
        [figureTable(anchors, 'similar', {models: false}), figureTable(anchors, 'new', {models: false})])));
  }

  function classSection(results) {
    const columns = figures.modelColumns(results);
    const kinds = figures.kinds(columns, 'similar').filter(ofClasses);
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
        kinds.map((kind) => seen(kind, row(kind, columns, {models: true}))), {className: 'figures'}));
  }

  function likelihoodSection(results) {
    const likelihoods = results.likelihoods ?? [];
    return likelihoods.length === 0 ? undefined : el('section', {id: 'likelihoods'},
      el('h2', {}, t('likelihoods')), el('p', {}, t('likelihoodsLead')),
      table([t('model'), t('natsPerImage'), t('kind'), t('pixelsOf'), t('items')],
        likelihoods.map((one) => [one.model,
          one.kind === 'undefined' ? t('undefined') : figures.text(figures.summarise(one.nats ?? [])),
          one.kind === 'undefined' ? t('none') : t(one.kind), one.pixels ? t(one.pixels) : t('none'),
          figures.count(one.kind === 'undefined' ? undefined : one.items)])));
  }

  const costs = ['steps', 'images_seen', 'seconds', 'images_per_second', 'latency_ms',
    'samples_per_second', 'peak_memory_bytes'];

  function costSection(results) {
    const models = results.models ?? [];
    const scale = (cost) => (cost === 'peak_memory_bytes' ? 1 / 1024 ** 2 : 1);
    const values = (model, cost) => (model.runs ?? []).map((run) => run[cost])
      .filter(figures.isNumber).map((value) => value * scale(cost));
    const rows = costs.filter((cost) => models.some((model) => values(model, cost).length > 0))
      .map((cost) => [t(cost), ...models.map((model) => figures.text(figures.summarise(values(model, cost))))]);
    return el('section', {id: 'cost'}, el('h2', {}, t('cost')),
      table([t('costOf'), ...models.map((model) => model.name)],
        [[t('parameters'), ...models.map((model) => figures.count(model.parameters))], ...rows]),
      el('p', {class: 'quiet'}, t('costNote')));
  }

  return {figureSection, classSection, likelihoodSection, costSection};
})();
