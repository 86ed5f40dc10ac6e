"use client";

import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** How many comments a record has. Apart from the other hooks: each record page loads it. */
export const useCommentCounts = (record: { entity: string; recordId: string }) =>
  useQuery(useApi().comments.count.queryOptions(record));
