"use client";

import type { ComponentProps } from "react";
import { FileButton } from "@/components/ui/drop-area";

const accepted =
  ".csv,.tsv,.txt,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A button that chooses the files of an import. */
export const ImportFileButton = (props: Omit<ComponentProps<typeof FileButton>, "label" | "accept">) => (
  <FileButton label="Files to import" accept={accepted} {...props} />
);
