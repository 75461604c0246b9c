'use strict';
// A scale from 0 with marks on it, for example distances to the nearest training image.
const ruler = (() => {
  const {svg} = dom;

  function make({wide = 20, key, axis}) {
    const width = wide * 28;
    const element = say.label(svg('svg', {class: 'ruler', viewBox: `0 0 ${width} 218`, role: 'img', style: `--wide: ${wide}rem`}), key);

    // marks: [{value, key, values, kind, shape}]; the first stands above the line, the others below.
    function show(marks) {
      const full = Math.max(...marks.map(({value}) => value), 1e-9) * 1.25;
      const at = (value) => 20 + value / full * (width - 40);
      element.replaceChildren(svg('path', {class: 'axis', d: `M20 90H${width - 20}M20 78v24`}), svg('text', {x: 20, y: 128, 'text-anchor': 'middle'}, '0'),
        say.on(svg('text', {class: 'axis-name', x: width / 2, y: 210, 'text-anchor': 'middle'}), axis),
        ...marks.flatMap(({value, key: name, values, kind, shape = 0}, i) => {
          const x = at(value);
          const anchor = x < width * 0.3 ? 'start' : x > width * 0.7 ? 'end' : 'middle';
          return [chartFrame.marker(chartFrame.shapes[shape], x, 90, 24, {class: `chart-point ${kind}`}),
            say.on(svg('text', {class: `line-name ${kind}`, x, y: i === 0 ? 56 : 110 + 28 * i, 'text-anchor': anchor}), name, values)];
        }));
      say.label(element, key, {marks: marks.map((mark) => say.text(mark.key, mark.values)).join('; ')});
    }
    return {element, show};
  }

  catalogue.components.ruler = (root) => {
    const made = make({key: 'distance_label', axis: 'axis_distance'});
    root.append(made.element);
    made.show([{value: 5.2, key: 'this_sample', values: {distance: '5.2'}, kind: 'generated'}, {value: 6.1, key: 'unseen_images', values: {distance: '6.1'}, kind: 'real', shape: 1}]);
  };

  return {make};
})();
