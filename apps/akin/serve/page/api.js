'use strict';
// Asks the server. What it refuses is an Error with its words.
const api = (() => {
  // The instructor's address ends in it; the part behind # is never sent but as this header.
  const token = /[#&]token=([0-9a-f]+)/.exec(location.hash)?.[1];
  const headers = {'Content-Type': 'application/json', ...(token ? {'X-Akin-Token': token} : {})};
  const send = (path, body) =>
    fetch(path, body === undefined ? {} : {method: 'POST', headers, body: JSON.stringify(body)});

  async function refused(response) {
    const answer = await response.json().catch(() => ({}));
    return new Error(words.t('failed', {reason: answer.error ?? response.status}));
  }

  async function ask(path, body) {
    const response = await send(path, body).catch(() => { throw new Error(words.t('away')); });
    if (!response.ok) {
      throw await refused(response);
    }
    return response.json();
  }

  // Hands on one event after the other; `signal` ends it.
  async function stream(path, body, take, signal) {
    const response = await fetch(path, {method: 'POST', signal, headers, body: JSON.stringify(body)});
    if (!response.ok) {
      throw await refused(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let held = ''; ;) {
      const {value, done} = await reader.read();
      if (done) {
        return;
      }
      const events = (held + value).split('\n\n');
      held = events.pop();
      events.forEach((event) => take(JSON.parse(event.slice('data: '.length))));
    }
  }

  const pause = 40;  // milliseconds between two asks: below what the server allows one address

  // A function that asks for the last wish only: while an answer is under way, or was just asked for,
  // wishes in between are forgotten.
  function latest(work, failed) {
    let busy = false;
    let wish;
    return async function wanted(...wanting) {
      wish = wanting;
      while (!busy && wish) {
        const now = wish;
        wish = undefined;
        busy = true;
        await Promise.all([work(...now).catch(failed), new Promise((done) => setTimeout(done, pause))]);
        busy = false;
      }
    };
  }

  // Does the work again and again while somebody sees the element.
  function every(milliseconds, element, work) {
    const timer = setInterval(() => {
      if (!document.contains(element)) {
        clearInterval(timer);  // the page was put together anew
      } else if (document.visibilityState === 'visible') {
        work();
      }
    }, milliseconds);
    return timer;
  }

  const seed = () => Math.floor(Math.random() * 2 ** 31);

  return {ask, stream, latest, every, seed, instructor: token !== undefined};
})();
