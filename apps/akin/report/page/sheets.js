'use strict';
// Sheets of samples beside real images, and of each sample above its nearest training image.
const sheets = (() => {
  const {el, details} = dom;
  const {t} = i18n;

  const isImage = (source) => typeof source === 'string' && source.startsWith('data:image/');

  const sheet = (source, alt, caption) => (isImage(source) ? el('figure', {class: 'sheet'},
    el('img', {src: source, alt}), caption ? el('figcaption', {}, caption) : undefined) : undefined);

  const pair = (model, run) => [
    sheet(run.sheet, t('samplesOf', {model: metrics.titleOf(model)})),
    sheet(run.nearest, t('nearestTo', {model: metrics.titleOf(model)}), t('nearestTo', {model: metrics.titleOf(model)}))];

  function modelColumn(model) {
    const runs = (model.runs ?? []).filter((run) => isImage(run.sheet) || isImage(run.nearest));
    if (runs.length === 0) {
      return undefined;
    }
    const others = runs.slice(1).map((run) =>
      [el('p', {class: 'quiet'}, t('seed', {seed: run.seed})), pair(model, run)]);
    return el('div', {class: 'column'}, el('h3', {}, metrics.titleOf(model)), pair(model, runs[0]),
      others.length > 0 ? details(t('moreSheets'), el('div', {}, others.flat(2).filter(Boolean))) : undefined);
  }

  function anchorSheets(anchors) {
    const shown = anchors.filter((anchor) => anchor.name !== 'control' && isImage(anchor.sheet));
    return shown.length === 0 ? undefined : details(t('anchorSheets'), el('div', {class: 'sheets'},
      shown.map((anchor) => el('div', {class: 'column'}, sheet(anchor.sheet, metrics.anchorTitle(anchor), metrics.anchorTitle(anchor))))));
  }

  function section(results) {
    const anchors = results.anchors ?? [];
    const real = anchors.find((anchor) => anchor.name === 'control');
    const columns = (results.models ?? []).map(modelColumn).filter(Boolean);
    const realSheet = sheet(real?.sheet, t('realImages'));
    return el('section', {id: 'sheets'}, el('h2', {}, t('sheets')),
      el('p', {}, t(columns.length > 0 ? 'sheetsLead' : 'noSheets')),
      el('div', {class: 'sheets'},
        realSheet ? el('div', {class: 'column'}, el('h3', {}, t('anchor_control')), realSheet) : undefined,
        columns),
      anchorSheets(anchors));
  }

  return {section};
})();
