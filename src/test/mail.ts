import type { Mail } from "@/local/mail/mailbox";

const ARRIVES_WITHIN_MS = 60_000;

/** The mails that the app sent to this address, newest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const response = await fetch(`${process.env.MAIL_VIEW_URL}/api/messages?to=${encodeURIComponent(address)}`);
  if (!response.ok) throw new Error(`The mail stand-in answers ${response.status}.`);
  return response.json();
}

/** Waits for mail number `count` to this address and returns it. Throws when it does not come within a minute. */
export async function mailTo(address: string, count = 1): Promise<Mail> {
  const deadline = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const mail = (await mailsTo(address)).at(-count);
    if (mail) return mail;
    if (Date.now() > deadline) throw new Error(`No mail ${count} to ${address} within a minute.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
