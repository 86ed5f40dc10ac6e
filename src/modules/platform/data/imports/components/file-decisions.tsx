"use client";

import { QueryFailed } from "@/components/layout/query-failed";
import { useObjects, useSaveFile } from "../client";
import type { ImportFile } from "../schema";
import { ConstantValues } from "./constant-values";
import type { FileAnalysis } from "./decisions";
import { FileBlockers } from "./file-blockers";
import { ColumnQuestions, useSaveAnswers } from "./file-questions";
import { FixValues } from "./fix-values";
import { MatchTable } from "./match-table";
import { ShownFileProvider, useShownImport } from "./shown-import";

/** The decisions about a file: the field of each column, and its values that need one. */
export function FileDecisions({ file, analysis }: { file: ImportFile; analysis: FileAnalysis }) {
  const { detail, step, questions } = useShownImport();
  const importId = detail.id;
  const query = useObjects();
  const save = useSaveFile(importId, file.id);
  const own = questions[file.entity ?? ""];
  const asked = { file, values: analysis.values, save: useSaveAnswers(importId, file) };
  // Without them each choice would look as if there were nothing to choose.
  if (query.isLoadingError) return <QueryFailed title="The fields to choose from could not be loaded" query={query} />;
  const object = query.data?.find(({ entity }) => entity === file.entity);
  const { fields = [], keys = [], label: noun = "records" } = object ?? {};
  return (
    <ShownFileProvider value={{ importId, file, analysis, fields, keys, noun, save }}>
      <FileBlockers />
      <div className={step === "fix" ? "phone:hidden" : undefined}>
        <MatchTable />
        {file.entity === null ? null : <ConstantValues />}
        <ColumnQuestions />
        {own?.ofColumns ? <own.ofColumns {...asked} /> : null}
      </div>
      {file.entity === null ? null : (
        <div className={step === "match" ? "phone:hidden" : undefined}>
          <FixValues />
          {own?.ofValues ? <own.ofValues {...asked} /> : null}
        </div>
      )}
    </ShownFileProvider>
  );
}
