"use client";

import { readServerError } from "@/components/form/server-error";
import { ErrorState } from "@/components/ui/error-state";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import type { ImportFile } from "../schema";
import { FileDecisions } from "./file-decisions";
import { FileOrder } from "./file-order";
import { useShownImport } from "./shown-import";

/** Match and fix: left the files in their order, right the columns and the open values of one of them. */
export function FixStep({ file }: { file: ImportFile }) {
  const { detail, analysis: query } = useShownImport();
  const { error } = query;
  const analysis = query.data?.find((one) => one.fileId === file.id);
  const refusal = readServerError(error);
  return (
    <div className="flex min-h-0 flex-1 phone:flex-col">
      <FileOrder current={file} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto" key={file.id}>
        {detail.failure ? (
          <Note tone="danger" className="mx-edge mt-3 flex-none">
            {`The preview stopped: ${detail.failure} All your decisions are kept.`}
          </Note>
        ) : null}
        {analysis ? <FileDecisions file={file} analysis={analysis} /> : null}
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
