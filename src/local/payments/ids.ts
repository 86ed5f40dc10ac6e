import { randomInt } from "node:crypto";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An opaque id, such as `cus_9s6XKzkNRiz8i3`. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${letters(length)}`;
}

/** So many random letters and digits. */
export function letters(length: number, alphabet = LETTERS): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
