import { randomInt } from "node:crypto";

/** The seed of this run's random cases; PROPERTY_SEED repeats a failed run. */
export function propertySeed(): number {
  const given = process.env.PROPERTY_SEED;
  return given ? Number(given) : randomInt(2 ** 31);
}
