import "server-only";
import { addDays } from "date-fns";
import { paidStates } from "@/lib/entitlements";
import { paidPlans, pastDueDays } from "@/lib/plans";

/** Days after which a deletion that did not happen is a fault. */
const lateAfterDays = 1;

/** The deletion of workspace `t` is overdue. A suspended one waits until it is opened again. */
export const deletionLateSql = `
  coalesce(t.deletion_due_at < now() - interval '${lateAfterDays} days' and t.status <> 'suspended', false)`;

/** The same of one workspace. */
export const isDeletionLate = ({ deletionDueAt, status }: { deletionDueAt: Date | null; status: string }): boolean =>
  deletionDueAt !== null && status !== "suspended" && addDays(deletionDueAt, lateAfterDays) < new Date();

const texts = (values: Iterable<string>) => [...values].map((value) => `'${value}'`).join(", ");
const paid = texts(paidPlans);

/**
 * `entitlementsAt` as columns over `tenants t` and `subscriptions b`, to filter by them: a test compares both. The plan
 * that staff gave, the one that is paid for, the trial while it runs, else Starter.
 */
export const planSql = `
  coalesce(
    (select o.value #>> '{}' from entitlement_overrides o
     where o.tenant_id = t.id and o.key = 'plan' and o.ends_at > now()
       and o.value #>> '{}' in ('starter', ${paid})),
    case
      when b.plan in (${paid}) and b.state in (${texts(paidStates)})
        and (b.past_due_since is null or b.past_due_since + interval '${pastDueDays} days' > now()) then b.plan
      when b.trial_ends_at > now() and b.state <> 'canceled' then 'trial'
      else 'starter'
    end)`;

/** The standing of `x`, a row with the plan above and the columns of both tables. */
export const standingSql = `
  case
    when x.status in ('suspended', 'cancelled') then x.status
    when x.state = 'incomplete' then 'pending'
    when x.past_due_since is not null and x.plan in (${paid}) then 'past_due'
    when x.plan = 'trial' or x.state = 'trialing' then 'trial'
    else 'active'
  end`;
