"use client";

import { usePathname } from "next/navigation";
import { createSerializer, parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { RecordFailed } from "@/components/layout/record-states";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Skeleton, TableLoading } from "@/components/ui/skeleton";
import { useAnalysis, useImport, useIsSaving } from "../client";
import type { ImportDetail } from "../schema";
import { analysisOf, isBlocked, openCount } from "./decisions";
import { FixStep } from "./file-decisions";
import { type FilePlace, fileAt, placeOf, uploaded } from "./file-places";
import { FilesStep } from "./files-step";
import { ImportFrame } from "./import-frame";
import { OthersImport } from "./import-refused";
import { PreviewStep, RunStep } from "./report-steps";
import { type FileQuestions, ShownImportProvider } from "./shown-import";
import { useCounts } from "./use-counts";
import { useStepFoot } from "./use-step-foot";
import { stepIds, stepOf, type WizardStep } from "./wizard-step";

/** An import at its address: the step that its state and the address say. */
export function ImportScreen({ id, questions }: { id: string; questions: FileQuestions }) {
  const { href } = useWorkspace();
  const query = useImport(id);
  if (query.data) return <Steps detail={query.data} questions={questions} />;
  if (query.isError)
    return (
      <RecordFailed
        list={{ label: "Import history", href: href("/settings/imports") }}
        noun="import"
        error={query.error}
        busy={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    );
  return <ImportSkeleton />;
}

const address = { step: parseAsStringLiteral(stepIds), file: parseAsInteger, part: parseAsInteger };
const searchOf = createSerializer(address);

function Steps({ detail, questions }: { detail: ImportDetail; questions: FileQuestions }) {
  const { files: inFiles } = useCounts();
  // A phone shows the columns and the values of a file on two pages, a desk on one.
  const phone = useIsPhone();
  const [at, setAt] = useQueryStates(address, { history: "push" });
  const pathname = usePathname();
  const requested = stepOf(detail, at.step);
  const isOpen = detail.status === "draft" || detail.status === "ready";
  const analysis = useAnalysis(detail.id, isOpen && detail.files.length > 0);
  const saved = useIsSaving(detail.id) ? "Saving" : "Saved";
  const analyses = analysis.data;
  // An address without a file shows the first one that needs a decision, and keeps showing it afterwards.
  const first = detail.files.find(({ id }) => openCount(analysisOf(analyses, id)) > 0) ?? detail.files.at(-1);
  // By its place, which a file keeps when it is read again in another way.
  const [pinned, setPinned] = useState<FilePlace | null>(null);
  const atFiles = requested === "match" || requested === "fix";
  if (atFiles && pinned === null && analyses && analyses.length === detail.files.length && first)
    setPinned(placeOf(detail.files, first));
  const place = at.file === null ? pinned : { file: at.file, part: at.part };
  const file = (place && fileAt(detail.files, place)) ?? first;
  const go = ({ file: id, ...next }: { step?: WizardStep; file?: string }) => {
    const to = detail.files.find((one) => one.id === id);
    void setAt(to ? { ...next, ...placeOf(detail.files, to) } : next);
  };
  const blocked = isBlocked(analysisOf(analyses, file?.id));
  const step = shownStep(requested, { blocked, isChecked: analyses !== undefined && !blocked, phone });
  const shown = { detail, step, analysis, questions, go };
  const mayGoBack = detail.status !== "checking" && step !== "run";
  const foot = useStepFoot({ ...shown, file });
  const title = `Import ${inFiles(uploaded(detail.files).files)}`;
  if (!detail.mayEdit && step !== "run")
    return (
      <ImportFrame title={title} step={step}>
        <OthersImport by={detail.createdBy.name} />
      </ImportFrame>
    );
  return (
    <ImportFrame
      title={detail.files.length === 0 ? "New import" : title}
      step={step}
      addressOf={mayGoBack ? (to) => `${pathname}${searchOf({ ...at, step: to })}` : undefined}
      saved={isOpen ? saved : null}
      foot={foot}
    >
      <ShownImportProvider value={shown}>
        {step === "files" || !file ? <FilesStep files={detail.files} at={{ importId: detail.id }} /> : null}
        {file && (step === "match" || step === "fix") ? <FixStep file={file} /> : null}
        {file && step === "preview" ? <PreviewStep /> : null}
        {file && step === "run" ? <RunStep /> : null}
      </ShownImportProvider>
    </ImportFrame>
  );
}

/** Columns come before values where something blocks the file; a desk shows both on the page of values. */
function shownStep(requested: WizardStep, now: { blocked: boolean; isChecked: boolean; phone: boolean }): WizardStep {
  if (requested === "fix" && now.blocked) return "match";
  return requested === "match" && now.isChecked && !now.phone ? "fix" : requested;
}

function ImportSkeleton() {
  return (
    <>
      <div aria-hidden className="flex h-head animate-late items-center gap-3 px-edge hairline-b">
        <Skeleton className="h-2.5 w-40" />
        <Skeleton className="mx-auto w-96 phone:hidden" />
        <Skeleton className="w-10" />
      </div>
      <TableLoading label="The import is loading" />
    </>
  );
}
