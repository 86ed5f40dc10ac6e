import "server-only";
import { identity } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { readSigned, signed } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { appLink } from "@/server/mailer";
import { systemCtx } from "@/server/member-ctx";
import { storePreferences } from "../../operations/preferences";
import { mailTypes, type NotificationType, wants } from "../../rules";
import { mailLink } from "../rules";
import { openUnsubscribeInput, type Subscription, subscription, unsubscribeInput } from "../schema";

/**
 * The addresses that end e-mail to a member without a session, of one type or of all: the one-click address of a mail
 * program, and the page.
 */
export function unsubscribeLinks(
  { tenant }: Ctx,
  memberId: string,
  type?: NotificationType,
): { oneClick: string; page: string } {
  const query = `?token=${signed("mail", JSON.stringify([tenant.id, memberId]))}${type ? `&type=${type}` : ""}`;
  return { oneClick: appLink(`/api/unsubscribe${query}`), page: appLink(`/unsubscribe${query}`) };
}

// Nobody can make up a signature, and providers send the clicks of many people from one network: tries are not counted.

/** Returns the member of an e-mail's link. NOT_FOUND for a forged link, or when the member was removed. */
async function requireLink(token: string): Promise<{ ctx: Ctx; memberId: string }> {
  const [tenantId, memberId] = readLink(token) ?? [];
  const ctx = tenantId ? await systemCtx(tenantId, "unsubscribe", "the link of a mail was opened") : null;
  const member = await ctx?.db.member.findFirst({ where: { id: memberId ?? "" }, select: { id: true } });
  if (!ctx || !member)
    throw new AppError("NOT_FOUND", "This link is incomplete or not from us. Open it from the e-mail again.");
  return { ctx, memberId: member.id };
}

function readLink(token: string): [string, string] | null {
  const text = readSigned("mail", token);
  return text === null ? null : (mailLink.safeParse(JSON.parse(text)).data ?? null);
}

async function subscriptionOf(ctx: Ctx, memberId: string): Promise<Subscription> {
  const departures = await ctx.db.notificationPreference.findMany({
    where: { memberId },
    select: { type: true, channel: true, wanted: true },
  });
  return {
    workspace: ctx.tenant.name,
    types: mailTypes.map((type) => ({ type, wanted: wants(type, "email", departures) })),
  };
}

export const openUnsubscribe = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: openUnsubscribeInput,
  output: subscription,
  describe: "Returns the purpose of the link in an e-mail. Changes nothing, so programs that open links do no harm.",
  async run(_ctx, { token }) {
    const { ctx, memberId } = await requireLink(token);
    return await subscriptionOf(ctx, memberId);
  },
});

export const unsubscribe = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: unsubscribeInput,
  output: subscription,
  describe: "Turns e-mails of some or all types off or on again, with the link in an e-mail; no sign-in is needed.",
  async run(_ctx, { token, types = mailTypes, wanted = false }) {
    const { ctx, memberId } = await requireLink(token);
    return await inTransaction(ctx, async (inner) => {
      await storePreferences(inner, { memberId, types, channel: "email", wanted });
      return await subscriptionOf(inner, memberId);
    });
  },
});
