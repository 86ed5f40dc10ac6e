"use client";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { RichDoc } from "@/lib/rich-text/rich-text";
import { RichTextView } from "./rich-text-view";

export interface ConflictDialogProps {
  label: string;
  mine: RichDoc | null;
  theirs: RichDoc | null;
  busy: boolean;
  onKeepMine(): void;
  onTakeTheirs(): void;
  /** Opens the editor with both. */
  onMerge(): void;
  /** Back to the editor, with nothing decided. */
  onClose(): void;
}

/** Two people edited one text: both versions, and the choice. Nothing is overwritten without it. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { label, mine, theirs, busy, onKeepMine, onTakeTheirs, onMerge, onClose } = props;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="Someone else changed this text"
        description={`“${label}” was saved by someone else after you opened it. Your version is not saved yet.`}
        closeButton
        className="max-w-[880px]"
        footer={
          <>
            <Button disabled={busy} onClick={onTakeTheirs}>
              Take theirs
            </Button>
            <Button busy={busy} onClick={onKeepMine}>
              Keep mine
            </Button>
            <Button variant="primary" disabled={busy} onClick={onMerge}>
              Merge
            </Button>
          </>
        }
      >
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          <Version title="Theirs" doc={theirs} />
          <Version title="Mine" doc={mine} />
        </div>
        <p className="pt-3 text-muted text-sm">
          Merge opens the editor with both texts, theirs first: you delete what is not needed.
        </p>
      </DialogContent>
    </Dialog>
  );
}

function Version({ title, doc }: { title: string; doc: RichDoc | null }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-md border">
      <h3 className="shrink-0 px-3 py-1.5 font-medium hairline-b hairline-soft">{title}</h3>
      {/* It scrolls, which keys must be able to do. */}
      <div {...{ tabIndex: 0 }} className="max-h-[45dvh] min-h-16 overflow-y-auto px-3 py-2 phone:max-h-[28dvh]">
        {doc ? <RichTextView doc={doc} /> : <p className="text-faint">The text is empty.</p>}
      </div>
    </section>
  );
}
