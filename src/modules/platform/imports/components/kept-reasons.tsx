import { Fragment } from "react";
import type { Reasons } from "../reverts/schema";
import { useCounts } from "./use-counts";

/** How many records stay for each reason. */
export function KeptReasons({ reasons }: { reasons: Reasons }) {
  const { count } = useCounts();
  if (reasons.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      {reasons.map(({ reason, records }) => (
        <Fragment key={reason}>
          <dt className="text-right font-semibold">{count(records)}</dt>
          <dd>{reason}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
