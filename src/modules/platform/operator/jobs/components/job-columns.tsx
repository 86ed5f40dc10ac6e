"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw, X } from "lucide-react";
import { useState } from "react";
import type { PlainColumn } from "@/components/data-table/plain-table";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { notify } from "@/components/ui/toast";
import { numberFormat } from "@/lib/intl";
import { useApi } from "@/trpc/react";
import type { JobLine } from "../schema";
import { JobBadge } from "./job-badge";

/** A job: its work, its starter, its state, and the actions on it. */
export const jobColumns: readonly PlainColumn<JobLine>[] = [
  { label: "Job", cell: (job) => <Work job={job} /> },
  {
    label: "Started by",
    width: "minmax(0,140px)",
    desk: true,
    cell: ({ by }) => <span className="block truncate text-muted">{by?.name ?? "Throughline"}</span>,
  },
  { label: "Time", width: 88, time: ({ at }) => at },
  { label: "Status", width: 84, cell: ({ status }) => <JobBadge status={status} /> },
  {
    label: "Actions",
    width: 104,
    cell: (job) => (
      <span className="flex justify-end">
        {job.mayCancel ? <CancelJob job={job} /> : null}
        {job.mayRetry && !job.mayCancel ? <RetryJob job={job} /> : null}
      </span>
    ),
  },
];

function Work({ job }: { job: JobLine }) {
  const { href } = useWorkspace();
  return (
    <>
      {job.about.entity === "import" ? (
        <Link
          href={href(`/settings/imports/${job.about.id}`)}
          className="block truncate rounded-sm font-medium hover:underline"
        >
          {job.label}
        </Link>
      ) : (
        <span className="block truncate font-medium">{job.label}</span>
      )}
      {job.reason ? <span className="block text-muted text-sm">{job.reason}</span> : null}
      {job.progress ? <HowFar label={job.label} {...job.progress} /> : null}
    </>
  );
}

function HowFar({ label, done, total }: { label: string; done: number; total: number }) {
  const { locale } = useWorkspace();
  const number = numberFormat(locale);
  const text = `${number.format(done)} of ${number.format(total)}`;
  return (
    <span className="mt-1 flex max-w-80 items-center gap-2">
      <Progress className="flex-1" label={label} value={done} max={total} text={text} />
      <span className="shrink-0 text-faint text-sm tabular-nums">{text}</span>
    </span>
  );
}

/** Jobs and imports are asked again after an act on one. */
function useAskAgain() {
  const api = useApi();
  const client = useQueryClient();
  return () =>
    Promise.all([client.invalidateQueries(api.jobs.pathFilter()), client.invalidateQueries(api.imports.pathFilter())]);
}

function CancelJob({ job }: { job: JobLine }) {
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const settled = { onSettled: useAskAgain() };
  const cancelImport = useMutation(api.imports.cancel.mutationOptions(settled));
  const cancelRun = useMutation(api.jobs.cancel.mutationOptions(settled));
  return (
    <>
      <Button size="sm" icon={<X aria-hidden />} onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this job?"
        description="The current step finishes, and no further step starts. Finished work is kept."
        action="Cancel job"
        cancel="Keep running"
        onConfirm={async () => {
          try {
            if (job.kind === "import") await cancelImport.mutateAsync({ id: job.id, written: "keep" });
            else await cancelRun.mutateAsync({ id: job.id });
          } catch (error) {
            throw new Error(readServerError(error).message, { cause: error });
          }
          notify.success("Job cancelled");
        }}
      />
    </>
  );
}

function RetryJob({ job }: { job: JobLine }) {
  const api = useApi();
  const handlers = {
    onSuccess: () => notify.success("The job runs again"),
    onError: toastRefusal,
    onSettled: useAskAgain(),
  };
  const retryRun = useMutation(api.jobs.retry.mutationOptions(handlers));
  const retryImport = useMutation(api.imports.retry.mutationOptions(handlers));
  const retry = job.kind === "import" ? retryImport : retryRun;
  return (
    <Button
      size="sm"
      icon={<RotateCw aria-hidden />}
      busy={retry.isPending}
      onClick={() => retry.mutate({ id: job.id })}
    >
      Try again
    </Button>
  );
}
