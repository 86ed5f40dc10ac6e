import { faker } from "@faker-js/faker";
import { addDays } from "date-fns/addDays";
import { max } from "date-fns/max";
import { type Calendar, calendarOf } from "./activity-calendar";
import { kindIn, ownerOf, phaseIn, phaseOf, someone, statusOf, targetOf } from "./activity-choices";
import type { ActivityFirm, Customer, Deal } from "./activity-firm";
import type { ActivityPlan } from "./activity-rows";
import { recurringPlans } from "./activity-series";
import type { Phase } from "./activity-subjects";
import { upcomingPlans } from "./activity-upcoming";
import { chance, pick, whole } from "./activity-words";

/** About `count` activities of two years: those of sales, of customers, in series, and what is planned. */
export function plansOf(firm: ActivityFirm, count: number): ActivityPlan[] {
  const calendar = calendarOf(firm.now, firm.zone);
  const customers = [...firm.accounts.values()];
  const plans = [
    ...upcomingPlans(firm, calendar, count / 30_000),
    ...recurringPlans(firm, calendar, Math.round(count / 1_000)),
    ...firm.deals.flatMap((deal) => dealPlans(deal, firm, calendar)),
  ];
  while (plans.length < count && customers.length > 0) plans.push(customerPlan(pick(customers), firm, calendar));
  return plans;
}

function dealPlans(deal: Deal, firm: ActivityFirm, calendar: Calendar): ActivityPlan[] {
  const [begin] = deal.stays;
  const end = deal.status === "open" ? firm.now : (deal.stays.at(-1)?.at ?? firm.now);
  const ownerId = ownerOf(deal.ownerId, firm);
  if (!begin || !ownerId) return [];
  const count = deal.status === "open" ? whole(2, 7) : pick([1, 1, 2, 2, 2, 3, 4]);
  // Most of the time one person is the contact.
  const main = targetOf(deal, firm);
  const plan = (phase: Phase, moment: Date): ActivityPlan => {
    const kind = kindIn(phase);
    const target = chance(0.75) ? main : targetOf(deal, firm);
    return { kind, phase, status: statusOf(kind), ...calendar.around(moment), ownerId, target };
  };
  const during = Array.from({ length: count }, () => {
    const moment = faker.date.between({ from: begin.at, to: max([end, begin.at]) });
    const stay = deal.stays.findLast(({ at }) => at <= moment) ?? begin;
    return plan(phaseIn(deal, stay.stageId, firm), moment);
  });
  if (deal.status !== "won" || !chance(0.3)) return during;
  const later = addDays(end, whole(2, 45));
  return later < firm.now ? [...during, plan("after", later)] : during;
}

function customerPlan(customer: Customer, firm: ActivityFirm, calendar: Calendar): ActivityPlan {
  const phase = phaseOf(customer);
  const kind = kindIn(phase);
  const moment = addDays(firm.now, -whole(1, 730));
  const ownerId = ownerOf(customer.ownerId, firm) ?? "";
  const target = { account: customer, contact: someone(customer), sale: null };
  return { kind, phase, status: statusOf(kind), ...calendar.around(moment), ownerId, target };
}
