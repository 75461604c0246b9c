'use strict';
// Statistics of the metrics over seeds, and their text, as in report/summary.cpp for results.md; display names.
const metrics = (() => {
  const fractions = ['copy_rate', 'authenticity'];  // shown in percent
  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

  function decimals(value, digits) {
    return value === 0 ? 6 :
      Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  }

  // Mean over seeds and, for two seeds or more, the sample standard deviation.
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

  // Decimals of a mean and its spread: enough for one digit of the spread, with two to five digits of the mean,
  // or fewer if the spread exceeds them.
  const placesOf = (mean, sd) => Math.min(decimals(mean, 3) + 2,
    Math.max(Math.min(decimals(mean, 2), decimals(sd, 2)), decimals(sd, 1)));

  // "13.9 ± 0.4", "0.123", "10 ± 0"; percent: a fraction, times 100.
  function text(summary, percent) {
    if (!summary) {
      return i18n.t('none');
    }
    const scale = percent ? 100 : 1;
    const [mean, sd] = [summary.mean * scale, (summary.sd ?? 0) * scale];
    const varies = sd > 1e-9 * Math.abs(mean);  // otherwise equal up to rounding
    const places = varies ? placesOf(mean, sd) : Number.isInteger(mean) ? 0 : decimals(mean, 3);
    const spread = varies ? grouped(sd, places) : '0';
    return grouped(mean, places) + (summary.sd === undefined ? '' : ` ± ${spread}`) + (percent ? ' %' : '');
  }

  const number = (value) => (isNumber(value) ? text({mean: value}) : i18n.t('none'));
  const count = (value) => (isNumber(value) ? value.toLocaleString('en-US') : i18n.t('none'));

  const list = (evaluation) => evaluation?.metrics ?? [];
  const find = (evaluation, name, space) => list(evaluation)
    .find((metric) => metric.name === name && (space === undefined || metric.space === space));

  // Display names: the title in the page's language, else the name; an anchor's name is translated.
  const titleOf = ({name, title}) => title?.[i18n.language()] ?? title?.en ?? name;
  const anchorTitle = (anchor) => (i18n.known(`anchor_${anchor.name}`) ? i18n.t(`anchor_${anchor.name}`) : titleOf(anchor));

  // Table columns: a model with one evaluation for each seed, or an anchor with one.
  const modelColumns = (results) => (results.models ?? []).map((model) =>
    ({title: titleOf(model), evaluations: (model.runs ?? []).map((run) => run.evaluation)}));
  const anchorColumns = (results) => (results.anchors ?? []).map((anchor) =>
    ({title: anchorTitle(anchor), evaluations: [anchor.evaluation]}));

  // The kinds (name and space) of all metrics of a group, in order of first occurrence.
  function kinds(columns, group) {
    const found = new Map();
    for (const metric of columns.flatMap((column) => column.evaluations.flatMap(list))) {
      if (metric.group === group && !found.has(`${metric.name} ${metric.space}`)) {
        found.set(`${metric.name} ${metric.space}`, metric);
      }
    }
    return [...found.values()];
  }

  // {value, control, within} of a kind in a column; within: the uncertainty of a single seed's value.
  function cell(column, kind) {
    const all = column.evaluations.map((one) => find(one, kind.name, kind.space)).filter(Boolean);
    const value = summarise(all.map((metric) => metric.value));
    const control = summarise(all.map((metric) => metric.control));
    return {value, control: control && {mean: control.mean},
      within: all.length === 1 && isNumber(all[0].sd) ? all[0].sd : undefined};
  }

  // Lower is better: the value, in the kind's own direction.
  function badness(kind, {value, control}) {
    const goal = {lower: value.mean, higher: -value.mean};
    return goal[kind.better] ?? Math.abs(value.mean - (control?.mean ?? 0));
  }

  // Which cells are best or within the spread of the best; none if all are.
  function best(kind, cells) {
    const known = cells.filter((one) => one.value);
    if (known.length < 2) {
      return cells.map(() => false);
    }
    const spread = (one) => one.value.sd ?? one.within ?? 0;
    const winner = known.reduce((a, b) => (badness(kind, b) < badness(kind, a) ? b : a));
    const marked = cells.map((one) => Boolean(one.value) &&
      badness(kind, one) - badness(kind, winner) <= Math.max(spread(one), spread(winner)));
    return marked.every((mark, i) => mark || !cells[i].value) ? cells.map(() => false) : marked;
  }

  return {summarise, text, number, count, find, kinds, cell, best, titleOf, anchorTitle, modelColumns, anchorColumns,
    isFraction: (name) => fractions.includes(name), isNumber};
})();
