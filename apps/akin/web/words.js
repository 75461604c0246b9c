'use strict';
// The language of the page: #ko or #en in its address, else what was chosen last, else the browser's.
const words = (() => {
  const key = 'akin-language';
  const languages = ['en', 'ko'];
  let language = initial();

  // Storage may be forbidden, as in a page from a file or in a frame.
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

  // The string of a key with its {blanks} filled in; a key that is none stands for itself.
  function t(name, values = {}) {
    const text = known(name) ? strings[name][languages.indexOf(language)] : String(name);
    return text.replace(/\{(\w+)\}/g, (blank, which) => String(values[which] ?? '–'));
  }

  function other() {
    language = language === 'en' ? 'ko' : 'en';
    stored(language);
  }

  return {t, known, other, current: () => language};
})();
