import type { Shortcut } from "./keyboard";

/** Groups that every page has; those of the page itself stand before them. */
const everywhere = ["Everywhere", "Go to", "Log an activity"];

/** The shortcuts under their headings. */
export function shortcutGroups(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? [];
    if (!group.some((other) => other.keys === shortcut.keys)) group.push(shortcut);
    groups.set(shortcut.group, group);
  }
  const all = [...groups];
  return [...all.filter(([name]) => !everywhere.includes(name)), ...all.filter(([name]) => everywhere.includes(name))];
}
