"use client";

import { useArchivePipeline } from "@/modules/crm/opportunities/components/archive-pipeline-dialog";
import { RemoveStageDialog } from "@/modules/crm/opportunities/components/remove-stage-dialog";
import { StageDeals } from "@/modules/crm/opportunities/components/stage-deals";
import { PipelinesPage } from "@/modules/crm/pipelines/components/pipelines-page";

/** The pipelines, with the number of opportunities in their stages. */
export function PipelineSettings() {
  const { archive, dialog } = useArchivePipeline();
  return (
    <>
      <PipelinesPage
        deals={(stage) => <StageDeals pipelineId={stage.pipelineId} stageId={stage.id} />}
        remove={(asked) => <RemoveStageDialog {...asked} />}
        onArchive={(pipeline) => void archive(pipeline)}
      />
      {dialog}
    </>
  );
}
