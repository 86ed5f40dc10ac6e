import "server-only";
import type { FieldProblem } from "./errors.ts";

const unstorable: [RegExp, string][] = [
  [/\0/, "This text contains an invisible character (NUL) that cannot be stored. Remove it."],
  [/\p{Surrogate}/u, "This text contains a broken character that cannot be stored. Type the text again."],
];

/**
 * The first text in an input that PostgreSQL cannot store: with NUL, or with half of a surrogate pair. Checked once
 * for every operation, so that no schema has to. Null when all can be stored.
 */
export function unstorableText(input: unknown): FieldProblem | null {
  if (isStorable(input)) return null;
  const open: [path: string, value: unknown][] = [["", input]];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const [path, value] = entry;
    if (typeof value === "string") {
      const wrong = unstorable.find(([pattern]) => pattern.test(value));
      if (wrong) return { path, message: wrong[1] };
    } else if (value && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) {
        const below = path === "" ? key : `${path}.${key}`;
        open.push([below, inner]);
        if (!Array.isArray(value)) open.push([below, key]);
      }
    }
  }
  return null;
}

const anyWrong = new RegExp(unstorable.map(([pattern]) => pattern.source).join("|"), "u");
const isText = (value: unknown) => typeof value !== "string" || !anyWrong.test(value);

/** The same check without the place: an import runs it on a hundred thousand rows. */
function isStorable(input: unknown): boolean {
  const open: unknown[] = [input];
  while (open.length > 0) {
    const value = open.pop();
    if (!isText(value)) return false;
    if (Array.isArray(value)) for (const inner of value) open.push(inner);
    else if (value && typeof value === "object") {
      // The check of each row makes no copy of it.
      for (const key in value) {
        if (!isText(key)) return false;
        open.push((value as Record<string, unknown>)[key]);
      }
    }
  }
  return true;
}
