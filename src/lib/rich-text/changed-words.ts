import { type Change, diffLines, diffWords, diffWordsWithSpace } from "diff";

/** A stretch of a changed text. */
export interface TextSegment {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Longer texts are compared by lines, and those of which too much differs as a whole. */
const longestByWords = 20_000;
const limits = { maxEditLength: 150, timeout: 20 };
/** Characters that are shown around a change, of one changed stretch, and of all. */
const around = 60;
const longestChange = 1_200;
const longest = 4_000;

/** The words that were added and removed, with those around them; empty if the texts are the same. */
export function changedWords(before: string, after: string, compare: Compare = partsOf): TextSegment[] {
  if (before === after) return [];
  const parts = compare(before, after) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const shown = parts.filter(({ value }) => value !== "");
  return withinLimit(shown.map((part, place) => segmentOf(part, place === 0, place === shown.length - 1)));
}

/** The milliseconds in which the texts of one page are compared; the others are shown as a whole. */
const longestPage = 100;

/** Compares the texts of one page: a page of many long ones would stop the server. */
export function changesOfPage(now = () => performance.now()): (before: string, after: string) => TextSegment[] {
  let spent = 0;
  return (before, after) => {
    if (spent >= longestPage) return changedWords(before, after, () => undefined);
    const begun = now();
    const segments = changedWords(before, after);
    spent += now() - begun;
    return segments;
  };
}

type Part = Pick<Change, "value" | "added" | "removed">;
type Compare = (before: string, after: string) => Part[] | undefined;

function partsOf(before: string, after: string): Part[] | undefined {
  if (Math.max(before.length, after.length) > longestByWords) return diffLines(before, after, limits);
  const byWords = diffWords(before, after, limits);
  // Between words, spaces and line breaks alone may have changed.
  if (byWords?.every(({ added, removed }) => !(added || removed))) return diffWordsWithSpace(before, after, limits);
  return byWords ?? diffLines(before, after, limits);
}

function segmentOf({ value, added, removed }: Part, isFirst: boolean, isLast: boolean): TextSegment {
  if (added || removed) {
    const text = value.length > longestChange ? `${startOf(value, longestChange)} …` : value;
    return { kind: added ? "added" : "removed", text };
  }
  if (value.length <= 2 * around + 10) return { kind: "same", text: value };
  const start = isFirst ? "" : `${startOf(value, around)} `;
  const end = isLast ? "" : ` ${endOf(value, around)}`;
  return { kind: "same", text: `${start}…${end}` };
}

/** The beginning of a text without half of a word; a word may be longer than that. */
const startOf = (text: string, length: number) => whole(text.slice(0, length)).replace(/(\s)\S{1,20}$/, "$1");
const endOf = (text: string, length: number) => whole(text.slice(-length)).replace(/^\S{1,20}(\s)/, "$1");

/** A cut text without half of a character. */
const whole = (text: string) => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");

function withinLimit(segments: readonly TextSegment[]): TextSegment[] {
  const kept: TextSegment[] = [];
  let left = longest;
  for (const segment of segments) {
    left -= segment.text.length;
    if (left < 0) return [...kept, { kind: "same", text: "…" }];
    kept.push(segment);
  }
  return kept;
}

/** Two texts from a little before their first difference, so that both show it. */
export function excerpts(before: string | null, after: string | null, length: number): [string | null, string | null] {
  const [first, second] = [before ?? "", after ?? ""];
  let place = 0;
  while (place < first.length && first[place] === second[place]) place += 1;
  const from = place < around ? 0 : place - around;
  const cut = (text: string | null) =>
    text && `${from > 0 ? "…" : ""}${whole(text.slice(from, from + length))}${text.length > from + length ? "…" : ""}`;
  return [cut(before), cut(after)];
}
