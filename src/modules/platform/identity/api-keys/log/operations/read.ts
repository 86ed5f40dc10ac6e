import "server-only";
import { platform } from "@/modules/platform/module";
import { keptRefusals } from "@/server/key-refusals";
import { apiKeyIdInput } from "../../schema";
import { apiKeyScope } from "../../scope";
import { daysOfRefusals, daysOfUses, shownUses } from "../rules";
import { apiKeyRefusals, apiKeyUses } from "../schema";

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

export const listApiKeyUses = platform.operation({
  kind: "query",
  permission: "apiKey:manage",
  staff: "never",
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: apiKeyIdInput,
  output: apiKeyUses,
  rest: { method: "GET", path: "/api-keys/{id}/uses" },
  describe: `The last use of an API key by day and address, newest first, of the last ${daysOfUses} days; at most ${shownUses}.`,
  async run(ctx, { id }) {
    const rows = await ctx.db.apiKeyDay.findMany({
      where: { keyId: id, day: { gte: daysAgo(daysOfUses) } },
      orderBy: [{ day: "desc" }, { at: "desc" }, { address: "asc" }],
      take: shownUses,
    });
    return rows.map(({ day, address, at }) => ({
      day: day.toISOString().slice(0, 10),
      address: address || null,
      lastUsedAt: at.toISOString(),
    }));
  },
});

export const listApiKeyRefusals = platform.operation({
  kind: "query",
  permission: "apiKey:manage",
  staff: "never",
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: apiKeyIdInput,
  output: apiKeyRefusals,
  rest: { method: "GET", path: "/api-keys/{id}/refusals" },
  describe: `The last ${keptRefusals} refusals of an API key within ${daysOfRefusals} days, newest first. A new one appears within seconds.`,
  async run(ctx, { id }) {
    const rows = await ctx.db.apiKeyRefusal.findMany({
      where: { keyId: id, at: { gte: daysAgo(daysOfRefusals) } },
      orderBy: { id: "desc" },
      take: keptRefusals,
    });
    return rows.map(({ tenantId: _tenant, keyId: _key, at, ...row }) => ({ ...row, at: at.toISOString() }));
  },
});
