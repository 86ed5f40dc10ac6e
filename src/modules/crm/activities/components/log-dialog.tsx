"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { LogForm } from "./log-form";
import type { LogStart } from "./logged";

export interface LogDialogProps {
  open: boolean;
  kind: LogStart;
  onClose(): void;
}

/** The log box where no record is open: the line names the people, and they are linked when they are chosen. */
export function LogDialog({ open, kind, onClose }: LogDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent title="Log an activity" size="lg">
        <div className="px-4 pb-4">
          <LogForm key={kind} about={null} kind={kind} onClose={onClose} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
