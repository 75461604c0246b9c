'use strict';
// Real or fake? The class votes, the discriminator too, and the score is kept.
const vote = (() => {
  const {el} = dom;
  const interval = 1000;
  const voter = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  function panel(exhibit, tell) {
    const canvas = el('canvas', {role: 'img', 'data-label': 'voteLabel', hidden: true});
    const told = el('div', {'aria-live': 'polite'});
    const score = el('p', {});
    let state = {round: 0};
    let mine;

    const ask = (path, body = {}) => api.ask(path, {exhibit: exhibit.number, ...body}).then(show).catch(tell);
    const choice = (real) => el('button', {type: 'button', 'data-real': String(real), 'aria-pressed': false, onclick: () => {
      mine = real;
      ask('/api/cast', {round: state.round, voter, real});
    }}, say(real ? 'votesReal' : 'votesFake'));
    const choices = [choice(true), choice(false)];
    const reveal = el('button', {type: 'button', 'data-action': 'reveal', onclick: () => ask('/api/reveal')}, say('reveal'));
    const next = el('button', {type: 'button', 'data-action': 'ask', onclick: () => ask('/api/ask')}, say('nextImage'));

    function answer() {
      const percent = state.votes > 0 ? (100 * state.votes_for_real / state.votes).toFixed(0) : '–';
      return [el('p', {class: 'answer'}, say(state.real ? 'wasReal' : 'wasFake')),
        el('p', {}, say('classVoted', {percent, votes: state.votes})),
        el('p', {}, say('vote', {percent: (100 * state.discriminator).toFixed(0)}))];
    }

    function show(status) {
      mine = status.round === state.round ? mine : undefined;
      if (JSON.stringify(status) === JSON.stringify(state)) {
        return;
      }
      state = status;
      canvas.hidden = !status.image;
      if (status.image) {
        pixels.show(canvas, status.image, exhibit);
      }
      for (const button of choices) {
        button.disabled = !status.open;
        button.setAttribute('aria-pressed', String(mine) === button.dataset.real);
      }
      reveal.disabled = !status.open;
      told.replaceChildren(...(status.round === 0 ? [el('p', {}, say('noQuestion'))] :
        status.open ? [el('p', {}, say('votesIn', {votes: status.votes}))] : answer()));
      score.replaceChildren(...(status.score.rounds > 0 ? [say('score', status.score)] : []));
    }

    const look = () => ask('/api/votes');
    api.every(interval, told, look);
    look();
    return el('div', {class: 'panel'}, el('div', {}, canvas),
      el('div', {}, el('div', {class: 'buttons'}, choices), told, score,
        api.instructor ? el('div', {class: 'buttons'}, next, reveal) : undefined));
  }

  return {panel};
})();
