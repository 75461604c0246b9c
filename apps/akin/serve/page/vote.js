'use strict';
// Real or fake? The class and the discriminator vote on an image.
const vote = (() => {
  const {el} = dom;
  const interval = 1000;
  const voter = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  function panel(model, onError) {
    const canvas = el('canvas', {role: 'img', 'data-label': 'voteLabel', hidden: true});
    const readout = el('div', {'aria-live': 'polite'});
    const score = el('p', {});
    let state = {round: 0};
    let ownVote;

    const post = (path, body = {}) => api.request(path, {model: model.index, ...body}).then(show).catch(onError);
    const choice = (real) => el('button', {type: 'button', 'data-real': String(real), 'aria-pressed': false, onclick: () => {
      ownVote = real;
      post('/api/vote/cast', {round: state.round, voter, real});
    }}, localized(real ? 'voteReal' : 'voteFake'));
    const choices = [choice(true), choice(false)];
    const reveal = el('button', {type: 'button', 'data-action': 'reveal', onclick: () => post('/api/vote/reveal')}, localized('reveal'));
    const next = el('button', {type: 'button', 'data-action': 'start', onclick: () => post('/api/vote/start')}, localized('nextImage'));

    function answer() {
      const percent = state.votes > 0 ? (100 * state.votes_for_real / state.votes).toFixed(0) : '–';
      return [el('p', {class: 'answer'}, localized(state.real ? 'wasReal' : 'wasFake')),
        el('p', {}, localized('classVoted', {percent, votes: state.votes})),
        el('p', {}, localized('discriminator', {percent: (100 * state.probability).toFixed(0)}))];
    }

    function show(status) {
      ownVote = status.round === state.round ? ownVote : undefined;
      if (JSON.stringify(status) === JSON.stringify(state)) {
        return;
      }
      state = status;
      canvas.hidden = !status.image;
      if (status.image) {
        images.show(canvas, status.image, model);
      }
      for (const button of choices) {
        button.disabled = !status.open;
        button.setAttribute('aria-pressed', String(ownVote) === button.dataset.real);
      }
      reveal.disabled = !status.open;
      readout.replaceChildren(...(status.round === 0 ? [el('p', {}, localized('noQuestion'))] :
        status.open ? [el('p', {}, localized('votesSoFar', {votes: status.votes}))] : answer()));
      score.replaceChildren(...(status.score.rounds > 0 ? [localized('score', status.score)] : []));
    }

    const refresh = () => post('/api/vote');
    api.every(interval, readout, refresh);
    refresh();
    return el('div', {class: 'panel'}, el('div', {}, canvas),
      el('div', {}, el('div', {class: 'buttons'}, choices), readout, score,
        api.isInstructor ? el('div', {class: 'buttons'}, next, reveal) : undefined));
  }

  return {panel};
})();
