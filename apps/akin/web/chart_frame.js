'use strict';
// The common parts of charts: scales, axes, markers, legend, readout and the table of values. All
// text comes from the caller.
const chartFrame = (() => {
  const {el, svg, table, details} = dom;
  const shapes = ['circle', 'square', 'triangle', 'diamond', 'plus', 'down'];
  const dashes = ['', '7 3', '2 3', '9 3 2 3', '4 4', '1 4'];
  const margin = {left: 58, right: 16, top: 14, bottom: 46};

  function linearTicks([low, high], count) {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999);
    const ticks = [];
    for (let i = Math.ceil(low / step); i * step <= high * 1.0001; ++i) {
      ticks.push(Number((i * step).toPrecision(12)));
    }
    return ticks;
  }

  // Powers of ten; also 2 and 5 times them if the range is less than two decades.
  function logTicks([low, high]) {
    const between = Math.log10(high / low) < 2 ? [1, 2, 5] : [1];
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); ++power) {
      ticks.push(...between.map((n) => Number((n * 10 ** power).toPrecision(3))));
    }
    return ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  }

  // axis: {label, domain: [low, high], log}; range: pixels.
  function scale(axis, range, ticks) {
    const place = axis.log ? Math.log10 : (value) => value;
    const [low, high] = axis.domain.map(place);
    const at = (value) =>
      range[0] + (place(value) - low) / ((high - low) || 1) * (range[1] - range[0]);
    return {at, ticks: axis.log ? logTicks(axis.domain) : linearTicks(axis.domain, ticks)};
  }

  const text = (x, y, content, attributes) => svg('text', {x, y, ...attributes}, String(content));

  function axes(x, y, box, labels) {
    const across = x.ticks.map((tick) => [
      svg('line', {class: 'grid', x1: x.at(tick), x2: x.at(tick), y1: box.top, y2: box.bottom}),
      text(x.at(tick), box.bottom + 17, tick, {'text-anchor': 'middle'})]);
    const up = y.ticks.map((tick) => [
      svg('line', {class: 'grid', x1: box.left, x2: box.right, y1: y.at(tick), y2: y.at(tick)}),
      text(box.left - 7, y.at(tick) + 4, tick, {'text-anchor': 'end'})]);
    const middle = (box.top + box.bottom) / 2;
    return svg('g', {class: 'axes', 'aria-hidden': 'true'}, across.flat(), up.flat(),
      svg('path', {class: 'axis', d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`}),
      text((box.left + box.right) / 2, box.bottom + 38, labels.x, {'text-anchor': 'middle'}),
      text(0, 0, labels.y, {'text-anchor': 'middle', transform: `translate(14 ${middle}) rotate(-90)`}));
  }

  // An empty chart in pixels, with its scales.
  function plot(width, height, axisX, axisY) {
    const box = {left: margin.left, right: width - margin.right,
      top: margin.top, bottom: height - margin.bottom};
    const x = scale(axisX, [box.left, box.right], Math.max(3, Math.floor(width / 110)));
    const y = scale(axisY, [box.bottom, box.top], Math.max(3, Math.floor(height / 50)));
    const root = svg('svg', {class: 'chart', viewBox: `0 0 ${width} ${height}`},
      axes(x, y, box, {x: axisX.label, y: axisY.label}));
    return {root, x, y, box};
  }

  function marker(shape, x, y, size, attributes) {
    const r = size / 2;
    const paths = {
      circle: `M${-r} 0a${r} ${r} 0 1 0 ${size} 0a${r} ${r} 0 1 0 ${-size} 0`,
      square: `M${-r} ${-r}H${r}V${r}H${-r}Z`,
      triangle: `M0 ${-r}L${r} ${r}H${-r}Z`,
      down: `M0 ${r}L${r} ${-r}H${-r}Z`,
      diamond: `M0 ${-r * 1.3}L${r * 1.3} 0L0 ${r * 1.3}L${-r * 1.3} 0Z`,
      plus: `M${-r / 3} ${-r}H${r / 3}V${-r / 3}H${r}V${r / 3}H${r / 3}V${r}H${-r / 3}V${r / 3}H${-r}V${-r / 3}H${-r / 3}Z`,
    };
    return svg('path', {d: paths[shape], transform: `translate(${x} ${y})`, ...attributes});
  }

  // Redraws when the width changes, so that text keeps its size.
  function responsive(draw) {
    const holder = el('div', {class: 'chart-holder'});
    let drawn = 0;
    const redraw = (width) => {
      if (width > 0 && Math.abs(width - drawn) > 1) {
        drawn = width;
        holder.replaceChildren(draw(Math.round(width)));
      }
    };
    redraw(Math.min(640, document.documentElement.clientWidth - 40));  // until its size is known
    new ResizeObserver((entries) => requestAnimationFrame(() => redraw(entries[0].contentRect.width)))
      .observe(holder);
    return holder;
  }

  function legend(items) {
    return el('ul', {class: 'legend'}, items.map(({name, index, line}) =>
      el('li', {}, svg('svg', {class: `key series-${index}`, viewBox: '0 0 26 14', width: 26, height: 14,
        'aria-hidden': 'true'}, line
        ? svg('path', {class: 'line', d: 'M1 7H25', 'stroke-dasharray': dashes[index]})
        : marker(shapes[index], 13, 7, 10, {class: 'point'})), name)));
  }

  // Shows the values at the cursor; until there are any, the prompt.
  const makeReadout = (prompt) =>
    el('p', {class: 'readout screen-only'}, el('span', {class: 'prompt'}, prompt));

  // Title (quiet: for screen readers only), chart, readout, legend, and the values as a table.
  function figure({title, quiet, holder, items, readout, head, rows, numbers}) {
    return el('figure', {class: 'chart-figure'},
      el('figcaption', {class: quiet ? 'sr' : undefined}, title), holder,
      readout, items.length > 1 ? legend(items) : undefined,
      details(numbers, table(head, rows, {className: 'numbers'}), 'numbers-details'));
  }

  return {plot, scale, marker, responsive, makeReadout, figure, shapes, dashes};
})();
