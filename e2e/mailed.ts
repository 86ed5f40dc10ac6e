import { mailTo } from "@/test/mail";

/** The link in mail number `count` to this address. */
export async function linkIn(address: string, count = 1): Promise<string> {
  const mail = await mailTo(address, count);
  const [link] = /https?:\/\/\S+/.exec(mail.text ?? "") ?? [];
  if (!link) throw new Error(`The mail "${mail.subject}" holds no link.`);
  return link;
}
