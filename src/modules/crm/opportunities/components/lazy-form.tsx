"use client";

import { lazyLayer } from "@/components/ui/lazy-part";
import type { OpportunityFormProps } from "./opportunity-form";

/** `OpportunityForm`, loaded when it opens. */
export const LazyOpportunityForm = lazyLayer<OpportunityFormProps>(
  () => import("./opportunity-form").then((part) => part.OpportunityForm),
  { of: "the form", close: ({ onOpenChange }) => void onOpenChange(false) },
);
