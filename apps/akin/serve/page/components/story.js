'use strict';
// A text that a model generates from a prompt, streamed.
const story = (() => {
  function make(model, fail, {key = 'generated_label', tall = 10, onSelect} = {}) {
    const shown = tokenText.make({key, tall, onSelect});
    let running;

    // Documents may end early: then the next one begins, up to `documents`. Resolves to the whole text, without the prompt; undefined if
    // another one was begun.
    async function tell(prompt, {length = 200, seed = engine.seed(), temperature = 0.8, documents = 1} = {}) {
      running?.abort();
      const mine = running = new AbortController();
      shown.show([{text: prompt, mark: 'prompt'}]);
      let text = '';
      let replaced = [];
      try {
        const add = (piece) => {
          text += piece;
          shown.add({text: piece});
        };
        for (let i = 0; i < documents && text.length < length && mine === running; ++i) {
          i > 0 && !text.endsWith('\n') && add('\n');
          await engine.generate({model: model.index, prompt: i === 0 ? promptBox.ending(prompt) : '', temperature, length: length - text.length, seed: (seed + i) % 2 ** 31}, (event) => {
            if (mine === running) {
              replaced = event.replaced ?? replaced;
              event.tokens?.forEach((token) => add(token.text));
            }
          }, mine.signal);
        }
      } catch (error) {
        fail(error);
        return undefined;
      }
      shown.element.scrollTop = 0;
      return mine === running ? {text, replaced} : undefined;
    }
    return {element: shown.element, tell, mark: shown.mark, text: shown.text};
  }
  return {make};
})();
