import "server-only";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { changes, emit } from "@/server/events";
import { apiKeyEvents } from "../../events";
import {
  type KeyRow,
  keyColumns,
  keyOf,
  newSecret,
  presentKey,
  refuseMoreThanOwn,
  requireFuture,
  requireNotRevoked,
} from "../../row";
import { createdApiKey } from "../../schema";
import { apiKeyScope } from "../../scope";
import { rotateApiKeyInput } from "../schema";

const hourMs = 3_600_000;

export const rotateApiKey = platform.operation({
  kind: "mutation",
  permission: "apiKey:manage",
  changesAccess: true,
  staff: "never",
  stepUp: true,
  on: { scope: apiKeyScope, ids: (input) => [input.id] },
  input: rotateApiKeyInput,
  output: createdApiKey,
  rest: { method: "POST", path: "/api-keys/{id}/rotate" },
  describe:
    "Gives one of your API keys a new secret, which is returned only once. The one before works for the chosen hours; one from an earlier rotation ends now.",
  async run(ctx, { id, overlapHours, expiresAt }) {
    const now = new Date();
    const before = await keyOf(ctx, id);
    requireRotatable(ctx, before, now);
    const ends = expiresAt === undefined ? before.expiresAt : dateOrNull(expiresAt);
    requireFuture(ends);
    const { key, prefix, keyHash } = newSecret();
    const select = { keyHash: true } as const;
    const { keyHash: previousHash } = await ctx.db.apiKey.findFirstOrThrow({ where: { id }, select });
    const previousUntil = new Date(now.getTime() + overlapHours * hourMs);
    const previous = { previousHash, previousPrefix: before.prefix, previousUntil };
    const row = await ctx.db.apiKey.update({
      where: { id },
      data: { keyHash, prefix, expiresAt: ends, ...previous },
      select: keyColumns,
    });
    emit(ctx, apiKeyEvents.rotated, {
      id,
      parents: [{ entity: "member", id: row.member.id }],
      ...changes({ expiresAt: before.expiresAt }, { expiresAt: ends }),
      data: { name: row.name, prefix, previousPrefix: before.prefix, previousUntil: previousUntil.toISOString() },
    });
    return { ...presentKey(row), key };
  },
});

const dateOrNull = (at: string | null) => (at === null ? null : new Date(at));

/** The secret lets its holder act as the key's member: nobody gets one of another member, or with more rights. */
function requireRotatable(ctx: Ctx, row: KeyRow, now: Date): void {
  if (row.member.id !== memberOf(ctx.actor))
    throw new AppError(
      "FORBIDDEN",
      `Only ${row.member.name} can get a new secret for this key, because it acts as ${row.member.name}. You can revoke it.`,
    );
  refuseMoreThanOwn(ctx, row.scopes);
  requireNotRevoked(row);
  if (row.expiresAt && row.expiresAt <= now)
    throw new AppError("CONFLICT", "This API key has expired. Create a new one.");
}
