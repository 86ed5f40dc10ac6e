import { mailTo } from "@/test/mail";

/** The link in the newest mail to this address. */
export async function linkIn(address: string): Promise<string> {
  const mail = await mailTo(address);
  const [link] = /https?:\/\/\S+/.exec(mail.text ?? "") ?? [];
  if (!link) throw new Error(`The mail "${mail.subject}" holds no link.`);
  return link;
}
