'use strict';
// A scatter plot whose points respond to hover, tap and arrow keys.
const scatter = (() => {
  const {svg} = dom;

  // Approximate width in pixels: Hangul syllables are square, Latin letters about half as wide.
  const widthOf = (label) =>
    [...label].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x1100 ? 13 : 7.2), 0);

  const overlap = (a, b) =>
    Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
    Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

  function candidates(x, y, w) {
    const h = 16;
    const places = [];
    for (const gap of [12, 22, 36, 54]) {
      places.push({x: x + gap, y: y - h / 2}, {x: x - gap - w, y: y - h / 2},
        {x: x - w / 2, y: y - gap - h}, {x: x - w / 2, y: y + gap},
        {x: x + gap * 0.6, y: y - gap - h / 2}, {x: x + gap * 0.6, y: y + gap - h / 2},
        {x: x - gap * 0.6 - w, y: y - gap - h / 2}, {x: x - gap * 0.6 - w, y: y + gap - h / 2});
    }
    return places.map((place) => ({...place, w, h}));
  }

  // Places each label where it overlaps least with other labels, points and the border.
  function placeLabels(points, box) {
    const taken = points.map(({px, py}) => ({x: px - 8, y: py - 8, w: 16, h: 16, weight: 1}));
    return points.filter((point) => point.label).map((point) => {
      const cost = (at) => taken.reduce((sum, other) => sum + other.weight * overlap(at, other), 0) +
        50 * (Math.max(0, box.left - at.x) + Math.max(0, at.x + at.w - box.right) +
          Math.max(0, box.top - at.y) + Math.max(0, at.y + at.h - box.bottom));
      const best = candidates(point.px, point.py, widthOf(point.label))
        .map((at, order) => ({at, cost: cost(at) + order})).sort((a, b) => a.cost - b.cost)[0].at;
      taken.push({...best, weight: 4});
      return {point, at: best};
    });
  }

  function labels(points, box) {
    return placeLabels(points, box).flatMap(({point, at}) => {
      const near = {x: Math.min(Math.max(point.px, at.x), at.x + at.w), y: at.y + at.h / 2};
      const far = Math.hypot(near.x - point.px, near.y - point.py) > 18;
      return [
        far ? svg('line', {class: 'leader', x1: point.px, y1: point.py, x2: near.x, y2: near.y}) : null,
        svg('text', {class: `label ${point.className}`, x: at.x, y: at.y + 12}, point.label)];
    });
  }

  // Tab reaches the chart once; the arrow keys move between points.
  function enableArrowKeys(marks) {
    marks.forEach((mark, i) => {
      mark.setAttribute('tabindex', i === 0 ? 0 : -1);
      mark.addEventListener('keydown', (event) => {
        const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
        if (step) {
          event.preventDefault();
          const next = marks[(i + step + marks.length) % marks.length];
          mark.setAttribute('tabindex', -1);
          next.setAttribute('tabindex', 0);
          next.focus();
        }
      });
    });
  }

  function mark(point, shape, onSelect) {
    const size = {mean: 14, seed: 7, anchor: 11}[point.kind];
    return svg('g', {class: `mark ${point.kind} ${point.className}`, role: 'img',
      'aria-label': point.text, onfocus: onSelect, onpointerenter: onSelect},
    svg('circle', {class: 'reach', cx: point.px, cy: point.py, r: 12}),
    chartFrame.marker(shape, point.px, point.py, size, {class: 'point'}));
  }

  // axes x, y: {label, domain, log, guide: value of a dashed line};
  // points: {x, y, kind: mean|seed|anchor, series: index or -1, label: optional, text: for the readout}.
  function chart({title, x, y, points, items, head, rows, numbers, prompt}) {
    const readout = chartFrame.makeReadout(prompt);
    const draw = (width) => {
      const frame = chartFrame.plot(width, Math.round(Math.min(480, Math.max(340, width * 0.6))), x, y);
      const placed = points.map((point) => ({...point, px: frame.x.at(point.x), py: frame.y.at(point.y),
        className: point.series < 0 ? 'anchor-colour' : `series-${point.series}`}));
      const marks = placed.map((point) => mark(point,
        point.series < 0 ? 'diamond' : chartFrame.shapes[point.series],
        () => readout.replaceChildren(point.text)));
      enableArrowKeys(marks);
      frame.root.setAttribute('role', 'group');
      frame.root.setAttribute('aria-label', title);
      frame.root.append(
        svg('path', {class: 'guide', d: `M${frame.x.at(x.guide)} ${frame.box.top}V${frame.box.bottom}` +
          `M${frame.box.left} ${frame.y.at(y.guide)}H${frame.box.right}`}),
        ...labels(placed, frame.box).filter(Boolean), ...marks);
      return frame.root;
    };
    return chartFrame.figure({title, quiet: true, holder: chartFrame.responsive(draw), items, readout,
      head, rows, numbers});
  }

  return {chart};
})();
