'use strict';
// Chapter 9: real or fake? The whole screen is the image; the class and the discriminator vote.
(() => {
  const {el} = dom;

  chapters.define('vote', 'round', {
    order: 1,
    needs: 'needs_gan',
    models: () => models.suitable(models.can('vote'), 'gan'),
    build({model, fail}) {
      const shape = models.shape(model);
      const canvas = say.label(el('canvas', {class: 'vote-image', width: shape.width, height: shape.height, role: 'img'}), 'vote_label');
      const waiting = el('span', {class: 'vote-waiting', 'aria-hidden': 'true'}, '?');
      const split = el('div', {class: 'vote-split'});
      const readout = el('div', {class: 'vote-readout', role: 'status'});
      const score = el('p', {class: 'facts'});
      let status = {round: 0};
      let own;

      const post = (operation, body = {}) => engine.ask(operation, {model: model.index, ...body}).then(show).catch(fail);
      const choice = (real) => el('button', {type: 'button', class: `choice ${real ? 'real' : 'generated'}`, 'data-real': String(real), disabled: true, onclick: () => {
        own = real;
        post('cast_vote', {round: status.round, real}).then(() => say.announce(real ? 'voted_real' : 'voted_fake'));
      }}, el('span', {'aria-hidden': 'true'}, real ? '■ ' : '● '), say.span(real ? 'vote_real' : 'vote_fake'));
      const buttons = [choice(true), choice(false)];
      const reveal = controls.button('reveal', () => post('reveal_vote'));
      const next = controls.button('next_image', () => post('start_vote'), {primary: true, action: 'start'});

      // Votes as a bar with two parts; before the reveal only how many there are.
      function showSplit() {
        const {votes = 0, votes_for_real: forReal} = status;
        if (forReal === undefined) {
          split.replaceChildren(el('span', {class: 'vote-part waiting', style: '--share: 1'}, say.span('votes_so_far', {n: votes})));
          return;
        }
        const part = (count, kind, key) => (count > 0 ? el('span', {class: `vote-part ${kind}`, style: `--share: ${count / Math.max(1, votes)}`}, say.span(key, {n: count})) : undefined);
        split.replaceChildren(...[part(forReal, 'real', 'votes_real'), part(votes - forReal, 'generated', 'votes_fake')].filter(Boolean));
      }
      function verdictOf(probability) {
        const percent = (100 * probability).toFixed(Math.abs(probability - 0.5) < 0.01 ? 2 : 0);
        return say.span(probability > 0.5 ? 'discriminator_says_real' : 'discriminator_says_fake', {percent});
      }
      function answer() {
        const half = 2 * status.votes_for_real === status.votes && status.votes > 0;
        return [el('p', {class: `answer ${status.real ? 'real' : 'generated'}`}, say.span(status.real ? 'was_real' : 'was_fake')), el('p', {}, verdictOf(status.probability)),
          half ? el('p', {class: 'quiet'}, say.span('vote_tie')) : undefined].filter(Boolean);
      }
      function show(next_) {
        own = next_.round === status.round ? next_.own ?? own : next_.own;
        const changed = JSON.stringify(next_) !== JSON.stringify(status);
        status = next_;
        buttons.forEach((button) => {
          button.disabled = !status.open;
          button.setAttribute('aria-pressed', String(String(own) === button.dataset.real));
        });
        reveal.disabled = !status.open;
        if (!changed) {
          return;
        }
        if (status.image) {
          bitmap.draw(canvas, status.image, shape);
          waiting.hidden = true;
        }
        showSplit();
        readout.replaceChildren(...(!status.round ? [el('p', {}, say.span('no_question'))] : status.open ? [el('p', {}, say.span('vote_now'))] : answer()));
        if (status.score?.rounds > 0) {
          say.on(score, 'score', {n: status.score.rounds, class: status.score.class, discriminator: status.score.discriminator});
        }
      }
      const ask = () => post('vote');
      follow.onVote(readout, (event) => (event.model === undefined || event.model === model.index) && show({...status, ...event}), ask);
      setTimeout(ask);
      return {
        stage: [el('div', {class: 'vote-picture'}, canvas, waiting), el('div', {class: 'vote-side'}, el('div', {class: 'vote-choices'}, buttons), split, readout, score)],
        controls: engine.isInstructor ? [controls.row(next, reveal)] : [],
        play: () => engine.isInstructor && (status.open ? reveal : next).click(),
        digit: (n) => buttons[n - 1]?.click(),
      };
    },
  });

  // What this means for photographs.
  chapters.define('vote', 'meaning', {
    order: 2,
    needs: 'needs_gan',
    choosesModel: false,
    models: () => models.all(),
    build: () => ({controls: [], stage: ['meaning_photographs', 'meaning_voices', 'meaning_check', 'meaning_consent'].map((key, i) =>
      el('section', {class: 'meaning'}, el('span', {class: 'meaning-number', 'aria-hidden': 'true'}, String(i + 1)), el('div', {}, say.on(el('h2', {}), key), say.on(el('p', {}), `${key}_text`))))}),
  });
})();
