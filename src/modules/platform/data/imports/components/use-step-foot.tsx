"use client";

import { RotateCw, Undo2 } from "lucide-react";
import { useState } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useWorkspace } from "@/components/layout/workspace-context";
import { nouns, wordsFor } from "@/lib/counted";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { andList } from "@/lib/text";
import { type Field, useFields, useImportActs } from "../client";
import type { ImportFile } from "../schema";
import { analysisOf, blockedFile, type FileAnalysis, hardGroups, holdsUp, openCount } from "./decisions";
import { blockersId } from "./file-blockers";
import { rowsOnce, uploaded } from "./file-places";
import { type ImportDialog, ImportDialogs } from "./import-dialogs";
import { type Foot, type FootButton, onlyMuted } from "./import-frame";
import type { ShownImport } from "./shown-import";
import { isComing, useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";
import type { WizardStep } from "./wizard-step";

interface Shown extends ShownImport {
  file: ImportFile | undefined;
}

/** The data and the acts of which the counts and the buttons of a step are made. */
function useActs(shown: Shown) {
  const { detail, step, file, analysis, go } = shown;
  const fields = useFields(file?.entity);
  const { uploads } = useUploads({ importId: detail.id });
  const importActs = useImportActs(detail.id);
  const [dialog, setDialog] = useState<ImportDialog | null>(null);
  const mayOpen = { discard: step === "files", cancel: detail.status === "running", revert: detail.mayRevert };
  return {
    ...shown,
    ...useWorkspace(),
    ...importActs,
    analyses: analysis.data,
    fields,
    words: useCounts(),
    phone: useIsPhone(),
    coming: uploads.some(isComing),
    /** Checks the import and shows the preview. */
    preview: () => importActs.check.mutate({ id: detail.id }, { onSuccess: () => go({ step: "preview" }) }),
    open: setDialog,
    dialogs: (
      <ImportDialogs run={detail} open={dialog && mayOpen[dialog] ? dialog : null} onClose={() => setDialog(null)} />
    ),
  };
}

type Acts = ReturnType<typeof useActs>;

/** The counts and buttons at the foot of a step. */
export function useStepFoot(shown: Shown) {
  const acts = useActs(shown);
  return { ...feet[shown.step](acts), dialogs: acts.dialogs };
}

const decisionFoot = (acts: Acts): Foot => ({ counts: openCounts(acts), buttons: decisionButtons(acts) });

const feet: Readonly<Record<WizardStep, (acts: Acts) => Foot>> = {
  files: fileFoot,
  match: decisionFoot,
  fix: decisionFoot,
  preview: previewFoot,
  run: runFoot,
};

const strong = (text: string) => <b className="font-semibold">{text}</b>;

const backTo = (step: WizardStep, { go }: Shown): FootButton => ({
  label: "Back",
  deskOnly: true,
  onClick: () => go({ step }),
});

function fileFoot({ detail: { files }, go, open, phone, coming, words }: Acts): Foot {
  const all = uploaded(files);
  const rows = strong(words.rows(all.rows));
  const none = onlyMuted(coming ? "Reading the files" : "No file yet");
  return {
    counts: files.length === 0 ? none : { numbers: rows, phone: rows, muted: ` in ${words.files(all.files)}` },
    buttons: [
      { label: "Discard", variant: "ghost", onClick: () => open("discard") },
      {
        label: "Match columns",
        variant: "primary",
        busy: coming,
        disabled: files.length === 0 && !coming,
        onClick: () => go({ step: phone ? "match" : "fix" }),
      },
    ],
  };
}

/** The rows that wait for a decision: unknown names by their field, unreadable texts together. */
function waitingRows(analysis: FileAnalysis | undefined, fields: readonly Field[], words: Acts["words"]) {
  const references = new Map(
    fields.flatMap(({ field, kind, label }) => (kind === "reference" ? [[field, label.toLowerCase()]] : [])),
  );
  const rows = new Map<string, number>();
  const unlisted = analysis?.unlisted.map(({ field, openRows }) => ({ field, rows: openRows })) ?? [];
  for (const one of [...hardGroups(analysis), ...unlisted.filter((each) => each.rows > 0)]) {
    const name = references.get(one.field) ?? "";
    rows.set(name, (rows.get(name) ?? 0) + one.rows);
  }
  return [...rows].map(([name, count]) => ({
    rows: words.rows(count),
    needs:
      name === ""
        ? wordsFor(count, { one: "needs a fix", many: "need a fix" })
        : `${wordsFor(count, { one: "needs", many: "need" })} a decision about the ${name}`,
  }));
}

/** "1,480 rows need a decision about the product": the rows that wait for a decision, column by column. */
function openCounts({ detail, file, analyses, fields, words }: Acts): Foot["counts"] {
  if (!analyses) return onlyMuted("Checking the columns");
  const open = analyses.reduce((sum, one) => sum + openCount(one), 0);
  const analysis = analysisOf(analyses, file?.id);
  const waiting = waitingRows(analysis, fields, words);
  const without = fields.flatMap(({ field, label, expected }) => {
    const column = analysis?.columns.find((one) => one.field === field);
    const rows = expected && column && file ? file.rowCount - column.filled : 0;
    const name = label.toLowerCase();
    const lacks = {
      one: `row has no ${name} and is imported without one`,
      many: `rows have no ${name} and are imported without one`,
    };
    return rows > 0 ? words.counted(rows, lacks) : [];
  });
  const impossible = analyses.reduce((sum, one) => sum + Math.max(0, ...one.impossible.map(({ rows }) => rows)), 0);
  const { rows } = uploaded(detail.files);
  const toCheck = `${words.count(open)} to check`;
  const allReady = words.counted(rows - impossible, { one: "row is ready", many: "rows are ready" });
  return {
    phone: open > 0 ? toCheck : "All ready",
    numbers:
      waiting.length > 0
        ? waiting.map((one, place) => (
            <span key={one.needs}>
              {place > 0 ? ", " : null}
              {strong(one.rows)}
              {` ${one.needs}`}
            </span>
          ))
        : strong(open > 0 ? toCheck : allReady),
    ...(without.length > 0 ? { muted: `. ${without.join(". ")}.` } : {}),
  };
}

/** Of the columns and the values of a file. */
function decisionButtons(acts: Acts): FootButton[] {
  const { detail, step, file, analyses, go, phone, check, preview } = acts;
  const back = backTo("files", acts);
  const blocked = blockedFile(detail.files, analyses, file?.id);
  if (blocked?.id === file?.id && blocked)
    return [back, { label: "Show open decisions", variant: "primary", onClick: showBlockers }];
  if (blocked) {
    const onClick = () => go({ step: "match", file: blocked.id });
    return [back, { label: nextLabel(blocked, phone), variant: "primary", onClick }];
  }
  if (phone && step === "match" && analyses?.some(openCount))
    return [{ label: "Fix values", variant: "primary", onClick: () => go({ step: "fix" }) }];
  // A value that only resembles another one stops no row; the button leads to the next file that needs a decision.
  const isOpen = ({ id }: ImportFile) => id !== file?.id && openCount(analysisOf(analyses, id)) > 0;
  const next = holdsUp(analysisOf(analyses, file?.id)) ? undefined : detail.files.find(isOpen);
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
      ? [{ label: nextLabel(next, phone), variant: "primary", onClick: () => go({ file: next.id }) } as const]
      : []),
  ];
}

