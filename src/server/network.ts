import "server-only";
import { isIPv6 } from "node:net";
import { env } from "@/env";

export interface HeaderBag {
  get(name: string): string | null;
}

/**
 * Network address as the outermost trusted proxy saw it; entries to the left of that are the client's own words.
 * Without a proxy to trust the only entry is the socket's own address: see `socket-address.ts`.
 */
export function addressOf(headers: HeaderBag): string {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-Math.max(1, env.TRUST_PROXY)) || "unknown";
}

/**
 * The network that a client's address belongs to, as far as one client has it for itself: of IPv6 the first 64 bits,
 * IPv4 as it is, also inside IPv6. Text that is no address stays as it is.
 */
export function networkOf(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const [high = 0, low = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The eight groups of an IPv6 address; the platform's own parser writes them in one form. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const numbers = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [numbers(head), numbers(tail ?? "")];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
