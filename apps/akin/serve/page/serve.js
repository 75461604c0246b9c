'use strict';
// Builds the page: a section for each model, with a panel for each of its capabilities.
const serve = (() => {
  const panels = {training: training.panel, samples: samples.panel, vote: vote.panel, reconstruction: reconstruction.panel,
    latent_map: latentMap.panel, text: text.panel, completion: completion.panel};
  const button = document.getElementById('language');

  function translate() {
    document.documentElement.lang = i18n.language();
    button.textContent = i18n.t('language');
    button.lang = i18n.language() === 'en' ? 'ko' : 'en';
    for (const element of document.querySelectorAll('[data-key]')) {
      element.textContent = i18n.t(element.dataset.key, JSON.parse(element.dataset.values));
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute('aria-label', i18n.t(element.dataset.label));
    }
  }

  function section(model) {
    const notice = dom.el('p', {class: 'notice', role: 'alert'});
    const onError = (error) => { notice.textContent = error.message; };
    const shown = model.capabilities.filter((capability) => panels[capability]).map((capability) =>
      dom.el('article', {class: capability}, dom.el('h3', {}, localized('panel_' + capability)), panels[capability](model, onError, render)));
    // The next action clears the last error.
    return dom.el('section', {oninput: () => notice.replaceChildren(), onclick: () => notice.replaceChildren()}, dom.el('h2', {}, localized(model.family ?? 'trainHere')),
      model.data ? dom.el('p', {class: 'quiet'}, localized('trainedOn', {name: model.name, data: model.data})) : undefined, notice,
      shown.length > 0 ? shown : dom.el('p', {}, localized('nothingToShow')));
  }

  // How the class joins: the address, and a QR code for phones.
  function joinInfo({url, qr}) {
    return url ? dom.el('div', {class: 'join'}, images.qrCode(qr),
      dom.el('p', {}, localized('joinAt'), dom.el('strong', {}, ` ${url}`))) : undefined;
  }

  // Sections are kept, with all input in them, until the model's description changes.
  const sections = new Map();
  function sectionOf(model) {
    const description = JSON.stringify(model);
    if (sections.get(model.index)?.description !== description) {
      sections.set(model.index, {description, element: section(model)});
    }
    return sections.get(model.index).element;
  }

  // Also called when a model changes. The scenario button that caused it keeps the focus.
  async function render() {
    const main = document.getElementById('models');
    const scenario = document.activeElement?.dataset.scenario;
    try {
      const {models, scenarios, address} = await api.request('/api/models');
      const parts = [joinInfo(address), ...models.map((model) => sectionOf({...model, scenarios}))];
      main.replaceChildren(...parts.filter((part) => part !== undefined));
    } catch (error) {
      main.replaceChildren(dom.el('p', {class: 'notice', role: 'alert'}, error.message));
    }
    translate();
    main.querySelector(`[data-scenario="${scenario}"]`)?.focus();
  }

  button.addEventListener('click', () => {
    i18n.toggle();
    translate();
  });
  render();
  return {};
})();
