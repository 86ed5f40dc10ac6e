import "server-only";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Actor } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { AppError } from "./errors.ts";
import { noteKeyDay } from "./key-days.ts";
import { noteKeyRefused, noteKeyUse } from "./key-use.ts";
import { plainAddress } from "./network.ts";
import { refuseSlowly } from "./refuse-slowly.ts";
import { countRequest, type RequestRate } from "./request-rate.ts";
import { assertMonthlyLimit, collect } from "./usage/collect.ts";
import { assertBudgetLeft } from "./usage/enforce-budget.ts";

type UsedKey = Extract<Actor, { type: "apiKey" }> & {
  hash: string;
  ranges: readonly string[];
  perMinute: number | null;
};

/**
 * Lets a request of an API key in: FORBIDDEN from an address outside its ranges, RATE_LIMITED or LIMIT_REACHED beyond a
 * limit. The address comes first: whoever has found a key elsewhere must not use up its limits.
 */
export async function admitKey(
  ctx: Ctx,
  { keyId, memberId, hash, ranges, perMinute }: UsedKey,
  { address, requestId }: { address: string; requestId: string },
  noteRate: (rate: RequestRate) => void,
): Promise<void> {
  const { tenant, entitlements } = ctx;
  if (!isInRanges(address, ranges)) {
    void noteKeyRefused(ctx, keyId, address);
    await refuseSlowly(() => {
      throw outside(address);
    });
  }
  const quotas = { ofWorkspace: entitlements.requestsPerMinute, ofKey: perMinute };
  await countRequest({ tenant, keyId, hash, ...quotas }, noteRate);
  assertMonthlyLimit(ctx, "apiCalls");
  await assertBudgetLeft(ctx, "apiCalls");
  void noteKeyUse(ctx, keyId, address);
  void noteKeyDay(tenant, keyId, address);
  collect(tenant, { meter: "apiCalls", key: requestId, source: "rest", memberId, apiKeyId: keyId });
}

const outside = (address: string) =>
  new AppError(
    "FORBIDDEN",
    `This API key may not be used from the address ${plainAddress(address)}. Ask an owner or admin to allow it in the settings of the key.`,
    { reason: "address" },
  );

/** Whether an address lies in one of these networks; without any, every address does. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  const plain = plainAddress(address);
  const family = familyOf(plain);
  if (family === null) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    const of = familyOf(network);
    if (of !== null) list.addSubnet(network, Number(bits), of);
  }
  return list.check(plain, family);
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  if (isIPv4(address)) return "ipv4";
  return isIPv6(address) ? "ipv6" : null;
}
