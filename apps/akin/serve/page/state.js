'use strict';
// What the page shows, kept in its address: #chapter=gan&class=3. Chapters read it, set it and watch parts of it.
const state = (() => {
  const numeric = /^-?\d+(\.\d+)?$/;
  let current = parse();
  let watchers = [];
  let onChange = () => {};

  function parse() {
    const parts = location.hash.slice(1).split('&').filter((part) => part.includes('=')).map((part) => {
      const at = part.indexOf('=');
      let value = part.slice(at + 1);
      try {
        value = decodeURIComponent(value);
      } catch {
        // a stray % stays as it is
      }
      return [part.slice(0, at), numeric.test(value) && value.length < 16 ? Number(value) : value];
    });
    return Object.fromEntries(parts.filter(([name]) => name !== 'token'));
  }

  function hash(values) {
    const named = location.hash.slice(1).split('&').some((part) => part === 'en' || part === 'ko');
    const flags = named ? [i18n.language()] : [];
    const parts = Object.entries(values).filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return '#' + [...parts, ...flags].join('&');
  }

  // Replaces everything; a new chapter is a new entry of the browser's history.
  function replace(values, {quiet = false} = {}) {
    const before = current;
    current = {...values};
    const address = hash(current);
    if (address !== location.hash) {
      history[before.chapter === current.chapter ? 'replaceState' : 'pushState'](null, '', address);
    }
    notify(before);
    if (!quiet) {
      onChange(current);
    }
  }

  const set = (patch) => replace({...current, ...patch});

  function notify(before) {
    const changed = (name) => before[name] !== current[name];
    for (const {names, work} of [...watchers]) {
      if (names.some(changed)) {
        work(current);
      }
    }
  }

  // Calls `work` now and whenever one of these parts changes, until forget().
  function watch(names, work) {
    watchers.push({names, work, kept: false});
    work(current);
  }
  function keep(names, work) {
    watchers.push({names, work, kept: true});
  }
  const forget = () => { watchers = watchers.filter(({kept}) => kept); };

  addEventListener('popstate', () => {
    const before = current;
    current = parse();
    notify(before);
    onChange(current);
  });

  return {get: (name, fallback) => current[name] ?? fallback, all: () => ({...current}), set, replace, watch, keep, forget,
    onChange: (work) => { onChange = work; }};
})();
