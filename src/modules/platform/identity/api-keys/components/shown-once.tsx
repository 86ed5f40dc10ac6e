"use client";

import { Copy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";

/** Shows a new secret; null closes it. */
export function ShownOnce({ value, onClose }: { value: string | null; onClose: () => void }) {
  const refused = "Your browser does not allow copying. Select the key and copy it manually.";
  return (
    <Dialog
      open={value !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        title="Copy the key now"
        description="You see the key only once. We store only a hash of it, so nobody can look it up later."
      >
        <DialogBody>
          <Input
            readOnly
            aria-label="API key"
            className="mono"
            value={value ?? ""}
            onFocus={(event) => event.target.select()}
          />
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
          <Button
            variant="primary"
            icon={<Copy aria-hidden />}
            onClick={() => void copyText(value ?? "", "Key copied", refused)}
          >
            Copy key
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
