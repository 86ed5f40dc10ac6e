import "server-only";
import { foldKey } from "@/lib/text";
import { identity } from "@/modules/platform/module";
import { platformClient } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { invalid } from "@/server/errors";
import { noteIdentity } from "@/server/identity-events";
import { appLink, notifyByMail, sendMail } from "@/server/mailer";
import { hashPassword } from "@/server/password";
import { personEvents } from "../events";
import { passwordProblem } from "../rules";
import { changePasswordInput, mailInput, mailSent, profile, resetPasswordInput, sessionsEnded } from "../schema";
import { keepsPassword, tryPassword } from "./credentials";
import { renewLink, requireLink, useLink } from "./links";
import { personOf } from "./person";
import { endSessions } from "./sessions";
import { markVerified, sendNoAccount, throttleLinks } from "./sign-up";

export const requestPasswordReset = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: mailInput,
  output: mailSent,
  describe: "Sends a link to choose a new password by e-mail; the response is the same for every address.",
  async run(ctx, input) {
    const emailKey = foldKey(input.email);
    await throttleLinks(ctx, emailKey);
    const person = await platformClient().user.findUnique({
      where: { emailKey },
      select: { id: true, name: true, email: true },
    });
    // For an unknown address the same statements run without effect: timing must not reveal which are known.
    const token = await platformClient().$transaction(async (db) => {
      await noteIdentity(db, ctx, personEvents.resetRequested, { userId: person?.id ?? null, data: {} });
      return await renewLink(db, person?.id ?? null, "reset");
    });
    await (person ? sendReset(person, token) : sendNoAccount(input.email));
    return { email: input.email };
  },
});

async function sendReset({ email, name }: { email: string; name: string }, token: string): Promise<void> {
  const { ResetMail } = await import("../emails/reset-mail");
  const href = appLink(`/reset?token=${token}`);
  await sendMail({ to: email, subject: "Choose a new password", body: ResetMail({ name, href }) });
}

export const resetPassword = identity.operation({
  kind: "mutation",
  permission: "anonymous",
  input: resetPasswordInput,
  output: profile,
  describe: "Sets a new password with the link from the e-mail, confirms the address and ends every session.",
  async run(ctx, input) {
    const { id, user } = await requireLink("reset", input.token);
    refuseOwnName(input.password, user);
    const passwordHash = await hashPassword(input.password);
    await platformClient().$transaction(async (db) => {
      await useLink(db, id);
      await setPassword(db, user.id, passwordHash);
      await markVerified(db, ctx, user.id);
      const ended = await endSessions(db, user.id);
      await noteIdentity(db, ctx, personEvents.passwordReset, { userId: user.id, data: { sessionsEnded: ended } });
    });
    await notifyOwner(user);
    return { name: user.name, email: user.email };
  },
});

export const changePassword = identity.operation({
  kind: "mutation",
  permission: "person",
  stepUp: true,
  input: changePasswordInput,
  output: sessionsEnded,
  describe: "Changes the caller's password and ends all other sessions; requires the current password.",
  async run(ctx, input) {
    const { userId, sessionId } = personOf(ctx);
    const user = await platformClient().user.findUniqueOrThrow({
      where: { id: userId },
      select: { id: true, name: true, email: true, emailKey: true, passwordHash: true },
    });
    refuseOwnName(input.password, user);
    const attempt = { emailKey: user.emailKey, stored: user.passwordHash, password: input.current, known: true };
    if (!(await tryPassword(ctx, attempt))) throw notPresent();
    const passwordHash = await hashPassword(input.password);
    const ended = await platformClient().$transaction(async (db) => {
      if (!(await keepsPassword(db, userId, user.passwordHash))) throw notPresent();
      await setPassword(db, userId, passwordHash);
      const count = await endSessions(db, userId, sessionId);
      await noteIdentity(db, ctx, personEvents.passwordChanged, { userId, data: { sessionsEnded: count } });
      return count;
    });
    await notifyOwner(user);
    return { sessionsEnded: ended };
  },
});

const notPresent = () => invalid("current", "This is not your current password. Try again, or sign out and reset it.");

/** A new password also ends the links that were mailed to set another one, and a change of address that waits. */
async function setPassword(db: Prisma.TransactionClient, userId: string, passwordHash: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { passwordHash } });
  await db.authToken.deleteMany({ where: { userId, purpose: "reset", usedAt: null } });
  await db.emailChange.deleteMany({ where: { userId } });
}

function refuseOwnName(password: string, user: { name: string; email: string }): void {
  const problem = passwordProblem(password, user);
  if (problem) throw invalid("password", problem);
}

async function notifyOwner(user: { name: string; email: string }): Promise<void> {
  const { PasswordChangedMail } = await import("../emails/password-changed-mail");
  const body = PasswordChangedMail({ name: user.name, href: appLink("/forgot") });
  await notifyByMail({ to: user.email, subject: "Your password was changed", body });
}
