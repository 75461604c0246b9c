'use strict';
// Requests to the server. An error response becomes an Error with its message.
const api = (() => {
  // From the instructor's address. The fragment is never sent; the token goes into a header.
  const token = /[#&]token=([0-9a-f]+)/.exec(location.hash)?.[1];
  const headers = {'Content-Type': 'application/json', ...(token ? {'X-Akin-Token': token} : {})};
  // Relative to the page, which may lie below a path of a proxy.
  const send = (path, body, signal) =>
    fetch('.' + path, {signal, headers, ...(body === undefined ? {} : {method: 'POST', body: JSON.stringify(body)})});

  async function errorOf(response) {
    const body = await response.json().catch(() => ({}));
    return new Error(i18n.t('failed', {reason: body.error ?? response.status}));
  }

  // GET without a body, else POST.
  async function request(path, body) {
    const response = await send(path, body).catch(() => { throw new Error(i18n.t('unreachable')); });
    if (!response.ok) {
      throw await errorOf(response);
    }
    return response.json();
  }

  // Calls onEvent for each event of the response; `signal` aborts it.
  async function stream(path, body, onEvent, signal) {
    const response = await send(path, body, signal);
    if (!response.ok) {
      throw await errorOf(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let buffer = '';;) {
      const {value, done} = await reader.read();
      if (done) {
        return;
      }
      const events = (buffer + value).split('\n\n');
      buffer = events.pop();
      events.forEach((event) => onEvent(JSON.parse(event.slice('data: '.length))));
    }
  }

  const minInterval = 40;  // milliseconds between requests: below the server's rate limit

  // A throttled `work`: while a call runs, and shortly after it, only the latest arguments are kept.
  function latest(work, onError) {
    let busy = false;
    let pending;
    return async function schedule(...args) {
      pending = args;
      while (!busy && pending) {
        const current = pending;
        pending = undefined;
        busy = true;
        await Promise.all([work(...current).catch(onError), new Promise((done) => setTimeout(done, minInterval))]);
        busy = false;
      }
    };
  }

  // Calls `work` at an interval while the element is in the document and the page is visible.
  function every(milliseconds, element, work) {
    const timer = setInterval(() => {
      if (!document.contains(element)) {
        clearInterval(timer);
      } else if (document.visibilityState === 'visible') {
        work();
      }
    }, milliseconds);
    return timer;
  }

  const seed = () => Math.floor(Math.random() * 2 ** 31);

  return {request, stream, latest, every, seed, isInstructor: token !== undefined};
})();
