import { Fragment } from "react";
import type { KeptRecord, Reasons } from "../reverts/schema";
import { useCounts } from "./use-counts";

/** How many records stay for each reason, and the names of the first ones where they are given. */
export function KeptReasons({ reasons, first = [] }: { reasons: Reasons; first?: readonly KeptRecord[] }) {
  const { count } = useCounts();
  if (reasons.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      {reasons.map(({ reason, records }) => {
        const names = first.filter((one) => one.reason === reason).map(({ label }) => label);
        const more = names.length > 0 && records > names.length ? ` and ${count(records - names.length)} more` : "";
        return (
          <Fragment key={reason}>
            <dt className="text-right font-semibold">{count(records)}</dt>
            <dd>
              {reason}
              {names.length > 0 ? <p className="text-muted text-sm">{`${names.join(", ")}${more}`}</p> : null}
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
