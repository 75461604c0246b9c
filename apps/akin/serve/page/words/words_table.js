'use strict';
// Words on elements. An element that was given a key follows the language of the page.
const strings = Object.fromEntries(Object.keys(wordsEnglish).map((key) => [key, [wordsEnglish[key], wordsKorean[key]]]));
