'use strict';
// Puts the page together: a section for each model, a panel for each thing it can do.
const serve = (() => {
  const panels = {wall: wall.panel, codes: codes.panel, text: text.panel};
  const button = document.getElementById('language');

  // A text that changes with the language.
  const say = (key, values = {}) =>
    dom.el('span', {'data-key': key, 'data-values': JSON.stringify(values)}, words.t(key, values));

  function translate() {
    document.documentElement.lang = words.current();
    button.textContent = words.t('language');
    button.lang = words.current() === 'en' ? 'ko' : 'en';
    for (const element of document.querySelectorAll('[data-key]')) {
      element.textContent = words.t(element.dataset.key, JSON.parse(element.dataset.values));
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute('aria-label', words.t(element.dataset.label));
    }
  }

  function section(exhibit) {
    const notice = dom.el('p', {class: 'notice', role: 'alert'});
    const tell = (error) => { notice.textContent = error.message; };
    const shown = exhibit.abilities.filter((ability) => panels[ability]).map((ability) => panels[ability](exhibit, say, tell));
    return dom.el('section', {}, dom.el('h2', {}, say(exhibit.family)),
      dom.el('p', {class: 'quiet'}, say('trainedOn', {name: exhibit.name, data: exhibit.data})), notice,
      shown.length > 0 ? shown : dom.el('p', {}, say('nothingToShow')));
  }

  async function start() {
    const main = document.getElementById('exhibits');
    try {
      main.replaceChildren(...(await api.ask('/api/exhibits')).map(section));
    } catch (error) {
      main.replaceChildren(dom.el('p', {class: 'notice', role: 'alert'}, error.message));
    }
    translate();
  }

  button.addEventListener('click', () => {
    words.other();
    translate();
  });
  start();
  return {};
})();
