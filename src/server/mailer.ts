import "server-only";
import type { Transporter } from "nodemailer";
import type { ReactElement } from "react";
import { env } from "@/env";
import { sameAcrossBundles } from "./across-bundles.ts";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";
import { requireNoTransaction } from "./outbound.ts";

export interface OutgoingMail {
  to: string;
  subject: string;
  /** A react-email template; the text part is made from it. */
  body: ReactElement;
  /**
   * The same for every attempt to send this e-mail, so that a mail program can recognise a duplicate; random by
   * default.
   */
  messageId?: string;
  /**
   * For an e-mail with a list to unsubscribe from (RFC 2369, RFC 8058): the list, and the address for one-click
   * unsubscribing.
   */
  list?: { id: string; unsubscribe: string };
}

/**
 * Why a mail server did not accept an e-mail. `later`: it asked for a retry or was unreachable; nothing was sent.
 * `never`: it rejects this address or e-mail. `unknown`: the connection broke, so the e-mail may have arrived.
 */
export class MailRefused extends Error {
  override name = "MailRefused";
  readonly again: "later" | "never" | "unknown";
  constructor(again: MailRefused["again"], reason: string, cause: unknown) {
    super(reason, { cause });
    this.again = again;
  }
}
sameAcrossBundles(MailRefused, "MailRefused");

/** Loads the mail code with the first e-mail: it is a third of all code that an operation loads. */
async function transport(): Promise<Transporter> {
  const { default: nodemailer } = await import("nodemailer");
  return nodemailer.createTransport({
    url: env.SMTP_URL,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 15_000,
  });
}

/**
 * Passes one e-mail to the mail server, never inside a transaction. Throws `MailRefused` if the server does not accept
 * it; any other error is our own, and no mail server was contacted.
 */
export async function deliverMail(mail: OutgoingMail): Promise<void> {
  requireNoTransaction("The mail server");
  const { render } = await import("react-email");
  const [html, text] = await Promise.all([render(mail.body), render(mail.body, { plainText: true })]);
  const smtp = await transport();
  let handing = false;
  // Called when the connection is open and the e-mail is about to be sent.
  smtp.use("stream", ({ message }, done) => {
    message.processFunc((source) => {
      handing = true;
      return source;
    });
    done();
  });
  try {
    await smtp.sendMail({
      from: env.MAIL_FROM,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      html,
      text,
      ...(mail.messageId ? { messageId: mail.messageId } : {}),
      headers: { "Auto-Submitted": "auto-generated", ...listHeaders(mail.list) },
    });
  } catch (error) {
    throw refusalOf(error, handing);
  }
}

function listHeaders(list: OutgoingMail["list"]): Record<string, string> {
  if (!list) return {};
  return {
    "List-Id": `<${list.id}>`,
    "List-Unsubscribe": `<${list.unsubscribe}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

function refusalOf(error: unknown, handing: boolean): MailRefused {
  const { responseCode, response } = error as { responseCode?: number; response?: string };
  if (responseCode === undefined && !handing)
    return new MailRefused("later", "The mail server could not be reached.", error);
  if (responseCode === undefined) {
    const reason = "The connection to the mail server broke while the e-mail was being sent: it may have arrived.";
    return new MailRefused("unknown", reason, error);
  }
  const reason = `The mail server said: ${(response ?? String(responseCode)).slice(0, 300)}`;
  // A refused login is our configuration error, not a fault of the e-mail.
  return new MailRefused(responseCode >= 500 && handing ? "never" : "later", reason, error);
}

/** Sends one e-mail to a person who waits for it. UNAVAILABLE if the mail server does not accept it. */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  try {
    await deliverMail(mail);
  } catch (error) {
    log.error({ err: error }, "a mail was not sent");
    throw new AppError(
      "UNAVAILABLE",
      `The e-mail to ${mail.to} could not be sent. Try again in a minute.`,
      { retryAfter: 60 },
      error,
    );
  }
}

/** The Message-ID header for a unique key, e.g. `invitation.<id>`. */
export function messageIdOf(key: string): string {
  return `<${key}@${/@([\w.-]+)/.exec(env.MAIL_FROM)?.[1] ?? "localhost"}>`;
}

/** Resolves if the mail server answers and accepts our login; rejects if not. */
export async function signOfMail(): Promise<void> {
  await (await transport()).verify();
}

/** Sends an e-mail that only informs: a failure is logged and nothing else fails. */
export async function notifyByMail(mail: OutgoingMail): Promise<void> {
  await sendMail(mail).catch(() => undefined);
}

/** The full address of a page of this installation, for links in e-mails. */
export function appLink(path: `/${string}`): string {
  return new URL(path, env.NEXTAUTH_URL).href;
}
