import "server-only";
import { z } from "zod";
import type { Permission } from "@/lib/roles";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { apiKeyEvents } from "./events";
import { apiKey, apiKeyIdInput, apiKeyList, createApiKeyInput, createdApiKey } from "./schema";
import { apiKeyScope } from "./scope";

const select = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
  member: { select: { id: true, name: true } },
} satisfies Prisma.ApiKeySelect;
type Row = Prisma.ApiKeyGetPayload<{ select: typeof select }>;

const present = (row: Row): z.input<typeof apiKey> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: isoOf(row.lastUsedAt),
  expiresAt: isoOf(row.expiresAt),
  revokedAt: isoOf(row.revokedAt),
});

export const listApiKeys = platform.operation({
  kind: "query",
  permission: "apiKey:manage",
  staff: "never",
  input: z.object({}),
  output: apiKeyList,
  rest: { method: "GET", path: "/api-keys" },
  describe: "The workspace's API keys, newest first, without the keys themselves; at most 500.",
  async run(ctx) {
    const rows = await ctx.db.apiKey.findMany({
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 500,
      select,
    });
    return rows.map(present);
  },
});

export const createApiKey = platform.operation({
  kind: "mutation",
  permission: "apiKey:manage",
  changesAccess: true,
  staff: "never",
  stepUp: true,
  input: createApiKeyInput,
  output: createdApiKey,
  rest: { method: "POST", path: "/api-keys", creates: true },
  describe: "Creates an API key that acts as you within the chosen permissions. The key is returned only once.",
  async run(ctx, input) {
    const memberId = memberOf(ctx.actor);
    if (!memberId) throw new AppError("FORBIDDEN", "An API key belongs to a member. Sign in as one to create it.");
    const scopes = [...new Set(input.scopes)].sort();
    refuseMoreThanOwn(ctx, scopes);
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw invalid("expiresAt", "Choose a time in the future.");
    const key = `tl_${randomToken()}`;
    const prefix = key.slice(0, 9);
    const row = await ctx.db.apiKey.create({
      data: { name: input.name, memberId, prefix, keyHash: tokenHash(key), scopes, expiresAt },
      select,
    });
    emit(ctx, apiKeyEvents.created, {
      id: row.id,
      parents: [{ entity: "member", id: memberId }],
      data: { name: row.name, prefix, scopes },
    });
    return { ...present(row), key };
  },
});

/** A key has at most its creator's rights: neither a role nor another key can grant more. */
function refuseMoreThanOwn(ctx: Ctx, scopes: readonly Permission[]): void {
  const missing = scopes.filter((scope) => !ctx.can(scope));
  if (missing.length > 0)
    throw new AppError(
      "FORBIDDEN",
      `A key can hold only permissions that you have yourself, not ${missing.join(", ")}.`,
      {
        fields: [{ path: "scopes", message: `You do not have ${missing.join(", ")} yourself. Ask an owner or admin.` }],
      },
    );
}

export const revokeApiKey = platform.operation({
  kind: "mutation",
  permission: "apiKey:manage",
  changesAccess: true,
  staff: "never",
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: apiKeyIdInput,
  output: apiKey,
  rest: { method: "DELETE", path: "/api-keys/{id}" },
  describe: "Revokes an API key at once and permanently.",
  async run(ctx, input) {
    const { count } = await ctx.db.apiKey.updateMany({
      where: { id: input.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const row = await ctx.db.apiKey.findFirst({ where: { id: input.id }, select });
    if (!row) throw notFound("API key");
    if (count === 0) ctx.outcome.unchanged = true;
    else
      emit(ctx, apiKeyEvents.revoked, {
        id: row.id,
        parents: [{ entity: "member", id: row.member.id }],
        data: { name: row.name, prefix: row.prefix },
      });
    return present(row);
  },
});
