"use client";

import { useState } from "react";
import type { ImportFile } from "../schema";
import { formatOf, formatText } from "./file-format";
import { FormatDialog } from "./format-dialog";
import { useShownImport } from "./shown-import";
import { useUploads } from "./upload-queue";

/** Says how a file was read, and opens the way to say it otherwise. */
export function FormatButton({ file }: { file: ImportFile }) {
  const { id: importId } = useShownImport().detail;
  const { readAs, fileOf } = useUploads({ importId });
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="rounded-sm text-left underline decoration-border-strong underline-offset-2 hover:text-text"
        aria-label={`${formatText(file)}: change how ${file.name} is read`}
        onClick={() => setOpen(true)}
      >
        {formatText(file)}
      </button>
      {open ? (
        <FormatDialog
          name={file.name}
          file={fileOf(file.id)}
          now={formatOf(file)}
          found={file}
          onClose={() => setOpen(false)}
          onRead={(chosen, format) => readAs(importId, chosen, format, file.id)}
          onAdd={(chosen, format) => readAs(importId, chosen, format, null)}
        />
      ) : null}
    </>
  );
}
