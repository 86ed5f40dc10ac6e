import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { JobStatus } from "../schema";

const states: Readonly<Record<JobStatus, { label: string; tone: BadgeTone }>> = {
  waiting: { label: "Waiting", tone: "neutral" },
  running: { label: "Running", tone: "info" },
  done: { label: "Done", tone: "positive" },
  failed: { label: "Failed", tone: "danger" },
  cancelled: { label: "Cancelled", tone: "warning" },
  skipped: { label: "Skipped", tone: "neutral" },
};

/** The state of a job. */
export function JobBadge({ status }: { status: JobStatus }) {
  return <Badge tone={states[status].tone}>{states[status].label}</Badge>;
}
