'use strict';
// Pictures: what each model made beside real images, and each sample over the training image nearest to it.
const sheets = (() => {
  const {el, details} = dom;
  const {t} = i18n;

  const isPicture = (source) => typeof source === 'string' && source.startsWith('data:image/');

  const sheet = (source, alt, caption) => (isPicture(source) ? el('figure', {class: 'sheet'},
    el('img', {src: source, alt}), caption ? el('figcaption', {}, caption) : undefined) : undefined);

  const pair = (model, run) => [
    sheet(run.sheet, t('samplesOf', {model: model.name})),
    sheet(run.nearest, t('nearestTo', {model: model.name}), t('nearestTo', {model: model.name}))];

  function modelColumn(model) {
    const runs = (model.runs ?? []).filter((run) => isPicture(run.sheet) || isPicture(run.nearest));
    if (runs.length === 0) {
      return undefined;
    }
    const others = runs.slice(1).map((run) =>
      [el('p', {class: 'quiet'}, t('seed', {seed: run.seed})), pair(model, run)]);
    return el('div', {class: 'column'}, el('h3', {}, model.name), pair(model, runs[0]),
      others.length > 0 ? details(t('moreSheets'), el('div', {}, others.flat(2).filter(Boolean))) : undefined);
  }

  function anchorSheets(anchors) {
    const shown = anchors.filter((anchor) => anchor.name !== 'held_out' && isPicture(anchor.sheet));
    return shown.length === 0 ? undefined : details(t('anchorSheets'), el('div', {class: 'sheets'},
      shown.map((anchor) => el('div', {class: 'column'}, sheet(anchor.sheet, t(anchor.name), t(anchor.name))))));
  }

  function section(results) {
    const anchors = results.anchors ?? [];
    const real = anchors.find((anchor) => anchor.name === 'held_out');
    const columns = (results.models ?? []).map(modelColumn).filter(Boolean);
    const realSheet = sheet(real?.sheet, t('realImages'));
    return el('section', {id: 'sheets'}, el('h2', {}, t('sheets')),
      el('p', {}, t(columns.length > 0 ? 'sheetsLead' : 'noSheets')),
      el('div', {class: 'sheets'},
        realSheet ? el('div', {class: 'column'}, el('h3', {}, t('held_out')), realSheet) : undefined,
        columns),
      anchorSheets(anchors));
  }

  return {section};
})();
