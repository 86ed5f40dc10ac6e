import { Plus } from "lucide-react";
import { PageHeader } from "@/components/layout/page-header";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { useStages } from "../../pipelines/components/stage-badge";
import { OpportunityViews } from "./opportunity-views";
import type { ShownPipeline } from "./use-pipeline";

interface BoardHeaderProps {
  pipeline: ShownPipeline;
  onPipeline(id: string): void;
  /** Opens the form of a new opportunity; null for those who may not create one. */
  onCreate: (() => void) | null;
}

/** The header of the board: which pipeline, how many open opportunities, and the action for a new one. */
export function BoardHeader({ pipeline: { data, columns }, onPipeline, onCreate }: BoardHeaderProps) {
  const { locale } = useWorkspace();
  const { pipelines } = useStages();
  const openCount = columns.filter((column) => column.type === "open").reduce((sum, column) => sum + column.count, 0);
  return (
    <PageHeader
      title={data?.pipeline.name ?? "Opportunities"}
      count={data ? `${openCount.toLocaleString(locale)} open` : undefined}
      phoneActions={
        <>
          <OpportunityViews current="board" />
          {onCreate ? <IconButton label="New opportunity" icon={<Plus aria-hidden />} onClick={onCreate} /> : null}
        </>
      }
    >
      {data ? <PresenceBadge entity="pipeline" id={data.pipeline.id} /> : null}
      {pipelines.length > 1 ? (
        <Select
          size="sm"
          aria-label="Pipeline"
          options={pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name }))}
          value={data?.pipeline.id ?? null}
          onValueChange={onPipeline}
        />
      ) : null}
      <OpportunityViews current="board" />
      {onCreate ? (
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={onCreate}>
          New opportunity
        </Button>
      ) : null}
    </PageHeader>
  );
}
