"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw, X } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import type { JobLine } from "../schema";
import { JobBadge } from "./job-badge";

/** One job: its work, its record, its progress, and the actions on it. */
export function JobRow({ job }: { job: JobLine }) {
  const { href } = useWorkspace();
  const isImport = job.about.entity === "import";
  return (
    <li className="grid min-h-11 grid-cols-[minmax(0,1fr)_minmax(0,140px)_88px_84px_104px] items-center gap-x-3 px-edge py-2 hairline-b hairline-soft phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-1.5">
      <span className="min-w-0">
        {isImport ? (
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
      </span>
      <span className="truncate text-muted phone:hidden">{job.by?.name ?? "Throughline"}</span>
      <RelativeTime at={job.at} className="truncate text-muted phone:text-right phone:text-sm" />
      <span className="phone:col-start-1">
        <JobBadge status={job.status} />
      </span>
      <span className="flex justify-end">
        {job.mayCancel ? <CancelJob job={job} /> : null}
        {job.mayRetry && !job.mayCancel ? <RetryJob job={job} /> : null}
      </span>
    </li>
  );
}

function HowFar({ label, done, total }: { label: string; done: number; total: number }) {
  const { locale } = useWorkspace();
  const number = new Intl.NumberFormat(locale);
  const text = `${number.format(done)} of ${number.format(total)}`;
  return (
    <span className="mt-1 flex max-w-80 items-center gap-2">
      <Progress className="flex-1" label={label} value={done} max={total} text={text} />
      <span className="shrink-0 text-faint text-sm tabular-nums">{text}</span>
    </span>
  );
}

function CancelJob({ job }: { job: JobLine }) {
  const api = useApi();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const settled = {
    onSettled: () =>
      Promise.all([
        client.invalidateQueries(api.jobs.pathFilter()),
        client.invalidateQueries(api.imports.pathFilter()),
      ]),
  };
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
  const client = useQueryClient();
  const handlers = {
    onSuccess: () => notify.success("The job runs again"),
    onError: toastRefusal,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries(api.jobs.pathFilter()),
        client.invalidateQueries(api.imports.pathFilter()),
      ]),
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
