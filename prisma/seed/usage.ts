import { faker } from "@faker-js/faker";
import type { MeterKey } from "@/lib/meters";
import { dayLater, localDay, momentOfDay, weekdayOf } from "@/lib/working-time";
import { createBudget } from "@/modules/platform/commerce/usage/budgets/operations/budgets";
import type { Ctx } from "@/server/context";
import { record, type Use } from "@/server/usage/record";
import type { DemoWorkspace } from "./people";

const days = 30;
/** Entries of mails and imported rows beside the hours of the API. */
const records = 100;
const atOnce = 500;
/** The members whose programs use the API. */
const programmers = 3;
const saturday = 6;

/** Gives a workspace its budget, and one that works 30 days of use: 100 records, the hours of its API, active members. */
export async function bringUsage(ctx: Ctx, seed: number, { budget, opportunities }: DemoWorkspace): Promise<void> {
  await createBudget(ctx, { scope: "workspace", amount: { amount: budget, currency: "USD" } });
  if (opportunities === 0) return;
  faker.seed(seed);
  const members = await ctx.db.member.findMany({
    where: { status: "active" },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  const key = await ctx.db.apiKey.findFirst({ where: { revokedAt: null }, select: { id: true, memberId: true } });
  const past = pastDays(ctx.tenant.timeZone);
  const size = Math.min(1, opportunities / 5_000);
  const uses = past.flatMap((day) => [
    ...apiHours(ctx, day, { members: members.slice(0, programmers), key, size }),
    // The key of the product, so that a member who is there today counts once.
    ...members.map(({ id }) => ({
      ...use(ctx, "activeMembers", day, { hour: 9, memberId: id, quantity: 1 }),
      key: `${id} ${day}`,
    })),
  ]);
  for (let nth = 0; nth < records; nth++)
    uses.push(oneRecord(ctx, past[nth % (past.length - 1)] ?? "", members.slice(0, programmers), nth));
  const now = new Date();
  const happened = uses.filter(({ at, meter, memberId }) => at <= now && !isHoliday(meter, at, memberId));
  for (let from = 0; from < happened.length; from += atOnce)
    await record(ctx, happened.slice(from, from + atOnce), now);
}

function pastDays(zone: string): string[] {
  const today = localDay(new Date(), zone);
  return Array.from({ length: days }, (_, ago) => dayLater(today, ago - days + 1));
}

/** Some members are not at work on some weekends. */
const isHoliday = (meter: MeterKey, at: Date, memberId: string | null | undefined) =>
  meter === "activeMembers" && at.getUTCDay() % saturday === 0 && (memberId ?? "").charCodeAt(30) % 2 === 0;

interface Callers {
  members: readonly { id: string }[];
  key: { id: string; memberId: string } | null;
  size: number;
}

/** Each member's programs at work, and those of the key around the clock. */
function apiHours(ctx: Ctx, day: string, { members, key, size }: Callers): Use[] {
  const share = weekdayOf(day) >= saturday ? 0.1 : 1;
  const uses: Use[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const isWork = hour >= 8 && hour < 18;
    if (key) {
      const quantity = Math.ceil(faker.number.int({ min: 90, max: 260 }) * size);
      uses.push(use(ctx, "apiCalls", day, { hour, quantity, memberId: key.memberId, apiKeyId: key.id }));
    }
    for (const { id: memberId } of isWork ? members : []) {
      const quantity = Math.ceil(faker.number.int({ min: 120, max: 620 }) * share * size);
      uses.push(use(ctx, "apiCalls", day, { hour, quantity, memberId }));
    }
  }
  return uses;
}

/** Mails, and now and then rows of a file. */
function oneRecord(ctx: Ctx, day: string, members: Callers["members"], nth: number): Use {
  const memberId = members[nth % members.length]?.id ?? null;
  const hour = faker.number.int({ min: 8, max: 17 });
  const isFile = nth % 10 === 0;
  const quantity = isFile ? faker.number.int({ min: 12, max: 240 }) : faker.number.int({ min: 1, max: 18 });
  return use(ctx, isFile ? "importedRows" : "emailsSent", day, { hour, quantity, memberId, nth });
}

interface Said {
  hour: number;
  quantity: number;
  memberId: string | null;
  apiKeyId?: string;
  nth?: number;
}

function use(ctx: Ctx, meter: MeterKey, day: string, { hour, nth = 0, ...said }: Said): Use {
  const key = ["demo", day, hour, nth, said.memberId, said.apiKeyId ?? ""].join(" ");
  const at = new Date(momentOfDay(day, hour * 60, ctx.tenant.timeZone).getTime() + 17 * 60_000);
  const source = { apiCalls: "rest", emailsSent: "mail", importedRows: "import", activeMembers: "session" }[meter];
  return { ...said, meter, source, key, at };
}
