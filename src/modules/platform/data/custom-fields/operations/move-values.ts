import "server-only";
import { customName, fieldOf } from "@/lib/fields/custom";
import type { NounEntity } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { moveValues, rowsWithValue } from "@/server/custom/move";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { storedRulesOf } from "@/server/fields/kinds";
import { firstId } from "@/server/unknown-id";
import { customFieldEvents } from "../events";
import { definitionOf, findField } from "../row";
import { type Change, textsOf, valueNames, valuesFor } from "./conversion";

/** Records of one transaction, and transactions of one step of the job. */
const batchSize = 1_000;
const batchesOfStep = 20;

/** The conversion that an event began: both fields, and the batch of its events. */
async function changeOf(ctx: Ctx, eventId: string, fieldId: string): Promise<Change> {
  const event = await ctx.db.event.findFirst({ where: { id: eventId, entityId: fieldId }, select: { data: true } });
  const { fromId } = customFieldEvents.converted.payload.parse(event?.data);
  const [from, to] = [await findField(ctx, fromId), await findField(ctx, fieldId)];
  return { from: definitionOf(from), to: definitionOf(to) };
}

/**
 * Moves the values of the next records into the new field; the place to go on from, null at the end. A record that has
 * a value in the new field already keeps both.
 */
export async function moveNext(ctx: Ctx, eventId: string, fieldId: string, begin: string): Promise<string | null> {
  const change = await changeOf(ctx, eventId, fieldId);
  const batch: Ctx = { ...ctx, batchId: eventId };
  const entity = change.from.entity as NounEntity;
  const names = valueNames(change.from);
  let after = begin || firstId;
  for (let round = 0; round < batchesOfStep; round += 1) {
    const rows = await rowsWithValue(batch, entity, { names, after, limit: batchSize });
    const texts = await textsOf(batch, change.from, rows);
    const values = await valuesFor(batch, change, texts.values());
    const fits = rows.flatMap(({ id }) => (values.get(texts.get(id) ?? "") == null ? [] : [id]));
    await moveValues(batch, entity, fits, mover(batch, change, texts, values));
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return null;
    after = last.id;
  }
  return after;
}

function mover(ctx: Ctx, { from, to }: Change, texts: ReadonlyMap<string, string>, values: Map<string, unknown>) {
  const [old, next] = [columnsOf(from), columnsOf(to)];
  return (row: Readonly<Record<string, unknown>>) => {
    const value = values.get(texts.get(String(row.id)) ?? "") ?? null;
    const taken = next.columns.some((column) => (row[column] ?? null) !== null);
    if (value === null || taken) return null;
    return { ...old.write(null, ctx), ...next.write(value, ctx) };
  };
}

function columnsOf(definition: Change["from"]) {
  const name = customName(definition.key);
  const field = fieldOf(definition);
  const rules = storedRulesOf(field);
  return {
    columns: Object.keys(rules.columns(name, field)),
    write: (value: unknown, { tenant }: Ctx) => rules.write(name, field, value, tenant),
  };
}

/** Open screens learn of the end: the events of the records are quiet. */
export async function notifyMoved(ctx: Ctx, eventId: string, fieldId: string): Promise<void> {
  const { from } = await changeOf(ctx, eventId, fieldId);
  await inTransaction(ctx, async (inner) =>
    emit(inner, customFieldEvents.valuesMoved, { id: fieldId, data: { fromId: from.id } }),
  );
}
