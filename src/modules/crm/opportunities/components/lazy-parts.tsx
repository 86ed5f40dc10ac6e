"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import { lazyPart } from "@/components/ui/lazy-part";
import type { MoveManyProps } from "./move-many";
import type { OpportunityFormProps } from "./opportunity-form";
import type { OpportunityTopProps } from "./opportunity-top";
import type { SumWithOthersProps } from "./other-sums";
import type { StageOfManyProps } from "./stage-of-many";

/** `OpportunityForm`, loaded when it opens. */
export const LazyOpportunityForm = lazyLayer<OpportunityFormProps>(
  () => import("./opportunity-form").then((part) => part.OpportunityForm),
  { of: "the form", close: ({ onOpenChange }) => void onOpenChange(false) },
);

/** `OpportunityTop`, loaded when an opportunity is opened beside its list or board. */
export const LazyOpportunityTop = lazyPart<OpportunityTopProps>(
  () => import("./opportunity-top").then((part) => part.OpportunityTop),
  { of: "the opportunity" },
);

/** `StageOfMany`, loaded when many opportunities get another stage. */
export const LazyStageOfMany = lazyPart<StageOfManyProps>(
  () => import("./stage-of-many").then((part) => part.StageOfMany),
  { of: "the stages", loading: null },
);

/** `SumWithOthers`, loaded when opportunities are grouped. */
export const LazySumWithOthers = lazyPart<SumWithOthersProps>(
  () => import("./other-sums").then((part) => part.SumWithOthers),
  { of: "the sums", loading: null },
);

/** `MoveMany`, loaded when opportunities are selected. */
export const LazyMoveMany = lazyPart<MoveManyProps>(() => import("./move-many").then((part) => part.MoveMany), {
  of: "the stages",
  loading: null,
});
