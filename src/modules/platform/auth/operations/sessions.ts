import "server-only";
import { z } from "zod";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { notFound } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { identity } from "../../module";
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

export const mySessions = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: z.array(session),
  describe: "The caller's sessions, the current one first.",
  async run(ctx) {
    const { userId, sessionId } = personOf(ctx);
    const rows = await platformClient().session.findMany({
      where: { userId, ...open() },
      orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
      take: 100,
      select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
    });
    const sessions = rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      current: row.id === sessionId,
    }));
    return sessions.sort((a, b) => Number(b.current) - Number(a.current));
  },
});

export const revokeSession = identity.operation({
  kind: "mutation",
  permission: "person",
  input: revokeSessionInput,
  output: sessionsEnded,
  describe: "Ends one of the caller's sessions.",
  async run(ctx, input) {
    const { userId } = personOf(ctx);
    return await platformClient().$transaction(async (db) => {
      const { count } = await db.session.updateMany({
        where: { id: input.id, userId, ...open() },
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
