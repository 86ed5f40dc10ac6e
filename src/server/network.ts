import "server-only";
import { isIPv4, isIPv6 } from "node:net";
import { env } from "@/env";

export interface RequestHeaders {
  get(name: string): string | null;
}

/**
 * Network address as the outermost trusted proxy reported it; the client itself supplies the entries to the left.
 * Without a trusted proxy the only entry is the socket's own address: see `socket-address.ts`.
 */
export function addressOf(headers: RequestHeaders): string {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return hops.at(-Math.max(1, env.TRUST_PROXY)) || "unknown";
}

/**
 * The network that one client has to itself: the first 64 bits of IPv6; IPv4 unchanged, also inside IPv6. Text that
 * is not an address is returned unchanged.
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

/** An address without its zone, and IPv4 inside IPv6 as IPv4: proxies write one client in either form. */
export function plainAddress(address: string): string {
  const [bare = ""] = address.split("%");
  const network = networkOf(bare);
  return isIPv4(network) ? network : bare;
}

/** The eight groups of an IPv6 address; the platform's own parser writes them in one form. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const numbers = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [numbers(head), numbers(tail ?? "")];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
