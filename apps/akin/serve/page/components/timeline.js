'use strict';
// A slider through everything that a training was, with a button that plays it.
const timeline = (() => {
  const {el} = dom;

  // count: moments; inWords(i) -> [key, values]; onShow(i).
  function make({count, inWords, onShow, start = count - 1}) {
    let stop;
    const scrub = controls.slider('timeline', [0, Math.max(0, count - 1), 1], start, inWords, (i) => { pause(); onShow(i); });
    const button = controls.button('play', () => (stop ? pause() : play()), {action: 'play-timeline'});

    function at(i) {
      scrub.show(i);
      onShow(i);
    }
    function pause() {
      stop?.();
      stop = undefined;
      button.replaceChildren(say.span('play'));
    }
    function play() {
      pause();
      button.replaceChildren(say.span('pause'));
      stop = motion.each(count, Math.max(120, 6000 / count), button, (i) => {
        at(i);
        i === count - 1 && pause();
      });
    }
    return {element: el('div', {class: 'timeline'}, button, scrub.element), play: () => (stop ? pause() : play()), at};
  }

  catalogue.components.timeline = (root) =>
    root.append(make({count: 20, inWords: (i) => ['at_step', {step: 50 * i}], onShow: () => {}}).element);

  return {make};
})();
