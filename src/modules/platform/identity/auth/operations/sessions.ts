import "server-only";
import { z } from "zod";
import { identity } from "@/modules/platform/module";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { personEvents } from "../events";
import { revokeSessionInput, session, sessionsEnded } from "../schema";
import { personOf } from "./person";

const open = () => ({ revokedAt: null, expiresAt: { gt: new Date() } });

/** Ends the sessions of a person except one; returns how many. Their next requests are unauthenticated. */
export async function endSessions(db: Prisma.TransactionClient, userId: string, but?: string): Promise<number> {
  const { count } = await db.session.updateMany({
    where: { userId, ...open(), ...(but ? { id: { not: but } } : {}) },
    data: { revokedAt: new Date() },
  });
  return count;
}

const select = { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true, deviceId: true } as const;

export const mySessions = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: z.array(session),
  describe: "The devices on which the caller is signed in, each by its newest session, the current one first.",
  async run(ctx) {
    const { userId, sessionId } = personOf(ctx);
    const rows = await platformClient().session.findMany({
      where: { userId, ...open() },
      orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
      take: 100,
      select,
    });
    const own = rows.filter(({ id }) => id === sessionId);
    const devices = new Set<string>();
    const newest = [...own, ...rows].filter(({ id, deviceId }) => {
      const device = deviceId ?? id;
      return !devices.has(device) && devices.add(device);
    });
    return newest.map(({ deviceId: _, ...row }) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      current: row.id === sessionId,
    }));
  },
});

export const revokeSession = identity.operation({
  kind: "mutation",
  permission: "person",
  input: revokeSessionInput,
  output: sessionsEnded,
  describe: "Ends one of the caller's sessions, with all others of the same device.",
  async run(ctx, input) {
    const { userId } = personOf(ctx);
    return await platformClient().$transaction(async (db) => {
      const named = await db.session.findFirst({
        where: { id: input.id, userId, ...open() },
        select: { deviceId: true },
      });
      if (!named) throw notFound("session");
      const { count } = await db.session.updateMany({
        where: { userId, ...open(), ...(named.deviceId ? { deviceId: named.deviceId } : { id: input.id }) },
        data: { revokedAt: new Date() },
      });
      if (count === 0) throw notFound("session");
      await noteIdentity(db, ctx, personEvents.sessionRevoked, { userId, data: { sessionId: input.id } });
      return { sessionsEnded: count };
    });
  },
});

export const revokeOtherSessions = identity.operation({
  kind: "mutation",
  permission: "person",
  input: z.object({}),
  output: sessionsEnded,
  describe: "Ends all of the caller's sessions except the current one.",
  async run(ctx) {
    const { userId, sessionId } = personOf(ctx);
    return await platformClient().$transaction(async (db) => {
      const count = await endSessions(db, userId, sessionId);
      await noteIdentity(db, ctx, personEvents.otherSessionsRevoked, { userId, data: { sessionsEnded: count } });
      return { sessionsEnded: count };
    });
  },
});
