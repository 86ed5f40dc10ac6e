const signs: Record<string, string> = {
  enter: "↵",
  escape: "Esc",
  tab: "Tab",
  space: "Space",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
};
const macSigns: Record<string, string> = { mod: "⌘", shift: "⇧", alt: "⌥" };
const otherSigns: Record<string, string> = { mod: "Ctrl", shift: "Shift", alt: "Alt" };

/** One keystroke of a shortcut, for display: "mod+k" is "⌘K" on a Mac and "Ctrl K" elsewhere. */
export function keySymbols(step: string, mac: boolean): string {
  return step
    .split("+")
    .map((key) => (mac ? macSigns : otherSigns)[key.toLowerCase()] ?? signs[key.toLowerCase()] ?? key.toUpperCase())
    .join(mac ? "" : " ");
}
