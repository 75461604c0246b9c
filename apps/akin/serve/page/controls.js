'use strict';
// The few kinds of control that chapters consist of. Each can follow a part of the state, so that it is in the address and on every phone.
const controls = (() => {
  const {el} = dom;

  function button(key, onclick, {action = key, values, primary, pressed} = {}) {
    return el('button', {type: 'button', 'data-action': action, class: primary ? 'primary' : undefined, 'aria-pressed': pressed, onclick}, say.span(key, values));
  }

  const row = (...children) => el('div', {class: 'buttons'}, children);

  // A labelled slider whose value is said in words: inWords(value) -> [key, values]. toValue maps its position to the value, toPosition back.
  function slider(name, [min, max, step], value, inWords, onInput, {toValue = (at) => at, toPosition = (at) => at} = {}) {
    const output = el('span', {class: 'slider-value', 'aria-hidden': 'true'});
    const input = el('input', {type: 'range', min, max, step, 'data-control': name, oninput: () => {
      show(toValue(Number(input.value)), true);
      onInput(toValue(Number(input.value)));
    }});
    function show(next, own = false) {
      const words = inWords(next);
      say.on(output, ...words);
      say.label(input, words[0], words[1], 'aria-valuetext');
      if (!own) {
        input.value = toPosition(next);
      }
    }
    show(value);
    const element = el('label', {class: 'slider'}, el('span', {class: 'slider-name'}, say.span(`control_${name}`), output), input);
    return {element, input, show};
  }

  // A slider of one part of the state.
  function stateSlider(name, range, fallback, inWords, options) {
    const made = slider(name, range, state.get(name, fallback), inWords, (value) => state.set({[name]: value}), options);
    state.watch([name], () => document.activeElement !== made.input && made.show(state.get(name, fallback)));
    return made.element;
  }

  // Buttons of which one is pressed. options: [{value, key, values}].
  function choices(groupKey, options, selected, onChoose) {
    const buttons = options.map(({value, key, values}) => el('button', {type: 'button', 'data-value': String(value),
      onclick: () => onChoose(value)}, say.span(key, values)));
    const element = say.label(el('div', {class: 'choices', role: 'group'}, buttons), groupKey);
    function show(value) {
      buttons.forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.value === String(value))));
    }
    show(selected);
    return {element, show};
  }

  function stateChoices(name, groupKey, options, fallback) {
    const made = choices(groupKey, options, state.get(name, fallback), (value) => state.set({[name]: value}));
    state.watch([name], () => made.show(state.get(name, fallback)));
    return made.element;
  }

  // Classes of a model: all of them, or one.
  function classChoices(model, {all = true, fallback = -1} = {}) {
    if (!(model.classes > 0)) {
      return undefined;
    }
    const classes = Array.from({length: model.classes}, (_, i) => ({value: i, key: 'class_named', values: {name: models.className(model, i)}}));
    return stateChoices('class', 'control_class', [...(all ? [{value: -1, key: 'class_all'}] : []), ...classes], fallback);
  }

  // A figure with a caption; its skeleton has the final size, so nothing jumps.
  function figure(content, key, {values, className} = {}) {
    const caption = el('figcaption', {}, say.span(key, values));
    return el('figure', {class: className}, content, caption);
  }

  // Marks an element as being worked on while the promise runs; then it is neither busy nor stale. After an error it stays stale.
  async function work(element, promise) {
    element.pending = promise;
    element.setAttribute('aria-busy', 'true');
    element.dataset.note = say.text('working');
    const end = (settle) => {
      if (element.pending === promise) {
        element.removeAttribute('aria-busy');
        settle(element);
      }
    };
    try {
      const result = await promise;
      end(fresh);
      return result;
    } catch (error) {
      end(stale);
      throw error;
    }
  }

  // Says on the element that it belongs to something that has changed since.
  function stale(element) {
    element.classList.add('stale');
    element.dataset.note = say.text(element.shown ? 'stale' : 'working');
  }
  function fresh(element) {
    element.shown = true;
    element.classList.remove('stale');
    if (!element.hasAttribute('aria-busy')) {
      delete element.dataset.note;
    }
  }

  return {button, row, slider, stateSlider, choices, stateChoices, classChoices, figure, work, stale, fresh};
})();
