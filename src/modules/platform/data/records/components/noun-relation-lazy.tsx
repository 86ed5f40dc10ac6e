"use client";

import { lazyPart } from "@/components/ui/lazy-part";
import { TableLoading } from "@/components/ui/skeleton";
import type { NounRelationProps } from "./noun-relation";

/** `NounRelation`, loaded when its tab is opened. */
export const LazyRelation = lazyPart<NounRelationProps>(
  () => import("./noun-relation").then((part) => part.NounRelation),
  { of: "the records of this tab", loading: <TableLoading label="The records are loading" look="lines" /> },
);
