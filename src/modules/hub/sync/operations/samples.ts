import "server-only";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import type { Partners } from "@/server/sync/object";
import { recordsHere } from "./assess";
import { nameOf } from "./dry-run";
import { plainPartners } from "./plain-partners";
import { mappedIn, type SidedValue, wordsFor } from "./value-text";
import { type ActivePair, loadWork } from "./work";

export interface FieldSample {
  name: string;
  ours: string;
  theirs: string;
}

/** The values of the record that was linked last, by field: ours, and what they would be there, in words. */
export async function samplesOf(ctx: Ctx, objectId: string): Promise<ReadonlyMap<string, FieldSample>> {
  const link = await ctx.db.syncLink.findFirst({
    where: { objectId, state: "linked", externalId: { not: null } },
    orderBy: { id: "desc" },
    select: { recordId: true },
  });
  if (!link) return new Map();
  const work = await loadWork(ctx, objectId, newId());
  const record = (await recordsHere(work, [link.recordId])).get(link.recordId);
  if (!record) return new Map();
  const { connectionId, object, pairs } = work;
  const values = pairs.map((pair) => {
    const of = { entity: object.entity, field: pair.field };
    const value = pair.read(record);
    const ours: SidedValue = { ...of, side: "ours", value };
    const sent = pair.toTheirs(value, partnersOf(ctx, pair));
    // People and records are the same on both sides: only their ids differ.
    const isSame = pair.points && pair.points.to !== "option";
    const theirs: SidedValue = isSame || !("props" in sent) ? ours : { ...of, side: "theirs", value: sent.props };
    return { field: pair.field, ours, theirs };
  });
  const words = await wordsFor(
    ctx,
    { connectionId, mapped: await mappedIn(ctx, connectionId) },
    values.flatMap(({ ours, theirs }) => [ours, theirs]),
  );
  const name = nameOf(record);
  return new Map(
    values.map(({ field, ours, theirs }) => [field, { name, ours: words(ours) ?? "", theirs: words(theirs) ?? "" }]),
  );
}

/** The partners of a sample: only its options are known without a call. */
function partnersOf(ctx: Ctx, { chosen }: ActivePair): Partners {
  const options = chosen.options as unknown as readonly { ours: string; theirs: string }[];
  return {
    ...plainPartners(ctx),
    optionHere: (_field, value) => options.find(({ theirs }) => theirs === value)?.ours,
    optionThere: (_field, value) => options.find(({ ours }) => ours === value)?.theirs,
  };
}
