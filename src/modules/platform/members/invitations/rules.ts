import { foldKey, quoteValue } from "@/lib/text";
import { email as mailAddress } from "@/lib/zod";

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
