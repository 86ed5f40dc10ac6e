"use client";

import { useCallback } from "react";
import type { Suggest } from "@/components/data-table/data-column";
import { fittingSuggestions } from "@/lib/suggestions";
import { api } from "@/trpc/react";

/** Offered after what the workspace uses itself. */
const usualIndustries = [
  "Aerospace and defense",
  "Agriculture",
  "Automotive",
  "Banking",
  "Chemicals",
  "Construction",
  "Consulting",
  "Consumer goods",
  "Education",
  "Energy",
  "Entertainment",
  "Food and beverage",
  "Government",
  "Healthcare",
  "Hospitality and travel",
  "Insurance",
  "Legal services",
  "Logistics",
  "Manufacturing",
  "Media",
  "Mining and metals",
  "Nonprofit",
  "Pharmaceuticals",
  "Real estate",
  "Retail",
  "Software",
  "Telecommunications",
  "Transportation",
  "Utilities",
  "Wholesale",
];

/** Industries of the workspace's accounts, the most frequent first, then the usual ones. */
export function useIndustrySuggestions(): Suggest {
  const utils = api.useUtils();
  return useCallback(
    async (text) => {
      const ask = (asked: string) =>
        utils.accounts.groups.fetch(
          {
            group: "industry",
            ...(asked && { conditions: [{ field: "industry", op: "contains" as const, value: asked }] }),
          },
          { staleTime: 60_000 },
        );
      // All of them are asked for once. A list with more than it tells is asked again with each text.
      const groups = await ask("").catch(() => ask(text.trim()).catch(() => []));
      const used = groups.toSorted((a, b) => b.count - a.count).flatMap(({ value }) => value ?? []);
      return fittingSuggestions(text, [...used, ...usualIndustries]);
    },
    [utils],
  );
}
