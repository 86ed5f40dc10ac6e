import { z } from "zod";
import { id, money } from "./zod";

/** Facts that distinguish records of one name: the name of an account or stage, a domain, an amount. */
export const searchFact = z.union([z.object({ text: z.string() }), z.object({ money })]).meta({ id: "SearchFact" });
export type SearchFact = z.infer<typeof searchFact>;

export const searchHit = z
  .object({
    entity: z.string(),
    id,
    name: z.string(),
    archived: z.boolean(),
    facts: z.array(searchFact),
    /** It holds a word that is spelt like one that was typed, not that one. */
    similar: z.boolean(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof searchHit>;

type Value = string | number | boolean | object | null | undefined;

/** Short facts of some keys of a record; empty ones and yes or no are left out. */
export function factsOf(record: Readonly<Record<string, unknown>>, keys: readonly string[]): SearchFact[] {
  return keys.flatMap((key): SearchFact[] => {
    const value = record[key] as Value;
    if (typeof value === "string" && value !== "") return [{ text: value }];
    if (Array.isArray(value)) return factsOf({ first: (value[0] as { value?: string } | undefined)?.value }, ["first"]);
    if (typeof value !== "object" || value === null) return [];
    const amount = money.safeParse(value);
    if (amount.success) return [{ money: amount.data }];
    return "name" in value && typeof value.name === "string" ? [{ text: value.name }] : [];
  });
}
