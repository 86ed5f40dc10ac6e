import { z } from "zod";
import type { Crm } from "./crm";
import { ordered } from "./links";
import { read } from "./object-routes";
import { OBJECTS, type ObjectName, objectNamed } from "./objects";
import { Refusal } from "./refusal";
import type { Portal, Row, Writer } from "./tables";
import { readValues } from "./values";

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}$/));
const time = z.union([z.number().int(), z.iso.datetime().transform((text) => Date.parse(text))]);
const record = z.object({
  id: id.optional(),
  properties: z.record(z.string(), z.unknown()),
  createdAt: time.optional(),
  updatedAt: time.optional(),
  archived: z.boolean().optional(),
  /** Written by the app itself, as after a first sync; by an import otherwise. */
  byApp: z.boolean().optional(),
});
const records = z.array(record).default([]);
const seed = z.object({
  companies: records,
  contacts: records,
  deals: records,
  /** `["contacts", "101", "companies", "7"]`; with `true` at the end the company is the primary one. */
  associations: z
    .array(z.union([z.tuple([z.string(), id, z.string(), id]), z.tuple([z.string(), id, z.string(), id, z.boolean()])]))
    .default([]),
});

export type Seed = z.input<typeof seed>;
export type Seeded = Record<ObjectName, string[]>;

const IMPORT: Writer = { source: "IMPORT", sourceId: "1" };

/**
 * Fills a portal at once, without webhooks and without counting; returns the ids in the order given. All or nothing.
 * Throws a Refusal for values that HubSpot would not take.
 */
export function fill(crm: Crm, portal: Portal, given: unknown): Seeded {
  const data = read(seed, given);
  const links = data.associations.map(([from, fromId, to, toId, isPrimary = false]) => {
    const [one, other] = [objectNamed(from), objectNamed(to)];
    if (!one || !other) throw Refusal.invalid(`Unable to infer object type from: ${one ? to : from}`);
    return { ...ordered({ object: one, id: fromId }, { object: other, id: toId }), isPrimary };
  });
  const rows = OBJECTS.map((object) => {
    const properties = crm.properties(portal.id, object);
    return data[object].map((each) => ({ each, values: readValues(portal, properties, each.properties) }));
  });
  const { lagMs } = crm.settings;
  crm.settings.lagMs = 0;
  const ids = OBJECTS.map((object, place) =>
    (rows[place] ?? []).map(({ each, values }) => put(crm, portal, object, each, values)),
  );
  crm.settings.lagMs = lagMs;
  for (const link of links) crm.putLink(portal.id, link);
  return Object.fromEntries(OBJECTS.map((object, place) => [object, ids[place] ?? []])) as Seeded;
}

function put(
  crm: Crm,
  portal: Portal,
  object: ObjectName,
  each: z.output<typeof record>,
  values: Record<string, string | null>,
): string {
  const now = crm.clock.now();
  const createdAt = each.createdAt ?? each.updatedAt ?? now;
  const row: Row = {
    id: each.id ?? crm.newId(portal.id),
    properties: Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null)),
    history: {},
    by: each.byApp ? crm.app : IMPORT,
    createdAt,
    updatedAt: each.updatedAt ?? createdAt,
    ...(each.archived ? { archivedAt: each.updatedAt ?? now } : {}),
  };
  crm.put(portal.id, object, row);
  return row.id;
}
