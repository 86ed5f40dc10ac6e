import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { AppError } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { apiKeyEvents } from "./events";
import {
  keyColumns,
  keyOf,
  limitsOf,
  mostPerMinute,
  newSecret,
  presentKey,
  refuseMoreThanOwn,
  requireFuture,
  requireNotRevoked,
  requireWithinPlan,
} from "./row";
import {
  apiKey,
  apiKeyDetail,
  apiKeyIdInput,
  apiKeyList,
  createApiKeyInput,
  createdApiKey,
  updateApiKeyInput,
} from "./schema";
import { apiKeyScope } from "./scope";

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
      select: keyColumns,
    });
    return rows.map(presentKey);
  },
});

export const getApiKey = platform.operation({
  kind: "query",
  permission: "apiKey:manage",
  staff: "never",
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: apiKeyIdInput,
  output: apiKeyDetail,
  rest: { method: "GET", path: "/api-keys/{id}" },
  describe: "One API key, without the key itself, and the most requests a minute that it can be given.",
  async run(ctx, input) {
    return { ...presentKey(await keyOf(ctx, input.id)), mostPerMinute: mostPerMinute(ctx) };
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
    requireFuture(expiresAt);
    requireWithinPlan(ctx, input.perMinute);
    const { key, prefix, keyHash } = newSecret();
    const limits = { ranges: input.ranges ?? [], perMinute: input.perMinute ?? null };
    const row = await ctx.db.apiKey.create({
      data: { name: input.name, memberId, prefix, keyHash, scopes, expiresAt, ...limits },
      select: keyColumns,
    });
    emit(ctx, apiKeyEvents.created, {
      id: row.id,
      parents: [{ entity: "member", id: memberId }],
      data: { name: row.name, prefix, scopes, ...limits },
    });
    return { ...presentKey(row), key };
  },
});

export const updateApiKey = platform.operation({
  kind: "mutation",
  permission: "apiKey:manage",
  changesAccess: true,
  staff: "never",
  stepUp: true,
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: updateApiKeyInput,
  output: apiKey,
  rest: { method: "PATCH", path: "/api-keys/{id}" },
  describe: "Sets from which addresses an API key may be used, and how many requests a minute it may send.",
  async run(ctx, { id, ranges, perMinute }) {
    requireWithinPlan(ctx, perMinute);
    const before = await keyOf(ctx, id);
    requireNotRevoked(before);
    const data = { ...(ranges && { ranges }), ...(perMinute !== undefined && { perMinute }) };
    const row = await ctx.db.apiKey.update({ where: { id }, data, select: keyColumns });
    const changed = changes(limitsOf(before), limitsOf(row));
    if (!changed) ctx.outcome.unchanged = true;
    else
      emit(ctx, apiKeyEvents.updated, {
        id,
        parents: [{ entity: "member", id: row.member.id }],
        ...changed,
        data: { name: row.name, prefix: row.prefix },
      });
    return presentKey(row);
  },
});

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
    const row = await keyOf(ctx, input.id);
    if (count === 0) ctx.outcome.unchanged = true;
    else
      emit(ctx, apiKeyEvents.revoked, {
        id: row.id,
        parents: [{ entity: "member", id: row.member.id }],
        data: { name: row.name, prefix: row.prefix },
      });
    return presentKey(row);
  },
});
