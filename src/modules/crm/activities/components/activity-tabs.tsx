"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useListLocale } from "@/components/data-table/list-locale";
import { encodeFilter, type FilterParts } from "@/components/data-table/list-state-codec";
import { PageTabs } from "@/components/layout/page-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { todayIn } from "@/lib/day-words";
import { openActivities } from "./activity-requests";

interface Usual {
  label: string;
  filter: FilterParts;
  /** As the address has it. */
  sort: string | null;
}

/** The usual filters of activities, of which those to be done begin with the oldest. */
function usualOn(today: string): Usual[] {
  const mine = { field: "owner", op: "anyOf" as const, value: ["me"] };
  const done = { field: "status", op: "anyOf" as const, value: ["completed"] };
  const late = ["startsAt", "dueOn"].map((field) => ({ field, op: "before" as const, value: today }));
  return [
    { label: "All", filter: { conditions: [], groups: [] }, sort: null },
    { label: "Mine", filter: { conditions: [mine, openActivities], groups: [] }, sort: "at" },
    {
      label: "Overdue",
      filter: { conditions: [openActivities], groups: [{ match: "any", conditions: late }] },
      sort: "at",
    },
    { label: "Planned", filter: { conditions: [openActivities], groups: [] }, sort: "at" },
    { label: "Done", filter: { conditions: [done], groups: [] }, sort: null },
  ];
}

/** The usual filters of activities, as links that set those of the list. */
export function ActivityTabs() {
  const { href } = useWorkspace();
  const { timeZone } = useListLocale();
  const [current] = useQueryState("filter", parseAsString.withDefault(""));
  const tabs = usualOn(todayIn(timeZone)).map(({ label, filter, sort }) => {
    const text = encodeFilter(filter);
    const search = new URLSearchParams({ ...(text ? { filter: text } : {}), ...(sort ? { sort } : {}) }).toString();
    const path = href("/activities");
    return { id: label, label, href: search ? `${path}?${search}` : path, current: current === text };
  });
  return <PageTabs label="Usual filters" tabs={tabs} />;
}
