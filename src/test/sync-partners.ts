import type { Partners } from "@/server/sync/object";

/** Partners of tests: what is here as `x` is there as `there-x`; nothing else has a partner. */
export function partnersOf(here: readonly string[] = [], more: Partial<Partners> = {}): Partners {
  const there = (value: string) => (here.includes(value) ? `there-${value}` : undefined);
  const back = (value: string) => here.find((own) => `there-${own}` === value);
  return {
    recordOf: (_entity, id) => back(id),
    externalOf: (_entity, id) => there(id),
    memberOf: back,
    personOf: there,
    optionHere: (_field, value) => back(value),
    optionThere: (_field, value) => there(value),
    timeZone: "America/Chicago",
    currency: "USD",
    locale: "en-US",
    ...more,
  };
}
