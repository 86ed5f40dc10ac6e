import "server-only";
import nodemailer, { type Transporter } from "nodemailer";
import type { ReactElement } from "react";
import { render } from "react-email";
import { env } from "@/env";
import { AppError } from "./errors.ts";
import { log } from "./log.ts";

export interface OutgoingMail {
  to: string;
  subject: string;
  /** A react-email template; the text part is made from it. */
  body: ReactElement;
}

let transporter: Transporter | undefined;

function transport(): Transporter {
  transporter ??= nodemailer.createTransport({
    url: env.SMTP_URL,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 15_000,
  });
  return transporter;
}

/** Sends one mail, never inside a transaction. UNAVAILABLE when the mail server does not take it. */
export async function sendMail(mail: OutgoingMail): Promise<void> {
  const html = await render(mail.body);
  const text = await render(mail.body, { plainText: true });
  try {
    await transport().sendMail({
      from: env.MAIL_FROM,
      to: mail.to,
      subject: mail.subject,
      html,
      text,
      headers: { "Auto-Submitted": "auto-generated" },
    });
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

/** A mail that only informs: when it cannot be sent, that is logged and nothing else fails. */
export async function notifyByMail(mail: OutgoingMail): Promise<void> {
  await sendMail(mail).catch(() => undefined);
}

/** The full address of a page of this installation, for links in mails. */
export function appLink(path: `/${string}`): string {
  return new URL(path, env.NEXTAUTH_URL).href;
}
