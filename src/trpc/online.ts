"use client";

import { useQuery } from "@tanstack/react-query";
import { useApi } from "./react";

/** Whether this member has the workspace open somewhere. Makes no request: `useFollowPresence` makes one for all. */
export function useOnline(id: string | null): boolean {
  const api = useApi();
  const { data } = useQuery(
    api.realtime.online.queryOptions({}, { enabled: false, select: ({ ids }) => id !== null && ids.includes(id) }),
  );
  return data ?? false;
}
