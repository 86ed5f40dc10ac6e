import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { JobStatus } from "../../jobs/schema";

const states: Readonly<Record<JobStatus, { label: string; tone: BadgeTone }>> = {
  waiting: { label: "Waiting", tone: "neutral" },
  running: { label: "Running", tone: "info" },
  done: { label: "Done", tone: "positive" },
  failed: { label: "Failed", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "warning" },
  skipped: { label: "Skipped", tone: "neutral" },
};

/** The state of a job as a badge. */
export function JobState({ status }: { status: JobStatus }) {
  return <Badge tone={states[status].tone}>{states[status].label}</Badge>;
}

/** The reason of a failure below the work; the whole text on hover. */
export function ReasonText({ reason }: { reason: string | null }) {
  return reason ? (
    <span className="block truncate text-muted text-sm" title={reason}>
      {reason}
    </span>
  ) : null;
}
