import { type Coerced, emptyCell, refused, value } from "./coerced";

export interface TextOptions {
  /** Maximum number of characters; 200 by default. */
  maxLength?: number;
  /** Keeps line breaks; otherwise they become spaces. */
  multiline?: boolean;
}

/** Trimmed text. */
export function coerceText(text: string, options: TextOptions = {}): Coerced<string> {
  const { maxLength = 200, multiline = false } = options;
  const trimmed = text.trim();
  const line = multiline ? trimmed : oneLine(trimmed);
  const empty = emptyCell(line);
  if (empty) return empty;
  if (line.includes("\0"))
    return refused(
      "This text contains an invisible character (NUL) that cannot be stored. Remove it.",
      line.replaceAll("\0", ""),
    );
  if (line.length > maxLength) {
    const [has, fit] = [line.length.toLocaleString("en-US"), maxLength.toLocaleString("en-US")];
    return refused(`This text has ${has} characters; at most ${fit} are allowed. Shorten it.`);
  }
  return value(line);
}

function oneLine(text: string): string {
  if (!/[\r\n\u2028\u2029]/.test(text)) return text;
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.trim())
    .join(" ");
}
