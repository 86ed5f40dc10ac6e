import { foldKey, quoteValue } from "@/lib/text";
import { email as mailAddress } from "@/lib/zod";

/** Of an invitation that waits for an answer. */
export const openInvitation = { acceptedAt: null, revokedAt: null } as const;

/** How long the link of an invitation works, from when its mail goes. */
export const validDays = 7;

/** When an invitation ends whose mail goes at this moment. */
export const invitationEnds = (sent: Date): Date => new Date(sent.getTime() + validDays * 86_400_000);

export interface ReadInvitees {
  invitees: { email: string; name?: string }[];
  /** Pieces that hold no mail address, as a person would quote them. */
  problems: string[];
}

const named = /^"?([^"<]*?)"?\s*<([^<>\s]+)>$/;

/**
 * Mail addresses out of pasted text: one a line, or between commas and semicolons, with or without names, as mail
 * programs and tables write them. Each address comes once.
 */
export function readInvitees(text: string): ReadInvitees {
  const found = new Map<string, { email: string; name?: string }>();
  const problems: string[] = [];
  for (const piece of pieces(text)) {
    const [, name = "", inBrackets] = named.exec(piece) ?? [];
    const parsed = mailAddress.safeParse(inBrackets ?? piece.replace(/^mailto:/i, ""));
    if (!parsed.success) {
      problems.push(`${quoteValue(piece)} is not a mail address.`);
      continue;
    }
    const key = foldKey(parsed.data);
    if (!found.has(key)) found.set(key, { email: parsed.data, ...(name.trim() ? { name: name.trim() } : {}) });
  }
  return { invitees: [...found.values()], problems };
}

/** Separators count outside of quotes and brackets; a line without either may also part addresses by blanks. */
function pieces(text: string): string[] {
  return text
    .split(/[\n\r\t;]+|,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .flatMap((part) => (/[<"]/.test(part) || !/@.*\s.*@/.test(part) ? [part] : part.split(/\s+/)))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A name to begin with where only the address is known: jane.doe@x.com becomes Jane Doe. */
export function nameFromMail(email: string): string {
  const words =
    (email.split("@")[0] ?? "")
      .split("+")[0]
      ?.split(/[._-]+/)
      .filter((word) => word !== "") ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return name || email;
}

/** What an admin is told of an invitation whose mail has this state after its first attempt; null when it is out. */
export function notSentWords(email: string, mail: { status: string; reason: string | null }): string | null {
  if (mail.status === "sent") return null;
  const reason = mail.reason ? ` ${mail.reason.replace(/[^.!?]$/, "$&.")}` : "";
  if (mail.status === "waiting")
    return `The invitation of ${email} is not sent yet.${reason} It is tried again by itself, first in a minute.`;
  if (mail.status === "unknown") return `The invitation of ${email} may not have arrived.${reason}`;
  return `The invitation of ${email} was not sent.${reason} Try again.`;
}
