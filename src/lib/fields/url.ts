import { z } from "zod";
import { textual } from "./kind";

/** `company.com` is typed for `https://company.com`. */
const withScheme = (text: string) => (/^[^\s/:@]+\.[^\s/:@]+/.test(text) ? `https://${text}` : text);

const given = z
  .string()
  .trim()
  .overwrite(withScheme)
  .max(500)
  .pipe(z.url({ protocol: /^https?$/, error: "Type an address such as https://company.com." }));

export const urlRules = textual<"url">(given, z.string());
