"use client";

import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import type { useAnalysis } from "../client";
import type { ImportDetail, ImportFile } from "../schema";
import { FileDecisions } from "./file-decisions";
import { FileOrder } from "./file-order";
import type { FileQuestions } from "./file-questions";
import type { WizardStep } from "./wizard-step";

interface Fixing {
  detail: ImportDetail;
  step: WizardStep;
  file: ImportFile;
  query: ReturnType<typeof useAnalysis>;
  go: (to: { file: string }) => void;
  questions: FileQuestions;
}

/** Match and fix: left the files in their order, right the columns and the open values of one of them. */
export function FixStep({ detail, step, file, query, go, questions }: Fixing) {
  const { data: analyses, error } = query;
  const analysis = analyses?.find((one) => one.fileId === file.id);
  const refusal = readServerError(error);
  return (
    <div className="flex min-h-0 flex-1 phone:flex-col">
      <FileOrder
        importId={detail.id}
        files={detail.files}
        analyses={analyses}
        current={file}
        onPick={(id) => go({ file: id })}
      />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto" key={file.id}>
        {detail.failure ? (
          <Note tone="danger" className="mx-edge mt-3 flex-none">
            {`The preview stopped: ${detail.failure} All your decisions are kept.`}
          </Note>
        ) : null}
        {analysis ? (
          <FileDecisions importId={detail.id} step={step} file={file} analysis={analysis} questions={questions} />
        ) : null}
        {!analysis && error ? (
          <ErrorState
            title="The columns could not be checked"
            onRetry={() => void query.refetch()}
            reference={refusal.reference}
          >
            {`${refusal.message} The files and all your decisions are kept.`}
          </ErrorState>
        ) : null}
        {analysis || error ? null : <ColumnsSkeleton columns={file.columns} />}
      </div>
    </div>
  );
}

function ColumnsSkeleton({ columns }: { columns: readonly string[] }) {
  return (
    <SkeletonRegion label="Checking the columns">
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
