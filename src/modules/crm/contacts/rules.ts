import type { EmailEntry, PhoneEntry } from "@/lib/fields/entries";
import { isUnnamed } from "@/lib/unseen-record";
import type { Reference } from "@/lib/zod";

/** The ways in which contacts and opportunities are found. */
export const leadSources = [
  { value: "website", label: "Website", synonyms: ["web", "internet", "web form", "direct traffic"] },
  { value: "organic_search", label: "Organic search", synonyms: ["organic", "search engine", "seo", "google"] },
  {
    value: "referral",
    label: "Referral",
    synonyms: ["word of mouth", "customer referral", "employee referral", "external referral", "referrals"],
  },
  { value: "social_media", label: "Social media", synonyms: ["social", "organic social", "paid social"] },
  {
    value: "email_campaign",
    label: "E-mail campaign",
    synonyms: ["email", "e-mail", "email marketing", "newsletter"],
  },
  { value: "paid_ad", label: "Paid ad", synonyms: ["paid search", "advertisement", "advertising", "ads"] },
  { value: "event", label: "Event", synonyms: ["trade show", "conference", "seminar", "webinar", "events"] },
  {
    value: "cold_outreach",
    label: "Cold outreach",
    synonyms: ["cold call", "cold calling", "outbound", "prospecting"],
  },
  { value: "partner", label: "Partner", synonyms: ["partners", "partner referral", "reseller"] },
  { value: "other", label: "Other" },
] as const;

/** Headings under which files have the lead source of a person. */
export const leadSourceHeadings = [
  "source",
  "origin",
  "original source",
  "quelle",
  "origem",
  "leadquelle",
  "herkunft",
  "origine",
  "fuente",
  "origen",
  "bron",
  "herkomst",
];

/** The name of a contact: first and last name, else the first e-mail address; empty without any of them. */
export function fullName(
  firstName: string | null | undefined,
  lastName: string | null | undefined,
  emails: readonly { value: string }[] | null | undefined,
): string {
  const name = [firstName, lastName].flatMap((part) => part?.trim() || []).join(" ");
  return name || (emails?.[0]?.value ?? "");
}

/** First and last name in a whole name: "Priya Raman", or "Raman, Priya". */
export function nameParts(text: string): { firstName: string | null; lastName: string | null } {
  const [before = "", after] = text.split(/\s*,\s*/, 2);
  if (after) return { firstName: after, lastName: before || null };
  const words = text.trim().split(/\s+/).filter(Boolean);
  const [first = null] = words;
  return { firstName: first, lastName: words.slice(1).join(" ") || null };
}

/** The place of a contact in a line: "Buyer at Alder Ports", else the e-mail address; null for none of them. */
export function placeText(contact: {
  jobTitle: string | null;
  account: Reference | null;
  emails: readonly { value: string }[] | null;
}): string | null {
  const { jobTitle, emails } = contact;
  const account = contact.account && isUnnamed(contact.account) ? null : contact.account;
  if (jobTitle && account) return `${jobTitle} at ${account.name}`;
  return jobTitle ?? account?.name ?? emails?.[0]?.value ?? null;
}

/** The ways to reach a contact. */
export const channels = ["email", "phone", "sms"] as const;
export type Channel = (typeof channels)[number];

interface Reachable {
  doNotEmail: boolean;
  doNotCall: boolean;
  emails: readonly EmailEntry[] | null;
  phones: readonly PhoneEntry[] | null;
}

/** Whether a contact may be reached in this way, and the reason why not. Every sender asks it. */
export function mayContact(contact: Reachable, channel: Channel): { may: true } | { may: false; reason: string } {
  const refused = (reason: string) => ({ may: false as const, reason });
  if (channel === "email") {
    if (contact.doNotEmail) return refused("Do not e-mail");
    return contact.emails?.length ? { may: true } : refused("No e-mail address");
  }
  if (contact.doNotCall) return refused("Do not call");
  return contact.phones?.some(({ valid }) => valid) ? { may: true } : refused("No valid phone number");
}

/** Why the addresses or numbers of a contact must not be used; null where they may be. */
export function refusalOf(contact: Reachable, kind: "emails" | "phones"): string | null {
  const answer = mayContact(contact, kind === "emails" ? "email" : "phone");
  return answer.may ? null : answer.reason;
}
