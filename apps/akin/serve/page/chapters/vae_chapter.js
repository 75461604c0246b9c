'use strict';
// Chapter 3: compress as a distribution, and restore.
(() => {
  const {el} = dom;
  const drawCount = 6;
  const vaeModels = () => models.suitable(models.can('reconstruction'), 'vae');
  const labelOf = (model) => (model.classes > 0 ? state.get('class', 0) : -1);

  // Codes of training images under the map; with two dimensions these are the dimensions.
  async function showCodes(map, model) {
    const codes = await engine.ask('codes', {model: model.index, count: 1500});
    map.points(codes.x.map((x, i) => ({x, y: codes.y[i], label: codes.labels?.[i] ?? 0, name: codes.labels?.[i] === undefined ? '·' : shortName(model, codes.labels[i])})), codes.sides);
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const shortName = (model, label) => [...models.className(model, label)].slice(0, 2).join('');

  chapters.define('vae', 'draw', {
    order: 1,
    needs: 'needs_vae',
    models: vaeModels,
    build({model, fail}) {
      const shape = models.shape(model);
      const map = plane.make({key: 'cloud_label'});
      const bits = budget.make();
      const restored = say.label(el('canvas', {class: 'restored', role: 'img', width: shape.width, height: shape.height}), 'restored_label');
      const restoredFigure = controls.figure(restored, 'restored', {className: 'restored-figure'});
      const draws = tiles.make({shape, columns: 3, rows: 2, key: 'draws_label', values: {count: drawCount}});
      const drawsFigure = controls.figure(draws.element, 'draws', {className: 'draws'});
      let round = 0;

      const encode = engine.latest(async (pixels) => {
        const code = await engine.ask('encode', {model: model.index, pixels, label: labelOf(model)});
        bitmap.draw(restored, code.reconstruction, shape);
        controls.fresh(restoredFigure);
        bits.show(code.bits_in ?? 8 * bitmap.size(shape), code.bits);
        if (code.deviation) {
          const cloud = await engine.ask('project', {model: model.index, mean: code.mean, deviation: code.deviation});
          map.cloud(cloud);
        }
      }, fail);

      // Draws from the cloud fall through the decoder one after another: z = mean + deviation * noise.
      async function fall() {
        const mine = ++round;
        const asked = {model: model.index, label: labelOf(model)};
        const code = await engine.ask('encode', {...asked, pixels: drawing.image()});
        const images = [];
        for (let i = 0; i < drawCount && mine === round && code.deviation; ++i) {
          const z = code.mean.map((mean, d) => mean + code.deviation[d] * normal());
          const [answer, dot] = await Promise.all([engine.ask('decode', {...asked, latents: z}),
            engine.ask('project', {model: model.index, mean: z, deviation: z.map(() => 0)}), motion.pause(300)]);
          if (mine === round) {
            images.push(answer.images);
            draws.show(images);
            map.draw(dot.x, dot.y);
          }
        }
        mine === round && controls.fresh(drawsFigure);
      }

      function changed(pixels) {
        controls.stale(restoredFigure);
        controls.stale(drawsFigure);
        encode(pixels);
      }
      const drawing = pad.make(shape, changed, () => fall().catch(fail));
      const example = () => engine.ask('example', {model: model.index, seed: state.get('seed', 1)}).then(({image}) => drawing.put(image)).catch(fail);
      showCodes(map, model).catch(fail);
      state.watch(['seed', 'class'], example);
      const next = () => state.set({seed: engine.seed()});
      return {
        stage: [controls.figure(drawing.element, 'draw_here', {className: 'draw'}), controls.figure(map.element, 'cloud_caption', {className: 'cloud'}),
          el('div', {class: 'outputs'}, restoredFigure, drawsFigure), bits.element],
        controls: [controls.classChoices(model, {all: false, fallback: 0}), controls.row(controls.button('clear', drawing.clear), controls.button('real_example', next, {action: 'example'}),
          controls.button('draw_again', () => fall().catch(fail), {primary: true}))],
        play: () => fall().catch(fail),
      };
    },
  });

  chapters.define('vae', 'map', {
    order: 2,
    needs: 'needs_vae',
    models: () => models.suitable(models.can('reconstruction'), 'vae-2d'),
    build({model, fail}) {
      const shape = models.shape(model);
      const decoded = say.label(el('canvas', {class: 'restored', role: 'img', width: shape.width, height: shape.height}), 'decoded_label');
      const readout = el('p', {class: 'facts'});
      const decode = engine.latest(async (x, y) => {
        const answer = await engine.ask('decode_at', {model: model.index, x, y, label: labelOf(model)});
        bitmap.draw(decoded, bitmap.each(answer.images, shape)[0], shape);
        say.on(readout, 'position', {x: x.toFixed(2), y: y.toFixed(2)});
      }, fail);
      const map = plane.make({key: 'map_label', onPoint: (x, y) => {
        state.set({x: Number(x.toFixed(2)), y: Number(y.toFixed(2))});
      }});
      const range = 3;  // standard deviations of the prior
      const backdrop = async () => {
        const answer = await engine.ask('latent_map', {model: model.index, range, label: labelOf(model)});
        const board = wall.make({shape, columns: answer.side, rows: answer.side, key: 'map_label'});
        board.show(answer.images);
        map.backdrop(board.element, [-range, range, -range, range]);
      };
      const twoDimensional = model.latent_dim === 2;
      showCodes(map, model).then(() => {
        const sides = map.sides();
        state.watch(['under'], () => (state.get('under', 'codes') === 'images' ? backdrop().catch(fail) : map.backdrop(undefined, sides)));
      }).catch(fail);
      state.watch(['x', 'y', 'class'], () => {
        const [x, y] = [state.get('x', 0), state.get('y', 0)];
        map.mark([x, y]);
        decode(x, y);
      });
      return {
        stage: [controls.figure(map.element, 'map_caption', {className: 'cloud big'}), el('div', {class: 'outputs'}, controls.figure(decoded, 'decoded', {className: 'restored-figure'}), readout)],
        controls: [controls.classChoices(model, {all: false, fallback: 0}), twoDimensional ? controls.stateChoices('under', 'control_under',
          [{value: 'codes', key: 'under_codes'}, {value: 'images', key: 'under_images'}], 'codes') : undefined],
        play: () => state.set({x: Number((4 * Math.random() - 2).toFixed(2)), y: Number((4 * Math.random() - 2).toFixed(2))}),
      };
    },
  });

  const curves = {reconstruction: ['reconstruction_loss', 'neutral', ''], kl: ['kl', 'generated', '10 7']};
  chapters.define('vae', 'history', trainingHistory.of({order: 3, needs: 'needs_vae', models: vaeModels, curves, y: {key: 'axis_nats'}, chartKey: 'loss_chart_label'}));
  chapters.define('vae', 'live', liveTraining.of({order: 4, family: 'vae', scenario: () => 'vae', curves, y: {key: 'axis_nats'}, chartKey: 'loss_chart_label'}));
})();
