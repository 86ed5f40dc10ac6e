import "server-only";
import type { Ctx } from "./context.ts";
import { log } from "./log.ts";
import { deliverMail, MailRefused, messageIdOf, type OutgoingMail } from "./mailer.ts";

/** A member to whom an e-mail goes; without an address none goes. */
export interface Addressee {
  id: string;
  email: string | null;
}

interface OwnMail extends Pick<OutgoingMail, "subject" | "body"> {
  /** The event or reminder that it is about: each member gets an e-mail of this name once. */
  name: string;
}

/**
 * Sends an e-mail that nobody can turn off to each of these members, at most once, whatever runs twice. One that the
 * mail server refuses does not stop the others; where it asks for a later attempt this throws, so that a job comes
 * again.
 */
export async function mailEach(ctx: Ctx, people: readonly Addressee[], mail: OwnMail): Promise<void> {
  let later: MailRefused | null = null;
  for (const { id, email } of people)
    try {
      if (email !== null) await mailOnce(ctx, { id, email }, mail);
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      if (error.again === "later") later = error;
      else log.error({ tenantId: ctx.tenant.id, err: error }, "a mail about the workspace was refused");
    }
  if (later) throw later;
}

/** The attempt is noted before the mail server has anything; only one that certainly sent nothing is taken back. */
async function mailOnce(ctx: Ctx, to: { id: string; email: string }, { name, subject, body }: OwnMail): Promise<void> {
  const attempt = { subject: "mail", threshold: 0, period: `${name} ${to.id}` };
  const { count } = await ctx.db.limitNotice.createMany({ data: [attempt], skipDuplicates: true });
  if (count === 0) return;
  try {
    await deliverMail({
      to: to.email,
      subject,
      body,
      messageId: messageIdOf(attempt.period.replaceAll(/[^\w-]+/g, ".")),
    });
  } catch (error) {
    if (!(error instanceof MailRefused) || error.again === "later")
      await ctx.db.limitNotice.deleteMany({ where: attempt });
    throw error;
  }
}
