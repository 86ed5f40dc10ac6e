import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { diskFull, errorCode } from "../problem";

const KEPT = 1_000;

/** A mail as the viewer and its JSON show it. */
export type Mail = {
  id: string;
  /** ISO time at which the stand-in accepted it. */
  receivedAt: string;
  from: string;
  /** All recipients, including hidden copies. */
  to: string[];
  subject: string;
  /** Its Message-ID and list headers, by names in lower case. */
  headers: Record<string, string>;
  text: string;
  html: string;
  /** Web addresses in the mail, in order, without duplicates. */
  links: string[];
};

/** A mail as an SMTP client sent it. */
type Delivery = { to: string[]; source: Buffer };

/**
 * The mails of one folder: each as a file in its original form, and in memory for the viewer. The newest 1,000 stay.
 */
export class Mailbox {
  readonly #folder: string;
  #mails: Mail[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder and reads the mails of earlier runs. */
  static async open(folder: string): Promise<Mailbox> {
    await mkdir(folder, { recursive: true });
    const mailbox = new Mailbox(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
    for (const name of names) {
      const source = await readFile(join(folder, name));
      mailbox.#mails.unshift(await parse(name.slice(0, -4), source));
    }
    return mailbox;
  }

  /** Stores a mail. Its recipients go into a header of their own, as a mail server writes them. */
  async deliver({ to, source }: Delivery): Promise<void> {
    const id = `${Date.now().toString().padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
    const recipients = Buffer.from(
      to.map((address) => `X-Delivered-To: ${address.replace(/[\r\n]/g, "")}\r\n`).join(""),
    );
    const whole = Buffer.concat([recipients, source]);
    try {
      await writeFile(join(this.#folder, `${id}.eml`), whole, { mode: 0o600 });
    } catch (error) {
      throw errorCode(error) === "ENOSPC" ? diskFull(this.#folder, error) : error;
    }
    this.#mails.unshift(await parse(id, whole));
    for (const old of this.#mails.splice(KEPT)) await rm(join(this.#folder, `${old.id}.eml`), { force: true });
  }

  /** Newest first; `to` limits them to one address. */
  list(to?: string): Mail[] {
    const address = to?.trim().toLowerCase();
    return address
      ? this.#mails.filter((mail) => mail.to.some((other) => other.toLowerCase() === address))
      : this.#mails;
  }

  /** One mail, or undefined. */
  find(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}

const shownHeaders = new Set(["message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted"]);

async function parse(id: string, source: Buffer): Promise<Mail> {
  const mail = await PostalMime.parse(source);
  const html = mail.html ?? "";
  const text = mail.text ?? "";
  return {
    id,
    receivedAt: new Date(Number(id.split("-")[0])).toISOString(),
    from: [mail.from?.name, mail.from?.address && `<${mail.from.address}>`].filter(Boolean).join(" "),
    to: mail.headers.filter(({ key }) => key === "x-delivered-to").map(({ value }) => value),
    subject: mail.subject ?? "",
    headers: Object.fromEntries(
      mail.headers.filter(({ key }) => shownHeaders.has(key)).map(({ key, value }) => [key, value]),
    ),
    text,
    html,
    links: [...new Set([...linksOfHtml(html), ...(text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [])])],
  };
}

function linksOfHtml(html: string): string[] {
  return [...html.matchAll(/\bhref\s*=\s*["'](https?:\/\/[^"']+)["']/gi)].map(([, href]) =>
    (href ?? "").replaceAll("&amp;", "&"),
  );
}
