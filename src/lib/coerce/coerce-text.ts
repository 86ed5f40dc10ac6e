import { type Coerced, type CoerceOptions, emptyCell, refused, value } from "./coerced";

export interface TextOptions extends CoerceOptions {
  /** Most characters that fit; 200 when not given. */
  maxLength?: number;
  /** Keeps line breaks; without it they become spaces. */
  multiline?: boolean;
}

/** Text as given, trimmed. An apostrophe before = + - @ is the guard of `writeCsv` and is taken off. */
export function coerceText(text: string, options: TextOptions = {}): Coerced<string> {
  const { maxLength = 200, multiline = false } = options;
  const trimmed = text.trim().replace(/^'(?=[=+\-@])/, "");
  const line = multiline ? trimmed : oneLine(trimmed);
  const empty = emptyCell(line, options);
  if (empty) return empty;
  if (line.includes("\0"))
    return refused("This text holds a NUL character, which cannot be kept.", line.replaceAll("\0", ""));
  if (line.length > maxLength) {
    const [has, fit] = [line.length.toLocaleString("en-US"), maxLength.toLocaleString("en-US")];
    return refused(`This text has ${has} characters; ${fit} fit. Shorten it.`);
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
