import "server-only";
import { notifyByMail } from "@/server/mailer";

interface AccountNotice {
  subject: string;
  /** In one sentence. */
  happened: string;
  /** Advice for a person who did not do it. */
  otherwise: string;
  action: { label: string; href: string };
}

/** E-mails a person what happened to their account, so that nothing of it happens unnoticed. */
export async function notifyPerson(
  { name, email }: { name: string; email: string },
  { subject, ...told }: AccountNotice,
): Promise<void> {
  const { SecurityMail } = await import("../emails/security-mail");
  await notifyByMail({ to: email, subject, body: SecurityMail({ name, ...told }) });
}
