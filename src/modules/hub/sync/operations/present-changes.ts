import "server-only";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import type { SyncChangeView } from "../schema";
import { namesHere } from "./names-here";
import { labelOf, type Mapped, type SidedValue, wordsFor } from "./value-text";

type Row = Prisma.SyncChangeGetPayload<Record<never, never>>;

interface Presenting {
  connectionId: string;
  mapped: readonly Mapped[];
  /** The kinds of record by their objects. */
  entities: ReadonlyMap<string, string>;
}

/** Changes as screens show them: records by name, values in words. */
export async function presentChanges(ctx: Ctx, of: Presenting, rows: readonly Row[]): Promise<SyncChangeView[]> {
  const { mapped, entities } = of;
  const known = rows.map((row) => ({ row, entity: entities.get(row.objectId) ?? "" }));
  const names = await namesHere(
    ctx,
    known.map(({ row, entity }) => ({ entity, id: row.recordId })),
  );
  const words = await wordsFor(
    ctx,
    of,
    known.flatMap(({ row, entity }) => (["from", "to", "lost"] as const).map((name) => sided(row, entity, name))),
  );
  return known.map(({ row, entity }) => {
    const { id, runId, recordId, externalId, field, decidedBy, writer } = row;
    const name = names.get(recordId);
    return {
      ...{ id, entity, runId, externalId, field, decidedBy, writer },
      at: row.at.toISOString(),
      record: name === undefined ? null : { id: recordId, name },
      fieldLabel: labelOf(mapped, entity, field),
      direction: row.direction as SyncChangeView["direction"],
      from: words(sided(row, entity, "from")),
      to: words(sided(row, entity, "to")),
      lost: words(sided(row, entity, "lost")),
      writtenAt: isoOf(row.writtenAt),
    };
  });
}

/** One value of a change with its side: what was sent replaced a value of theirs; of a value that was kept nobody noted the side. */
function sided({ field, direction, ...row }: Row, entity: string, name: "from" | "to" | "lost"): SidedValue {
  const side = direction === "out" && name === "from" ? "theirs" : "ours";
  return { entity, field, side: direction === "kept" ? "either" : side, value: row[name] };
}
