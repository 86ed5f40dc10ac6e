import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Given to the tests of `npm run test:deep` alone. */
    rounds?: "full";
  }
}

/** Whether everything is asked. `npm test` asks a part; its twin, `*.deep.test.ts` or `*.deep.db.test.ts`, runs the same test in full. */
export const isFull = inject("rounds") === "full";

/** How often something random is tried. */
export const rounds = (full: number, part: number): number => (isFull ? full : part);

/** A few of many, different ones for each name, so that many nouns together cover all. */
export function someOf<T>(values: readonly T[], name: string, count: number): T[] {
  const start = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7) % values.length;
  return [...values.slice(start), ...values.slice(0, start)].slice(0, count);
}

/** All values in full; else a few, other ones for each name. */
export const sampled = <T>(values: readonly T[], name: string, count: number): readonly T[] =>
  isFull ? values : someOf(values, name, count);
