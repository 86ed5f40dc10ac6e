import type { QueryKey, UseMutationOptions, UseQueryOptions } from "@tanstack/react-query";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import type { Api } from "./react";

interface Repeat {
  /** Null: it does not repeat. */
  rule: RecurrenceRule | null;
  startOn: string | null;
  /** The time zone whose days it counts. */
  zone: string | null;
  /** The next one could not be made: when that is tried again. */
  triedAgainAt: string | null;
  reason: string | null;
}

interface RepeatApi {
  repeat: {
    queryOptions(input: { id: string }, more?: { enabled: boolean }): UseQueryOptions<Repeat> & { queryKey: QueryKey };
  };
  setRepeat: {
    mutationOptions(): UseMutationOptions<unknown, Error, { id: string; version: number; rule: RecurrenceRule | null }>;
  };
}

/** The procedures `repeat` and `setRepeat` of a noun whose records repeat. */
export const repeatApi = (api: Api, path: string): RepeatApi =>
  (api as unknown as Readonly<Record<string, RepeatApi>>)[path] as RepeatApi;
