"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { FigureRow } from "@/components/ui/figure-row";
import { Skeleton } from "@/components/ui/skeleton";
import { accountFigures, useAccountTotals } from "@/modules/crm/opportunities/components/account-totals";
import { useLastTouch } from "@/modules/platform/data/records/components/noun-last-touch";

const names = ["Won", "Open", "Win rate", "Opportunities"];

/** Won, open, win rate, opportunities and the last activity of an account. */
export function AccountFigures({ id }: { id: string }) {
  const at = useListLocale();
  const { data, isPending } = useAccountTotals(id);
  const figures = data
    ? accountFigures(data, at)
    : names.map((label) => ({ label, value: isPending ? <Skeleton className="my-2 h-3 w-20" /> : "–" }));
  return <FigureRow figures={[...figures, useLastTouch("account", id)]} />;
}
