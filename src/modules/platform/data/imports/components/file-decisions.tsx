"use client";

import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { ErrorState } from "@/components/ui/error-state";
import { Note } from "@/components/ui/note";
import { TableLoading } from "@/components/ui/skeleton";
import { useObjects, useSaveFile } from "../client";
import type { ImportFile } from "../schema";
import { ConstantValues } from "./constant-values";
import { analysisOf, type FileAnalysis } from "./decisions";
import { FileBlockers } from "./file-blockers";
import { FileOrder } from "./file-order";
import { ColumnQuestions, useSaveAnswers } from "./file-questions";
import { FileUnderway, replacementOf } from "./files-underway";
import { FixValues } from "./fix-values";
import { MatchTable } from "./match-table";
import { ShownFileProvider, useShownImport } from "./shown-import";
import { useUploads } from "./upload-queue";

/** Match and fix: left the files in their order, right the columns and the open values of one of them. */
export function FixStep({ file }: { file: ImportFile }) {
  const { detail, analysis: query } = useShownImport();
  const { uploads } = useUploads({ importId: detail.id });
  const underway = replacementOf(file, detail.files, uploads);
  const { error } = query;
  const analysis = analysisOf(query.data, file.id);
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
        {underway ? <FileUnderway upload={underway} /> : null}
        {analysis && !underway ? <FileDecisions file={file} analysis={analysis} /> : null}
        {!analysis && !underway && error ? (
          <ErrorState
            title="The columns could not be checked"
            onRetry={() => void query.refetch()}
            reference={refusal.reference}
          >
            {`${refusal.message} The files and all your decisions are kept.`}
          </ErrorState>
        ) : null}
        {analysis || underway || error ? null : (
          <>
            <p className="px-edge pt-5 pb-3 text-muted">{`Checking the columns of ${file.title}`}</p>
            <TableLoading label="Checking the columns" />
          </>
        )}
      </div>
    </div>
  );
}

/** The decisions about a file: the field of each column, and its values that need one. */
export function FileDecisions({ file, analysis }: { file: ImportFile; analysis: FileAnalysis }) {
  const { detail, step, questions } = useShownImport();
  const importId = detail.id;
  const query = useObjects();
  const save = useSaveFile(importId, file.id);
  const own = questions[file.entity ?? ""];
  const question = { file, values: analysis.values, save: useSaveAnswers(importId, file) };
  // Without them each choice would look as if there were nothing to choose.
  if (query.isLoadingError) return <QueryFailed title="The fields to choose from could not be loaded" query={query} />;
  const object = query.data?.find(({ entity }) => entity === file.entity);
  const {
    fields = [],
    keys = [],
    choosesIfExists = false,
    choosesEmptyCells = false,
    tellsNamesakes = false,
    label: noun = "records",
  } = object ?? {};
  return (
    <ShownFileProvider
      value={{
        importId,
        file,
        analysis,
        fields,
        keys,
        choosesIfExists,
        choosesEmptyCells,
        tellsNamesakes,
        noun,
        save,
      }}
    >
      <FileBlockers />
      <div className={step === "fix" ? "phone:hidden" : undefined}>
        <MatchTable />
        {file.entity === null ? null : <ConstantValues />}
        <ColumnQuestions />
        {own?.ofColumns ? <own.ofColumns {...question} /> : null}
      </div>
      {file.entity === null ? null : (
        <div className={step === "match" ? "phone:hidden" : undefined}>
          <FixValues />
          {own?.ofValues ? <own.ofValues {...question} /> : null}
        </div>
      )}
    </ShownFileProvider>
  );
}
