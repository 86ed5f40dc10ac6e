import { z } from "zod";
import { textRulesOf } from "./kind";

/** Adds the scheme: people type `company.com` for `https://company.com`. */
const withScheme = (text: string) => (/^[^\s/:@]+\.[^\s/:@]+/.test(text) ? `https://${text}` : text);

const note = "An http or https address; `company.com` is read as `https://company.com`.";

export const urlInput = z
  .string()
  .trim()
  .overwrite(withScheme)
  .max(500)
  .meta({ description: note, pattern: "^\\s*([Hh][Tt]{2}[Pp][Ss]?:|[^\\s/:@]+\\.[^\\s/:@])" })
  .pipe(z.url({ protocol: /^https?$/, error: "Type an address such as https://company.com." }));

export const urlRules = textRulesOf<"url">(urlInput, z.string());
