import "server-only";
import { nounOf } from "@/lib/nouns/all";
import { memberScope } from "@/modules/platform/identity/members/scope";
import { identity } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { readSigned, signed } from "@/server/crypto";
import { AppError, notFound } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { memberCtxs, systemCtx } from "@/server/member-ctx";
import { liveObject } from "@/server/signals/live";
import { eyes } from "../../operations/people";
import { followOf, storeFollow } from "../../operations/preferences";
import { type RecordLink, recordLink } from "../rules";
import { followByLinkInput, type LinkedRecord, linkedRecord, openRecordLinkInput } from "../schema";

const purpose = "record";

/** The secret of an e-mail's link to one record. */
export const recordToken = (link: RecordLink): string => signed(purpose, JSON.stringify(link));

function readToken(token: string): RecordLink | null {
  const text = readSigned(purpose, token);
  return text === null ? null : (recordLink.safeParse(JSON.parse(text)).data ?? null);
}

interface Opened {
  ctx: Ctx;
  memberId: string;
  entity: RecordLink[2];
  recordId: string;
  /** Whether the member may see the record now. */
  isSeen: boolean;
}

/** NOT_FOUND for a forged link, a member who was removed, or a record that was deleted. */
async function requireRecord(token: string): Promise<Opened> {
  const [tenantId, memberId, entity, recordId] = readToken(token) ?? [];
  const ctx = tenantId ? await systemCtx(tenantId, "unsubscribe", "the link of a mail was opened") : null;
  const [member] = ctx && memberId ? await memberScope.load(ctx, [memberId]) : [];
  if (!ctx || !member || !entity || !recordId)
    throw new AppError("NOT_FOUND", "This link is incomplete or not from us. Open it from the e-mail again.");
  const [record] = (await liveObject(entity)?.scope.load(ctx, [recordId])) ?? [];
  if (!record)
    throw new AppError("NOT_FOUND", "The record of this link was deleted. You get no more e-mails about it.");
  const accessOf = await eyes(ctx, [member.id]);
  return { ctx, memberId: member.id, entity, recordId, isSeen: (await accessOf(member.id, entity, record)) === "sees" };
}

async function linked({ ctx, memberId, entity, recordId, isSeen }: Opened): Promise<LinkedRecord> {
  const row = await ctx.db.recordFollow.findFirst({
    where: { memberId, entity, recordId },
    select: { state: true, reason: true },
  });
  const theirs = isSeen ? (await memberCtxs(ctx, [memberId])).get(memberId) : undefined;
  const [named] = theirs ? ((await liveObject(entity)?.scope.names?.(theirs, [recordId])) ?? []) : [];
  return {
    ...followOf(row),
    workspace: ctx.tenant.name,
    kind: nounOf(entity)?.one ?? "record",
    name: named?.name ?? null,
  };
}

export const openRecordLink = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: openRecordLinkInput,
  output: linkedRecord,
  describe: "Returns the record of a link in an e-mail, and whether the member follows or mutes it. Changes nothing.",
  run: async (_ctx, { token }) => linked(await requireRecord(token)),
});

export const followByLink = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  silent: "Only the member is affected, and sees the change at once.",
  input: followByLinkInput,
  output: linkedRecord,
  describe:
    "Mutes, follows or unfollows one record with the link in an e-mail about it; no sign-in is needed. NOT_FOUND for following a record that the member may not see.",
  async run(_ctx, { token, state }) {
    const opened = await requireRecord(token);
    const { memberId, entity, recordId, isSeen } = opened;
    if (state === "following" && !isSeen) throw notFound(nounOf(entity)?.one ?? "record");
    return await inTransaction(opened.ctx, async (inner) => {
      // Held until the end, as in the app: a removal comes wholly before this or after it.
      const [held] = await memberScope.load(inner, [memberId]);
      if (!held) throw notFound("member");
      await storeFollow(inner, { memberId, entity, recordId }, state);
      return await linked({ ...opened, ctx: inner });
    });
  },
});
