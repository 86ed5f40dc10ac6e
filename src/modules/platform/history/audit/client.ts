"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { createParser, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { saveFile } from "@/components/ui/save-file";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { todayIn } from "@/lib/day-words";
import { localDay } from "@/lib/working-time";
import { type RouterOutputs, useApi, useApiClient } from "@/trpc/react";
import { type AuditTime, auditTimes, isDay, momentsOf } from "./rules";
import { type AuditFilter, auditChannels } from "./schema";

export type AuditRow = RouterOutputs["audit"]["list"]["rows"][number];
export type AuditEntry = RouterOutputs["audit"]["get"];

const times = Object.keys(auditTimes) as AuditTime[];

const parseAsDay = createParser({ parse: (text) => (isDay(text) ? text : null), serialize: (day: string) => day });

/** The filters of the page and the open event, in its address. */
export function useAuditState() {
  return useQueryStates({
    time: parseAsStringLiteral(times),
    from: parseAsDay,
    to: parseAsDay,
    member: parseAsString,
    key: parseAsString,
    behalf: parseAsString,
    via: parseAsStringLiteral(auditChannels),
    event: parseAsString,
    except: parseAsBoolean,
    object: parseAsString,
    record: parseAsString,
    q: parseAsString.withOptions({ throttleMs: 300 }),
    jobs: parseAsBoolean,
    entry: parseAsString,
  });
}
export type AuditState = ReturnType<typeof useAuditState>[0];

export const noFilter = {
  ...{ time: null, from: null, to: null, member: null, key: null, behalf: null },
  ...{ via: null, event: null, except: null, object: null, record: null, q: null },
} as const;

/** The filters as the server takes them; times are the bounds of days, so that they stay the same for a whole day. */
export function useAuditFilter(state: AuditState): AuditFilter {
  const { zone } = useWorkspace();
  const { member, key, behalf, via, event, except, object, record, q, jobs } = state;
  // A filter for one kind of event, or for a way, finds those of jobs too.
  const hidesJobs = !jobs && via === null && (event === null || except);
  return {
    ...momentsOf(state, { today: todayIn(zone), zone }),
    ...(member ? { memberId: member } : {}),
    ...(key ? { keyId: key } : {}),
    ...(behalf ? { behalfId: behalf } : {}),
    ...(via ? { via } : {}),
    ...(event ? { [except ? "exceptName" : "name"]: event } : {}),
    ...(object ? { entity: object } : {}),
    ...(object && record ? { recordId: record } : {}),
    ...(q?.trim() ? { text: q.trim().slice(0, 200) } : {}),
    ...(hidesJobs ? { hideJobs: true } : {}),
  };
}

export function useAuditLog(filter: AuditFilter, may: boolean) {
  const api = useApi();
  return useInfiniteQuery(
    api.audit.list.infiniteQueryOptions(
      { ...filter, grouped: true },
      {
        enabled: may,
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: (previous) => previous,
      },
    ),
  );
}
export type AuditLog = ReturnType<typeof useAuditLog>;

/** The events of a group, newest first. */
export const useAuditGroup = (name: string, { batchId }: AuditGroup) =>
  useInfiniteQuery(
    useApi().audit.list.infiniteQueryOptions({ name, batchId }, { getNextPageParam: (page) => page.nextCursor }),
  );
export type AuditGroup = NonNullable<AuditRow["group"]>;

/** How many lines the log has in all, and on a day, under these filters. */
export function useAuditCounts(filter: AuditFilter, may: boolean) {
  const api = useApi();
  const { zone: timeZone } = useWorkspace();
  const { data } = useQuery(
    api.audit.counts.queryOptions(
      { ...filter, grouped: true },
      { enabled: may, placeholderData: (previous) => previous },
    ),
  );
  const lastDay = data?.countedTo ? localDay(new Date(data.countedTo), timeZone) : null;
  const total = data?.days.reduce((sum, { count }) => sum + count, 0);
  return {
    total: total === undefined ? null : { count: total, more: lastDay !== null },
    /** Null for a day that was not counted, or only in part. */
    ofDay: (day: string): number | null =>
      (lastDay === null || day > lastDay ? data?.days.find((one) => one.day === day)?.count : null) ?? null,
  };
}
export type AuditCounts = ReturnType<typeof useAuditCounts>;

/** A larger file is too much for a spreadsheet. */
const mostLines = 100_000;
const events = { one: "event", many: "events" };

/** Saves what the filters leave as a file, part by part; it stops when the page is left. */
export function useExportAudit() {
  const server = useApiClient();
  const { locale } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const left = useRef(false);
  // Requests on the network: none is sent for a page that was left.
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);

  async function save(filter: AuditFilter) {
    const parts: string[] = [];
    let toast: ReturnType<typeof notify.progress> | undefined;
    let [lines, cursor, name] = [0, null as string | null, ""];
    setBusy(true);
    try {
      do {
        const part = await server.audit.export.query({ ...filter, ...(cursor ? { cursor } : {}) });
        if (left.current) return;
        parts.push(part.content);
        lines += part.lines;
        ({ nextCursor: cursor, name } = part);
        if (cursor) toast = notify.progress(`Reading the log: ${counted(lines, events, locale)} so far`, toast);
      } while (cursor && lines < mostLines);
      saveFile(name, parts, "text/csv;charset=utf-8");
      const all = counted(lines, events, locale);
      if (cursor)
        notify.progress(`The file holds the newest ${all}. Choose an earlier time to save the others.`, toast);
      else notify.success(`${all} saved`, { id: toast });
    } catch (error) {
      if (toast !== undefined) notify.dismiss(toast);
      if (!left.current) notify.error(readServerError(error).message);
    } finally {
      if (left.current && toast !== undefined) notify.dismiss(toast);
      setBusy(false);
    }
  }
  return { busy, save };
}
