import { z } from "zod";
import { quoteValue } from "@/lib/text";
import { type Coerced, emptyOrLong, notA, plainText, refused, value } from "./coerced";

const address = z.email().max(254);

/** An e-mail address with its domain in lower case. `Ada <ada@example.com>` and `mailto:` are accepted. */
export function coerceEmail(text: string): Coerced<string> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "an e-mail address");
  if (empty) return empty;
  const bare = (/<([^<>]+)>$/.exec(plain)?.[1] ?? plain).replace(/^mailto:/i, "").trim();
  if (isAddress(bare)) return value(bare.replace(/@.*$/, (domain) => domain.toLowerCase()));
  const several = bare.split(/[;,\s]+/).filter(isAddress);
  if (several.length > 1) return refused("There are several addresses in this cell. Only one is allowed.", several[0]);
  const mended = mend(bare);
  if (mended) return refused(`${quoteValue(plain)} is not an e-mail address. Did you mean ${mended}?`, mended);
  if (/[^@\s]\.[^@\s]/.test(bare) && !bare.includes("@"))
    return refused(`${quoteValue(plain)} has no @ and is not an e-mail address.`);
  return notA("an e-mail address", plain);
}

function isAddress(text: string): boolean {
  return address.safeParse(text).success;
}

// Common typing errors: blanks, commas instead of points, a point at the end, “(at)”.
function mend(text: string): string | null {
  const mended = text
    .replace(/\s*[[(]\s*at\s*[\])]\s*/i, "@")
    .replace(/\s+/g, "")
    .replace(/,/g, ".")
    .replace(/@{2,}/, "@")
    .replace(/\.{2,}/g, ".")
    .replace(/[.;:]+$/, "");
  return mended !== text && isAddress(mended) ? mended : null;
}
