import "server-only";
import { foldKey } from "@/lib/text";
import { identity } from "@/modules/platform/module";
import type { IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { invalid } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { appLink, sendMail } from "@/server/mailer";
import { hashPassword } from "@/server/password";
import { type Limit, throttle } from "@/server/rate-limit";
import { personEvents } from "../events";
import { mailInput, mailSent, profile, signUpInput, verifyEmailInput } from "../schema";
import { tryPassword } from "./credentials";
import { renewLink, requireLink, useLink } from "./links";

const perAddress: Limit = {
  name: "sign-up-address",
  points: 20,
  seconds: 3600,
  refusal: (wait) => `Too many sign-ups from your network. Wait ${wait}.`,
};
const mailsPerAddress: Limit = {
  name: "link-address",
  points: 30,
  seconds: 3600,
  refusal: (wait) => `Too many e-mails were requested from your network. Wait ${wait}.`,
};
const mailsPerPerson: Limit = {
  name: "link-mail",
  points: 5,
  seconds: 3600,
  refusal: (wait) => `Several e-mails were already sent to this address. Check your inbox, or wait ${wait}.`,
};

/** Counts an e-mail that an anonymous person requests, whether or not the address is known. */
export async function throttleLinks(ctx: IdentityCtx, emailKey: string): Promise<void> {
  await throttle(mailsPerAddress, ctx.address);
  await throttle(mailsPerPerson, emailKey);
}

export const signUp = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: signUpInput,
  output: mailSent,
  describe:
    "Signs a person up and sends a link by e-mail that confirms the address; the response is the same for a known address.",
  async run(ctx, input) {
    const emailKey = foldKey(input.email);
    await throttle(perAddress, ctx.address);
    await throttleLinks(ctx, emailKey);
    const passwordHash = await hashPassword(input.password);
    const person = { name: input.name, email: input.email, passwordHash };
    // Each address takes the same statements: timing must not reveal which are known.
    const { row, token } = await platformClient().$transaction(async (db) => {
      await db.user.createMany({ data: [{ ...person, emailKey }], skipDuplicates: true });
      const { count } = await db.user.updateMany({ where: { emailKey, emailVerifiedAt: null }, data: person });
      const row = await db.user.findUniqueOrThrow({
        where: { emailKey },
        select: { id: true, name: true, email: true },
      });
      const open = count > 0;
      const event = open ? personEvents.signedUp : personEvents.signUpRepeated;
      await noteIdentity(db, ctx, event, { userId: row.id, data: {} });
      const token = await renewLink(db, open ? row.id : null, "verify");
      return { row, token: open ? token : null };
    });
    await (token ? sendVerification(row.email, row.name, token) : sendAccountExists(row.email, row.name));
    return { email: input.email };
  },
});

export const resendVerification = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: mailInput,
  output: mailSent,
  describe: "Sends the confirmation link again; the response is the same for every address.",
  async run(ctx, input) {
    const emailKey = foldKey(input.email);
    await throttleLinks(ctx, emailKey);
    const person = await platformClient().user.findUnique({
      where: { emailKey },
      select: { id: true, name: true, email: true, emailVerifiedAt: true },
    });
    const waiting = person && !person.emailVerifiedAt ? person : null;
    const token = await platformClient().$transaction(async (db) => {
      await noteIdentity(db, ctx, personEvents.verificationResent, { userId: waiting?.id ?? null, data: {} });
      return await renewLink(db, waiting?.id ?? null, "verify");
    });
    if (waiting) await sendVerification(waiting.email, waiting.name, token);
    else await (person ? sendAccountExists(person.email, person.name) : sendNoAccount(input.email));
    return { email: input.email };
  },
});

/** Requires the password too: otherwise the owner of an address would confirm a stranger's sign-up with it. */
export const verifyEmail = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: verifyEmailInput,
  output: profile,
  describe: "Confirms an e-mail address with the link from the e-mail and the password that was chosen at sign-up.",
  async run(ctx, input) {
    const { id, user } = await requireLink("verify", input.token);
    const { emailKey, passwordHash: stored } = user;
    if (!(await tryPassword(ctx, { emailKey, stored, password: input.password, known: true })))
      throw invalid("password", "This is not the password from your sign-up. Try again, or reset it.");
    await platformClient().$transaction(async (db) => {
      await useLink(db, id);
      await markVerified(db, ctx, user.id);
    });
    return { name: user.name, email: user.email };
  },
});

/** Records that a person receives e-mail at the address. */
export async function markVerified(db: Prisma.TransactionClient, ctx: IdentityCtx, userId: string): Promise<void> {
  const { count } = await db.user.updateMany({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: new Date() },
  });
  if (count > 0) await noteIdentity(db, ctx, personEvents.verified, { userId, data: {} });
}

async function sendVerification(to: string, name: string, token: string) {
  const { VerifyMail } = await import("../emails/verify-mail");
  const href = appLink(`/verify?token=${token}`);
  return sendMail({ to, subject: "Confirm your e-mail address", body: VerifyMail({ name, href }) });
}

/** To an address that has an account already, for its owner alone. */
export async function sendAccountExists(to: string, name: string) {
  const { AccountExistsMail } = await import("../emails/account-exists-mail");
  const body = AccountExistsMail({ name, href: appLink("/sign-in") });
  return sendMail({ to, subject: "You already have an account", body });
}

/** For addresses without an account: only the owner of the address learns it, not the sender. */
export async function sendNoAccount(to: string) {
  const { NoAccountMail } = await import("../emails/no-account-mail");
  return sendMail({ to, subject: "No account with this address", body: NoAccountMail({ href: appLink("/sign-up") }) });
}
