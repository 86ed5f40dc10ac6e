/** The reason of a failure below the work; the whole text on hover. */
export function ReasonText({ reason }: { reason: string | null }) {
  return reason ? (
    <span className="block truncate text-muted text-sm" title={reason}>
      {reason}
    </span>
  ) : null;
}
