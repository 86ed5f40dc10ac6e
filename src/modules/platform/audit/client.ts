"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { todayIn } from "@/components/data-table/date-entry";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { dayLater, momentOfDay } from "@/lib/working-time";
import { api, type RouterInputs, type RouterOutputs } from "@/trpc/react";
import { type AuditFilter, auditKinds } from "./schema";

export type AuditRow = RouterOutputs["audit"]["list"]["rows"][number];
export type AuditEntry = RouterOutputs["audit"]["get"];

/** Times of the filter, with their days before today. */
export const auditTimes = { today: 0, week: 6, month: 29, quarter: 89 } as const;
export type AuditTime = keyof typeof auditTimes;
const times = Object.keys(auditTimes) as AuditTime[];

/** The filters of the page and the open event, in its address. */
export function useAuditState() {
  return useQueryStates({
    time: parseAsStringLiteral(times),
    by: parseAsStringLiteral(auditKinds),
    member: parseAsString,
    event: parseAsString,
    object: parseAsString,
    record: parseAsString,
    entry: parseAsString,
  });
}
export type AuditState = ReturnType<typeof useAuditState>[0];

export const noFilter = { time: null, by: null, member: null, event: null, object: null, record: null } as const;

/** The filters as the server takes them; `from` is the start of a day, so that it stays the same for a whole day. */
export function useAuditFilter({ time, by, member, event, object, record }: AuditState): AuditFilter {
  const { timeZone } = useWorkspace();
  const from = time && momentOfDay(dayLater(todayIn(timeZone), -auditTimes[time]), 0, timeZone).toISOString();
  return {
    ...(from ? { from } : {}),
    ...(by ? { by } : {}),
    ...(member ? { memberId: member } : {}),
    ...(event ? { name: event } : {}),
    ...(object ? { entity: object } : {}),
    ...(object && record ? { recordId: record } : {}),
  };
}

export function useAuditLog(filter: AuditFilter, may: boolean) {
  return api.audit.list.useInfiniteQuery(filter, {
    enabled: may,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}
export type AuditLog = ReturnType<typeof useAuditLog>;

/** Saves what the filters leave as a file. */
export function useExportAudit() {
  const utils = api.useUtils();
  return async (filter: RouterInputs["audit"]["export"]) => {
    try {
      const { name, content } = await utils.audit.export.fetch(filter);
      const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
      const link = Object.assign(document.createElement("a"), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      notify.error(readServerError(error).message);
    }
  };
}
