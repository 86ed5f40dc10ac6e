import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSpec } from "./spec";
import { textsOf } from "./texts";

const letters = "abcdefghijklmnopqrstuvwxyz";
const fields = [
  "name:text! code:text notes:longText website:url mail:email phone:phone size:integer price:money since:date",
  "kind:choice(first,second)! account:account owner:member",
].join(" ");

/** A noun of twelve fields, another one for each number. */
export const numberedNoun = (number: number) => {
  const [first, second] = [Math.floor(number / letters.length), number % letters.length];
  return readSpec([`crm/gauge-${letters[first]}${letters[second]}-samples`, fields]);
};

/** Writes some nouns of twelve fields into a tree, as `npm run new:noun` does, without their migration. */
export function writeNouns(root: string, count: number): void {
  for (let number = 0; number < count; number++) {
    for (const [path, text] of textsOf(root, numberedNoun(number))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
}
