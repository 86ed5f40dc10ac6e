import type { Part, Span } from "./quick-log";
import { isKnownWord, type Word, wordsOf } from "./words";

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,24}/gu;

/** The e-mail addresses of a text. */
export function emailsOf(text: string): Part<string>[] {
  return Array.from(text.matchAll(EMAIL), ({ 0: value, index }) => ({
    value,
    spans: [{ from: index, until: index + value.length }],
  }));
}

const people = new Set(
  "with to from call called phone phoned email emailed met meet text texted mail mailed".split(" "),
);
const common = new Set(
  `i the a an and about her him them me us it this that back in on at for by of or team client customer everyone all re
  regarding is was not no yes ok today tomorrow yesterday tonight now next last monday tuesday wednesday thursday friday
  saturday sunday mon tue wed thu fri sat sun am pm their his its our my your`.split(/\s+/),
);
const isCapital = (text: string) => /^\p{Lu}/u.test(text) && !/^[\p{Lu}\p{N}]{2,}$/u.test(text);
const isWithoutCase = (text: string) => /^\p{Lo}/u.test(text);

/** Words that may be people: with a capital letter, or behind "with", "to" or the verb of an activity. */
export function namesOf(text: string): Part<string>[] {
  const names: { words: Word[] }[] = [];
  let before: Word | undefined;
  for (const word of wordsOf(text)) {
    const mayBe = !common.has(word.key) && !isKnownWord(word.key);
    const isAfterPerson = before !== undefined && people.has(before.key);
    const isName = mayBe && (isCapital(word.text) || isWithoutCase(word.text) || isAfterPerson);
    const last = names.at(-1)?.words;
    const follows = last?.at(-1) === before && before !== undefined && text.slice(before.until, word.from) === " ";
    if (isName && follows && last) last.push(word);
    else if (isName) names.push({ words: [word] });
    before = word;
  }
  return names.map(({ words }) => nameOf(text, words));
}

function nameOf(text: string, words: readonly Word[]): Part<string> {
  const span: Span = { from: words[0]?.from ?? 0, until: words.at(-1)?.until ?? 0 };
  const value = text.slice(span.from, span.until).replace(/['’]s$|['’]$/u, "");
  return { value, spans: [{ from: span.from, until: span.from + value.length }] };
}
