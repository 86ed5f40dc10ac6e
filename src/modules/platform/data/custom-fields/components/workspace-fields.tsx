"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { WorkspaceProvider, type WorkspaceView } from "@/components/layout/workspace-context";
import { useApi } from "@/trpc/react";

interface WorkspaceFieldsProps {
  /** The workspace as the server sent it with the page. */
  view: WorkspaceView;
  children: ReactNode;
}

/** The workspace with its custom fields, tags and options as they are now: a signal refetches them when somebody changes one. */
export function WorkspaceFields({ view, children }: WorkspaceFieldsProps) {
  const api = useApi();
  const { fields, tags, lists } = view.custom;
  // The page brought them: they are refetched only when they have changed.
  // Guests have none.
  const enabled = view.role !== "guest";
  const kept = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, enabled } as const;
  const newFields = useQuery(api.customFields.list.queryOptions({}, { ...kept, initialData: fields as never })).data;
  const newTags = useQuery(
    api.tags.list.queryOptions({ archived: true }, { ...kept, initialData: tags as never }),
  ).data;
  const newLists = useQuery(api.optionLists.changed.queryOptions({}, { ...kept, initialData: lists as never })).data;
  const value = useMemo(
    () => ({ ...view, custom: { fields: newFields, tags: newTags, lists: newLists } }) as WorkspaceView,
    [view, newFields, newTags, newLists],
  );
  return <WorkspaceProvider value={value}>{children}</WorkspaceProvider>;
}
