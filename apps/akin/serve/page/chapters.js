'use strict';
// The chapters by name. A chapter has views; a view says which models it can show and builds its stage and controls:
//   {models(): those that fit, best first; needs: the key of the sentence that says how to train one;
//    build({model, all, fail}) -> {stage, controls, play?, digit?(n)}}
const chapters = (() => {
  const ids = ['data', 'gan', 'vae', 'transformer', 'prompt', 'novelty', 'amount', 'faults', 'vote'];
  const defined = {};

  const define = (id, name, view) => { (defined[id] ??= {})[name] = view; };
  // In the order of `order`, since files come by name.
  const views = (id) => Object.keys(defined[id]).sort((a, b) => (defined[id][a].order ?? 0) - (defined[id][b].order ?? 0));
  const view = (id, name) => defined[id][name] ?? defined[id][views(id)[0]];
  const viewName = (id, name) => (defined[id][name] ? name : views(id)[0]);
  const known = (id) => (ids.includes(id) ? id : ids[0]);

  return {ids, define, views, view, viewName, known};
})();
