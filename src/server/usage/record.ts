import "server-only";
import { type MeterKey, meterOf, meters } from "@/lib/meters";
import { noteActivity } from "../activity.ts";
import type { TenantData } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { invalid } from "../errors.ts";
import { newId } from "../new-id.ts";

/** By whom and for which record something was used. */
export interface Purpose {
  /** The part of the product that used it: "rest", "import", "mail". */
  source: string;
  memberId?: string | null | undefined;
  apiKeyId?: string | null | undefined;
  /** The first team of the member, unless given. */
  teamId?: string | null | undefined;
  entity?: string | null | undefined;
  recordId?: string | null | undefined;
}

export interface Use extends Purpose {
  meter: MeterKey;
  quantity: number;
  /** Counts once for 35 days in its workspace and meter. */
  key: string;
  at: Date;
}

const dayMs = 86_400_000;
/** The age at which usage is rejected: keys are remembered for as long. */
export const keyDays = 35;
const aheadMs = 5 * 60_000;
const mostAtOnce = 1_000_000_000;
const longestKey = 200;

/** VALIDATION for usage that cannot be counted, with the place in the list. */
export function requireCountable(uses: readonly Use[], now: Date): void {
  for (const [index, { meter, quantity, key, at }] of uses.entries()) {
    const refuse = (field: string, message: string) => {
      throw invalid(`${index}.${field}`, message);
    };
    if (!Object.hasOwn(meters, meter)) refuse("meter", "There is no such meter.");
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostAtOnce)
      refuse("quantity", "The quantity must be a whole number above zero.");
    if (key.length === 0 || key.length > longestKey) refuse("key", `The key must have 1 to ${longestKey} characters.`);
    if (Number.isNaN(at.getTime())) refuse("at", "This is not a time.");
    if (at.getTime() > now.getTime() + aheadMs) refuse("at", "The time is more than 5 minutes in the future.");
    if (at.getTime() < now.getTime() - keyDays * dayMs) refuse("at", `The time is more than ${keyDays} days ago.`);
  }
}

/** Usage in the form that the database's functions read. */
export const storedUses = (uses: readonly Use[]) =>
  uses.map(({ meter, key, quantity, at, source, memberId, teamId, apiKeyId, entity, recordId }) => ({
    ...{ id: newId(), meter, key, quantity, unit_cost: meterOf(meter).cost, at, source, entity },
    ...{ member_id: memberId, team_id: teamId, api_key_id: apiKeyId, record_id: recordId },
  }));

/**
 * Writes use into the ledger in one statement, however much it is, and answers how many entries were new: one whose
 * key is known changes nothing. All or nothing is written.
 */
export async function record(
  { tenant, db }: TenantData,
  uses: readonly Use[],
  now: Date = new Date(),
): Promise<{ added: number }> {
  if (uses.length === 0) return { added: 0 };
  requireCountable(uses, now);
  const [counted] = await tenantSql<{ added: number }>(
    tenant.id,
    db,
    Prisma.sql`select record_uses(${tenant.id}::uuid, ${JSON.stringify(storedUses(uses))}::jsonb) as added`,
  );
  noteActivity("use", tenant.id);
  return { added: counted?.added ?? 0 };
}

/** Whether something was used at that time or later. */
export const isUsedSince = async ({ db }: TenantData, at: Date): Promise<boolean> =>
  (await db.usageEvent.findFirst({ where: { at: { gte: at } }, select: { id: true } })) !== null;

/** From when keys are so old that a day's worth of them can be forgotten; null without any. */
export async function forgetsKeysFrom({ db }: TenantData): Promise<Date | null> {
  const { _min } = await db.usageKey.aggregate({ _min: { at: true } });
  return _min.at && new Date(_min.at.getTime() + (keyDays + 2) * dayMs);
}

/**
 * Forgets the keys of uses that are so old that a repetition would be refused. Done in parts, because one large statement
 * could exceed its time limit for ever.
 */
export async function forgetKeys({ tenant, db }: TenantData, now: Date, atOnce = 5_000): Promise<void> {
  const until = new Date(now.getTime() - (keyDays + 1) * dayMs);
  for (let count = atOnce; count === atOnce; ) {
    const rows = await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        with old as (
          select meter, key from usage_keys where tenant_id = ${tenant.id}::uuid and at < ${until.toISOString()}::timestamptz
          order by at limit ${atOnce}
        )
        delete from usage_keys k using old o where k.tenant_id = ${tenant.id}::uuid and k.meter = o.meter and k.key = o.key
        returning 1 as deleted`,
    );
    count = rows.length;
  }
}
