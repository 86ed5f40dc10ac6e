import "server-only";

const most = 70;

/**
 * A text as the font of pictures can draw it. Other scripts and emoji are left out, because the library would fetch fonts
 * for them from the internet; null where nothing is left to read.
 */
export function drawable(text: string): string | null {
  const kept = text
    .normalize("NFC")
    .replace(/[^\u0020-\u007e\u00a0-\u024f\u2010-\u2026]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(kept)) return null;
  return kept.length > most ? `${kept.slice(0, most - 1).trimEnd()}…` : kept;
}
