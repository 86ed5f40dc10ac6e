import { type CommandEntry, type CommandGroup, entryMatches } from "./command-item";

const plain = (text: string) => text.trim().toLocaleLowerCase();
const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Whether each typed word is a whole word of one of these texts. */
const hasWords = (texts: readonly (string | undefined)[], text: string): boolean => {
  const known = texts.flatMap((one) => wordsOf(one ?? ""));
  const typed = wordsOf(text);
  return typed.length > 0 && typed.every((word) => known.includes(word));
};

/** Whether a text names an act: words of its label, or its first words and the beginning of the next. */
function isNamed({ label }: CommandEntry, text: string): boolean {
  const typed = plain(text);
  return typed === plain(label) || hasWords([label], text) || (typed.includes(" ") && plain(label).startsWith(typed));
}

const withEntries = (groups: readonly CommandGroup[], keep: (entry: CommandEntry) => boolean): CommandGroup[] =>
  groups
    .map((group) => ({ ...group, entries: group.entries.filter(keep) }))
    .filter(({ entries }) => entries.length > 0);

/** Only matching entries; no headings without entries. */
export const fitting = (groups: readonly CommandGroup[], text: string): CommandGroup[] =>
  withEntries(groups, (entry) => entryMatches(entry, text));

/** So many pages and commands stand before a record that is named exactly so. */
const mostBefore = 3;

interface Ordered {
  groups: CommandGroup[];
  /** A page or command is first, whatever the search finds. */
  isNamed: boolean;
}

/**
 * Pages and commands that the text names by whole words, those that have these among their other words, then the records that
 * are found, then what else matches. A record of exactly this name stands behind the first few.
 */
export function inOrder(groups: readonly CommandGroup[], found: readonly CommandGroup[], text: string): Ordered {
  const fit = fitting(groups, text);
  const byName = withEntries(fit, (entry) => isNamed(entry, text));
  const byWords = withEntries(fit, (entry) => !isNamed(entry, text) && hasWords([entry.label, entry.words], text));
  const own = [...marked(byName, "named"), ...marked(byWords, "by words")];
  const placed = new Map(own.flatMap(({ entries }) => entries).map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: CommandEntry) => placed.get(id) ?? Number.POSITIVE_INFINITY;
  const isExact = ({ label }: CommandEntry) => plain(label) === plain(text);
  const exact = withEntries(found, isExact);
  const first = exact.length === 0 ? own : withEntries(own, (entry) => placeOf(entry) < mostBefore);
  const next = exact.length === 0 ? [] : withEntries(own, (entry) => placeOf(entry) >= mostBefore);
  return {
    isNamed: own.length > 0,
    groups: [
      ...first,
      ...marked(exact, "exact"),
      ...marked(next, "next"),
      ...withEntries(found, (entry) => !isExact(entry)),
      ...withEntries(fit, (entry) => !placed.has(entry.id)),
    ],
  };
}

const marked = (groups: readonly CommandGroup[], mark: string): CommandGroup[] =>
  groups.map((group) => ({ ...group, id: `${group.id} ${mark}` }));
