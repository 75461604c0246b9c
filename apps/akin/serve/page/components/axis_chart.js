'use strict';
// Lines or points on axes with names and numbers. Sizes are pixels of the projector, which follow the size of the text.
const axisChart = (() => {
  const {svg} = dom;
  const unit = 28;  // one rem
  const margin = {left: 92, right: 150, top: 16, bottom: 68};

  // wide, tall: in rem. x, y: {key, domain, log, ticks}. A line's name stands at its end.
  function make({wide, tall, key, x, y, kind = ''}) {
    const [width, height] = [wide * unit, tall * unit];
    const element = say.label(svg('svg', {class: `axis-chart ${kind}`, viewBox: `0 0 ${width} ${height}`, role: 'img',
      style: `--wide: ${wide}rem; --ratio: ${wide} / ${tall}`}), key);
    const box = {left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom};
    let cursorAt;
    let scales = scalesOf(x.domain, y.domain);
    const marker = svg('line', {class: 'cursor', y1: box.top, y2: box.bottom, visibility: 'hidden'});

    function scalesOf(domainX, domainY) {
      return {x: chartFrame.scale({...x, domain: domainX}, [box.left, box.right], 4), y: chartFrame.scale({...y, domain: domainY}, [box.bottom, box.top], 4)};
    }
    const word = (left, top, name, attributes) => say.on(svg('text', {x: left, y: top, ...attributes}), name);
    const number = (left, top, value, attributes) => svg('text', {x: left, y: top, ...attributes}, String(value));

    function axes() {
      const middle = (box.top + box.bottom) / 2;
      return [...scales.x.ticks.flatMap((tick) => [
        svg('line', {class: 'grid', x1: scales.x.at(tick), x2: scales.x.at(tick), y1: box.top, y2: box.bottom}),
        number(scales.x.at(tick), box.bottom + 26, tick, {'text-anchor': 'middle'})]),
      ...scales.y.ticks.flatMap((tick) => [
        svg('line', {class: 'grid', x1: box.left, x2: box.right, y1: scales.y.at(tick), y2: scales.y.at(tick)}),
        number(box.left - 10, scales.y.at(tick) + 7, tick, {'text-anchor': 'end'})]),
      svg('path', {class: 'axis', d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`}),
      word((box.left + box.right) / 2, box.bottom + 56, x.key, {'text-anchor': 'middle', class: 'axis-name'}),
      word(0, 0, y.key, {'text-anchor': 'middle', class: 'axis-name', transform: `translate(22 ${middle}) rotate(-90)`})];
    }

    // Names at the ends of lines, moved apart.
    function names(lines) {
      const ends = lines.filter(({points}) => points.length > 0)
        .map((line) => ({line, top: scales.y.at(line.points.at(-1)[1]) + 7})).sort((a, b) => a.top - b.top);
      ends.forEach((end, i) => { end.top = Math.max(end.top, i > 0 ? ends[i - 1].top + 26 : box.top + 10); });
      return ends.map(({line, top}) => (line.key ? word(box.right + 10, top, line.key, {class: `line-name ${line.kind}`}) :
        number(box.right + 10, top, line.name, {class: `line-name ${line.kind}`})));
    }

    // `taken`: places of names so far; a name moves down until it overlaps none.
    function pointOf({x: atX, y: atY, name, key: nameKey, kind: pointKind, shape = 0}, taken) {
      const [left, top] = [scales.x.at(atX), scales.y.at(atY)];
      const wide = 14 * (nameKey ? say.text(nameKey) : name).length;
      const toLeft = left > box.right - 120;
      const from = toLeft ? left - 18 - wide : left + 18;
      let down = top + 7;
      while (taken.some((other) => Math.abs(other.down - down) < 26 && from < other.from + other.wide && other.from < from + wide)) {
        down += 8;
      }
      taken.push({down, from, wide});
      const text = svg('text', {x: toLeft ? left - 18 : left + 18, 'text-anchor': toLeft ? 'end' : 'start', y: down, class: `line-name ${pointKind}`});
      nameKey ? say.on(text, nameKey, {name}) : text.append(name);
      return [chartFrame.marker(chartFrame.shapes[shape], left, top, 18, {class: `chart-point ${pointKind}`}), text];
    }

    // lines: [{name or key, kind, dash, points: [[x, y]]}]; rules: [{y, key}]; points: [{x, y, name or key, kind, shape}].
    function show({lines = [], rules = [], points = [], domainX, domainY, summary = {}}) {
      scales = scalesOf(domainX ?? x.domain, domainY ?? y.domain);
      const path = (line) => line.points.map(([atX, atY], i) => `${i ? 'L' : 'M'}${scales.x.at(atX).toFixed(1)} ${scales.y.at(atY).toFixed(1)}`).join('');
      const taken = [];
      element.replaceChildren(...axes(),
        ...rules.flatMap((rule) => [svg('line', {class: 'rule', x1: box.left, x2: box.right, y1: scales.y.at(rule.y), y2: scales.y.at(rule.y)}),
          word(box.left + 8, scales.y.at(rule.y) - 8, rule.key, {class: 'rule-name'})]),
        ...lines.map((line) => svg('path', {class: `line ${line.kind}`, d: path(line), 'stroke-dasharray': line.dash ?? ''})),
        marker, ...names(lines), ...points.flatMap((one) => pointOf(one, taken)));
      say.label(element, key, summary);
      cursor(cursorAt);
    }

    // An upright line at this x, for example where the timeline is.
    function cursor(at) {
      cursorAt = at;
      marker.setAttribute('visibility', at === undefined ? 'hidden' : 'visible');
      if (at !== undefined) {
        marker.setAttribute('x1', scales.x.at(at));
        marker.setAttribute('x2', scales.x.at(at));
      }
    }
    element.append(...axes());
    return {element, show, cursor};
  }

  catalogue.components['axis-chart'] = (root) => {
    const made = make({wide: 24, tall: 12, key: 'verdict_chart_label', x: {key: 'axis_step', domain: [0, 100]}, y: {key: 'axis_probability', domain: [0, 1]}});
    root.append(made.element);
    const line = (offset) => Array.from({length: 50}, (_, i) => [2 * i, 0.5 + offset * Math.exp(-i / 20)]);
    made.show({lines: [{key: 'd_real', kind: 'real', points: line(0.45)}, {key: 'd_fake', kind: 'generated', dash: '9 6', points: line(-0.45)}],
      rules: [{y: 0.5, key: 'cannot_tell'}]});
    made.cursor(40);
  };

  return {make};
})();
