'use strict';
// Builds what the address says: one chapter at a time, or one component alone.
const lesson = (() => {
  const {el} = dom;
  const place = (id) => document.getElementById(id);
  let shown = {};
  let progress = {};
  let fittingNow = '';  // indices of the models of the view

  function fail(error) {
    if (error.name === 'AbortError') {
      return;
    }
    console.debug(error.message, error.stack);
    say.on(place('error'), say.errorKey(error));
  }
  const clearError = () => {
    place('error').textContent = '';
    delete place('error').dataset.key;
  };

  const chapterId = () => chapters.known(state.get('chapter'));
  const wordsOf = (id, view, kind) => (i18n.known(`${id}_${view}_${kind}`) ? `${id}_${view}_${kind}` : `${id}_${kind}`);

  function go(id, more = {}) {
    state.replace({chapter: id, ...more});
    place('stage').focus({preventScroll: true});
  }
  const step = (by) => go(chapters.ids[Math.min(chapters.ids.length - 1, Math.max(0, chapters.ids.indexOf(chapterId()) + by))]);

  // Built once, so that the focus stays on it.
  function buildRail() {
    place('chapters').append(...chapters.ids.map((id, i) => el('button', {type: 'button', 'data-go': id, onclick: () => go(id)},
      el('span', {class: 'rail-number', 'aria-hidden': 'true'}, String(i + 1)), say.span(`${id}_name`))));
  }

  function viewChoices(id, view) {
    const names = chapters.views(id);
    return names.length < 2 ? [] : [controls.choices('views', names.map((name) => ({value: name, key: `${id}_view_${name}`})), view,
      (name) => state.replace({chapter: id, view: name})).element];
  }

  // A chapter without a model says what would train one, or that it is being trained.
  function missing(view) {
    const training = progress.total > progress.done;
    return el('div', {class: 'missing'}, el('p', {}, say.span(training ? 'being_trained' : view.needs)),
      training ? undefined : el('p', {}, el('code', {}, i18n.t(`${view.needs}_command`))));
  }

  function modelChoice(fitting, model) {
    if (fitting.length < 2) {
      return undefined;
    }
    const select = el('select', {'data-control': 'model', onchange: () => state.set({model: Number(select.value)})},
      fitting.map((one) => el('option', {value: one.index, selected: one === model}, one.name)));
    return el('label', {class: 'model-choice'}, say.span('control_model'), select);
  }

  const currentView = () => chapters.view(chapterId(), state.get('view'));

  function render() {
    const id = chapterId();
    const name = chapters.viewName(id, state.get('view'));
    const view = chapters.view(id, name);
    state.forget();
    clearError();
    const fitting = view.models();
    fittingNow = fitting.map(({index}) => index).join();
    const model = fitting.find((one) => one.index === state.get('model')) ?? fitting[0];
    document.body.dataset.chapter = id;
    document.title = `${say.text(`${id}_title`)} · akin`;
    place('main').dataset.view = name;
    say.on(place('title'), `${id}_title`);
    say.on(place('text'), wordsOf(id, name, 'text'));
    place('notice').replaceChildren(el('strong', {}, say.span(id === 'faults' ? 'in_practice' : 'notice')), ' ', say.span(wordsOf(id, name, 'notice')));
    place('views').replaceChildren(...viewChoices(id, name));
    for (const one of document.querySelectorAll('[data-go]')) {
      one.setAttribute('aria-current', one.dataset.go === id ? 'page' : 'false');
    }
    shown = model ? view.build({model, all: fitting, fail}) : {stage: missing(view), controls: []};
    const stage = place('stage');
    stage.dataset.view = `${id}-${name}`;
    stage.replaceChildren(...[shown.stage].flat().filter(Boolean));
    const choice = view.choosesModel === false ? undefined : modelChoice(fitting, model);
    place('controls').replaceChildren(...[choice, ...[shown.controls].flat(Infinity)].filter(Boolean));
    scrollTo(0, 0);
  }

  // Chapters whose models are still being trained are marked.
  async function refreshChapters() {
    const about = await engine.lesson();
    for (const {id, ready} of about.chapters ?? []) {
      document.querySelector(`[data-go="${id}"]`)?.classList.toggle('pending', !ready && progress.total > progress.done);
    }
  }

  // Models may appear while the server runs; a chapter is built again only if it has other models then.
  async function refreshModels() {
    const described = await engine.models();
    models.use(described);
    follow.joinAt(described.address);
    if (currentView().models().map(({index}) => index).join() !== fittingNow) {
      render();
    }
  }

  function showProgress(next) {
    const more = next.done !== progress.done;
    progress = next;
    say.on(place('progress'), next.total > next.done ? 'lesson_progress' : 'nothing', {...next, minutes: Math.ceil((next.seconds_left ?? 0) / 60)});
    place('progress').hidden = !(next.total > next.done);
    more && Promise.all([refreshModels(), refreshChapters()]).catch(fail);
  }

  function component(name) {
    document.body.dataset.component = name;
    say.on(place('title'), 'component', {name});
    const build = catalogue.components[name];
    place('stage').replaceChildren();
    build ? build(place('stage')) : place('stage').append(el('p', {}, say.span('components', {names: Object.keys(catalogue.components).join(', ')})));
    say.translate();
  }

  async function start() {
    say.translate();
    document.querySelector('.skip').addEventListener('click', (event) => {
      event.preventDefault();
      place('stage').focus();
    });
    if (state.get('component')) {
      component(state.get('component'));
      return;
    }
    buildRail();
    follow.start(place('tools'), {showProgress, fail});
    place('main').addEventListener('input', clearError);
    place('main').addEventListener('click', clearError, true);
    try {
      const [described, about] = await Promise.all([engine.models(), engine.lesson()]);
      models.use(described);
      follow.joinAt(described.address);
      about.progress && showProgress(about.progress);
      state.keep(['chapter', 'view', 'model'], render);
      render();
      say.translate();
    } catch (error) {
      fail(error);
    }
  }

  function switchLanguage() {
    i18n.toggle();
    state.set({});
    render();
    say.translate();
  }

  return {start, step, go, fail, switchLanguage, shown: () => shown, chapterId};
})();

keys.start();
lesson.start();
