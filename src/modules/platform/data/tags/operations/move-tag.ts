import "server-only";
import { inOrder } from "@/lib/fields/choices";
import { tagsName } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import type { Ctx } from "@/server/context";
import { lockDefinitions } from "@/server/custom/lock";
import { idsWithValue, moveValues } from "@/server/custom/move";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { firstId } from "@/server/unknown-id";
import { tagEvents } from "../events";

/** Records of one transaction. */
const batchSize = 1_000;

/** The tag that an event merges another one into, or the one that this went into since. */
async function targetOf(ctx: Ctx, eventId: string, tagId: string): Promise<string> {
  const event = await ctx.db.event.findFirst({ where: { id: eventId, entityId: tagId }, select: { data: true } });
  let { intoId } = tagEvents.merged.payload.parse(event?.data);
  for (;;) {
    const tag = await ctx.db.tag.findFirst({ where: { id: intoId }, select: { mergedIntoId: true } });
    if (!tag?.mergedIntoId) return intoId;
    intoId = tag.mergedIntoId;
  }
}

/** Gives the records of a tag the other one; returns how many. */
export async function moveTag(ctx: Ctx, eventId: string, tagId: string): Promise<number> {
  const intoId = await targetOf(ctx, eventId, tagId);
  const batch: Ctx = { ...ctx, batchId: eventId };
  const order = ctx.tenant.custom.tags.map(({ id }) => ({ value: id }));
  const change = (row: Readonly<Record<string, unknown>>) => {
    const had = (row[tagsName] ?? []) as string[];
    if (!had.includes(tagId)) return null;
    return { [tagsName]: inOrder(order, [...had.filter((id) => id !== tagId), intoId]) };
  };
  let moved = 0;
  for (const entity of nounEntities)
    for (let after = firstId; ; ) {
      const ids = await idsWithValue(batch, `${entity}.${tagsName}`, tagId, { after, limit: batchSize });
      const last = ids.at(-1);
      if (last === undefined) break;
      moved += await moveValues(batch, entity, ids, change);
      after = last;
    }
  return moved;
}

/** The tag is gone; its row and those that it took in lead to the other one. */
export async function closeTag(ctx: Ctx, eventId: string, tagId: string): Promise<void> {
  const intoId = await targetOf(ctx, eventId, tagId);
  await inTransaction(ctx, async (inner) => {
    await lockDefinitions(inner);
    await inner.db.tag.updateMany({
      where: { mergedIntoId: null, id: tagId, NOT: { id: intoId } },
      data: { mergedIntoId: intoId },
    });
    await inner.db.tag.updateMany({ where: { mergedIntoId: tagId }, data: { mergedIntoId: intoId } });
    emit(inner, tagEvents.valuesMoved, { id: tagId, data: { intoId } });
  });
}
