import { type Change, diffLines, diffWords, diffWordsWithSpace } from "diff";

/** A stretch of a changed text. */
export interface TextSegment {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Longer texts are compared by lines, and those of which too much differs as a whole. */
const longestByWords = 20_000;
const mostWords = { maxEditLength: 1_000 };
const mostLines = { maxEditLength: 300 };
/** Characters that are shown around a change, of one changed stretch, and of all. */
const around = 60;
const longestChange = 1_200;
const longest = 4_000;

/** The words that were added and removed, with those around them; empty if the texts are the same. */
export function changedWords(before: string, after: string): TextSegment[] {
  if (before === after) return [];
  const parts = partsOf(before, after) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const shown = parts.filter(({ value }) => value !== "");
  return withinLimit(shown.map((part, place) => segmentOf(part, place === 0, place === shown.length - 1)));
}

type Part = Pick<Change, "value" | "added" | "removed">;

function partsOf(before: string, after: string): Part[] | undefined {
  if (Math.max(before.length, after.length) > longestByWords) return diffLines(before, after, mostLines);
  const byWords = diffWords(before, after, mostWords);
  // Between words, spaces and line breaks alone may have changed.
  if (byWords?.every(({ added, removed }) => !(added || removed))) return diffWordsWithSpace(before, after, mostWords);
  return byWords ?? diffLines(before, after, mostLines);
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
