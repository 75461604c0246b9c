'use strict';
// A text that a model generates from a prompt, streamed.
const story = (() => {
  function make(model, fail, {key = 'generated_label', tall = 10, onSelect} = {}) {
    const shown = tokenText.make({key, tall, onSelect});
    let running;

    // Resolves to the whole text, without the prompt; undefined if another one was begun.
    async function tell(prompt, {length = 200, seed = engine.seed(), temperature = 0.8} = {}) {
      running?.abort();
      const mine = running = new AbortController();
      shown.show([{text: prompt, mark: 'prompt'}]);
      let text = '';
      let replaced = [];
      try {
        await engine.generate({model: model.index, prompt: promptBox.ending(prompt), temperature, length, seed}, (event) => {
          if (mine !== running) {
            return;
          }
          replaced = event.replaced ?? replaced;
          event.tokens?.forEach((token) => {
            text += token.text;
            shown.add({text: token.text});
          });
        }, mine.signal);
      } catch (error) {
        fail(error);
        return undefined;
      }
      return mine === running ? {text, replaced} : undefined;
    }
    return {element: shown.element, tell, mark: shown.mark, text: shown.text};
  }
  return {make};
})();
