import "server-only";
import { BlockList, isIPv4, isIPv6 } from "node:net";

// RFC 6890 and its registries: everything that is not an address of the public network.
const inside4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Parts of 2000::/3 that hold or wrap other addresses; all outside of 2000::/3 is refused anyway. */
const inside6: readonly [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

const refused = new BlockList();
for (const [network, bits] of inside4) refused.addSubnet(network, bits, "ipv4");
for (const [network, bits] of inside6) refused.addSubnet(network, bits, "ipv6");

const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address belongs to the public network: not to this machine, its network, or one that wraps those. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, "ipv4");
  // A zone ("fe80::1%eth0") is only of a link.
  if (!isIPv6(address) || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !refused.check(address, "ipv6");
}
