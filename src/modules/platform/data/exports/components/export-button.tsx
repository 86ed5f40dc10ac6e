"use client";

import { Download } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { lazyLayer } from "@/components/ui/lazy-layer";
import type { ExportDialogProps } from "./export-dialog";

const LazyDialog = lazyLayer<ExportDialogProps>(() => import("./export-dialog").then((part) => part.ExportDialog), {
  of: "the export",
  close: ({ onOpenChange }) => onOpenChange(false),
});

type ExportButtonProps = Omit<ExportDialogProps, "open" | "onOpenChange" | "forFile">;

/** Opens the export of a list, for members who may export records. */
export function ExportButton(props: ExportButtonProps) {
  const [open, setOpen] = useState(false);
  // The address of a notification names a file, which the dialog lists.
  const [file, setFile] = useQueryState("export", parseAsString);
  const { can } = useWorkspace();
  if (!can("record:export")) return null;
  return (
    <>
      <Button variant="ghost" size="sm" icon={<Download aria-hidden />} onClick={() => setOpen(true)}>
        <span className="phone:sr-only">Export</span>
      </Button>
      <LazyDialog
        {...props}
        forFile={file !== null}
        open={open || file !== null}
        onOpenChange={(opens) => {
          setOpen(opens);
          if (!opens) void setFile(null);
        }}
      />
    </>
  );
}
