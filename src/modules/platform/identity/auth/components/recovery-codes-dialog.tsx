"use client";

import { Copy, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";

export interface RecoveryCodesDialogProps {
  codes: readonly string[] | null;
  onClose: () => void;
}

/** New recovery codes, the one time that they are shown. */
export function RecoveryCodesDialog({ codes, onClose }: RecoveryCodesDialogProps) {
  const text = (codes ?? []).join("\n");
  const refused = "Your browser does not allow copying. Select the codes and copy them manually.";
  return (
    <Dialog
      open={codes !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        title="Save your recovery codes"
        description="You see these codes only once. Use one to sign in if you lose your phone or passkey; each code works once. Store them where you store your passwords."
      >
        <DialogBody>
          <ul aria-label="Recovery codes" className="mono grid grid-cols-2 gap-x-4 gap-y-1.5 phone:grid-cols-1">
            {(codes ?? []).map((code) => (
              <li key={code} className="select-all">
                {code}
              </li>
            ))}
          </ul>
        </DialogBody>
        <DialogFooter className="phone:flex-wrap phone:*:last:basis-full">
          <Button icon={<Copy aria-hidden />} onClick={() => void copyText(text, "Codes copied", refused)}>
            Copy codes
          </Button>
          <Button asChild icon={<Download aria-hidden />}>
            <a
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
              download="throughline-recovery-codes.txt"
            >
              Download
            </a>
          </Button>
          <DialogClose asChild>
            <Button variant="primary">I have saved them</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
