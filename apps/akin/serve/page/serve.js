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
    // What was said of the last thing goes with the next.
    return dom.el('section', {oninput: () => notice.replaceChildren(), onclick: () => notice.replaceChildren()}, dom.el('h2', {}, say(exhibit.family ?? 'trainHere')),
      exhibit.data ? dom.el('p', {class: 'quiet'}, say('trainedOn', {name: exhibit.name, data: exhibit.data})) : undefined, notice,
      shown.length > 0 ? shown : dom.el('p', {}, say('nothingToShow')));
  }

  // The way in for the class: an address, and a code for its phones.
  function entrance({url, qr}) {
    return url ? dom.el('div', {class: 'entrance'}, pixels.code(qr),
      dom.el('p', {}, say('joinAt'), dom.el('strong', {}, ` ${url}`))) : undefined;
  }

  // The section of an exhibit as long as that is the same, with all that was drawn and written there.
  const sections = new Map();
  function sectionOf(exhibit) {
    const description = JSON.stringify(exhibit);
    if (sections.get(exhibit.number)?.description !== description) {
      sections.set(exhibit.number, {description, element: section(exhibit)});
    }
    return sections.get(exhibit.number).element;
  }

  // Also whenever an exhibit has become another; who started that by keyboard goes on where they were.
  async function start() {
    const main = document.getElementById('exhibits');
    const scene = document.activeElement?.dataset.scene;
    try {
      const {exhibits, scenes, address} = await api.ask('/api/exhibits');
      const parts = [entrance(address), ...exhibits.map((exhibit) => sectionOf({...exhibit, scenes}))];
      main.replaceChildren(...parts.filter((part) => part !== undefined));
    } catch (error) {
      main.replaceChildren(dom.el('p', {class: 'notice', role: 'alert'}, error.message));
    }
    translate();
    main.querySelector(`[data-scene="${scene}"]`)?.focus();
  }

  button.addEventListener('click', () => {
    words.other();
    translate();
  });
  start();
  return {};
})();
