import "server-only";
import type { Transporter } from "nodemailer";
import type { ReactElement } from "react";
import { env } from "@/env";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";

export interface OutgoingMail {
  to: string;
  subject: string;
  /** A react-email template; the text part is made from it. */
  body: ReactElement;
  /** The same for every attempt at this mail, so that who gets it twice can tell; made up unless said. */
  messageId?: string;
  /** Of a mail that people can be taken off (RFC 2369, RFC 8058): which list, and where one click ends it. */
  list?: { id: string; unsubscribe: string };
}

/**
 * Why a mail server has not taken a mail. `later`: it said so, or was not reached; nothing was sent. `never`: it refuses
 * this address or this mail. `unknown`: the line broke while the mail was on its way, so it may have arrived.
 */
export class MailRefused extends Error {
  override name = "MailRefused";
  readonly again: "later" | "never" | "unknown";
  constructor(again: MailRefused["again"], reason: string, cause: unknown) {
    super(reason, { cause });
    this.again = again;
  }
}

/** What writes and sends mail is loaded with the first one: it is a third of all that an operation loads. */
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
 * Hands one mail to the mail server, never inside a transaction. Throws `MailRefused` when that does not take it; any other
 * error is a fault of ours, of which no mail server has heard.
 */
export async function deliverMail(mail: OutgoingMail): Promise<void> {
  const { render } = await import("react-email");
  const [html, text] = await Promise.all([render(mail.body), render(mail.body, { plainText: true })]);
  const smtp = await transport();
  let handing = false;
  // Called when a connection stands and the mail is about to go over it.
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
    const reason = "The line to the mail server broke while the mail was on its way: it may have arrived.";
    return new MailRefused("unknown", reason, error);
  }
  const said = `The mail server said: ${(response ?? String(responseCode)).slice(0, 300)}`;
  // A wrong login of ours is no fault of the mail.
  return new MailRefused(responseCode >= 500 && handing ? "never" : "later", said, error);
}

/** Sends one mail to somebody who waits for it. UNAVAILABLE when the mail server does not take it. */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  try {
    await deliverMail(mail);
  } catch (error) {
    log.error({ err: error }, "a mail was not sent");
    throw new AppError(
      "UNAVAILABLE",
      `The mail to ${mail.to} could not be sent just now. Try again in a minute.`,
      { retryAfter: 60 },
      error,
    );
  }
}

/** The Message-ID of the mail with this name. */
export function messageIdOf(name: string): string {
  return `<${name}@${/@([\w.-]+)/.exec(env.MAIL_FROM)?.[1] ?? "localhost"}>`;
}

/** Whether the mail server is there and takes our name; rejects when not. */
export async function signOfMail(): Promise<void> {
  await (await transport()).verify();
}

/** A mail that only informs: when it cannot be sent, that is logged and nothing else fails. */
export async function notifyByMail(mail: OutgoingMail): Promise<void> {
  await sendMail(mail).catch(() => undefined);
}

/** The full address of a page of this installation, for links in mails. */
export function appLink(path: `/${string}`): string {
  return new URL(path, env.NEXTAUTH_URL).href;
}
