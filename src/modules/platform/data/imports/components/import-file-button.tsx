"use client";

import type { ComponentProps } from "react";
import { FileButton } from "@/components/ui/drop-area";

const accepted =
  ".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/plain,text/vcard,text/x-vcard,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A button that chooses the files of an import. */
export const ImportFileButton = (props: Omit<ComponentProps<typeof FileButton>, "label" | "accept">) => (
  <FileButton label="Files to import" accept={accepted} {...props} />
);
