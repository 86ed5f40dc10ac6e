import "server-only";
import { code } from "@/lib/zod";
import type { Ctx } from "@/server/context";
import { lockAdditions } from "@/server/limits";
import { type Guests, guestsAmong } from "@/server/nouns/guest-rule";
import { type Change, type Refusal, rule } from "@/server/nouns/rule";
import { readable } from "@/server/readable";
import type { projects } from "./fields";
import { billedOf, openItemsOf } from "./row";
import { daysRefusal, freeKey, keyOfName, type OpenItems, type Sale, startRefusal, takenFrom } from "./rules";

type Fields = (typeof projects)["fields"];
type Write = Change<Fields>;

interface Loaded {
  /** The keys in use; those that this batch gives are added, so that no two of its projects get one key. */
  taken: Set<string>;
  /** The opportunities of new projects, as far as the actor may read them. */
  sales: ReadonlyMap<string, Sale>;
  /** The open items that projects need before they start. */
  open: ReadonlyMap<string, OpenItems>;
  /** The projects whose milestones have amounts. */
  billed: ReadonlySet<string>;
  /** The guests among those who are newly let comment or complete tasks. */
  guests: Guests;
  /** The currency of projects without a price. */
  usual: string;
}

/**
 * A project has a key of its own, ends after it starts, takes account and price from its opportunities, starts when nothing is
 * missing that it needs, and keeps the currency of its milestones.
 */
export const projectRule = rule<Fields, Loaded>({
  fields: ["key", "startsOn", "endsOn", "phase", "price", "members", "commenters", "completers"],
  async load(ctx, changes) {
    const isKeyGiven = changes.length === 0 || changes.some(({ before, names }) => !before || names.has("key"));
    const usual = ctx.tenant.currency;
    return {
      taken: isKeyGiven ? await keysInUse(ctx) : new Set(),
      sales: await salesFor(ctx, changes),
      open: await openItemsOf(ctx, idsOf(changes.filter(isStart))),
      guests: await guestsAmong(ctx, changes.flatMap(newlyLet)),
      billed: await billedOf(ctx, idsOf(changes.filter((change) => isOtherCurrency(change, usual)))),
      usual,
    };
  },
  decide(change, { taken, sales, ...loaded }) {
    const { before, after, by } = change;
    if (by === "revert") return null;
    const reason = daysRefusal(after.startsOn, after.endsOn);
    if (reason) return { field: "endsOn", reason };
    const held = heldBack(change, loaded) ?? shareRefusal(change, loaded.guests);
    if (held) return held;
    const key = keyFor(after, taken);
    const refusal = key === before?.key ? null : keyRefusal(key, taken);
    if (refusal) return { field: "key", reason: refusal };
    taken.add(key);
    return {
      set: { key, ...(before ? {} : missingIn(after, sales)), ...withoutOldReason(change), ...sharesWithin(change) },
    };
  },
});

/** The lists that say what a share with a guest allows besides reading. */
const allowances = ["commenters", "completers"] as const;

const newlyLet = ({ before, after }: Write): string[] =>
  allowances.flatMap((list) => (after[list] ?? []).filter((id) => !before?.[list]?.includes(id)));

/** Only guests of the team are let do something by a share: colleagues have their roles. */
function shareRefusal(change: Write, guests: Guests): Refusal | null {
  const { before, after } = change;
  for (const list of allowances) {
    const fresh = (after[list] ?? []).filter((id) => !before?.[list]?.includes(id));
    if (fresh.some((id) => !guests.has(id)))
      return { field: list, reason: "Only guests need this: members do what their role allows." };
    if (fresh.some((id) => !after.members?.includes(id)))
      return { field: list, reason: "Share the project with this guest first: add them to its team." };
  }
  return null;
}

/** Guests who leave the team may do nothing by a share any more. */
function sharesWithin({ after }: Write) {
  const set: { [List in (typeof allowances)[number]]?: string[] } = {};
  for (const list of allowances) {
    const within = (after[list] ?? []).filter((id) => after.members?.includes(id));
    if (within.length < (after[list] ?? []).length) set[list] = within;
  }
  return set;
}

const idsOf = (changes: readonly Write[]): string[] => changes.flatMap(({ id }) => id ?? []);
const isStart = ({ before, after }: Write): boolean =>
  before !== null && before.phase !== "active" && after.phase === "active";
/** Whether amounts of the project's milestones would be of another currency afterwards. */
const isOtherCurrency = ({ before, after }: Write, usual: string): boolean =>
  before !== null && (before.priceCurrency ?? usual) !== (after.priceCurrency ?? usual);

function heldBack(change: Write, { open, billed, usual }: Pick<Loaded, "open" | "billed" | "usual">): Refusal | null {
  const id = change.id ?? "";
  const items = isStart(change) ? open.get(id) : undefined;
  if (items) return { field: "phase", reason: startRefusal(items) };
  if (!isOtherCurrency(change, usual) || !billed.has(id)) return null;
  const currency = String(change.before?.priceCurrency ?? usual);
  return {
    field: "price",
    reason: `Amounts of its milestones are in ${currency}. Remove them before you change the currency.`,
  };
}

/** A reason is that of its step: the next step has its own or none. */
function withoutOldReason({ before, after, names }: Write): { phaseReason?: null } {
  const isOld = before !== null && before.phase !== after.phase && !names.has("phaseReason");
  return isOld && after.phaseReason !== null ? { phaseReason: null } : {};
}

/** The values that the opportunities of a new project say and nobody gave. */
function missingIn(after: Write["after"], sales: Loaded["sales"]) {
  const { accountId, price } = takenFrom(salesOf(after).flatMap((id) => sales.get(id) ?? []));
  return {
    ...(accountId && !after.accountId ? { accountId } : {}),
    ...(price && after.priceMinor === null ? { price } : {}),
  };
}

const salesOf = ({ opportunities }: Write["after"]): string[] => (opportunities ?? []).flatMap(({ id }) => id ?? []);

function keyFor({ key, name }: Write["after"], taken: ReadonlySet<string>): string {
  return key?.trim().toUpperCase() || freeKey(keyOfName(name), taken);
}

function keyRefusal(key: string, taken: ReadonlySet<string>): string | null {
  if (taken.has(key)) return `Another project has the key ${key}. Choose another one.`;
  return code.safeParse(key).error?.issues[0]?.message ?? null;
}

/** Locked until the transaction ends: of projects that are made at once, each finds the keys of those before it. */
async function keysInUse(ctx: Ctx): Promise<Set<string>> {
  await lockAdditions(ctx);
  const rows = await ctx.db.project.findMany({ where: { key: { not: null } }, select: { key: true } });
  return new Set(rows.map(({ key }) => key ?? ""));
}

async function salesFor(ctx: Ctx, changes: readonly Write[]): Promise<Loaded["sales"]> {
  const ids = changes.flatMap(({ before, after }) => (before === null ? salesOf(after) : []));
  const may = readable(ctx, "opportunity");
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.opportunity.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, accountId: true, amountMinor: true, currency: true },
  });
  return new Map(
    rows.map(({ id, accountId, amountMinor, currency }) => [
      id,
      {
        accountId: may.has("account") ? accountId : null,
        amountMinor: may.has("amount") ? amountMinor : null,
        currency,
      },
    ]),
  );
}
