"use client";

import dynamic from "next/dynamic";
import type { FileQuestions } from "@/modules/platform/imports/components/file-questions";

/** Questions of an import about files of one object; each is loaded when such a file is shown. */
export const importQuestions: FileQuestions = {
  opportunity: {
    ofColumns: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/stage-questions").then(
        (module) => module.OpportunityQuestions,
      ),
    ),
    ofValues: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/stage-questions").then((module) => module.StageOrder),
    ),
    ofPreview: dynamic(() =>
      import("@/modules/crm/opportunities/import/components/row-questions").then((module) => module.RowQuestions),
    ),
  },
};
