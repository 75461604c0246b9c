'use strict';
// Chapter 4, the same for an image; and its training.
(() => {
  const imageModels = () => models.suitable(models.can('completion'), 'image-transformer');

  chapters.define('transformer', 'image', {
    order: 5,
    needs: 'needs_image_transformer',
    models: imageModels,
    build({model, fail}) {
      const made = completion.panel(model, fail);
      return {stage: [made.pad, made.output], controls: [made.slider, made.buttons], play: made.complete};
    },
  });

  const curves = {loss: ['loss_name', 'generated', '']};
  chapters.define('transformer', 'history', trainingHistory.of({order: 6, needs: 'needs_text', models: models.texts, curves, y: {key: 'axis_loss'}, chartKey: 'loss_chart_label'}));
  chapters.define('transformer', 'live', liveTraining.of({order: 7, family: 'transformer', scenario: () => (i18n.language() === 'ko' ? 'transformer-ko' : 'transformer'),
    curves, y: {key: 'axis_loss'}, chartKey: 'loss_chart_label'}));
})();
