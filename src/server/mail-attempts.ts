import "server-only";
import type { Ctx } from "./context.ts";
import type { OutgoingMail } from "./mailer.ts";
import { processWide } from "./process-wide.ts";

/** An e-mail ready to be sent, with the notes to write for the attempt and for its success. */
export interface ReadyMail {
  message: OutgoingMail & { messageId: string };
  onAttempt?: (inner: Ctx) => Promise<void>;
  onSent?: (inner: Ctx, at: Date) => Promise<void>;
}

/**
 * Makes the first attempt to send a stored e-mail while a person waits; later attempts run automatically. Returns the
 * state of the e-mail.
 */
export type FirstAttempt = (ctx: Ctx, mailId: string) => Promise<{ status: string; reason: string | null }>;

const registered = processWide<FirstAttempt>("sender of e-mails");

/** The registry passes the function that sends: domains that write e-mails do not know the mail log. */
export function registerFirstAttempt(attempt: FirstAttempt): void {
  registered.set(attempt);
}

/** Throws if the registry was not loaded, because otherwise an e-mail would never be sent. */
export const firstAttempt: FirstAttempt = (ctx, mailId) => registered.required()(ctx, mailId);
