"use client";

import { ImportScreen } from "@/modules/platform/data/imports/components/import-screen";
import { importQuestions } from "@/registry/screens";

/** An import with the questions that its files raise. */
export function ImportWizard({ id }: { id: string }) {
  return <ImportScreen id={id} questions={importQuestions} />;
}
