"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { nouns } from "@/lib/counted";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { useImportActs } from "../client";
import type { ImportDetail, ImportFile } from "../schema";
import { CancelDialog } from "./cancel-dialog";
import { blockedFile, type FileAnalysis, holdsUp, openCount } from "./decisions";
import { DiscardButton } from "./discard-button";
import { blockersId } from "./file-blockers";
import { openSentence, previewSentence } from "./foot-counts";
import { RevertDialog } from "./revert-dialog";
import { useUploads } from "./upload-queue";
import { useCounts } from "./use-counts";
import type { WizardStep } from "./wizard-step";

interface Stand {
  detail: ImportDetail;
  step: WizardStep;
  file: ImportFile | undefined;
  analyses: readonly FileAnalysis[] | undefined;
  go: (to: { step?: WizardStep; file?: string }) => void;
}

interface Foot {
  counts?: ReactNode;
  buttons: ReactNode;
}

interface Standing extends Stand {
  words: ReturnType<typeof useCounts>;
  phone: boolean;
  /** Checks the import and shows the preview. */
  begin: () => void;
  checking: boolean;
}

/** The counts and buttons at the foot of a step. */
export function useStepFoot(stand: Stand): Foot {
  const api = useApi();
  const { detail, step, file, go } = stand;
  const words = useCounts();
  const { uploads } = useUploads({ importId: detail.id });
  const { check, skipProblems } = useImportActs(detail.id);
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const toPreview = async () => {
    await check.mutateAsync({ id: detail.id });
    go({ step: "preview" });
  };
  const phone = useIsPhone();
  const begin = () => void toPreview().catch(() => undefined);
  const standing: Standing = { ...stand, words, phone, begin, checking: check.isPending };

  if (step === "files") {
    const coming = uploads.some((upload) => upload.state !== "refused");
    return filesFoot(standing, coming);
  }
  if (step === "preview") return previewFoot(standing, skipProblems);
  if (step === "run") return { counts: <RunCounts detail={detail} />, buttons: <RunButtons detail={detail} /> };
  const fields = objects.find((object) => object.entity === file?.entity)?.fields ?? [];
  return mendFoot(standing, openSentence(detail, file, stand.analyses, fields, words));
}

function filesFoot({ detail, go, words, phone }: Standing, coming: boolean): Foot {
  const rows = detail.files.reduce((sum, one) => sum + one.rowCount, 0);
  return {
    counts:
      detail.files.length === 0 ? (
        <span className="text-muted">{coming ? "Reading the files" : "No file yet"}</span>
      ) : (
        <span>
          <b className="font-semibold">{words.rows(rows)}</b>
          <span className="text-muted phone:hidden">{` in ${words.files(detail.files.length)}`}</span>
        </span>
      ),
    buttons: (
      <>
        <DiscardButton id={detail.id} files={detail.files.length} />
        <Button
          variant="primary"
          busy={coming}
          disabled={detail.files.length === 0 && !coming}
          onClick={() => go({ step: phone ? "match" : "fix" })}
        >
          Match columns
        </Button>
      </>
    ),
  };
}

/** Of the columns and the values of a file. */
function mendFoot({ detail, step, file, analyses, go, phone, begin, checking }: Standing, counts: ReactNode): Foot {
  const isOpen = (id: string) => openCount(analyses?.find((one) => one.fileId === id)) > 0;
  // A value that only resembles another one stops no row; the button leads to the next file that needs a decision.
  const blocked = blockedFile(detail.files, analyses, file?.id);
  if (blocked) return { counts, buttons: <BlockedButtons file={blocked} isShown={blocked.id === file?.id} go={go} /> };
  const holds = holdsUp(analyses?.find((one) => one.fileId === file?.id));
  const next = holds ? undefined : detail.files.find((one) => one.id !== file?.id && isOpen(one.id));
  if (phone && step === "match" && analyses?.some(openCount))
    return {
      counts,
      buttons: (
        <Button variant="primary" onClick={() => go({ step: "fix" })}>
          Fix values
        </Button>
      ),
    };
  const preview = (
    <Button
      variant={next ? "secondary" : "primary"}
      className={next ? "phone:hidden" : ""}
      busy={checking}
      disabled={analyses === undefined}
      onClick={begin}
    >
      Go to preview
    </Button>
  );
  return {
    counts,
    buttons: (
      <>
        <Button className="phone:hidden" onClick={() => go({ step: "files" })}>
          Back
        </Button>
        {preview}
        {next ? (
          <Button variant="primary" onClick={() => go({ file: next.id })}>
            {`Next: ${next.name}`}
          </Button>
        ) : null}
      </>
    ),
  };
}

/** The way to the file that cannot be imported as it is, and in it to what blocks it. */
function BlockedButtons({ file, isShown, go }: { file: ImportFile; isShown: boolean; go: Stand["go"] }) {
  const show = () => {
    const blockers = document.getElementById(blockersId);
    blockers?.scrollIntoView({ block: "nearest" });
    blockers?.focus();
  };
  return (
    <>
      <Button className="phone:hidden" onClick={() => go({ step: "files" })}>
        Back
      </Button>
      <Button variant="primary" onClick={isShown ? show : () => go({ step: "match", file: file.id })}>
        {isShown ? "Show open decisions" : `Next: ${file.title}`}
      </Button>
    </>
  );
}

