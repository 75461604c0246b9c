'use strict';
// Builds the page, once for each language.
const page = (() => {
  const results = JSON.parse(document.getElementById('results').textContent);
  const button = document.getElementById('language');

  function render() {
    document.documentElement.lang = i18n.language();
    button.textContent = i18n.t('language');
    button.lang = i18n.language() === 'en' ? 'ko' : 'en';
    const sections = results.models?.length > 0 ? [overview.conclusions, sheets.section,
      tradeoff.section, tables.metricSection, tables.classSection, curves.section,
      tables.likelihoodSection, tables.costSection] : [];
    document.getElementById('report').replaceChildren(...overview.head(results),
      ...[...sections, method.section].map((section) => section(results)).filter(Boolean));
  }

  // Keeps the reading position: the sections are the same, but their lengths differ.
  function switchLanguage() {
    const sections = () => [...document.querySelectorAll('main > section')];
    const index = sections().findIndex((section) => section.getBoundingClientRect().bottom > 60);
    const atTop = scrollY < 200;
    i18n.toggle();
    render();
    if (!atTop) {
      sections()[index]?.scrollIntoView();
    }
  }

  // Expands the definitions for printing.
  function printing() {
    let opened = [];
    addEventListener('beforeprint', () => {
      opened = [...document.querySelectorAll('details.explain:not([open])')];
      opened.forEach((one) => { one.open = true; });
    });
    addEventListener('afterprint', () => opened.forEach((one) => { one.open = false; }));
  }

  button.addEventListener('click', switchLanguage);
  printing();
  render();
  return {render};
})();
