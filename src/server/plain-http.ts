import "server-only";
import { BlockList, isIPv4, isIPv6 } from "node:net";

const inside = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
] as const)
  inside.addSubnet(network, bits, "ipv4");
inside.addAddress("::1", "ipv6");
inside.addSubnet("fc00::", 7, "ipv6");
inside.addSubnet("fe80::", 10, "ipv6");

/**
 * The warning for plain http on an address that is reachable from anywhere; null for https and for internal
 * addresses.
 */
export function plainHttpWarning(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "http:" || isInside(bare)) return null;
  return `NEXTAUTH_URL is ${address}: without https, passwords and sessions can be read on the network, and session cookies are not marked Secure. Serve it over https and write https here.`;
}

/** An address of the local machine or network, or a name that only resolves there. */
function isInside(host: string): boolean {
  if (isIPv4(host)) return inside.check(host, "ipv4");
  if (isIPv6(host)) return inside.check(host, "ipv6");
  return !host.includes(".") || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}
