'use strict';
// Motion that explains; none for those who asked their system for less of it.
const motion = (() => {
  const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

  // A copy of an image moves from one element to another.
  async function fly(from, to, milliseconds = 700) {
    if (reduced() || !from || !to) {
      return;
    }
    const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
    const copy = dom.el('canvas', {class: 'flying', 'aria-hidden': 'true'});
    const source = from.matches('canvas') ? from : from.querySelector('canvas');
    [copy.width, copy.height] = [source.width, source.height];
    copy.getContext('2d').drawImage(source, 0, 0);
    Object.assign(copy.style, {left: `${a.left}px`, top: `${a.top}px`, width: `${a.width}px`, height: `${a.height}px`});
    document.body.append(copy);
    const move = `translate(${b.left - a.left}px, ${b.top - a.top}px) scale(${b.width / a.width}, ${b.height / a.height})`;
    await copy.animate([{transform: 'none'}, {transform: move, opacity: 0.6}], {duration: milliseconds, easing: 'ease-in-out'}).finished.catch(() => {});
    copy.remove();
  }

  // Calls work(0 .. count-1), one each `milliseconds`, while the element is on the page; returns a function that stops it.
  function each(count, milliseconds, element, work) {
    let i = 0;
    const stop = () => clearInterval(timer);
    const timer = setInterval(() => {
      if (i >= count || !document.contains(element)) {
        stop();
      } else {
        work(i++);
      }
    }, reduced() ? 0 : milliseconds);
    return stop;
  }

  // Calls `work` at an interval while the element is on the page and the page is visible.
  function every(milliseconds, element, work) {
    const timer = setInterval(() => {
      if (!document.contains(element)) {
        clearInterval(timer);
      } else if (document.visibilityState === 'visible') {
        work();
      }
    }, milliseconds);
  }

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, reduced() ? 0 : milliseconds));

  return {reduced, pause, fly, each, every};
})();
