"use client";

import { RotateCw, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useWorkspace } from "@/components/layout/workspace-context";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { useFields, useImportActs } from "../client";
import type { ImportFile } from "../schema";
import { blockedFile, holdsUp, openCount } from "./decisions";
import { blockersId } from "./file-blockers";
import { type FootCounts, fileCounts, openCounts, previewCounts, runCounts } from "./foot-counts";
import { type ImportDialog, ImportDialogs } from "./import-dialogs";
import type { FootButton } from "./import-frame";
import type { ShownImport } from "./shown-import";
import { isComing, useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";
import type { WizardStep } from "./wizard-step";

interface Shown extends ShownImport {
  file: ImportFile | undefined;
}

interface Acts extends Shown, ReturnType<typeof useImportActs> {
  words: ReturnType<typeof useCounts>;
  phone: boolean;
  /** Uploads are on their way. */
  coming: boolean;
  /** Checks the import and shows the preview. */
  preview: () => void;
  open: (dialog: ImportDialog) => void;
  can: (permission: string) => boolean;
  href: (path: string) => string;
}

interface Foot {
  counts: FootCounts;
  buttons: readonly FootButton[];
  dialogs: ReactNode;
}

/** The counts and buttons at the foot of a step. */
export function useStepFoot(shown: Shown): Foot {
  const { detail, step, file, analysis, go } = shown;
  const words = useCounts();
  const phone = useIsPhone();
  const { can, href } = useWorkspace();
  const { uploads } = useUploads({ importId: detail.id });
  const fields = useFields(file?.entity);
  const importActs = useImportActs(detail.id);
  const [dialog, setDialog] = useState<ImportDialog | null>(null);
  const coming = uploads.some(isComing);
  const preview = () => importActs.check.mutate({ id: detail.id }, { onSuccess: () => go({ step: "preview" }) });
  const acts: Acts = { ...shown, ...importActs, words, phone, coming, preview, open: setDialog, can, href };
  const mayOpen = { discard: step === "files", cancel: detail.status === "running", revert: detail.mayRevert };
  const dialogs = (
    <ImportDialogs run={detail} open={dialog && mayOpen[dialog] ? dialog : null} onClose={() => setDialog(null)} />
  );

  if (step === "files") return { counts: fileCounts(detail, coming, words), buttons: fileButtons(acts), dialogs };
  if (step === "preview") return { counts: previewCounts(detail, words), buttons: previewButtons(acts), dialogs };
  if (step === "run") return { counts: runCounts(detail, words), buttons: runButtons(acts), dialogs };
  return {
    counts: openCounts({ detail, file, analyses: analysis.data, fields }, words),
    buttons: decisionButtons(acts),
    dialogs,
  };
}

const backTo = (step: WizardStep, { go }: Shown): FootButton => ({
  label: "Back",
  deskOnly: true,
  onClick: () => go({ step }),
});

function fileButtons({ detail, go, open, phone, coming }: Acts): FootButton[] {
  return [
    { label: "Discard", variant: "ghost", onClick: () => open("discard") },
    {
      label: "Match columns",
      variant: "primary",
      busy: coming,
      disabled: detail.files.length === 0 && !coming,
      onClick: () => go({ step: phone ? "match" : "fix" }),
    },
  ];
}

/** Of the columns and the values of a file. */
function decisionButtons(acts: Acts): FootButton[] {
  const { detail, step, file, go, phone, check, preview } = acts;
  const analyses = acts.analysis.data;
  const analysisOf = (id: string | undefined) => analyses?.find(({ fileId }) => fileId === id);
  const back = backTo("files", acts);
  const blocked = blockedFile(detail.files, analyses, file?.id);
  if (blocked?.id === file?.id && blocked)
    return [back, { label: "Show open decisions", variant: "primary", onClick: showBlockers }];
  if (blocked) {
    const onClick = () => go({ step: "match", file: blocked.id });
    return [back, { label: `Next: ${blocked.title}`, variant: "primary", onClick }];
  }
  if (phone && step === "match" && analyses?.some(openCount))
    return [{ label: "Fix values", variant: "primary", onClick: () => go({ step: "fix" }) }];
  // A value that only resembles another one stops no row; the button leads to the next file that needs a decision.
  const isOpen = ({ id }: ImportFile) => id !== file?.id && openCount(analysisOf(id)) > 0;
  const next = holdsUp(analysisOf(file?.id)) ? undefined : detail.files.find(isOpen);
  return [
    back,
    {
      label: "Go to preview",
      variant: next ? "secondary" : "primary",
      deskOnly: next !== undefined,
      busy: check.isPending,
      disabled: analyses === undefined,
      onClick: preview,
    },
    ...(next
      ? [{ label: `Next: ${next.name}`, variant: "primary", onClick: () => go({ file: next.id }) } as const]
      : []),
  ];
}

function showBlockers() {
  const blockers = document.getElementById(blockersId);
  blockers?.scrollIntoView({ block: "nearest" });
  blockers?.focus();
}

function previewButtons(acts: Acts): FootButton[] {
  const { detail, words, check, cancel, start, skipProblems, preview } = acts;
  const { id, checked } = detail;
  const totals = detail.preview ?? [];
  const faulty = totals.filter((one) => one.errors > 0);
  const errors = faulty.reduce((sum, one) => sum + one.errors, 0);
  const good = totals.reduce((sum, one) => sum + one.good, 0);
  if (detail.status === "checking")
    return [
      {
        label: "Stop and go back",
        busy: cancel.isPending,
        onClick: () => cancel.mutate({ id, written: "keep" }),
      },
    ];
  return [
    backTo("fix", acts),
    {
      when: errors > 0 && checked,
      label: `Skip ${words.rows(errors)}`,
      deskOnly: true,
      busy: skipProblems.isPending,
      onClick: () => {
        for (const { fileId } of faulty) skipProblems.mutate({ id, fileId });
      },
    },
    {
      when: checked,
      label: `Import ${words.rows(good)}`,
      variant: "primary",
      busy: start.isPending,
      disabled: good === 0,
      onClick: () => start.mutate({ id }),
    },
    { when: !checked, label: "Check again", variant: "primary", busy: check.isPending, onClick: preview },
  ];
}

/** The page that lists the imported records of an object. */
function listOf(entity: string): { path: string; label: string } | null {
  if (entity === "member") return { path: "/settings/members", label: "Open the members" };
  const head = nounOf(entity);
  return head ? { path: homePathOf(head), label: `Open the ${head.many}` } : null;
}

function runButtons({ detail, retry, open, can, href }: Acts): FootButton[] {
  const { id, status, mayRetry } = detail;
  // Files stand in the order of their dependencies: its records refer to those of the others.
  const target = listOf(detail.files.at(-1)?.entity ?? "");
  return [
    { when: detail.mayEdit && status === "running", label: "Cancel import", onClick: () => open("cancel") },
    {
      when: detail.mayRevert && detail.created + detail.updated > 0 && can("record:import"),
      label: "Revert import",
      icon: <Undo2 aria-hidden />,
      onClick: () => open("revert"),
    },
    {
      when: target !== null && (status === "done" || status === "cancelled"),
      label: target?.label ?? "",
      variant: "primary",
      href: href(target?.path ?? ""),
    },
    {
      when: status === "reverted" || status === "failed",
      label: "Import again",
      variant: mayRetry ? "secondary" : "primary",
      href: href("/settings/imports/new"),
    },
    {
      when: mayRetry,
      label: "Try again",
      variant: "primary",
      icon: <RotateCw aria-hidden />,
      busy: retry.isPending,
      onClick: () => retry.mutate({ id }),
    },
  ];
}
