import "server-only";
import { catalogIn, timelineOf } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { FieldChange } from "../schema";
import { type ChangedValues, changesOf, Lookup, referencesIn } from "./entries";

interface ChangedRecord extends ChangedValues {
  id: string;
  /** Names of records that are not there yet, by id. */
  names: Readonly<Record<string, string>>;
}

interface ShownRecord {
  title: string;
  changes: FieldChange[];
}

/** The changes of records as people read them, by id; those that the actor may not see are left out. */
export async function shownChanges(ctx: Ctx, records: readonly ChangedRecord[]): Promise<Map<string, ShownRecord>> {
  const lookup = new Lookup(ctx);
  const mentions = records.map((one) => ({ ...one, entityId: one.id, batchId: null, batchKey: null }));
  await lookup.learn(mentions, new Map());
  return new Map(
    records.flatMap((one): [string, ShownRecord][] => {
      const { entity, id, names } = one;
      const catalog = catalogIn(ctx, entity);
      if (!catalog || !lookup.isVisible(entity, id)) return [];
      const named = { name: (of: string, to: string) => lookup.name(of, to) ?? names[to] ?? null };
      const changes = changesOf(ctx, named, one, catalog);
      return [
        [id, { title: lookup.name(entity, id) ?? "", changes: changes.filter((change) => differs(change, one)) }],
      ];
    }),
  );
}

/** A later part of the same act may have restored a value, and a currency may stand next to its amount unchanged. */
const differs = ({ kind, field, before, after }: FieldChange, values: ChangedValues) =>
  kind === "richText"
    ? values.before?.[field] !== values.after?.[field]
    : JSON.stringify(before) !== JSON.stringify(after);

/** Names of the records that a record would point to, by id. */
export async function pointedNames(ctx: Ctx, records: readonly ChangedValues[]): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<string>>();
  for (const one of records)
    for (const [entity, id] of referencesIn(ctx, { ...one, before: null }))
      wanted.set(entity, (wanted.get(entity) ?? new Set()).add(id));
  const names = new Map<string, string>();
  for (const [entity, ids] of wanted)
    for (const { id, name } of (await timelineOf(entity)?.scope.names?.(ctx, [...ids])) ?? []) names.set(id, name);
  return names;
}
