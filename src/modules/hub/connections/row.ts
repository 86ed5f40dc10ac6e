import "server-only";
import type { z } from "zod";
import { isoOf } from "@/server/columns";
import type { Prisma } from "@/server/db/generated/client";
import { keptUntil, stateOf } from "./rules";
import type { connection } from "./schema";

export const connectionSelect = {
  id: true,
  provider: true,
  grant: true,
  accountId: true,
  accountName: true,
  scopes: true,
  connectedAt: true,
  pausedAt: true,
  disconnectedAt: true,
  failure: true,
  failedAt: true,
  version: true,
  connectedBy: { select: { id: true, name: true } },
  budget: { select: { dayLimit: true, dayLeft: true, calls: true, countedOn: true } },
} satisfies Prisma.ConnectionSelect;
export type ConnectionRow = Prisma.ConnectionGetPayload<{ select: typeof connectionSelect }>;

export function presentConnection(row: ConnectionRow, today = new Date()): z.input<typeof connection> {
  const { id, provider, scopes, connectedBy, failure, version, disconnectedAt } = row;
  return {
    id,
    provider,
    state: stateOf(row),
    account: { id: row.accountId, name: row.accountName },
    scopes,
    connectedBy,
    connectedAt: row.connectedAt.toISOString(),
    pausedAt: isoOf(row.pausedAt),
    disconnectedAt: isoOf(disconnectedAt),
    keptUntil: disconnectedAt && keptUntil(disconnectedAt).toISOString(),
    failure,
    failedAt: isoOf(row.failedAt),
    calls: callsOf(row, today),
    version,
  };
}

/** The calls of today: as the service counts them for all of its clients, or our own where it does not say. */
function callsOf({ budget }: ConnectionRow, today: Date): { used: number; limit: number | null } | null {
  if (!budget || budget.countedOn.toISOString().slice(0, 10) !== today.toISOString().slice(0, 10)) return null;
  const { dayLimit, dayLeft, calls } = budget;
  if (dayLimit === null || dayLeft === null) return { used: calls, limit: dayLimit };
  return { used: dayLimit - dayLeft, limit: dayLimit };
}
