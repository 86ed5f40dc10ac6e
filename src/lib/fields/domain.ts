import { z } from "zod";
import { textual } from "./kind";

/** The domain of a whole address, as people copy it and files hold it. */
const bareDomain = (text: string) =>
  text
    .replace(/^https?:\/\//i, "")
    .replace(/^www\./i, "")
    .replace(/[/?#].*$/, "");

export const givenDomain = z
  .string()
  .trim()
  .overwrite(bareDomain)
  .toLowerCase()
  .max(253)
  .regex(/^[^\s/:@]+\.[^\s/:@]+$/, "Type a domain such as company.com.");

export const domainRules = textual<"domain">(givenDomain, z.string());
