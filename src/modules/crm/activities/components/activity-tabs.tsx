"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useListLocale } from "@/components/data-table/list-locale";
import { encodeFilter } from "@/components/data-table/list-state-codec";
import { PageTabs } from "@/components/layout/page-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { todayIn } from "@/lib/day-words";
import type { Condition } from "@/lib/list-filter";
import { openActivities } from "./activity-requests";

/** The usual filters of activities, as links that set those of the list. */
export function ActivityTabs() {
  const { href } = useWorkspace();
  const { timeZone } = useListLocale();
  const [filter] = useQueryState("filter", parseAsString.withDefault(""));
  const late: Condition = { field: "at", op: "before", value: todayIn(timeZone) };
  const tabs = [
    { id: "all", label: "All", conditions: [], sort: "" },
    {
      id: "mine",
      label: "Mine",
      conditions: [{ field: "owner", op: "anyOf", value: ["me"] }, openActivities],
      sort: "at",
    },
    { id: "overdue", label: "Overdue", conditions: [openActivities, late], sort: "at" },
    { id: "planned", label: "Planned", conditions: [openActivities], sort: "at" },
    { id: "done", label: "Done", conditions: [{ field: "status", op: "anyOf", value: ["completed"] }], sort: "-at" },
  ] satisfies { id: string; label: string; conditions: Condition[]; sort: string }[];
  return (
    <PageTabs
      label="Usual filters"
      tabs={tabs.map(({ id, label, conditions, sort }) => {
        const text = encodeFilter({ conditions, groups: [] });
        const search = new URLSearchParams({ ...(text ? { filter: text } : {}), ...(sort ? { sort } : {}) }).toString();
        return { id, label, href: href(`/activities${search ? `?${search}` : ""}`), current: filter === text };
      })}
    />
  );
}
