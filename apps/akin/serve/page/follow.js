'use strict';
// What everybody sees together: the instructor presents, the class follows or roams and comes back by one touch.
const follow = (() => {
  const {el} = dom;
  const sendAfter = 120;  // milliseconds without a change before it is sent
  let presenting = engine.isInstructor;
  let following = !engine.isInstructor && !state.get('chapter');
  let stage;
  let buttons = {};
  let address = {};
  let timer;
  const voteListeners = new Set();
  let lastVote;
  let streams = false;

  function publish() {
    clearTimeout(timer);
    if (presenting && !document.body.dataset.component) {
      timer = setTimeout(() => {
        const {chapter, ...rest} = state.all();
        engine.ask('stage', {chapter: chapter ?? chapters.ids[0], state: rest}).catch(lesson.fail);
      }, sendAfter);
    }
  }

  function onStage(next) {
    stage = next.chapter ? next : undefined;
    if (following && stage && !engine.isInstructor) {
      state.replace({...stage.state, chapter: stage.chapter}, {quiet: true});
    }
    update();
  }

  // A visitor who opens another chapter leaves the class until they come back.
  function onOwnChange(values) {
    if (engine.isInstructor) {
      publish();
    } else if (stage && values.chapter !== stage.chapter) {
      following = false;
    }
    update();
  }

  function toggle() {
    if (engine.isInstructor) {
      presenting = !presenting;
      publish();
    } else {
      following = !following;
      following && stage && onStage(stage);
    }
    update();
  }

  function update() {
    if (!buttons.follow) {
      return;
    }
    const on = engine.isInstructor ? presenting : following;
    buttons.follow.setAttribute('aria-pressed', String(on));
    buttons.follow.hidden = !engine.isInstructor && !stage;
    buttons.follow.replaceChildren(say.span(engine.isInstructor ? (on ? 'presenting' : 'present') : on ? 'following' : 'follow_again'));
    buttons.follow.classList.toggle('urgent', !on && !engine.isInstructor);
    buttons.join.hidden = !address.url;
  }

  function onEvent(event, {showProgress}) {
    event.stage && onStage(event.stage);
    event.progress && showProgress(event.progress);
    event.visitors !== undefined && say.on(buttons.visitors, 'visitors', {n: event.visitors});
    if (event.vote) {
      lastVote = event.vote;
      voteListeners.forEach((listener) => listener(event.vote));
    }
  }

  // Calls listener for each change of the vote; `element` leaving the page ends it. Without a stream the vote is asked for.
  function onVote(element, listener, ask) {
    const guarded = (status) => (document.contains(element) ? listener(status) : voteListeners.delete(guarded));
    voteListeners.add(guarded);
    lastVote && setTimeout(() => guarded(lastVote));
    motion.every(1000, element, () => !streams && ask());
  }

  function joinDialog() {
    const dialog = el('dialog', {class: 'join', onclose: () => dialog.remove()},
      say.on(el('h2', {}), 'join_title'), qrCode(address.qr), el('p', {class: 'join-url'}, address.url),
      el('form', {method: 'dialog'}, el('button', {}, say.span('close'))));
    document.getElementById('dialog').append(dialog);
    dialog.showModal();
  }

  // With its quiet zone of four modules, dark on light in both colour schemes.
  function qrCode(rows) {
    const quiet = 4;
    const side = rows.length + 2 * quiet;
    const canvas = say.label(el('canvas', {class: 'qr', role: 'img', width: side, height: side}), 'qr_label');
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, side, side);
    context.fillStyle = '#000';
    rows.forEach((row, y) => [...row].forEach((dark, x) => dark === '1' && context.fillRect(quiet + x, quiet + y, 1, 1)));
    return canvas;
  }

  function start(tools, handlers) {
    buttons = {
      follow: el('button', {type: 'button', 'data-action': 'follow', onclick: toggle}),
      join: el('button', {type: 'button', 'data-action': 'join', hidden: true, onclick: joinDialog}, say.span('join')),
      visitors: el('span', {class: 'visitors'}),
    };
    const language = say.on(el('button', {type: 'button', 'data-action': 'language', onclick: () => lesson.switchLanguage()}), 'language');
    tools.append(el('span', {id: 'progress', class: 'progress', hidden: true}), buttons.visitors, buttons.follow, buttons.join, language);
    state.onChange(onOwnChange);
    update();
    publish();
    engine.follow((event) => { streams = true; onEvent(event, handlers); }, () => { streams = false; });
  }

  function joinAt(next) {
    address = next ?? {};
    update();
  }

  return {start, joinAt, onVote};
})();
