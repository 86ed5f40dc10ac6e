import "server-only";
import { z } from "zod";
import { foldKey } from "@/lib/text";
import { identity } from "@/modules/platform/module";
import { ctxsOfPerson } from "@/server/access";
import type { IdentityCtx } from "@/server/context";
import { randomToken, tokenHash } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { noteIdentity } from "@/server/identity-events";
import { appLink, sendMail } from "@/server/mailer";
import { type Limit, throttle } from "@/server/rate-limit";
import { copyPersonEmail } from "../../members/operations/joining";
import { personEvents } from "../events";
import { changeEmailInput, confirmEmailInput, confirmedEmail, mailSent, waitingEmail } from "../schema";
import { notifyPerson } from "./notify-person";
import { personOf, refuseOfStaff } from "./person";
import { sendAccountExists } from "./sign-up";

const hour = 3_600_000;

const perPerson: Limit = {
  name: "email-change",
  points: 5,
  seconds: 3600,
  refusal: (wait) => `Several e-mails were already sent. Check both inboxes, or wait ${wait}.`,
};

export const changeEmail = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: changeEmailInput,
  output: mailSent,
  describe:
    "Requests a change of e-mail address: a link is sent to the current and to the new address, and both must be opened. The response is the same for an address that already has an account.",
  async run(ctx, input) {
    const { userId, name, email } = personOf(ctx);
    const emailKey = foldKey(input.email);
    if (emailKey === foldKey(email)) throw invalid("email", "This is already your e-mail address.");
    await refuseOfStaff(
      userId,
      "You cannot change the e-mail address of a staff account. Ask an operator for a new account.",
    );
    await throttle(perPerson, userId);
    const [old, next] = [randomToken(), randomToken()];
    const fields = {
      email: input.email,
      emailKey,
      oldTokenHash: tokenHash(old),
      newTokenHash: tokenHash(next),
      oldConfirmedAt: null,
      newConfirmedAt: null,
      expiresAt: new Date(Date.now() + 24 * hour),
    };
    await platformClient().$transaction(async (db) => {
      await db.emailChange.upsert({ where: { userId }, create: { userId, ...fields }, update: fields });
      await noteIdentity(db, ctx, personEvents.emailChangeAsked, { userId, data: { email: input.email } });
    });
    await sendLink({ name, to: email, token: old, email: input.email });
    const taken = await platformClient().user.findUnique({ where: { emailKey }, select: { name: true } });
    if (taken) await sendAccountExists(input.email, taken.name);
    else await sendLink({ name, to: input.email, token: next, email: input.email });
    return { email: input.email };
  },
});

async function sendLink({ to, token, ...words }: { name: string; to: string; token: string; email: string }) {
  const { EmailChangeMail } = await import("../emails/email-change-mail");
  const body = EmailChangeMail({ ...words, href: appLink(`/email?token=${token}`) });
  await sendMail({ to, subject: "Confirm your new e-mail address", body });
}

export const myEmailChange = identity.operation({
  kind: "query",
  permission: "person",
  input: z.object({}),
  output: waitingEmail,
  describe: "The e-mail address that the caller requested, until it is confirmed; otherwise null.",
  async run(ctx) {
    const where = { userId: personOf(ctx).userId, expiresAt: { gt: new Date() } };
    const row = await platformClient().emailChange.findFirst({ where, select: { email: true } });
    return { email: row?.email ?? null };
  },
});

export const cancelEmailChange = identity.operation({
  kind: "mutation",
  permission: "person",
  input: z.object({}),
  output: waitingEmail,
  describe: "Cancels the change of e-mail address that the caller requested: both links stop working. Safe to repeat.",
  async run(ctx) {
    const { userId } = personOf(ctx);
    await platformClient().$transaction(async (db) => {
      const { count } = await db.emailChange.deleteMany({ where: { userId } });
      if (count > 0) await noteIdentity(db, ctx, personEvents.emailChangeCancelled, { userId, data: {} });
    });
    return { email: null };
  },
});

export const confirmEmail = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: confirmEmailInput,
  output: confirmedEmail,
  describe:
    "Confirms a change of e-mail address from one of its two addresses; it takes effect with the second confirmation.",
  async run(ctx, { token }) {
    const hash = tokenHash(token);
    const done = await platformClient().$transaction((db) => confirmFrom(db, ctx, hash));
    if (done.before) {
      const { before, email } = done;
      for (const workspace of await ctxsOfPerson(ctx, done.userId))
        await inTransaction(workspace, (inner) => copyPersonEmail(inner, email));
      await notifyBoth({ name: done.name, before, after: email });
    }
    return { changed: done.before !== null, email: done.email };
  },
});

interface Confirmed {
  userId: string;
  name: string;
  email: string;
  /** The address until now; null while the other address has not confirmed. */
  before: string | null;
}

/** Two confirmations at once wait for each other, so that one of them is the second. */
async function confirmFrom(db: Prisma.TransactionClient, ctx: IdentityCtx, hash: string): Promise<Confirmed> {
  const now = new Date();
  const open = { expiresAt: { gt: now } };
  const from = { old: { oldTokenHash: hash, ...open }, new: { newTokenHash: hash, ...open } };
  const old = await db.emailChange.updateMany({ where: from.old, data: { oldConfirmedAt: now } });
  const next = await db.emailChange.updateMany({ where: from.new, data: { newConfirmedAt: now } });
  const row =
    old.count + next.count > 0
      ? await db.emailChange.findFirst({
          where: { OR: [from.old, from.new] },
          select: {
            userId: true,
            email: true,
            emailKey: true,
            oldConfirmedAt: true,
            newConfirmedAt: true,
            user: { select: { name: true, email: true } },
          },
        })
      : null;
  if (!row)
    throw new AppError(
      "NOT_FOUND",
      "This link is not valid, was already used or has expired. Request a new one in your profile.",
    );
  const { userId, email, emailKey, user } = row;
  if (!row.oldConfirmedAt || !row.newConfirmedAt) return { userId, name: user.name, email, before: null };
  const taken = await db.user.findUnique({ where: { emailKey }, select: { id: true } });
  if (taken) throw new AppError("CONFLICT", `${email} already has an account. Choose another address.`);
  await db.user.update({ where: { id: userId }, data: { email, emailKey } });
  await db.emailChange.delete({ where: { userId } });
  // Links to the former address must not open the account.
  await db.authToken.deleteMany({ where: { userId, usedAt: null } });
  const data = { before: { email: user.email }, after: { email } };
  await noteIdentity(db, ctx, personEvents.emailChanged, { userId, data });
  return { userId, name: user.name, email, before: user.email };
}

async function notifyBoth({ name, before, after }: { name: string; before: string; after: string }): Promise<void> {
  for (const email of [before, after])
    await notifyPerson(
      { name, email },
      {
        subject: "Your e-mail address was changed",
        happened: `You sign in to Throughline as ${after} from now on, and no longer as ${before}.`,
        otherwise: "If that was not you, somebody confirmed it from both mailboxes: ask your administrator at once.",
        action: { label: "Sign in", href: appLink("/sign-in") },
      },
    );
}
