import "server-only";
import type { Ctx } from "@/server/context";
import { manyOf } from "@/server/nouns/many";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { FieldPair, Partners } from "@/server/sync/object";
import { possibleSteps } from "@/server/sync/pairs/checked-steps";
import { transformed } from "@/server/sync/pairs/transformed";
import type { SyncFieldRow } from "../row";
import type { SyncField } from "../schema";
import { recordsHere } from "./assess";
import { stepsOf } from "./pairs-of";
import { plainPartners } from "./plain-partners";

type Example = NonNullable<SyncField["example"]>;

interface Mapped {
  id: string;
  entity: string;
  /** Without their steps. */
  pairs: readonly FieldPair[];
  fields: readonly SyncFieldRow[];
}

/** The texts of the record that was linked last, by field: as the steps of the field get ours, and as they leave it there. */
export async function examplesOf(
  ctx: Ctx,
  { id, entity, pairs, fields }: Mapped,
): Promise<ReadonlyMap<string, Example>> {
  const link = await ctx.db.syncLink.findFirst({
    where: { objectId: id, state: "linked", externalId: { not: null } },
    orderBy: { id: "desc" },
    select: { recordId: true },
  });
  const record = link && (await recordsHere({ ctx, many: manyOf(entity) }, [link.recordId])).get(link.recordId);
  if (!record) return new Map();
  const rows = new Map(fields.map((row) => [row.field, row]));
  const partners = plainPartners(ctx);
  return new Map(
    pairs.flatMap((pair) => {
      const row = rows.get(pair.field);
      if (!row || possibleSteps(pair).length === 0) return [];
      const ours = textThere(pair, record, partners);
      return [[pair.field, { ours, theirs: textThere(transformed(pair, stepsOf(row)), record, partners) }] as const];
    }),
  );
}

/** The text that would be in the first property of a pair; null for none, and where it cannot go there. */
export function textThere(pair: FieldPair, record: AnyRecord, partners: Partners): string | null {
  const sent = pair.toTheirs(pair.read(record), partners);
  return "props" in sent ? (sent.props[pair.remote[0] ?? ""] ?? null) : null;
}
