"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { capped, type ListTotal } from "@/lib/list-filter";
import { useApi } from "@/trpc/react";

/** How many items of a member's day are overdue or due today, for the rail; it follows signals. Staff and guests have no day. */
export function useTodayCount(): ListTotal {
  const { support, isGuest } = useWorkspace();
  const { data } = useQuery(useApi().today.counts.queryOptions({}, { enabled: support === null && !isGuest }));
  return data ? sumOf(data.overdue, data.due) : 0;
}

/** Two counts together; "1,000+" where one of them was not counted to its end. */
export function sumOf(one: ListTotal, other: ListTotal): ListTotal {
  return one === "1000+" || other === "1000+" ? "1000+" : capped(one + other);
}