type SkipProblems = ReturnType<typeof useImportActs>["skipProblems"];

function previewFoot({ detail, go, words, begin, checking }: Standing, skipProblems: SkipProblems): Foot {
  const faulty = (detail.preview ?? []).filter((one) => one.errors > 0);
  const errors = faulty.reduce((sum, one) => sum + one.errors, 0);
  return {
    counts: detail.status === "checking" ? <span /> : previewSentence(detail, words),
    buttons:
      detail.status === "checking" ? (
        <StopCheck detail={detail} />
      ) : (
        <>
          <Button className="phone:hidden" onClick={() => go({ step: "fix" })}>
            Back
          </Button>
          {errors > 0 && detail.checked ? (
            <Button
              className="phone:hidden"
              busy={skipProblems.isPending}
              onClick={() => {
                for (const one of faulty) skipProblems.mutate({ id: detail.id, fileId: one.fileId });
              }}
            >
              {`Skip ${words.rows(errors)}`}
            </Button>
          ) : null}
          {detail.checked ? (
            <StartButton detail={detail} />
          ) : (
            <Button variant="primary" busy={checking} onClick={begin}>
              Check again
            </Button>
          )}
        </>
      ),
  };
}

function StopCheck({ detail }: { detail: ImportDetail }) {
  const { cancel } = useImportActs(detail.id);
  return (
    <Button busy={cancel.isPending} onClick={() => cancel.mutate({ id: detail.id, written: "keep" })}>
      Stop and go back
    </Button>
  );
}

function StartButton({ detail }: { detail: ImportDetail }) {
  const { start } = useImportActs(detail.id);
  const { rows } = useCounts();
  const good = (detail.preview ?? []).reduce((sum, one) => sum + one.good, 0);
  return (
    <Button
      variant="primary"
      busy={start.isPending}
      disabled={good === 0}
      onClick={() => start.mutate({ id: detail.id })}
    >
      {`Import ${rows(good)}`}
    </Button>
  );
}

function RunCounts({ detail }: { detail: ImportDetail }) {
  const { count, counted } = useCounts();
  if (detail.status === "running")
    return (
      <span className="text-muted phone:hidden">
        If you cancel, the import stops after the rows in progress, and you choose whether to keep the imported records.
      </span>
    );
  const { created, updated, errors } = detail;
  if (detail.status === "reverted" || detail.status === "reverting")
    return (
      <span className="text-muted phone:hidden">{`${count(created)} were created and ${count(updated)} updated before the revert`}</span>
    );
  return (
    <span className="phone:hidden">
      <b className="font-semibold">{`${count(created)} created`}</b>
      <span className="text-muted">{`, ${count(updated)} updated, ${counted(errors, nouns.error)}`}</span>
    </span>
  );
}

/** The page that lists the imported records of an object. */
function listOf(entity: string): { path: string; label: string } | null {
  if (entity === "member") return { path: "/settings/members", label: "Open the members" };
  const head = nounOf(entity);
  return head ? { path: homePathOf(head), label: `Open the ${head.many}` } : null;
}

function RunButtons({ detail }: { detail: ImportDetail }) {
  const { href, can } = useWorkspace();
  const { retry } = useImportActs(detail.id);
  const [asking, setAsking] = useState<"cancel" | "revert" | null>(null);
  // Files stand in the order of their dependencies: its records refer to those of the others.
  const target = listOf(detail.files.at(-1)?.entity ?? "");
  const close = (open: boolean) => setAsking(open ? asking : null);
  return (
    <>
      {detail.mayEdit && detail.status === "running" ? (
        <Button onClick={() => setAsking("cancel")}>Cancel import</Button>
      ) : null}
      {detail.mayRevert && detail.created + detail.updated > 0 && can("record:import") ? (
        <Button icon={<Undo2 aria-hidden />} onClick={() => setAsking("revert")}>
          Revert import
        </Button>
      ) : null}
      {target && (detail.status === "done" || detail.status === "cancelled") ? (
        <Button asChild variant="primary">
          <Link href={href(target.path)}>{target.label}</Link>
        </Button>
      ) : null}
      {detail.status === "reverted" || detail.status === "failed" ? (
        <Button asChild variant={detail.mayRetry ? "secondary" : "primary"}>
          <Link href={href("/settings/imports/new")}>Import again</Link>
        </Button>
      ) : null}
      {detail.mayRetry ? (
        <Button
          variant="primary"
          icon={<RotateCw aria-hidden />}
          busy={retry.isPending}
          onClick={() => retry.mutate({ id: detail.id })}
        >
          Try again
        </Button>
      ) : null}
      <CancelDialog detail={detail} open={asking === "cancel" && detail.status === "running"} onOpenChange={close} />
      <RevertDialog run={detail} open={asking === "revert" && detail.mayRevert} onOpenChange={close} />
    </>
  );
}
