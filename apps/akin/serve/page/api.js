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

  // A function that asks for the last wish only: while an answer is under way, wishes in between are
  // forgotten.
  function latest(work, failed) {
    let busy = false;
    let wish;
    return async function wanted(...wanting) {
      wish = wanting;
      while (!busy && wish) {
        const now = wish;
        wish = undefined;
        busy = true;
        await work(...now).catch(failed);
        busy = false;
      }
    };
  }

  return {ask, stream, latest, instructor: token !== undefined};
})();
