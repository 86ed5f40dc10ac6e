import type { Reasons } from "../reverts/schema";
import { useCounts } from "./use-counts";

/** How many records stay for each reason. */
export function KeptReasons({ reasons }: { reasons: Reasons }) {
  const { count } = useCounts();
  if (reasons.length === 0) return null;
  return (
    <ul aria-label="Reasons" className="mt-1">
      {reasons.map(({ reason, records }) => (
        <li key={reason} className="flex gap-2">
          <b className="min-w-6 text-right font-semibold">{count(records)}</b>
          <span>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
