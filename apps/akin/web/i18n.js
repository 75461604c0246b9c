'use strict';
// Text in the page's language: #ko or #en in its address, else the last choice, else the browser's language.
const i18n = (() => {
  const key = 'akin-language';
  const languages = ['en', 'ko'];
  let language = initial();

  // Storage may be forbidden, for example in a frame.
  function stored(value) {
    try {
      return value ? localStorage.setItem(key, value) : localStorage.getItem(key);
    } catch {
      return undefined;
    }
  }

  function initial() {
    const wanted = [...location.hash.slice(1).split('&'), stored()].find((name) => languages.includes(name));
    return wanted ?? ((navigator.language ?? '').toLowerCase().startsWith('ko') ? 'ko' : 'en');
  }

  const known = (name) => Object.hasOwn(strings, name);

  // The string of a key, with its {placeholders} replaced; an unknown key is returned as it is.
  function t(name, values = {}) {
    const text = known(name) ? strings[name][languages.indexOf(language)] : String(name);
    return text.replace(/\{(\w+)\}/g, (placeholder, field) => String(values[field] ?? '–'));
  }

  function toggle() {
    language = language === 'en' ? 'ko' : 'en';
    stored(language);
  }

  return {t, known, toggle, language: () => language};
})();