/** A phone has no room for the name of a file beside the counts. */
export const nextLabel = ({ title }: Pick<ImportFile, "title">, phone: boolean): string =>
  phone ? "Next file" : `Next: ${title}`;

function showBlockers() {
  const blockers = document.getElementById(blockersId);
  blockers?.scrollIntoView({ block: "nearest" });
  blockers?.focus();
}

/** "8,927 rows are ready. 3 rows with a problem are not imported.": the rows that the run will import, and those that it will not. */
function previewFoot(acts: Acts): Foot {
  const { detail, words, check, cancel, start, skipProblems, preview } = acts;
  const { id, checked, preview: totals } = detail;
  const stop = {
    label: "Stop and go back",
    busy: cancel.isPending,
    onClick: () => cancel.mutate({ id, written: "keep" }),
  };
  if (detail.status === "checking") return { counts: {}, buttons: [stop] };
  const sum = (of: Sums) => (totals ?? []).reduce((total, one) => total + one[of], 0);
  const errors = sum("errors");
  const faulty = sum("rows") - sum("good") - sum("skipped");
  const { good, skipped } = rowsOnce(detail.files, totals ?? []);
  const out = [
    ...(faulty > 0 ? [`${words.rows(faulty)} with a problem`] : []),
    ...(skipped > 0 ? [`${words.count(skipped)} skipped`] : []),
  ];
  const partly = errors - faulty;
  const notImported = `. ${andList(out)} ${wordsFor(faulty + skipped, { one: "is", many: "are" })} not imported.`;
  return {
    counts: {
      phone: errors > 0 ? `${words.count(errors)} to fix` : null,
      numbers: strong(words.rows(good)),
      muted: [
        wordsFor(good, { one: " is ready", many: " are ready" }),
        partly > 0 ? `, ${words.count(partly)} of them with wrong values left out` : "",
        out.length === 0 ? "." : notImported,
      ].join(""),
    },
    buttons: [
      backTo("fix", acts),
      {
        when: errors > 0 && checked,
        label: `Skip ${words.rows(errors)}`,
        deskOnly: true,
        busy: skipProblems.isPending,
        onClick: () => {
          for (const one of totals ?? []) if (one.errors > 0) skipProblems.mutate({ id, fileId: one.fileId });
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
    ],
  };
}

type Sums = "rows" | "good" | "errors" | "skipped";

/** The page that lists the imported records of an object. */
function listOf(entity: string): { path: string; label: string } | null {
  if (entity === "member") return { path: "/settings/members", label: "Open the members" };
  const head = nounOf(entity);
  return head ? { path: homePathOf(head), label: `Open the ${head.many}` } : null;
}

function runCounts({ detail, words }: Acts): Foot["counts"] {
  const { status, created, updated, errors } = detail;
  const { count, counted } = words;
  if (status === "running")
    return {
      muted:
        "If you cancel, the import stops after the rows in progress, and you choose whether to keep the imported records.",
    };
  if (status === "reverted" || status === "reverting")
    return { muted: `${count(created)} were created and ${count(updated)} updated before the revert` };
  return {
    numbers: strong(`${count(created)} created`),
    muted: `, ${count(updated)} updated, ${counted(errors, nouns.error)}`,
  };
}

function runFoot(acts: Acts): Foot {
  const { detail, retry, open, can, href } = acts;
  const { id, status, mayRetry } = detail;
  // Files stand in the order of their dependencies: its records refer to those of the others.
  const target = listOf(detail.files.at(-1)?.entity ?? "");
  const buttons: FootButton[] = [
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
  return { counts: runCounts(acts), buttons };
}
