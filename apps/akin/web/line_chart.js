'use strict';
// Curves over a common axis, with a cursor for pointer and arrow keys.
const lineChart = (() => {
  const {svg} = dom;
  const tableRows = 25;

  function extent(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low < high ? [low, high] : [low - 1, low + 1];
  }

  const round = (value) => String(Number(value.toPrecision(4)));
  const finite = (line) => line.x.map((at, i) => [at, line.y[i]])
    .filter((pair) => pair.every((value) => typeof value === 'number' && Number.isFinite(value)));

  // The last point at or before `at`; the points are sorted.
  function pointAt(points, at) {
    let [low, high] = [0, points.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      points[middle][0] <= at ? low = middle : high = middle - 1;
    }
    return points[low];
  }

  const valuesAt = (lines, at) => lines
    .map((line) => `${line.name} ${round(pointAt(line.points, at)[1])}`).join(' · ');

  // The index of the position nearest to the pointer.
  function positionUnder(event, frame, positions) {
    const box = frame.root.getBoundingClientRect();
    const at = (event.clientX - box.left) * frame.root.viewBox.baseVal.width / box.width;
    const away = (position) => Math.abs(frame.x.at(position) - at);
    return positions.reduce((best, position, i) => (away(position) < away(positions[best]) ? i : best), 0);
  }

  const set = (element, attributes) =>
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));

  // A slider over `positions`; showValues(position) displays the values there and returns their text.
  function attachCursor(frame, positions, showValues, name) {
    const cursor = svg('line', {class: 'cursor', y1: frame.box.top, y2: frame.box.bottom});
    let index = positions.length - 1;
    const show = (to) => {
      index = Math.min(positions.length - 1, Math.max(0, to));
      const [position, x] = [positions[index], frame.x.at(positions[index])];
      set(cursor, {class: 'cursor shown', x1: x, x2: x});
      set(frame.root, {'aria-valuenow': position, 'aria-valuetext': showValues(position)});
    };
    const nearest = (event) => show(positionUnder(event, frame, positions));
    const step = Math.max(1, Math.round(positions.length / 50));
    const keys = {ArrowLeft: () => index - step, ArrowRight: () => index + step,
      Home: () => 0, End: () => positions.length - 1};
    set(frame.root, {tabindex: 0, role: 'slider', 'aria-label': name, 'aria-valuemin': positions[0],
      'aria-valuemax': positions.at(-1), 'aria-valuenow': positions[index]});
    frame.root.addEventListener('pointermove', nearest);
    frame.root.addEventListener('pointerdown', nearest);
    frame.root.addEventListener('focus', () => show(index));
    frame.root.addEventListener('keydown', (event) => {
      if (keys[event.key]) {
        event.preventDefault();
        show(keys[event.key]());
      }
    });
    frame.root.append(cursor);
  }

  function path(points, frame) {
    return 'M' + points.map(([x, y]) =>
      `${frame.x.at(x).toFixed(1)} ${frame.y.at(y).toFixed(1)}`).join('L');
  }

  // lines: {name, series: index, x: numbers, y: numbers}, one of a series for each seed;
  // items: {name, index} of the legend; prompt: shown until there is a cursor.
  function chart({title, xLabel, yLabel, lines, items, numbers, prompt}) {
    const drawn = lines.map((line) => ({...line, points: finite(line)}))
      .filter((line) => line.points.length > 0);
    if (drawn.length === 0) {
      return undefined;
    }
    const all = drawn.flatMap((line) => line.points);
    const x = {label: xLabel, domain: extent(all.map((point) => point[0]))};
    const y = {label: yLabel, domain: extent(all.map((point) => point[1]).concat(0))};
    const positions = [...new Set(all.map((point) => point[0]))].sort((a, b) => a - b);
    const readout = chartFrame.makeReadout(prompt);
    const showValues = (at) => {
      const text = `${round(at)} ${xLabel}: ${valuesAt(drawn, at)}`;
      readout.replaceChildren(text);
      return text;
    };
    const draw = (width) => {
      const frame = chartFrame.plot(width, Math.round(Math.min(320, Math.max(240, width * 0.5))), x, y);
      frame.root.append(...drawn.map((line) => svg('path', {class: `line series-${line.series}`,
        'stroke-dasharray': chartFrame.dashes[line.series], d: path(line.points, frame)})));
      attachCursor(frame, positions, showValues, title);
      return frame.root;
    };
    const every = Math.max(1, Math.ceil(positions.length / tableRows));
    const rows = positions.filter((position, i) => i % every === 0 || i === positions.length - 1)
      .map((position) => [round(position), ...drawn.map((line) => round(pointAt(line.points, position)[1]))]);
    return chartFrame.figure({title, holder: chartFrame.responsive(draw),
      items: items.map((item) => ({...item, line: true})), readout,
      head: [xLabel, ...drawn.map((line) => line.name)], rows, numbers});
  }

  return {chart};
})();
