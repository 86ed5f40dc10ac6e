import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { insertSet } from "@/server/db/row-sets";
import type { Work } from "./work";

interface Hint {
  key: string;
  externalId: string;
}

/** Notes records there that are to be read by their ids soon; the same key again changes nothing. */
export async function addHints(
  { ctx, connectionId, object }: Pick<Work, "ctx" | "connectionId"> & { object: Pick<Work["object"], "entity"> },
  hints: readonly Hint[],
): Promise<void> {
  await insertSet<Hint>(
    ctx,
    "sync_inbox",
    [
      { column: "connection_id", type: "uuid", value: () => connectionId },
      { column: "key", type: "text", value: ({ key }) => key },
      { column: "entity", type: "text", value: () => object.entity },
      { column: "external_id", type: "text", value: ({ externalId }) => externalId },
      { column: "kind", type: "text", value: () => "changed" },
    ],
    hints,
    Prisma.sql`on conflict (tenant_id, connection_id, key) do update set handled_at = null, received_at = now()`,
  );
}

export interface OpenHint {
  key: string;
  externalId: string;
  kind: string;
}

/** The hints that nobody has followed yet, oldest first. */
export const openHints = async ({ ctx, connectionId, object }: Work, limit: number): Promise<OpenHint[]> =>
  await ctx.db.syncInbox.findMany({
    where: { connectionId, entity: object.entity, handledAt: null },
    orderBy: [{ receivedAt: "asc" }, { key: "asc" }],
    take: limit,
    select: { key: true, externalId: true, kind: true },
  });

export async function closeHints({ ctx, connectionId }: Work, keys: readonly string[], now: Date): Promise<void> {
  await ctx.db.syncInbox.updateMany({
    where: { connectionId, key: { in: [...keys] } },
    data: { handledAt: now },
  });
}
