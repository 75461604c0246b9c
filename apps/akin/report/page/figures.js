'use strict';
// From results to numbers over seeds, and to their text; report/summary.cpp does the same for results.md.
const figures = (() => {
  const shares = ['copy_rate', 'authenticity'];
  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

  function decimals(value, digits) {
    return value === 0 ? 6 :
      Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  }

  // Mean and sample standard deviation over seeds, that one absent for one seed.
  function summarise(values) {
    const known = values.filter(isNumber);
    if (known.length === 0) {
      return undefined;
    }
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {mean, sd: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : undefined};
  }

  const grouped = (value, places) => Math.abs(value) >= 10000 ?
    Math.round(value).toLocaleString('en-US') : value.toFixed(places);

  // Decimals of a mean and its spread: as many as show one digit of the spread, but two to five of the mean,
  // unless two are lost in the spread.
  const placesOf = (mean, sd) => Math.min(decimals(mean, 3) + 2,
    Math.max(Math.min(decimals(mean, 2), decimals(sd, 2)), decimals(sd, 1)));

  // "13.9 ± 0.4", "0.123", "10 ± 0"; percent: a share, times 100.
  function text(summary, percent) {
    if (!summary) {
      return i18n.t('none');
    }
    const scale = percent ? 100 : 1;
    const [mean, sd] = [summary.mean * scale, (summary.sd ?? 0) * scale];
    const varies = sd > 1e-9 * Math.abs(mean);  // else all are the same but for rounding
    const places = varies ? placesOf(mean, sd) : Number.isInteger(mean) ? 0 : decimals(mean, 3);
    const spread = varies ? grouped(sd, places) : '0';
    return grouped(mean, places) + (summary.sd === undefined ? '' : ` ± ${spread}`) + (percent ? ' %' : '');
  }

  const number = (value) => (isNumber(value) ? text({mean: value}) : i18n.t('none'));
  const count = (value) => (isNumber(value) ? value.toLocaleString('en-US') : i18n.t('none'));

  const list = (evaluation) => evaluation?.figures ?? [];
  const find = (evaluation, name, space) => list(evaluation)
    .find((figure) => figure.name === name && (space === undefined || figure.space === space));

  // A model over its seeds, or an anchor, as what stands above a column of figures.
  const modelColumns = (results) => (results.models ?? []).map((model) =>
    ({name: model.name, evaluations: (model.runs ?? []).map((run) => run.evaluation)}));
  const anchorColumns = (results) => (results.anchors ?? []).map((anchor) =>
    ({name: i18n.t(anchor.name), evaluations: [anchor.evaluation]}));

  // Kinds of figure in `group` that any column has, in the order in which they first come.
  function kinds(columns, group) {
    const found = new Map();
    for (const figure of columns.flatMap((column) => column.evaluations.flatMap(list))) {
      if (figure.group === group && !found.has(`${figure.name} ${figure.space}`)) {
        found.set(`${figure.name} ${figure.space}`, figure);
      }
    }
    return [...found.values()];
  }

  // {value, control, within} of one kind in one column; within only where there is a single seed.
  function cell(column, kind) {
    const all = column.evaluations.map((one) => find(one, kind.name, kind.space)).filter(Boolean);
    const value = summarise(all.map((figure) => figure.value));
    const control = summarise(all.map((figure) => figure.control));
    return {value, control: control && {mean: control.mean},
      within: all.length === 1 && isNumber(all[0].sd) ? all[0].sd : undefined};
  }

  // How far from the best there could be, in the figure's own direction.
  function distance(kind, {value, control}) {
    const goal = {lower: value.mean, higher: -value.mean};
    return goal[kind.better] ?? Math.abs(value.mean - (control?.mean ?? 0));
  }

  // Which cells are best, together with those that the spread over seeds cannot tell from the best.
  function best(kind, cells) {
    const known = cells.filter((one) => one.value);
    if (known.length < 2) {
      return cells.map(() => false);
    }
    const spread = (one) => one.value.sd ?? one.within ?? 0;
    const first = known.reduce((a, b) => (distance(kind, b) < distance(kind, a) ? b : a));
    const marked = cells.map((one) => Boolean(one.value) &&
      distance(kind, one) - distance(kind, first) <= Math.max(spread(one), spread(first)));
    return marked.every((mark, i) => mark || !cells[i].value) ? cells.map(() => false) : marked;
  }

  return {summarise, text, number, count, find, kinds, cell, best, modelColumns, anchorColumns,
    isShare: (name) => shares.includes(name), isNumber};
})();
