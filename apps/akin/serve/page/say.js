'use strict';
// Text in the page's language, on elements that follow when the language changes.
const say = (() => {
  // A value may itself be a key: {key: 'kind_broad'}.
  const grouped = (value) => (Number.isInteger(value) && Math.abs(value) > 9999 ? value.toLocaleString('en') : value);
  const resolved = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
    [name, value?.key ? text(value.key, value.values) : typeof value === 'number' ? grouped(value) : value]));

  // {n|step|steps} is the first word for one, else the second.
  const text = (key, values = {}) => i18n.t(key, resolved(values)).replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g,
    (_, name, one, many) => (Number(values[name]) === 1 ? one : many));

  // Sets an element's text, and what it says from then on.
  function on(element, key, values = {}) {
    element.dataset.key = key;
    element.dataset.values = JSON.stringify(values);
    element.textContent = text(key, values);
    return element;
  }

  // Sets what an element is called by a screen reader (or another attribute).
  function label(element, key, values = {}, attribute = 'aria-label') {
    element.dataset.label = key;
    element.dataset.labelValues = JSON.stringify(values);
    element.dataset.attribute = attribute;
    element.setAttribute(attribute, text(key, values));
    return element;
  }

  const span = (key, values) => on(document.createElement('span'), key, values);

  // Says a result to those who cannot see it.
  function announce(key, values = {}) {
    on(document.getElementById('announcement'), key, values);
  }

  function translate() {
    document.documentElement.lang = i18n.language();
    for (const element of document.querySelectorAll('[data-key]')) {
      element.textContent = text(element.dataset.key, JSON.parse(element.dataset.values ?? '{}'));
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute(element.dataset.attribute ?? 'aria-label', text(element.dataset.label, JSON.parse(element.dataset.labelValues ?? '{}')));
    }
  }

  // An error as a sentence of the page's language; the server's own message goes to the console.
  const errorKey = (error) => (i18n.known(`error_${error.code}`) ? `error_${error.code}` : 'error_failed');

  return {text, on, label, span, announce, translate, errorKey};
})();
