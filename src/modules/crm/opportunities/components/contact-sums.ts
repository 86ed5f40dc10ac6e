import type { ListLocale } from "@/components/data-table/list-locale";
import { formatMoney } from "@/lib/money";
import { andList } from "@/lib/text";
import type { Money } from "@/lib/zod";
import type { ContactOpportunity } from "../contacts/schema";

type Card = Pick<ContactOpportunity["opportunity"], "status" | "amount">;

/** How many of these opportunities have a status, and what they are worth; each currency by itself, never converted. */
export function contactSums(opportunities: readonly Card[], status: Card["status"], at: ListLocale) {
  const some = opportunities.filter((one) => one.status === status);
  const sums = new Map<string, number>();
  for (const { amount } of some as readonly { amount: Money | null }[])
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  const own = ([currency]: [string, number]) => Number(currency !== at.currency);
  const texts = [...sums]
    .sort((one, other) => own(one) - own(other) || one[0].localeCompare(other[0]))
    .map(([currency, amount]) => formatMoney(amount, currency, at));
  return { count: some.length, worth: texts.length > 0 ? andList(texts) : undefined };
}
