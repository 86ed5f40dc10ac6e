import { type CommandEntry, type CommandGroup, entryMatches } from "./command-item";

const plain = (text: string) => text.trim().toLocaleLowerCase();

/** Whether a text names an act: all of its label, or at least its first word and the beginning of the next. */
function isNamed({ label }: CommandEntry, text: string): boolean {
  const typed = plain(text);
  return typed === plain(label) || (typed.includes(" ") && plain(label).startsWith(typed));
}

const withEntries = (groups: readonly CommandGroup[], keep: (entry: CommandEntry) => boolean): CommandGroup[] =>
  groups
    .map((group) => ({ ...group, entries: group.entries.filter(keep) }))
    .filter(({ entries }) => entries.length > 0);

/** Only matching entries; no headings without entries. */
export const fitting = (groups: readonly CommandGroup[], text: string): CommandGroup[] =>
  withEntries(groups, (entry) => entryMatches(entry, text));

/** The entries that the text names, which stand before records that contain its words, and the others that match. */
export function inOrder(
  groups: readonly CommandGroup[],
  text: string,
): { named: CommandGroup[]; others: CommandGroup[] } {
  const fit = fitting(groups, text);
  return {
    named: withEntries(fit, (entry) => isNamed(entry, text)).map((group) => ({ ...group, id: `${group.id} named` })),
    others: withEntries(fit, (entry) => !isNamed(entry, text)),
  };
}
