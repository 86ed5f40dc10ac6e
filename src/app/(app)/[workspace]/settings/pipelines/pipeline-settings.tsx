"use client";

import { RemoveStageDialog } from "@/modules/crm/opportunities/components/remove-stage-dialog";
import { StageDeals } from "@/modules/crm/opportunities/components/stage-deals";
import { PipelinesPage } from "@/modules/crm/pipelines/components/pipelines-page";

/** The pipelines, with what deals know of their stages. */
export function PipelineSettings() {
  return (
    <PipelinesPage
      deals={(stage) => <StageDeals pipelineId={stage.pipelineId} stageId={stage.id} />}
      remove={(asked) => <RemoveStageDialog {...asked} />}
    />
  );
}
