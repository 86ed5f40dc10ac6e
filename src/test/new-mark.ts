import { randomUUID } from "node:crypto";

const consonants = "bcdfghkmnpqrstvw";

/**
 * Ten random letters that keep test names apart. They are consonants, because hexadecimal digits may
 * spell a text that a test searches for, as "abc" or "100".
 */
export const newMark = (): string =>
  randomUUID()
    .replaceAll("-", "")
    .slice(0, 10)
    .replace(/[0-9a-f]/g, (digit) => consonants.charAt(Number.parseInt(digit, 16)));
