import { z } from "zod";
import { textRulesOf } from "./kind";

/** Extracts the domain from a whole web address, as people paste it. */
const bareDomain = (text: string) =>
  text
    .replace(/^https?:\/\//i, "")
    .replace(/^www\./i, "")
    .replace(/[/?#].*$/, "");

export const domainInput = z
  .string()
  .trim()
  .overwrite(bareDomain)
  .toLowerCase()
  .max(253)
  .regex(/^[^\s/:@]+\.[^\s/:@]+$/, "Type a domain such as company.com.");

export const domainRules = textRulesOf<"domain">(domainInput, z.string());
