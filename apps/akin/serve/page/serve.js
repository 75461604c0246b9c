'use strict';
// Puts the page together: a section for each model, a panel for each thing it can do.
const serve = (() => {
  const panels = {training: live.panel, wall: wall.panel, votes: vote.panel, codes: codes.panel, map: map.panel, text: text.panel,
    completion: completion.panel};
  const button = document.getElementById('language');

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
    const shown = exhibit.abilities.filter((ability) => panels[ability]).map((ability) =>
      dom.el('article', {class: ability}, dom.el('h3', {}, say('panel_' + ability)), panels[ability](exhibit, tell, start)));
    return dom.el('section', {}, dom.el('h2', {}, say(exhibit.family ?? 'trainHere')),
      exhibit.data ? dom.el('p', {class: 'quiet'}, say('trainedOn', {name: exhibit.name, data: exhibit.data})) : undefined, notice,
      shown.length > 0 ? shown : dom.el('p', {}, say('nothingToShow')));
  }

  // The way in for the class: an address, and a code for its phones.
  function entrance({url, qr}) {
    return url ? dom.el('div', {class: 'entrance'}, pixels.code(qr),
      dom.el('p', {}, say('joinAt'), dom.el('strong', {}, ` ${url}`))) : undefined;
  }

  // Also whenever an exhibit has become another.
  async function start() {
    const main = document.getElementById('exhibits');
    try {
      const {exhibits, scenes, address} = await api.ask('/api/exhibits');
      const parts = [entrance(address), ...exhibits.map((exhibit) => section({...exhibit, scenes}))];
      main.replaceChildren(...parts.filter((part) => part !== undefined));
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
