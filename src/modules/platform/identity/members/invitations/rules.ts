import { counted, plainLocale } from "@/lib/counted";
import { foldKey, quoteValue } from "@/lib/text";
import { email as mailAddress } from "@/lib/zod";

/** For an open invitation. */
export const openInvitation = { acceptedAt: null, revokedAt: null } as const;

/** How long an invitation's link works after its e-mail was sent. */
export const validDays = 7;

/** When an invitation expires if its e-mail is sent now. */
export const invitationEnds = (sent: Date): Date => new Date(sent.getTime() + validDays * 86_400_000);

/** The refusal for an address of staff. It gives no reason: nobody must learn by inviting who works for the platform. */
export const cannotJoin = (email: string): string =>
  `${email} cannot join a workspace. Invite this person under another address.`;

export interface ReadInvitees {
  invitees: { email: string; name?: string }[];
  /** Pieces of text without an e-mail address, as a person would quote them. */
  problems: string[];
}

const named = /^"?([^"<]*?)"?\s*<([^<>\s]+)>$/;

/**
 * E-mail addresses from pasted text: one a line, or separated by commas and semicolons, with or without names, as mail
 * programs and tables write them. Without duplicates.
 */
export function readInvitees(text: string): ReadInvitees {
  const found = new Map<string, { email: string; name?: string }>();
  const problems: string[] = [];
  for (const piece of pieces(text)) {
    const [, name = "", inBrackets] = named.exec(piece) ?? [];
    const parsed = mailAddress.safeParse(inBrackets ?? piece.replace(/^mailto:/i, ""));
    if (!parsed.success) {
      problems.push(`${quoteValue(piece)} is not an e-mail address.`);
      continue;
    }
    const key = foldKey(parsed.data);
    if (!found.has(key)) found.set(key, { email: parsed.data, ...(name.trim() ? { name: name.trim() } : {}) });
  }
  return { invitees: [...found.values()], problems };
}

const problemsShown = 5;

/** Each problem, as many as a person reads. */
export function problemWords(problems: readonly string[]): string {
  const more = problems.length - problemsShown;
  const rest =
    more > 0
      ? [
          `${counted(more, { one: "other entry is", many: "other entries are" }, plainLocale)} no e-mail address either.`,
        ]
      : [];
  return [...problems.slice(0, problemsShown), ...rest].join(" ");
}

/** The same people as text that is read again as it was. */
export function inviteeText(invitees: ReadInvitees["invitees"]): string {
  return invitees.map(({ email, name }) => (name === undefined ? email : `"${name}" <${email}>`)).join("\n");
}

/** Separators count outside quotes and brackets; in a line without either, blanks may also separate addresses. */
function pieces(text: string): string[] {
  return text
    .split(/[\n\r\t;]+|,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .flatMap((part) => (/[<"]/.test(part) || !/@.*\s.*@/.test(part) ? [part] : part.split(/\s+/)))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A default name if only the address is known: jane.doe@x.com becomes Jane Doe. */
export function nameFromMail(email: string): string {
  const words =
    (email.split("@")[0] ?? "")
      .split("+")[0]
      ?.split(/[._-]+/)
      .filter((word) => word !== "") ?? [];
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return name || email;
}

/**
 * The message for an admin about an invitation whose e-mail has this state after its first attempt; null when it was
 * sent.
 */
export function notSentWords(email: string, mail: { status: string; reason: string | null }): string | null {
  if (mail.status === "sent") return null;
  const reason = mail.reason ? ` ${mail.reason.replace(/[^.!?]$/, "$&.")}` : "";
  if (mail.status === "waiting")
    return `The invitation for ${email} has not been sent yet.${reason} It is retried automatically.`;
  if (mail.status === "unknown") return `The invitation for ${email} may not have arrived.${reason}`;
  return `The invitation for ${email} was not sent.${reason} Try again.`;
}
