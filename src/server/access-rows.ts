import "server-only";
import { plansWithSeatLimit } from "@/lib/plans";
import type { Role } from "@/lib/role-rows";
import type { MemberInfo } from "./actor.ts";
import type { TenantInfo, Visibility } from "./context.ts";
import { customFieldsOf } from "./custom/definitions.ts";
import type { Grant } from "./permissions.ts";
import { type SubscriptionRow, subscriptionColumn, subscriptionOf } from "./subscription.ts";

/** A workspace as the statements of access read it. */
export interface TenantRow {
  tenant_id: string;
  slug: string;
  tenant_name: string;
  status: string;
  suspended_reason: string | null;
  deletion_due_at: Date | null;
  currency: string;
  locale: string;
  time_zone: string;
  fiscal_year_start: string;
  departures: number;
  requires_factor: boolean;
  shows_hidden_names: boolean;
  fields_version: number;
  visibility: Record<string, Visibility>;
  subscription: SubscriptionRow | null;
}

/** A workspace together with one of its members. */
export interface MemberRow extends TenantRow {
  member_id: string;
  member_name: string;
  role: Role;
  place: number;
  zone: string | null;
  active_at: Date | null;
  grants: Grant[];
}

export const tenantColumns = `
  t.id tenant_id, t.slug, t.name tenant_name, t.status, t.suspended_reason, t.deletion_due_at, t.currency, t.locale,
  t.time_zone, t.fiscal_year_start, t.departures, t.requires_factor, t.shows_hidden_names,
  t.fields_version,
  coalesce((select json_object_agg(v.entity, v.level) from visibility_settings v where v.tenant_id = t.id), '{}') visibility,
  ${subscriptionColumn}`;

const bounded = plansWithSeatLimit.map((plan) => `'${plan}'`).join(", ");

/** The rank of a member among those who can sign in; 1 in plans without a seat limit. */
const placeColumn = `
  case when not exists (select from subscriptions b where b.tenant_id = m.tenant_id and b.plan in (${bounded})) then 1 else
    (select count(*)::int + 1 from members o where o.tenant_id = m.tenant_id and o.status = 'active'
       and (o.role <> 'owner', not o.keeps_seat, o.created_at, o.id)
         < (m.role <> 'owner', not m.keeps_seat, m.created_at, m.id)) end place`;

/** The time zone of the calendar that a member chose, or of the nearest above it that has one; null: that of the workspace. */
const zoneColumn = `
  case when m.calendar_id is not null then (
    with recursive line as (
      select c.parent_id, c.zone, 1 as depth from calendars c where c.tenant_id = m.tenant_id and c.id = m.calendar_id
      union all
      select c.parent_id, c.zone, l.depth + 1 from line l
        join calendars c on c.tenant_id = m.tenant_id and c.id = l.parent_id where l.zone is null and l.depth < 50)
    select l.zone from line l where l.zone is not null) end zone`;

export const memberColumns = `${tenantColumns},
  m.id member_id, m.name member_name, m.role, m.last_active_at active_at, ${placeColumn}, ${zoneColumn},
  coalesce((select json_agg(json_build_object('permission', g.permission, 'effect', g.effect))
            from member_grants g where g.tenant_id = m.tenant_id and g.member_id = m.id), '[]') grants`;

/** The member of a row. */
export const memberInfo = ({ member_id: id, member_name: name, role, place, zone }: MemberRow): MemberInfo => ({
  ...{ id, name, role, place },
  ...(zone ? { zone } : {}),
});

/** Builds the workspace of a row, with its custom fields and its plan. */
export async function tenantInfo(row: TenantRow): Promise<TenantInfo> {
  return {
    id: row.tenant_id,
    slug: row.slug,
    name: row.tenant_name,
    status: row.status,
    suspendedReason: row.suspended_reason,
    deletionDueAt: row.deletion_due_at,
    currency: row.currency,
    locale: row.locale,
    timeZone: row.time_zone,
    fiscalYearStart: row.fiscal_year_start,
    departures: row.departures,
    requiresFactor: row.requires_factor,
    showsHiddenNames: row.shows_hidden_names,
    visibility: row.visibility,
    custom: await customFieldsOf(row.tenant_id, row.fields_version),
    subscription: subscriptionOf(row.subscription),
  };
}
