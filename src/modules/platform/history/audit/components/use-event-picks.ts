"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Option } from "@/components/ui/option-list";
import { useApi } from "@/trpc/react";
import type { AuditState } from "../client";
import { entityWords } from "../rules";

/** New kinds of events are rare; each key of a search would ask again. */
const staleTime = 60_000;

/** The events that the log holds, and the kinds of their records; loaded when a filter opens. */
export function useEventPicks({ event, object }: Pick<AuditState, "event" | "object">) {
  const api = useApi();
  const client = useQueryClient();
  const searchEvents = useCallback(
    async (text: string): Promise<Option[]> => {
      const names = await client.fetchQuery(api.audit.names.queryOptions({}, { staleTime }));
      return names
        .filter(({ entity }) => object === null || entity === object)
        .map(({ name, label }) => ({ value: name, label }))
        .filter(isFound(text));
    },
    [client, api, object],
  );
  const searchObjects = useCallback(
    async (text: string): Promise<Option[]> => {
      const names = await client.fetchQuery(api.audit.names.queryOptions({}, { staleTime }));
      return [...new Set(names.map(({ entity }) => entity))]
        .map((value) => ({ value, label: entityWords(value) }))
        .filter(isFound(text));
    },
    [client, api],
  );
  const names = useQuery(api.audit.names.queryOptions({}, { staleTime, enabled: event !== null })).data;
  return { searchEvents, searchObjects, eventName: names?.find(({ name }) => name === event)?.label ?? event };
}

function isFound(text: string): (option: Option) => boolean {
  const words = text.toLowerCase().split(/\s+/);
  return ({ label }) => words.every((word) => label.toLowerCase().includes(word));
}
