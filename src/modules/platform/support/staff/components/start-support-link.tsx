"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { StartSupportDialog } from "./start-support-dialog";

/** The way of staff into a workspace: a reason, a ticket, and the consent of the workspace. */
export function StartSupportLink({ workspace }: { workspace: { id: string; name: string } }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="px-edge py-3">
      <Button variant="primary" className="w-full" icon={<Eye aria-hidden />} onClick={() => setOpen(true)}>
        Open workspace as support
      </Button>
      <StartSupportDialog workspace={workspace} open={open} onOpenChange={setOpen} />
    </div>
  );
}
