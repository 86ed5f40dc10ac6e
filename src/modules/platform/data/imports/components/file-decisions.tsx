"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailed } from "@/components/layout/query-failed";
import { useApi } from "@/trpc/react";
import type { ImportFile } from "../schema";
import { ConstantValues } from "./constant-values";
import type { FileAnalysis } from "./decisions";
import { FileBlockers } from "./file-blockers";
import { type FileQuestions, useSaveAnswers } from "./file-questions";
import { FixValues } from "./fix-values";
import { KeyQuestion } from "./key-question";
import { MatchTable } from "./match-table";
import { OwnerQuestion } from "./owner-question";
import { SourceQuestion } from "./source-question";
import { WithoutKeyQuestion } from "./without-key-question";
import type { WizardStep } from "./wizard-step";

interface Deciding {
  importId: string;
  step: WizardStep;
  file: ImportFile;
  analysis: FileAnalysis;
  questions: FileQuestions;
}

/** The decisions about a file: the field of each column, and its values that need one. */
export function FileDecisions({ importId, step, file, analysis, questions }: Deciding) {
  const api = useApi();
  const query = useQuery(api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }));
  const objects = query.data ?? [];
  const save = useSaveAnswers(importId, file);
  const own = questions[file.entity ?? ""];
  const noun = objects.find((object) => object.entity === file.entity)?.label ?? "records";
  // Without them each choice would look as if there were nothing to choose.
  if (query.isLoadingError) return <QueryFailed title="The fields to choose from could not be loaded" query={query} />;
  return (
    <>
      <FileBlockers importId={importId} file={file} analysis={analysis} />
      <div className={step === "fix" ? "phone:hidden" : undefined}>
        <MatchTable importId={importId} file={file} columns={analysis.columns} />
        {file.entity === null ? null : <ConstantValues importId={importId} file={file} />}
        {file.entity === null ? null : <SourceQuestion importId={importId} file={file} />}
        {file.entity === null ? null : <KeyQuestion importId={importId} file={file} noun={noun} />}
        {analysis.withoutKey ? (
          <WithoutKeyQuestion importId={importId} file={file} without={analysis.withoutKey} />
        ) : null}
        {file.entity === "member" && !file.mapping.some((one) => one.field === "email") ? (
          <p className="px-edge py-2.5 text-muted hairline-t">
            No column holds e-mail addresses. These people become placeholder members, who can own records. No
            invitations are sent.
          </p>
        ) : null}
        {analysis.asksOwner ? <OwnerQuestion importId={importId} file={file} noun={noun} /> : null}
        {own?.ofColumns ? <own.ofColumns file={file} values={analysis.values} save={save} /> : null}
      </div>
      {file.entity === null ? null : (
        <div className={step === "match" ? "phone:hidden" : undefined}>
          <FixValues importId={importId} file={file} analysis={analysis} />
          {own?.ofValues ? <own.ofValues file={file} values={analysis.values} save={save} /> : null}
        </div>
      )}
    </>
  );
}
