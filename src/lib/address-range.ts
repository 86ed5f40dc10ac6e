import { z } from "zod";

const form = "Type a network such as 203.0.113.0/24 or 2001:db8::/32, or one address.";
const everything = "This range is the whole internet. Leave the list empty to allow every address.";
const mostRanges = 20;

interface Network {
  version: 4 | 6;
  address: bigint;
  bits: number;
}

const widths = { 4: 32, 6: 128 } as const;

/** A network in its one form, with the bits of hosts set to zero; or what is wrong with it. */
export function normalRange(text: string): { range: string } | { problem: string } {
  const network = networkIn(text.trim());
  if (!network) return { problem: form };
  const { version, address, bits } = network;
  if (bits === 0) return { problem: everything };
  const free = BigInt(widths[version] - bits);
  const first = (address >> free) << free;
  return { range: `${version === 4 ? text4(first) : text6(first)}/${bits}` };
}

function networkIn(text: string): Network | null {
  const [, host = "", given] = /^([\da-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = host.includes(":") ? 6 : 4;
  const address = version === 4 ? number4(host) : number6(host);
  const bits = given === undefined ? widths[version] : Number(given);
  if (address === null || bits > widths[version]) return null;
  // IPv4 inside IPv6: clients are compared in the form of IPv4.
  if (version === 6 && address >> 32n === 0xffffn && bits >= 96)
    return { version: 4, address: address & 0xffff_ffffn, bits: bits - 96 };
  return { version, address, bits };
}

function number4(text: string): bigint | null {
  const parts = text.split(".");
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  if (parts.length !== 4 || !parts.every(isByte)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

/** The platform's own parser knows the forms of IPv6, and writes them in one. */
function number6(text: string): bigint | null {
  if (!URL.canParse(`http://[${text}]`)) return null;
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

const text4 = (address: bigint) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");

function text6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (address >> BigInt(112 - at * 16)) & 0xffffn);
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

const addressRange = z.string().transform((text, context) => {
  const read = normalRange(text);
  if ("range" in read) return read.range;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
});

/** Networks as input: each once, in its one form. Their number is checked before any of them. */
export const addressRanges = z
  .array(z.string())
  .max(mostRanges, `List at most ${mostRanges} ranges.`)
  .pipe(z.array(addressRange))
  .transform((ranges) => [...new Set(ranges)]);
