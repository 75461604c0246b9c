'use strict';
// Builds elements. Strings always become text, never HTML, so nothing in the data can become markup.
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

  // head: texts; rows: arrays of texts or elements, the first of each naming its row. On a phone
  // rows become cards (style sheet), whose cells then need their column's name; the roles keep it a
  // table for screen readers even so.
  function table(head, rows, {className} = {}) {
    const cell = (content, column) => el(column === 0 ? 'th' : 'td',
      column === 0 ? {scope: 'row', role: 'rowheader'} : {role: 'cell', 'data-column': head[column]},
      content);
    const whole = el('table', {role: 'table', class: className},
      el('thead', {role: 'rowgroup'}, el('tr', {role: 'row'},
        head.map((text) => el('th', {scope: 'col', role: 'columnheader'}, text)))),
      el('tbody', {role: 'rowgroup'},
        rows.map((row) => el('tr', {role: 'row'}, row.map(cell)))));
    return el('div', {class: 'scroll'}, whole);  // many columns scroll, the page does not
  }

  const details = (summary, content, className) =>
    el('details', {class: className}, el('summary', {}, summary), content);

  return {el, svg, table, details};
})();
