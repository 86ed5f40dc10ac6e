import "server-only";
import { type MeterKey, meterOf, meters } from "@/lib/meters";
import type { TenantData } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsAsSet, type SetColumn } from "../db/row-sets.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { invalid } from "../errors.ts";
import { newId } from "../new-id.ts";
import { wasUsed } from "./used.ts";

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

const columns: readonly SetColumn<Use>[] = [
  { column: "id", type: "uuid", value: () => newId() },
  { column: "meter", type: "text", value: ({ meter }) => meter },
  { column: "key", type: "text", value: ({ key }) => key },
  { column: "quantity", type: "int", value: ({ quantity }) => quantity },
  { column: "unit_cost", type: "numeric", value: ({ meter }) => meterOf(meter).cost },
  { column: "at", type: "timestamptz", value: ({ at }) => at },
  { column: "source", type: "text", value: ({ source }) => source },
  { column: "member_id", type: "uuid", value: ({ memberId }) => memberId },
  { column: "team_id", type: "uuid", value: ({ teamId }) => teamId },
  { column: "api_key_id", type: "uuid", value: ({ apiKeyId }) => apiKeyId },
  { column: "entity", type: "text", value: ({ entity }) => entity },
  { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
];

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
  const members = [...new Set(uses.flatMap(({ memberId }) => memberId ?? []))];
  // In the order of their keys: two statements with the same keys never wait for each other.
  const [counted] = await tenantSql<{ added: number }>(
    tenant.id,
    db,
    Prisma.sql`
      with teams_of as (
        select distinct on (m.member_id) m.member_id, m.team_id from team_members m
        where m.tenant_id = ${tenant.id}::uuid and m.member_id = any(${members}::uuid[])
        order by m.member_id, m.team_id
      ),
      uses as (
        select r.*, row_number() over (partition by r.meter, r.key order by r.id) as nth
        from ${rowsAsSet(columns, uses)}
      ),
      fresh as (
        insert into usage_keys (tenant_id, meter, key, at)
        select ${tenant.id}::uuid, u.meter, u.key, u.at from uses u where u.nth = 1
        order by u.meter, u.key
        on conflict (tenant_id, meter, key) do nothing
        returning meter, key
      ),
      added as (
        insert into usage_events (tenant_id, id, meter, quantity, cost, at, source, member_id, team_id, api_key_id, entity,
                                  record_id)
        select ${tenant.id}::uuid, u.id, u.meter, u.quantity, u.quantity * u.unit_cost, u.at, u.source, u.member_id,
               coalesce(u.team_id, o.team_id), u.api_key_id, u.entity, u.record_id
        from uses u left join teams_of o on o.member_id = u.member_id
        where u.nth = 1 and exists (select from fresh f where f.meter = u.meter and f.key = u.key)
        returning 1
      )
      select count(*)::int as added from added`,
  );
  wasUsed(tenant);
  return { added: counted?.added ?? 0 };
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
