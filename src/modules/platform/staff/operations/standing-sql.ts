import "server-only";
import { paidStates } from "@/lib/entitlements";
import { paidPlans, pastDueDays } from "@/lib/plans";

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
