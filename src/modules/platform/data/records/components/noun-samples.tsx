"use client";

import { lazyPart } from "@/components/ui/lazy-part";

/** Offers sample data in an empty list of this kind of record; loaded with the first one. */
export const NounSamples = lazyPart<{ entity: string }>(
  () => import("../../onboarding/components/sample-button").then((part) => part.SampleButton),
  { of: "the sample data", loading: null },
);
