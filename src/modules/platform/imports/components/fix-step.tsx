"use client";

import { CircleAlert } from "lucide-react";
import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { ErrorState } from "@/components/ui/error-state";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { api } from "@/trpc/react";
import { useUpdateFile } from "../client";
import type { ImportDetail, ImportFile } from "../schema";
import type { FileAnalysis } from "./decisions";
import { FileOrder } from "./file-order";
import { FixValues } from "./fix-values";
import { MatchTable } from "./match-table";
import { ObjectSelect } from "./object-select";
import { OwnerQuestion } from "./owner-question";
import { PipelineQuestion } from "./pipeline-question";
import { StageOrder, StartQuestion } from "./stage-questions";
import type { WizardStep } from "./wizard-step";

interface Fixing {
  detail: ImportDetail;
  step: WizardStep;
  file: ImportFile;
  analyses: readonly FileAnalysis[] | undefined;
  error: unknown;
  onRetry: () => void;
  onPick: (fileId: string) => void;
}

/** Match and fix: left the files in their order, right the columns and the open values of one of them. */
export function FixStep({ detail, step, file, analyses, error, onRetry, onPick }: Fixing) {
  const analysis = analyses?.find((one) => one.fileId === file.id);
  return (
    <div className="flex min-h-0 flex-1 phone:flex-col">
      <FileOrder importId={detail.id} files={detail.files} analyses={analyses} current={file.id} onPick={onPick} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto" key={file.id}>
        {detail.failure ? (
          <Note tone="danger" className="mx-edge mt-3 flex-none">
            {`The preview stopped: ${detail.failure} Every decision is kept.`}
          </Note>
        ) : null}
        {analysis ? (
          <Decisions importId={detail.id} step={step} file={file} analysis={analysis} />
        ) : error ? (
          <Failed error={error} onRetry={onRetry} />
        ) : (
          <Looking columns={file.columns} />
        )}
      </div>
    </div>
  );
}

interface Deciding {
  importId: string;
  step: WizardStep;
  file: ImportFile;
  analysis: FileAnalysis;
}

function Decisions({ importId, step, file, analysis }: Deciding) {
  const query = api.imports.objects.useQuery({}, { staleTime: Number.POSITIVE_INFINITY });
  const objects = query.data ?? [];
  const update = useUpdateFile(importId);
  const noun = objects.find((object) => object.entity === file.entity)?.label ?? "records";
  // Without them each choice would look as if there were nothing to choose.
  if (query.isLoadingError) return <QueryFailed title="What columns can fill could not be loaded" query={query} />;
  return (
    <>
      {analysis.blockers.map((blocker) => (
        <div
          key={blocker}
          className="flex flex-wrap items-center gap-x-2.5 gap-y-2 bg-warning-subtle px-edge py-2.5 hairline-b hairline-soft"
        >
          <CircleAlert aria-hidden className="size-4 text-warning" />
          <span>{blocker}</span>
          {file.entity === null ? (
            <span className="w-48">
              <ObjectSelect
                fileName={file.name}
                entity={file.entity}
                onChange={(entity) => update.mutate({ id: importId, fileId: file.id, entity })}
              />
            </span>
          ) : null}
        </div>
      ))}
      <div className={step === "fix" ? "phone:hidden" : undefined}>
        <MatchTable importId={importId} file={file} columns={analysis.columns} />
        {file.entity === "member" && !file.mapping.some((one) => one.field === "email") ? (
          <p className="px-edge py-2.5 text-muted hairline-t">
            No column holds e-mail addresses. These people become placeholder members, who can own deals; nobody is
            mailed.
          </p>
        ) : null}
        {analysis.asksOwner ? <OwnerQuestion importId={importId} file={file} noun={noun} /> : null}
        {file.entity === "opportunity" ? <PipelineQuestion importId={importId} file={file} /> : null}
        {file.entity === "opportunity" ? (
          <StartQuestion importId={importId} file={file} values={analysis.values} />
        ) : null}
      </div>
      {file.entity === null ? null : (
        <div className={step === "match" ? "phone:hidden" : undefined}>
          <FixValues importId={importId} file={file} analysis={analysis} />
          <StageOrder importId={importId} file={file} values={analysis.values} />
        </div>
      )}
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const refusal = readServerError(error);
  return (
    <ErrorState title="The columns could not be looked at" onRetry={onRetry} reference={refusal.reference}>
      {`${refusal.message} The files and every decision are kept.`}
    </ErrorState>
  );
}

function Looking({ columns }: { columns: readonly string[] }) {
  return (
    <SkeletonRegion label="The columns are being looked at">
      <div className="flex h-9 items-center px-edge">
        <Skeleton className="w-28" />
      </div>
      <div className="h-thead hairline-b" />
      {columns.map((column) => (
        <div key={column} className="flex h-[33px] items-center gap-10 px-edge hairline-b hairline-soft">
          <Skeleton className="w-24" />
          <Skeleton className="w-32 phone:hidden" />
          <Skeleton className="ml-auto w-40" />
          <Skeleton className="w-24 phone:hidden" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
