import type { ActivityKind, Part } from "./quick-log";

/** Words that are an activity in the past wherever they are. */
const past: Readonly<Record<string, ActivityKind>> = {
  called: "call",
  phoned: "call",
  rang: "call",
  emailed: "email",
  "e-mailed": "email",
  mailed: "email",
  met: "meeting",
  noted: "note",
  texted: "sms",
  chatted: "chat",
  demoed: "demo",
};

/** Words that name an activity, at the start or after a verb such as "had" or "sent". */
const named: Readonly<Record<string, ActivityKind>> = {
  call: "call",
  phone: "call",
  ring: "call",
  email: "email",
  "e-mail": "email",
  mail: "email",
  meeting: "meeting",
  meet: "meeting",
  lunch: "meeting",
  note: "note",
  task: "task",
  todo: "task",
  "to-do": "task",
  reminder: "task",
  remind: "task",
  sms: "sms",
  text: "sms",
  linkedin: "linkedin",
  chat: "chat",
  whatsapp: "chat",
  demo: "demo",
  proposal: "proposal",
  quote: "proposal",
  contract: "contract",
};

// "booked" and "scheduled" leave open when the activity itself is.
const pastVerbs = new Set(
  `had did sent signed gave made left wrote got prepared hosted held attended joined spoke talked discussed agreed
  received visited saw showed presented asked confirmed finished completed missed reviewed checked drafted updated
  invited ordered followed shared fixed created found arranged organized finalized uploaded contacted replied answered
  reminded pitched negotiated closed sold`.split(/\s+/),
);
const baseVerbs = new Set(
  `have do send sign give book schedule make leave write get plan prepare host hold attend join speak talk discuss
  receive visit show present ask confirm finish complete check review draft update invite order follow set share fix
  create find arrange organize finalize upload contact reply answer remind call phone ring email e-mail mail meet text
  chat`.split(/\s+/),
);
/** Verbs whose object can be the activity. */
const light = new Set(
  `had have did do sent send signed sign gave give booked book scheduled schedule made make left leave wrote write got
  get planned plan prepared prepare hosted host held hold attended attend joined join missed`.split(/\s+/),
);
const fillers = new Set("a an the new quick short another first second to with my our please need i we".split(" "));

const wordsBehind = 3;
const WORD = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*/gu;

export interface Word {
  text: string;
  key: string;
  from: number;
  until: number;
}

/** The words of a text with their positions. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    key: word.toLowerCase(),
    from: index,
    until: index + word.length,
  }));
}

/** Whether a word is a verb or names an activity, and so no person. */
export const isKnownWord = (key: string): boolean =>
  Object.hasOwn(past, key) ||
  Object.hasOwn(named, key) ||
  pastVerbs.has(key) ||
  baseVerbs.has(key) ||
  light.has(key) ||
  fillers.has(key);

const own = (table: Readonly<Record<string, ActivityKind>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const partOf = (value: ActivityKind, { from, until }: Word): Part<ActivityKind> => ({
  value,
  spans: [{ from, until }],
});

/** The kind of activity that words name; a task for other words that begin with a verb; null for the rest. */
export function kindOf(words: readonly Word[]): Part<ActivityKind> | null {
  let reach = 0;
  for (const [place, word] of words.entries()) {
    const done = own(past, word.key);
    if (done) return partOf(done, word);
    const noun = own(named, word.key);
    const isFirst = words.slice(0, place).every(({ key }) => fillers.has(key));
    if (noun && (isFirst || reach > 0)) return partOf(noun, word);
    reach = light.has(word.key) ? wordsBehind : reach - 1;
  }
  const first = words.find(({ key }) => !fillers.has(key));
  return first && baseVerbs.has(first.key) ? partOf("task", first) : null;
}

/** Whether words say that something was done. */
export const isPast = (words: readonly Word[]): boolean =>
  words.some(({ key }, place) => own(past, key) !== undefined || (place === 0 && pastVerbs.has(key)));

/** Whether words begin with a verb that asks for something: "send draft". */
export function isRequest(words: readonly Word[]): boolean {
  const [first, second] = words.filter(({ key }) => !fillers.has(key));
  if (!first || !baseVerbs.has(first.key)) return false;
  // "call was good" is no request.
  return !["is", "was", "were", "went", "has", "had"].includes(second?.key ?? "");
}
