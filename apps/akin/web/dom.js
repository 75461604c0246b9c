'use strict';
// Builds elements. Strings become text nodes, never HTML, so data cannot inject markup.
const dom = (() => {
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith('on')) {
        element.addEventListener(name.slice(2), value);
      } else if (name.startsWith('aria-')) {
        element.setAttribute(name, value);
      } else if (value !== undefined && value !== null && value !== false) {
        element.setAttribute(name, value === true ? '' : value);
      }
    }
    element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
    return element;
  }

  const el = (tag, attributes, ...children) =>
    fill(document.createElement(tag), attributes, children);

  const svg = (tag, attributes, ...children) =>
    fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

  // head: strings; rows: arrays of strings or elements, of which the first is the row's header. On a
  // phone the style sheet turns rows into cards: each cell then shows its column's name, and the
  // roles keep it a table for screen readers.
  function table(head, rows, {className} = {}) {
    const cell = (content, column) => el(column === 0 ? 'th' : 'td',
      column === 0 ? {scope: 'row', role: 'rowheader'} : {role: 'cell', 'data-column': head[column]},
      content);
    const element = el('table', {role: 'table', class: className},
      el('thead', {role: 'rowgroup'}, el('tr', {role: 'row'},
        head.map((text) => el('th', {scope: 'col', role: 'columnheader'}, text)))),
      el('tbody', {role: 'rowgroup'},
        rows.map((row) => el('tr', {role: 'row'}, row.map(cell)))));
    return el('div', {class: 'scroll'}, element);  // wide tables scroll inside the page
  }

  const details = (summary, content, className) =>
    el('details', {class: className}, el('summary', {}, summary), content);

  return {el, svg, table, details};
})();
