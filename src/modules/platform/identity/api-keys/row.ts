import "server-only";
import type { z } from "zod";
import type { Permission } from "@/lib/roles";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { mostOfKey } from "@/server/request-rate";
import type { apiKey } from "./schema";

export const keyColumns = {
  id: true,
  name: true,
  prefix: true,
  previousPrefix: true,
  previousUntil: true,
  scopes: true,
  ranges: true,
  perMinute: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
  member: { select: { id: true, name: true } },
} satisfies Prisma.ApiKeySelect;
export type KeyRow = Prisma.ApiKeyGetPayload<{ select: typeof keyColumns }>;

export const presentKey = ({ previousPrefix, previousUntil, ...row }: KeyRow): z.input<typeof apiKey> => ({
  ...row,
  // A revoked key ends with all its secrets.
  previous:
    row.revokedAt === null && previousPrefix !== null && previousUntil !== null && previousUntil > new Date()
      ? { prefix: previousPrefix, until: previousUntil.toISOString() }
      : null,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: isoOf(row.lastUsedAt),
  expiresAt: isoOf(row.expiresAt),
  revokedAt: isoOf(row.revokedAt),
});

/** One key; NOT_FOUND where there is none. */
export async function keyOf(ctx: Ctx, id: string): Promise<KeyRow> {
  const row = await ctx.db.apiKey.findFirst({ where: { id }, select: keyColumns });
  if (!row) throw notFound("API key");
  return row;
}

/** A key has at most its creator's rights: neither a role nor another key can grant more. */
export function refuseMoreThanOwn(ctx: Ctx, scopes: readonly string[]): void {
  const missing = scopes.filter((scope) => !ctx.can(scope as Permission));
  if (missing.length > 0)
    throw new AppError(
      "FORBIDDEN",
      `A key can hold only permissions that you have yourself, not ${missing.join(", ")}.`,
      {
        fields: [{ path: "scopes", message: `You do not have ${missing.join(", ")} yourself. Ask an owner or admin.` }],
      },
    );
}

export function requireFuture(expiresAt: Date | null): void {
  if (expiresAt && expiresAt.getTime() <= Date.now()) throw invalid("expiresAt", "Choose a time in the future.");
}

export function requireNotRevoked({ revokedAt }: Pick<KeyRow, "revokedAt">): void {
  if (revokedAt) throw new AppError("CONFLICT", "This API key was revoked. Create a new one.");
}

/** The most requests a minute that a key of this workspace can have. */
export const mostPerMinute = (ctx: Ctx): number => mostOfKey(ctx.entitlements.requestsPerMinute);

export function requireWithinPlan(ctx: Ctx, perMinute: number | null | undefined): void {
  const most = mostPerMinute(ctx);
  if (perMinute && perMinute > most)
    throw invalid("perMinute", `With this plan, a key may send at most ${most} requests a minute.`);
}

/** The limits of a key as fields of an event: timelines show them. */
export const limitsOf = ({ ranges, perMinute }: Pick<KeyRow, "ranges" | "perMinute">) => ({
  ranges: ranges.length > 0 ? ranges.join(", ") : null,
  perMinute,
});

/** A new key, with the part of it by which people recognise it, and the hash that is kept. */
export function newSecret(): { key: string; prefix: string; keyHash: string } {
  const key = `tl_${randomToken()}`;
  return { key, prefix: key.slice(0, 9), keyHash: tokenHash(key) };
}
