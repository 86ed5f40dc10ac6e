"use client";

import { useQuery } from "@tanstack/react-query";
import { type ListLocale, useListLocale } from "@/components/data-table/list-locale";
import { FigureRow } from "@/components/ui/figure-row";
import { Skeleton } from "@/components/ui/skeleton";
import { moneyText, sumsByCurrency } from "@/lib/money";
import { andList } from "@/lib/text";
import type { Contact } from "@/modules/crm/contacts/fields";
import { useLastTouch } from "@/modules/platform/data/records/components/noun-last-touch";
import { useApi } from "@/trpc/react";
import type { ContactOpportunity } from "../contacts/schema";

const statuses = [
  { status: "open", label: "Open opportunities" },
  { status: "won", label: "Won opportunities" },
] as const;

/** The last activity of a contact, its open and won opportunities, and its owner. */
export function ContactFigures({ contact: { id, owner } }: { contact: Contact }) {
  const api = useApi();
  const at = useListLocale();
  const { data, isPending } = useQuery(api.opportunities.ofContact.queryOptions({ id }));
  const cards = data?.map(({ opportunity }) => opportunity);
  const sums = statuses.map(({ status, label }) => {
    if (!cards) return { label, value: isPending ? <Skeleton className="my-2 h-3 w-12" /> : "–" };
    const { count, worth } = contactSums(cards, status, at);
    return { label, value: count.toLocaleString(at.locale), note: worth };
  });
  const figures = [
    useLastTouch("contact", id),
    ...sums,
    {
      label: "Owner",
      value: owner?.name ?? <span className="text-faint">No owner</span>,
      note: owner?.placeholder ? "Has not signed in yet" : undefined,
    },
  ];
  return <FigureRow figures={figures} className="-mt-px" />;
}

type Card = Pick<ContactOpportunity["opportunity"], "status" | "amount">;

/**
 * How many of these opportunities have a status, and what they are worth; each currency by itself.
 * @internal Exported for tests.
 */
export function contactSums(opportunities: readonly Card[], status: Card["status"], at: ListLocale) {
  const some = opportunities.filter((one) => one.status === status);
  const sums = sumsByCurrency(
    some.map(({ amount }) => amount),
    at.currency,
  );
  return { count: some.length, worth: sums.length > 0 ? andList(sums.map((sum) => moneyText(sum, at))) : undefined };
}
