'use strict';
// How the metrics were measured: enough to reproduce them and to know what they can be compared with.
const method = (() => {
  const {el} = dom;
  const {t} = i18n;

  const fact = (name, value) => (value === undefined || value === null || value === '' ? [] :
    [el('dt', {}, t(name)), el('dd', {}, value)]);
  const code = (text) => (text ? el('code', {}, text) : undefined);

  function classifierText(classifier) {
    return classifier ? t('classifierText', {features: metrics.count(classifier.features),
      accuracy: metrics.text(metrics.summarise([classifier.accuracy]), true)}) : t('classifierNone');
  }

  function dataText(data) {
    const counts = ['train', 'validation', 'test'].map((part) => [part, metrics.count(data[part])]);
    return t('dataText', {...data, ...Object.fromEntries(counts)});
  }

  function runPaths(results) {
    const runs = (results.models ?? []).flatMap((model) => (model.runs ?? []).map((run) =>
      `${metrics.titleOf(model)}, ${t('seed', {seed: run.seed})}${run.path ? `: ${run.path}` : ''}`));
    return runs.length > 0 ? el('div', {}, runs.map((run) => el('div', {}, run))) : undefined;
  }

  function section(results) {
    const {data, feature_extractor: classifier, machine} = results;
    return el('section', {id: 'method'}, el('h2', {}, t('method')),
      el('p', {class: 'notice'}, t('comparable')),
      el('dl', {class: 'facts'},
        fact('command', code(results.command)), fact('version', results.akin && `akin ${results.akin}`),
        fact('machine', machine && t('machineText', machine)), fact('data', data && dataText(data)),
        fact('dataHash', code(data?.sha256)), fact('classifierOf', classifierText(classifier)),
        fact('classifierHash', code(classifier?.sha256)), fact('samplesEach', overview.samples(results)),
        fact('runs', runPaths(results))),
      el('h3', {}, t('definitions')),
      el('ul', {}, ['control', 'features', 'distances', 'tradeoff', 'files'].map((name) =>
        el('li', {}, t(`define_${name}`)))));
  }

  return {section};
})();
