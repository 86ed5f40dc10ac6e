import { isSafeLink } from "@/lib/rich-text/links";

/** The address that somebody typed, with the protocol that they left out; null if it is none that a text may link to. */
export function addressIn(text: string): string | null {
  const typed = text.trim();
  if (typed === "" || /\s/.test(typed)) return null;
  const isMail = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(typed);
  const isHost = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[:/?#]|$)/u.test(typed);
  const schemeFor = isMail ? "mailto:" : "https://";
  const href = isMail || isHost ? schemeFor + typed : typed;
  return isSafeLink(href) ? href : null;
}
