import "server-only";
import { connectionEvents } from "@/modules/hub/connections/events";
import { usedConnectionScope } from "@/modules/hub/connections/scope";
import { hub } from "@/modules/hub/module";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { emit } from "@/server/events";
import { ofSyncedRecord, type SyncedRecord, syncedRecord } from "../schema";
import { connectionProvider } from "./connection-provider";
import { addHints } from "./hints";
import { wakeObjects } from "./problem-fixes";

const onConnection = { scope: usedConnectionScope, ids: (input: { connectionId: string }) => [input.connectionId] };

/** A hint that a person asked for: it is the first of all that wait. */
const keyOf = (linkId: string): string => `asked ${linkId}`;
const beforeAll = new Date(0);

interface Asked {
  connectionId: string;
  recordId: string;
}

const linkOf = async ({ db }: Ctx, { connectionId, recordId }: Asked) =>
  await db.syncLink.findFirst({
    where: { recordId, object: { connectionId }, state: { not: "unlinked" } },
    select: {
      id: true,
      objectId: true,
      externalId: true,
      state: true,
      intentAt: true,
      updatedAt: true,
      object: { select: { entity: true } },
    },
  });

async function presentRecord(ctx: Ctx, asked: Asked): Promise<SyncedRecord> {
  const link = await linkOf(ctx, asked);
  if (!link) return { isLinked: false, waits: false, at: null };
  const where = { connectionId: asked.connectionId, key: keyOf(link.id), handledAt: null };
  const open = await ctx.db.syncInbox.count({ where });
  const isLinked = link.state === "linked" && link.externalId !== null;
  return { isLinked, waits: open > 0 || link.intentAt !== null, at: isoOf(link.updatedAt) };
}

export const getSyncedRecord = hub.operation({
  kind: "query",
  permission: "connection:view",
  uses: [onConnection],
  input: ofSyncedRecord,
  output: syncedRecord,
  rest: { method: "GET", path: "/connections/{connectionId}/records/{recordId}" },
  describe: "Whether a record is linked, when both sides were compared last, and whether it waits to be read or sent.",
  run: presentRecord,
});

export const syncRecordNow = hub.operation({
  kind: "mutation",
  permission: "connection:manage",
  on: onConnection,
  input: ofSyncedRecord,
  output: syncedRecord,
  rest: { method: "POST", path: "/connections/{connectionId}/records/{recordId}/sync" },
  describe: "Reads one record on both sides before all others that wait, and tries its problems again.",
  async run(ctx, { connectionId, recordId }) {
    const provider = await connectionProvider(ctx, connectionId);
    const link = await linkOf(ctx, { connectionId, recordId });
    if (!link?.externalId) throw new AppError("CONFLICT", `This record is not linked with ${provider.label} yet.`);
    if (link.state !== "linked")
      throw new AppError("CONFLICT", "This record is held. Decide its problem first, in Problems.");
    const { objectId, externalId } = link;
    const key = keyOf(link.id);
    await addHints({ ctx, connectionId, object: link.object }, [{ key, externalId }]);
    await ctx.db.syncInbox.updateMany({ where: { connectionId, key }, data: { receivedAt: beforeAll } });
    await ctx.db.syncProblem.updateMany({
      where: { objectId, recordId, state: "open" },
      data: { nextTryAt: new Date() },
    });
    await wakeObjects(ctx, { id: objectId });
    emit(ctx, connectionEvents.runAsked, { id: connectionId, data: { provider: provider.key } });
    return await presentRecord(ctx, { connectionId, recordId });
  },
});
