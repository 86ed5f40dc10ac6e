import "server-only";
import domains from "@/server/public-mail-domains.json" with { type: "json" };

// From the package free-email-domains 1.12.6 (MIT, Kiko Beats): its install script fetches lists, so the list is kept here.
const known: ReadonlySet<string> = new Set(domains);

/** Whether anybody can have an address at this domain. */
export const isPublicDomain = (domain: string): boolean => known.has(domain);
