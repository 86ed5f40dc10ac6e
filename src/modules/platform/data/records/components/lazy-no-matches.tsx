"use client";

import { NothingMatches } from "@/components/data-table/narrowing";
import { lazyPart } from "@/components/ui/lazy-part";
import type { NoMatchesProps } from "./noun-no-matches";

/** `NounNoMatches`, loaded when a filter has no match. */
export const LazyNoMatches = lazyPart<NoMatchesProps>(
  () => import("./noun-no-matches").then((part) => part.NounNoMatches),
  { of: "the filters", loading: ({ noun, list }) => <NothingMatches noun={noun.head.many} list={list} /> },
);
