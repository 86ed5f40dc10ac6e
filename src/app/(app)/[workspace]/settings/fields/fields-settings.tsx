"use client";

import type { ComponentProps } from "react";
import { RecordInputProvider } from "@/components/fields/record-input";
import { FieldsPage } from "@/modules/platform/data/custom-fields/components/fields-page";
import { NounInput } from "@/modules/platform/data/records/components/noun-input";

/** The settings of fields, whose defaults are given by the inputs of records. */
export const FieldsSettings = (props: ComponentProps<typeof FieldsPage>) => (
  <RecordInputProvider value={NounInput}>
    <FieldsPage {...props} />
  </RecordInputProvider>
);
