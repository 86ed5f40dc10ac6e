/** For how long the link that confirms a domain works. */
export const confirmHours = 48;

/** The domain in the one form in which domains are compared: lower case, and Unicode written in ASCII; null for none. */
function asciiDomain(domain: string): string | null {
  if (!/^[^\s/:?#@\\[\]]+\.[^\s/:?#@\\[\]]+$/.test(domain)) return null;
  try {
    // Browsers and the server write names so alike: it is the algorithm of domainToASCII.
    return new URL(`http://${domain}`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
}

/** The domain of an address; subdomains are other domains. Null where it has none. */
export function mailDomain(address: string): string | null {
  const at = address.lastIndexOf("@");
  return at < 1 ? null : asciiDomain(address.slice(at + 1).trim());
}

/** An address whose domain is written in ASCII: anna@müller.example becomes anna@xn--mller-kva.example. */
export function asciiAddress(address: string): string {
  const domain = mailDomain(address);
  return domain === null ? address : `${address.slice(0, address.lastIndexOf("@"))}@${domain}`;
}
