'use strict';
// Which of the server's models a chapter shows: by their role in the lesson, else by what they can do.
const models = (() => {
  let known = [];
  const use = (described) => { known = described.models; };
  const all = () => known.filter((model) => !model.capabilities.includes('training'));
  const can = (...capabilities) => (model) => capabilities.every((one) => model.capabilities.includes(one));
  const roles = (model) => model.role ?? '';
  const troubled = ['biased', 'memorising', 'memorising-text', 'biased-text', 'posterior-collapse', 'mode-collapse', 'few-10', 'few-100', 'few-1000'];
  const healthy = (model) => !troubled.includes(roles(model));

  // Models that fit, those with the preferred role first and those that show a failure last.
  function suitable(fits, role) {
    const rank = (model) => (roles(model) === role ? 0 : healthy(model) ? 1 : 2);
    return all().filter(fits).sort((a, b) => rank(a) - rank(b));
  }

  const withRole = (role) => all().find((model) => roles(model) === role);
  const isText = can('text');
  const isImage = (model) => model.width > 0;

  // Models of text, those in the language of the page first.
  const texts = () => {
    const rank = (model) => (roles(model) === `text-${i18n.language()}` ? 0 : model.language === i18n.language() ? 1 : healthy(model) ? 2 : 3);
    return all().filter(isText).sort((a, b) => rank(a) - rank(b));
  };

  const slots = () => known.filter((model) => model.capabilities.includes('training'));
  const shape = ({width, height, channels}) => ({width, height, channels});
  const className = (model, label) => model.class_names?.[label] ?? String(label);
  const byIndex = (index) => known.find((model) => model.index === index);

  return {use, all, can, suitable, withRole, isText, isImage, texts, slots, shape, className, byIndex};
})();
