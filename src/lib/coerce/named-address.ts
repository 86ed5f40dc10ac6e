import { coerceEmail } from "./coerce-email";

export interface NamedAddress {
  name: string;
  email: string;
}

const BOTH = /^(.+?)\s*[<([]\s*(?:mailto:)?([^\s<>()[\]]+@[^\s<>()[\]]+)\s*[>)\]]$/i;
const longest = 600;
const QUOTES = /^["'“”„]+|["'“”]+$/g;

/** The two parts of "Julia Weiß (julia@acme.example)" or "Julia <julia@acme.example>"; null for a text without both. */
export function namedAddress(text: string): NamedAddress | null {
  // Nobody is called so; the expression takes long for longer texts.
  if (text.length > longest) return null;
  const [, given = "", address = ""] = BOTH.exec(text.trim()) ?? [];
  const name = given.replace(QUOTES, "").trim();
  const email = address === "" ? null : coerceEmail(address);
  return name !== "" && email?.ok && email.value !== null ? { name, email: email.value } : null;
}

/** The address in a text that is one, or that has one beside a name; null for another text. */
export function addressIn(text: string): string | null {
  if (!text.includes("@")) return null;
  const both = namedAddress(text);
  if (both) return both.email;
  const alone = coerceEmail(text);
  return alone.ok ? alone.value : null;
}
