"use client";

import { useEffect, useRef } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import type { Noun } from "@/lib/nouns/define";
import { useNounCache } from "@/trpc/noun-client";
import { useBulkActs, useBulkRun } from "../client";
import { isWorking } from "../rules";
import type { BulkRun } from "../schema";
import { BulkRunPanel } from "./bulk-run-panel";

export interface BulkRunDialogProps {
  noun: Noun;
  /** The run, as the address of a notification names it. */
  id: string;
  onClose(): void;
}

/** One run of the member, over the list of its records. */
export function BulkRunDialog({ noun, id, onClose }: BulkRunDialogProps) {
  const query = useBulkRun(id);
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      {query.data ? (
        <BulkRunContent noun={noun} first={query.data} />
      ) : (
        <DialogContent
          title={`Bulk change of ${noun.head.many}`}
          footer={
            <DialogClose asChild>
              <Button>Close</Button>
            </DialogClose>
          }
        >
          {query.error ? (
            <LineFailed title="This change could not be opened." query={query} />
          ) : (
            <SkeletonRegion label="Loading the change">
              <Skeleton className="w-48" />
            </SkeletonRegion>
          )}
        </DialogContent>
      )}
    </Dialog>
  );
}

/** A run that works or has ended, with its undo. */
export function BulkRunContent({ noun, first }: { noun: Noun; first: BulkRun }) {
  const { data: run = first, refetch } = useBulkRun(first.id);
  const { locale } = useWorkspace();
  const { cancel, undo } = useBulkActs();
  const { refresh } = useNounCache(noun as never);
  const works = isWorking(run.status);
  const before = useRef(works);
  // The server's work: what it changed is read again when it ends.
  useEffect(() => {
    if (before.current && !works) void refresh();
    before.current = works;
  }, [works, refresh]);
  const act = (mutation: typeof cancel) =>
    void mutation.mutateAsync({ id: run.id }).then(
      () => refetch(),
      (error: Error) => notify.error(error.message),
    );
  return (
    <DialogContent
      title={runTitle(run, noun, locale)}
      size="lg"
      description={works ? "You can leave this page: the change continues in the background." : undefined}
      footer={
        <>
          {works && run.status !== "undoing" ? (
            <Button busy={cancel.isPending} onClick={() => act(cancel)}>
              Cancel the change
            </Button>
          ) : null}
          {run.undoUntil ? (
            <Button busy={undo.isPending} onClick={() => act(undo as never)}>
              Undo
            </Button>
          ) : null}
          <DialogClose asChild>
            <Button variant="primary">{works ? "Continue in background" : "Close"}</Button>
          </DialogClose>
        </>
      }
    >
      <BulkRunPanel run={run} noun={noun.head} />
    </DialogContent>
  );
}

function runTitle(run: BulkRun, { head }: Noun, locale: string): string {
  const of = (count: number) => counted(count, head, locale);
  const titles: Readonly<Record<BulkRun["status"], string>> = {
    collecting: `Editing ${of(run.total)}`,
    running: `Editing ${of(run.total)}`,
    done: `${of(run.changed)} changed`,
    cancelled: `Cancelled: ${of(run.changed)} changed`,
    failed: `Stopped: ${of(run.changed)} changed`,
    undoing: `Undoing ${of(run.total)}`,
    undone: `${of(run.undone)} undone`,
  };
  return titles[run.status];
}
