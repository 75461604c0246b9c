'use strict';
// Attention as arcs over the text: from the token that looks to the tokens it looks at. One token is chosen by pointer or arrow keys.
const arcs = (() => {
  const {el, svg} = dom;
  const [height, line] = [420, 352];

  function make({key, wide = 44, onSelect = () => {}}) {
    const width = wide * 28;
    const drawing = svg('svg', {class: 'arcs-drawing', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true'});
    const element = say.label(el('div', {class: 'arcs', tabindex: 0, role: 'group', 'data-keys': 'arrows', style: `--wide: ${wide}rem`, onkeydown: move}, drawing), key);
    let [tokens, links, selected] = [[], [], -1];
    const step = () => Math.min(44, width / Math.max(1, tokens.length));
    const place = (i) => (i + 0.5) * step();

    function arc([to, from, weight]) {
      const [a, b] = [place(to), place(from)];
      const radius = Math.max(12, Math.abs(a - b) / 2);
      const high = Math.min(line - 20, radius * 1.25);
      const path = to === from ? `M${a - 8} ${line - 34}a8 14 0 1 1 16 0` : `M${a} ${line - 34}C${a} ${line - 34 - high} ${b} ${line - 34 - high} ${b} ${line - 34}`;
      return svg('path', {class: 'arc', d: path, 'stroke-width': (1 + 9 * weight).toFixed(1), opacity: (0.25 + 0.75 * weight).toFixed(2)});
    }

    function render() {
      const shown = selected < 0 ? links : links.filter(([to]) => to === selected);
      const seen = new Map(shown.filter(() => selected >= 0).map(([, from, weight]) => [from, weight]));
      drawing.replaceChildren(...shown.map(arc), ...tokens.map((token, i) => svg('g', {class: `arc-token ${i === selected ? 'selected' : ''} ${seen.has(i) ? 'seen' : ''}`,
        onclick: () => select(i)},
      svg('rect', {x: place(i) - step() / 2 + 1, y: line - 30, width: step() - 2, height: 46, rx: 6}),
      svg('text', {x: place(i), y: line + 2, 'text-anchor': 'middle', 'font-size': Math.min(28, step() * 1.15)}, tokenText.visible(token)),
      seen.has(i) ? svg('text', {class: 'arc-weight', x: place(i), y: line + 46, 'text-anchor': 'middle'}, `${Math.round(100 * seen.get(i))}`) : undefined)));
    }

    function select(index) {
      selected = Math.max(-1, Math.min(tokens.length - 1, index));
      render();
      const seen = links.filter(([to]) => to === selected).sort((a, b) => b[2] - a[2]).slice(0, 3);
      if (selected >= 0) {
        say.announce('attends', {token: tokenText.visible(tokens[selected]),
          to: seen.map(([, from, weight]) => `“${tokenText.visible(tokens[from])}” ${Math.round(100 * weight)} %`).join(', ')});
      }
      onSelect(selected);
    }

    function move(event) {
      const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (by) {
        event.preventDefault();
        select(selected < 0 ? tokens.length - 1 : Math.max(0, selected + by));
      } else if (event.key === 'Escape') {
        select(-1);
      }
    }

    // links: [[to, from, weight]], positions in tokens.
    function show(nextTokens, nextLinks) {
      [tokens, links] = [nextTokens, nextLinks];
      selected = Math.min(selected, tokens.length - 1);
      render();
    }
    return {element, show, select, selected: () => selected};
  }

  catalogue.components.arcs = (root) => {
    const made = make({key: 'arcs_label'});
    root.append(made.element);
    const tokens = [...'the cat sat on the'];
    made.show(tokens, tokens.flatMap((_, i) => (i > 0 ? [[i, i - 1, 0.7], [i, 0, 0.2]] : [])));
    made.select(6);
  };

  return {make};
})();
