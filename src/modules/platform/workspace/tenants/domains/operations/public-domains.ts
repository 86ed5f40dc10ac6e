import "server-only";
import { parse } from "tldts";
import domains from "@/server/public-mail-domains.json" with { type: "json" };

// From the package free-email-domains 1.12.6 (MIT, Kiko Beats): its install script fetches lists, so the list is kept here.
const known: ReadonlySet<string> = new Set(domains);

// Kept by hand, last on 2026-11-30: what the list above may lack, and services that forward mail of anybody.
const more: ReadonlySet<string> = new Set(
  `hey.com tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me mailbox.org posteo.de posteo.net proton.me pm.me
  protonmail.com protonmail.ch fastmail.com fastmail.fm skiff.com disroot.org riseup.net runbox.com startmail.com mailfence.com
  kolabnow.com zoho.com zohomail.com zohomail.eu gmx.com gmx.de gmx.net web.de icloud.com me.com mac.com
  privaterelay.appleid.com duck.com mozmail.com relay.firefox.com simplelogin.com simplelogin.co simplelogin.io simplelogin.fr
  slmail.me slmails.com aleeas.com 8alias.com 8shield.net dralias.com passmail.net passmail.com passinbox.com passfwd.com
  anonaddy.com anonaddy.me addy.io 4wrd.cc mailer.me addymail.com erine.email 33mail.com spamgourmet.com burnermail.io
  mailinator.com guerrillamail.com yopmail.com`.split(/\s+/),
);

/**
 * Whether anybody can have an address at this domain: at a provider, at a service that forwards, or below a public suffix such as
 * co.uk. A subdomain of such a domain counts too.
 */
export function isPublicDomain(domain: string): boolean {
  const name = domain.toLowerCase().replace(/\.$/, "");
  // Private suffixes, such as those of hosts, are names that a provider gives to anybody.
  const { domain: registered, isIp } = parse(name, { allowPrivateDomains: true });
  if (isIp || registered === null) return true;
  for (let above = name; above.includes("."); above = above.slice(above.indexOf(".") + 1))
    if (known.has(above) || more.has(above)) return true;
  return false;
}
