'use strict';
// Arrows change the chapter, space plays, digits choose; unless the element with the focus needs these keys itself.
const keys = (() => {
  const types = (target) => target.matches?.('textarea, select, input:not([type=range])') || target.closest?.('[data-keys="all"]');
  const moves = (target) => types(target) || target.matches?.('input[type=range]') || target.closest?.('[data-keys="arrows"]');

  function handle(event) {
    const {key, target} = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || document.querySelector('dialog[open]')) {
      return;
    }
    const shown = lesson.shown();
    if ((key === 'ArrowRight' || key === 'ArrowLeft' || key === 'PageDown' || key === 'PageUp') && !moves(target)) {
      lesson.step(key === 'ArrowRight' || key === 'PageDown' ? 1 : -1);
    } else if (key === ' ' && !types(target) && !target.matches?.('button, summary, a') && shown.play) {
      shown.play();
    } else if (/^[0-9]$/.test(key) && !types(target)) {
      choose(Number(key), shown);
    } else {
      return;
    }
    event.preventDefault();
  }

  // A digit is the view's own choice, or else chooses the view.
  function choose(digit, shown) {
    if (shown.digit) {
      shown.digit(digit);
    } else {
      document.querySelectorAll('#views button')[digit - 1]?.click();
    }
  }

  const start = () => addEventListener('keydown', handle);
  return {start};
})();
