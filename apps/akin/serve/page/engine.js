'use strict';
// The only module that knows where answers come from. Today it asks the server; chapters name operations, never addresses.
const engine = (() => {
  const key = 'akin-token';
  const token = takeToken();
  // Addresses are relative to the page, which may lie below a path of a proxy.
  const headers = {'Content-Type': 'application/json', ...(token ? {'X-Akin-Token': token} : {})};
  const operations = Object.fromEntries(['samples', 'encode', 'decode', 'latent_map', 'nearest', 'discriminate', 'complete', 'attention',
    'longest_copy', 'example', 'training', 'train', 'vote', 'data', 'posterior_samples', 'codes', 'project', 'decode_at', 'next_tokens',
    'heads', 'head_links', 'context_loss', 'copied_spans', 'tale_truth', 'timeline', 'novelty', 'stage'].map((name) => [name, `./api/${name}`]));
  Object.assign(operations, {cast_vote: './api/vote/cast', start_vote: './api/vote/start', reveal_vote: './api/vote/reveal'});
  const changing = new Set(['training', 'train', 'vote', 'cast_vote', 'start_vote', 'reveal_vote', 'stage']);  // never remembered
  const remembered = new Map();
  const maxRemembered = 300;
  let live = new Set();  // indices of models that are being trained: their answers change

  // From the instructor's address, which then loses it, so that the address can be shared.
  function takeToken() {
    const given = /[#&]token=([0-9a-f]+)/.exec(location.hash)?.[1];
    try {
      if (given) {
        history.replaceState(null, '', location.hash.replace(/token=[0-9a-f]+&?/, '').replace(/&$/, ''));
        sessionStorage.setItem(key, given);
      }
      return given ?? sessionStorage.getItem(key) ?? undefined;
    } catch {
      return given;  // storage is forbidden, for example in a frame
    }
  }

  // An error that the page can say in its own language: `code` is a key of the words, `message` is for the console.
  function failure(code, message) {
    return Object.assign(new Error(message ?? code), {code});
  }

  async function failureOf(response) {
    const body = await response.json().catch(() => ({}));
    return failure(body.code ?? 'failed', body.error);
  }

  async function send(path, body, signal) {
    const post = body === undefined ? {} : {method: 'POST', body: JSON.stringify(body)};
    const response = await fetch(path, {signal, headers, ...post}).catch((error) => {
      throw error.name === 'AbortError' ? error : failure('unreachable');
    });
    if (!response.ok) {
      throw await failureOf(response);
    }
    return response;
  }

  const get = async (path) => (await send(path)).json();

  const maxAtOnce = 8;  // half of what the server takes from one visitor
  let atOnce = 0;
  const waiting = [];

  // Waits for its turn; a busy server is asked again twice.
  async function patient(path, body) {
    if (atOnce >= maxAtOnce) {
      await new Promise((turn) => waiting.push(turn));
    }
    ++atOnce;
    try {
      for (let tries = 0; ; ++tries) {
        try {
          return await (await send(path, body)).json();
        } catch (error) {
          if (tries === 2 || !['busy', 'too-many-requests'].includes(error.code)) {
            throw error;
          }
          await new Promise((done) => setTimeout(done, 700 * (tries + 1)));
        }
      }
    } finally {
      --atOnce;
      waiting.shift()?.();
    }
  }

  // Trained models do not change, so the same question has the same answer.
  function ask(operation, body = {}) {
    const question = operation + JSON.stringify(body);
    if (changing.has(operation) || live.has(body.model)) {
      return patient(operations[operation], body);
    }
    if (!remembered.has(question)) {
      const answer = patient(operations[operation], body);
      answer.catch(() => remembered.delete(question));
      remembered.set(question, answer);
      if (remembered.size > maxRemembered) {
        remembered.delete(remembered.keys().next().value);
      }
    }
    return remembered.get(question);
  }

  async function models() {
    const described = await get('./api/models');
    live = new Set(described.models.filter((model) => model.capabilities.includes('training')).map((model) => model.index));
    return described;
  }

  // Which chapters are ready, and how far the training of the others is.
  const lesson = () => get('./api/lesson');

  // Calls onEvent for each event of a generated text; `signal` aborts it.
  async function generate(body, onEvent, signal) {
    const reader = (await send('./api/generate', body, signal)).body.pipeThrough(new TextDecoderStream()).getReader();
    for (let buffer = ''; ;) {
      const {value, done} = await reader.read();
      if (done) {
        return;
      }
      const events = (buffer + value).split('\n\n');
      buffer = events.pop();
      for (const event of events) {
        const content = JSON.parse(event.slice('data: '.length));
        if (content.error) {
          throw failure(content.code ?? 'failed', content.error);
        }
        onEvent(content);
      }
    }
  }

  // One stream of what everybody shares: {stage}, {vote}, {progress}, {visitors}. onLost: there is none, or it broke.
  function follow(onEvent, onLost) {
    const source = new EventSource('./api/events');
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = () => onLost(source.readyState === EventSource.CLOSED);
    return source;
  }

  const minInterval = 40;  // milliseconds between requests: below the server's rate limit

  // A throttled `work`: while a call runs, and shortly after it, only the latest arguments are kept.
  function latest(work, onError) {
    let busy = false;
    let pending;
    return async (...args) => {
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

  const seed = () => Math.floor(Math.random() * 2 ** 31);

  return {ask, models, lesson, generate, follow, latest, seed, isInstructor: token !== undefined};
})();
