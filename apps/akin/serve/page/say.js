'use strict';
// A text that changes with the language.
const say = (key, values = {}) =>
  dom.el('span', {'data-key': key, 'data-values': JSON.stringify(values)}, words.t(key, values));
