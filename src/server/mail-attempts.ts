import "server-only";
import type { Ctx } from "./context.ts";
import type { OutgoingMail } from "./mailer.ts";

/** A mail as it is to go, and what is noted together with the attempt, and when the mail server has it. */
export interface ReadyMail {
  letter: OutgoingMail & { messageId: string };
  onAttempt?: (inner: Ctx) => Promise<void>;
  onSent?: (inner: Ctx, at: Date) => Promise<void>;
}

/**
 * Makes the first attempt at a mail that was just written down, while a person waits for its outcome; further ones are
 * made by itself. Answers with how the mail stands.
 */
export type FirstAttempt = (ctx: Ctx, mailId: string) => Promise<{ status: string; reason: string | null }>;

let handedOver: FirstAttempt | undefined;

/** The registry hands over who sends mail: domains that write one do not know the mail log. */
export function registerFirstAttempt(attempt: FirstAttempt): void {
  handedOver = attempt;
}

/** Throws where the registry was not loaded, rather than letting a mail wait for nobody. */
export const firstAttempt: FirstAttempt = (ctx, mailId) => {
  if (!handedOver) throw new Error("The registry did not hand over who sends mail; import registry/mails.");
  return handedOver(ctx, mailId);
};
