import { type Figure, judge, median } from "../figure";
import { inTurns, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

interface Compared {
  name: string;
  custom: object;
  builtIn: object;
}

const condition = (field: string, op: string, value?: unknown) => ({
  conditions: [{ field, op, ...(value === undefined ? {} : { value }) }],
});
const sorted = (field: string, direction: "asc" | "desc") => ({ sort: { field, direction } });

const compared: readonly Compared[] = [
  {
    name: "a page of those with one choice",
    custom: condition("custom.tier", "anyOf", ["gold"]),
    builtIn: condition("leadSource", "anyOf", ["website"]),
  },
  {
    name: "a page by a custom number",
    custom: sorted("custom.seats", "desc"),
    builtIn: sorted("lastContactedAt", "desc"),
  },
  {
    name: "a page by a custom number of those with one choice",
    custom: { ...condition("custom.tier", "anyOf", ["gold"]), ...sorted("custom.seats", "asc") },
    builtIn: { ...condition("leadSource", "anyOf", ["website"]), ...sorted("lastContactedAt", "asc") },
  },
  {
    name: "a page of those with a small custom number",
    custom: condition("custom.seats", "atMost", 500),
    builtIn: condition("lastContactedAt", "after", dayBefore(1)),
  },
  {
    name: "a page of those whose custom text holds a rare text",
    custom: condition("custom.region", "contains", "south 1777"),
    builtIn: condition("leadSource", "anyOf", ["website"]),
  },
  {
    name: "a page of those whose custom text holds a text of a quarter",
    custom: condition("custom.region", "contains", "north"),
    builtIn: condition("leadSource", "anyOf", ["website"]),
  },
  {
    name: "a page of the few without a custom text",
    custom: condition("custom.region", "empty"),
    builtIn: condition("account", "empty"),
  },
  {
    name: "a page of the many without a custom text",
    custom: condition("custom.site", "empty"),
    builtIn: condition("lastRespondedAt", "empty"),
  },
];

/** A list by custom fields against the same list by built-in ones, first pages of 50 with their counts. */
export async function customFieldFigures(stage: Stage, asks = 60): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, custom, builtIn } of compared) {
    const times = await inTurns(
      { custom: trpcTarget(stage, "contacts.list", custom), builtIn: trpcTarget(stage, "contacts.list", builtIn) },
      asks,
    );
    figures.push(
      judge({
        id: "custom",
        name,
        value: median(times.custom),
        unit: "ms",
        baseline: median(times.builtIn),
        note: `median of ${asks}, in turns; ${stage.scale.accounts} contacts, baseline is a built-in field`,
        bar: { of: "ratio", is: "at most", must: 1.5, stretch: 1.1 },
      }),
    );
  }
  return figures;
}

/** The day so many days ago, as lists take it. */
function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
