"use client";

import { useQuery } from "@tanstack/react-query";
import type { ListLocale } from "@/components/data-table/list-locale";
import { formatMoney } from "@/lib/money";
import { andList } from "@/lib/text";
import { useApi } from "@/trpc/react";
import type { OpportunitySums } from "../board/schema";
import { shownSums } from "../totals/rules";
import type { AccountTotals, OpportunityTotals } from "../totals/schema";

/** Won, open and lost opportunities of an account and of everything below it. */
export function useAccountTotals(id: string) {
  const api = useApi();
  return useQuery(api.opportunities.accountTotals.queryOptions({ id }));
}

export const opportunitiesIn = (totals: OpportunityTotals): number =>
  totals.won.count + totals.open.count + totals.lost.count;

/** A sum for each currency: "$5,482", "EUR 4,200". Nothing is converted. */
export const sumTexts = (sums: OpportunitySums, at: ListLocale): string[] =>
  shownSums(sums).map(({ total }) => formatMoney(total.amount, total.currency, at));

/** The four figures of an account's opportunities; below each the family's, where there is one. */
export function accountFigures(totals: AccountTotals, at: ListLocale) {
  const { own, family, members, complete } = totals;
  const visible = complete ? "" : ", in records that you can see";
  const ofOne = complete ? undefined : "In records that you can see";
  const under = (text: string) => (members.length > 1 ? `Family ${text}${visible}` : ofOne);
  const money = (label: string, sums: OpportunitySums, all: OpportunitySums) => {
    const [value, ...others] = sumTexts(sums, at);
    const note = under(andList(sumTexts(all, at)));
    const apart = others.length > 0 ? `And ${andList(others)}` : undefined;
    return { label, value, note: apart && note ? `${apart} · ${note}` : (apart ?? note) };
  };
  const rate = ({ winRate }: OpportunityTotals) =>
    winRate === null ? "–" : (winRate / 100).toLocaleString(at.locale, { style: "percent" });
  return [
    money("Won", own.won, family.won),
    money("Open", own.open, family.open),
    { label: "Win rate", value: rate(own), note: under(rate(family)) },
    {
      label: "Opportunities",
      value: opportunitiesIn(own).toLocaleString(at.locale),
      note: under(opportunitiesIn(family).toLocaleString(at.locale)),
    },
  ];
}
