import { minutesText } from "@/lib/duration-text";
import type { Field, FieldOf } from "@/lib/fields/field";
import { dateWordsOf } from "@/lib/quick-log/date-words";
import { durationsOf } from "@/lib/quick-log/durations";
import { longestLine, type QuickLogOptions, type Span } from "@/lib/quick-log/quick-log";
import { resolved } from "@/lib/quick-log/resolve";
import { foldKey } from "@/lib/text";
import { tasks } from "../fields";

/** One thing that the line says besides the name, and the words that it came from. */
export interface QuickFact {
  field: "dueOn" | "ownerId" | "projectId" | "priority" | "estimate";
  value: string | number;
  /** As the chip shows it; the day of a due date is written by its reader. */
  label: string;
  /** The words as typed: without the chip they are part of the name. */
  words: string;
}

/** A task as one line says it. */
export interface QuickTask {
  name: string;
  facts: readonly QuickFact[];
}

/** A record that a word may name. */
export interface Named {
  id: string;
  label: string;
}

interface Reading {
  options: QuickLogOptions;
  /** The member and the project that a word behind its sign names; undefined for an unknown one, which stays text. */
  memberOf(word: string): Named | undefined;
  projectOf(word: string): Named | undefined;
  /** Words whose chips were removed. */
  without: ReadonlySet<string>;
}

interface Found extends QuickFact {
  span: Span;
}

interface Signed extends Span {
  sign: string;
  word: string;
}

const SIGNS = /(?<![\p{L}\p{N}])([@#!])([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu;

const signedIn = (text: string): Signed[] =>
  [...text.slice(0, longestLine).matchAll(SIGNS)].map(({ 0: words, 1: sign = "", 2: word = "", index }) => {
    const bare = word.replace(/[._-]+$/, "");
    return { sign, word: bare, from: index, until: index + words.length - (word.length - bare.length) };
  });

/** The words of a line that members and projects are looked up by. */
export function wordsToFind(text: string): { members: string[]; projects: string[] } {
  const words = (wanted: string) => [
    ...new Set(signedIn(text).flatMap(({ sign, word }) => (sign === wanted ? word : []))),
  ];
  return { members: words("@"), projects: words("#") };
}

/** A name as it is compared with a word: "Ana Berg" is "anaberg". */
const compared = (text: string): string => foldKey(text).replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Returns the one of these that a word names: by its whole name, else by one part of it, else by the beginning of a part,
 * if no other one fits as well.
 */
export function namedBy(word: string, known: readonly Named[]): Named | undefined {
  const key = compared(word);
  const exact = known.filter(({ label }) => compared(label) === key);
  const begun = known.filter(({ label }) =>
    label.split(/\s+/).some((_, at, parts) => compared(parts.slice(at).join("")).startsWith(key)),
  );
  const part = known.filter(({ label }) => label.split(/\s+/).some((one) => compared(one) === key));
  const [found, ...others] = [exact, part, begun].find((fitting) => fitting.length > 0) ?? [];
  return key === "" || others.length > 0 ? undefined : found;
}

const priorities = (tasks.fields.priority as Field as FieldOf<"choice">).options;

function priorityOf(word: string): Named | undefined {
  const key = foldKey(word);
  const option =
    priorities.find(({ label }) => foldKey(label).startsWith(key)) ??
    priorities.find(({ synonyms = [] }) => synonyms.includes(key));
  return option && { id: option.value, label: option.label };
}

const fieldOf = { "@": "ownerId", "#": "projectId", "!": "priority" } as const;

function signedFacts(text: string, { memberOf, projectOf, without }: Reading): Found[] {
  const readers: Readonly<Record<string, (word: string) => Named | undefined>> = {
    "@": memberOf,
    "#": projectOf,
    "!": priorityOf,
  };
  return signedIn(text).flatMap(({ sign, word, ...span }): Found[] => {
    const words = text.slice(span.from, span.until);
    const found = without.has(words) ? undefined : readers[sign]?.(word);
    const field = fieldOf[sign as keyof typeof fieldOf];
    return found ? [{ field, value: found.id, label: found.label, words, span }] : [];
  });
}

/** The last date of a line: people write it behind what is to be done. */
function dueIn(text: string, { options, without }: Reading): Found[] {
  const dates = dateWordsOf(text, options).dates.filter(({ from, until }) => !without.has(text.slice(from, until)));
  return dates
    .toSorted((one, other) => other.from - one.from)
    .slice(0, 1)
    .flatMap((date): Found[] => {
      const day = resolved([date], "planned", options).when?.value.day;
      const words = text.slice(date.from, date.until);
      return day ? [{ field: "dueOn", value: day, label: day, words, span: date }] : [];
    });
}

function estimateIn(text: string, { without }: Reading): Found[] {
  return durationsOf(text).found.flatMap(({ value, spans: [span] }): Found[] => {
    const words = span ? text.slice(span.from, span.until) : "";
    return span && !without.has(words) ? [{ field: "estimate", value, label: minutesText(value), words, span }] : [];
  });
}

/** The text with blanks in the place of these words. */
const blanked = (text: string, spans: readonly Span[]): string =>
  spans.reduce((rest, { from, until }) => rest.slice(0, from) + " ".repeat(until - from) + rest.slice(until), text);

const LEAD = /(?:^|\s)(?:on|by|until|due|for)\s*$/i;

/** The words of a date or a length with the one before them that belongs to it: "by" of "by Friday". */
function withLead(text: string, span: Span): Span {
  const lead = LEAD.exec(text.slice(0, span.from));
  return lead ? { from: lead.index, until: span.until } : span;
}

/** Reads a line such as "Call supplier tomorrow @Ana #KAN !high 2h". Other words stay in the name. */
export function readQuickTask(line: string, reading: Reading): QuickTask {
  const text = line.slice(0, longestLine);
  const signed = signedFacts(text, reading);
  const rest = blanked(text, signedIn(text));
  const lengths = estimateIn(rest, reading);
  const spansOf = (facts: readonly Found[]) => facts.map(({ span }) => span);
  const dates = dueIn(blanked(rest, spansOf(lengths)), reading);
  // The last word of a kind counts; an earlier one stays in the name.
  const last = new Map([...signed, ...lengths, ...dates].map((fact) => [fact.field, fact]));
  const used = [...last.values()];
  const isLed = ({ field }: Found) => field === "dueOn" || field === "estimate";
  const spans = used.map((fact) => (isLed(fact) ? withLead(text, fact.span) : fact.span));
  const name = `${blanked(text, spans)}${line.slice(longestLine)}`;
  return {
    name: name.replace(/\s+/g, " ").replace(/^[\s,;:]+|[\s,;:]+$/g, ""),
    facts: used.toSorted((a, b) => a.span.from - b.span.from).map(({ span: _span, ...fact }) => fact),
  };
}
