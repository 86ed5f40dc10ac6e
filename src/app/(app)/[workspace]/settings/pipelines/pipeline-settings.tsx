"use client";

import { FollowUpSettings } from "@/modules/crm/activities/follow-ups/components/follow-up-settings";
import { useArchivePipeline } from "@/modules/crm/opportunities/components/archive-pipeline-dialog";
import { RemoveStageDialog } from "@/modules/crm/opportunities/components/remove-stage-dialog";
import { StageCount } from "@/modules/crm/opportunities/components/stage-count";
import { PipelinesPage } from "@/modules/crm/pipelines/components/pipelines-page";

/** The pipelines, with the number of opportunities in their stages. */
export function PipelineSettings() {
  const { archive, dialog } = useArchivePipeline();
  return (
    <>
      <PipelinesPage
        opportunities={(stage) => <StageCount pipelineId={stage.pipelineId} stageId={stage.id} />}
        remove={(asked) => <RemoveStageDialog {...asked} />}
        onArchive={(pipeline) => void archive(pipeline)}
      >
        <FollowUpSettings />
      </PipelinesPage>
      {dialog}
    </>
  );
}
