"use client";

import { RecordViews, type View } from "@/components/layout/record-views";

const paths = { board: "/opportunities", list: "/opportunities/list" } as const;

/** The list does not use the pipeline, but keeps it for the way back to the board. */
const kept = ["pipeline"];

/** Switches between board and list of the same opportunities. */
export function OpportunityViews({ current }: { current: View }) {
  return <RecordViews current={current} paths={paths} keptParams={kept} />;
}
