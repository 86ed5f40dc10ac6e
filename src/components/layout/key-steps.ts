const named: Record<string, string> = {
  " ": "space",
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
};

export type KeyPress = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

/** A key press in the notation of shortcuts: "mod+k", "?", "shift+x", "up". On a Mac `mod` is ⌘, elsewhere Ctrl. */
export function stepOf(press: KeyPress, mac: boolean): string {
  const lower = press.key.toLowerCase();
  const key = named[lower] ?? lower;
  const parts: string[] = [];
  if (mac ? press.metaKey : press.ctrlKey) parts.push("mod");
  if (mac ? press.ctrlKey : press.metaKey) parts.push("other");
  if (press.altKey) parts.push("alt");
  // A sign such as "?" needs Shift on many keyboards; there Shift adds no meaning.
  if (press.shiftKey && (key.length > 1 || /\p{L}/u.test(key))) parts.push("shift");
  return [...parts, key].join("+");
}

/**
 * Finds the shortcut that a press completes: two-step sequences before single steps. `waits` means that more may
 * follow.
 */
export function resolvePress<S extends { keys: string }>(
  shortcuts: readonly S[],
  before: string | null,
  step: string,
): { found: S | undefined; waits: boolean } {
  const latest = (keys: string) => shortcuts.findLast((shortcut) => shortcut.keys === keys);
  const found = (before === null ? undefined : latest(`${before} ${step}`)) ?? latest(step);
  return { found, waits: !found && shortcuts.some((shortcut) => shortcut.keys.startsWith(`${step} `)) };
}
