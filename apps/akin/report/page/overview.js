'use strict';
// The introduction: what was compared, and the conclusions in words.
const overview = (() => {
  const {el, details} = dom;
  const {t} = i18n;

  function budget(results) {
    const {kind, minutes, images, equal_parameters: equal} = results.budget ?? {};
    const sentence = {
      minutes: () => t('budgetMinutes', {minutes: metrics.number(minutes)}),
      images: () => t('budgetImages', {images: metrics.count(images)}),
      given: () => t('budgetGiven'),
    }[kind];
    return [sentence?.(), equal ? t('equalParameters') : undefined].filter(Boolean).join(' ');
  }

  function samples(results) {
    const counts = (results.models ?? []).flatMap((model) =>
      (model.runs ?? []).map((run) => run.evaluation?.samples)).filter(metrics.isNumber);
    return [...new Set(counts)].sort((a, b) => a - b).map(metrics.count).join(' / ') || t('none');
  }

  function head(results) {
    const models = results.models ?? [];
    const data = results.data?.name;
    const title = data && models.length > 0 ?
      t('title', {data, models: models.map(metrics.titleOf).join(', ')}) : t('titlePlain');
    const machine = results.machine ?? {};
    document.title = title;
    if (models.length === 0) {
      return [el('h1', {}, title), el('p', {}, t('noModels'))];
    }
    return [el('h1', {}, title),
      el('p', {}, t(models.length === 1 ? 'leadOne' : 'lead', {count: models.length, data,
        train: metrics.count(results.data?.train), samples: samples(results)}), ' ', budget(results)),
      el('p', {class: 'quiet'}, t('ranOn', {...machine, created: results.created}))];
  }

  const sentence = (reading) => reading[i18n.language()] ?? reading.en ?? '';

  const readingList = (readings) => el('dl', {}, readings.map((reading) =>
    [el('dt', {}, t(reading.topic)), el('dd', {}, sentence(reading))]));

  const readingsOf = (run) => run.evaluation?.readings ?? [];
  const readingsKey = (run) => JSON.stringify(readingsOf(run));

  // The readings of the first seed, and those of the others that differ.
  function conclusion(model, index) {
    const runs = (model.runs ?? []).filter((run) => readingsOf(run).length > 0);
    const others = runs.filter((run) => readingsKey(run) !== readingsKey(runs[0]));
    return el('section', {class: `card series-${index % 6}`}, el('h3', {}, metrics.titleOf(model)),
      runs.length === 0 ? el('p', {}, t('noReadings')) : undefined,
      others.length > 0 ? el('p', {class: 'quiet'}, t('firstSeed', {seed: runs[0].seed})) : undefined,
      runs.length > 0 ? readingList(readingsOf(runs[0])) : undefined,
      others.length > 0 ? details(t('otherSeeds'), el('div', {}, others.map((run) =>
        [el('p', {class: 'quiet'}, t('seed', {seed: run.seed})), readingList(readingsOf(run))]))) : undefined);
  }

  const conclusions = (results) => el('section', {id: 'conclusions'}, el('h2', {}, t('conclusions')),
    el('div', {class: 'cards'}, (results.models ?? []).map(conclusion)));

  return {head, conclusions, samples};
})();
