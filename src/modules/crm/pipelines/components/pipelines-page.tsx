"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { ArchivedRows, SettingsList } from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Tab, Tabs, TabsContent, TabsList } from "@/components/ui/tabs";
import { useApi } from "@/trpc/react";
import { useRefreshPipelines } from "../client";
import { shownPipeline } from "../rules";
import type { Pipeline, Stage } from "../schema";
import { LossReasons } from "./loss-reasons";
import { PipelineDialog } from "./pipeline-dialog";
import { PipelineHead } from "./pipeline-head";
import { StageList } from "./stage-list";
import { WhoMayChange } from "./who-may-change";

export interface PipelinesPageProps {
  /** Archives a pipeline; the noun opportunity asks where its open ones go. */
  onArchive(pipeline: Pipeline): void;
  /** The number of opportunities in a stage. */
  opportunities(stage: Stage): ReactNode;
  /** The dialog that removes a stage; it belongs to the noun opportunity. */
  remove(asked: { pipeline: Pipeline; stage: Stage; onDone: () => void }): ReactNode;
  /** Further settings of selling, below. */
  children: ReactNode;
}

/** The pipelines of the workspace with their stages and loss reasons. */
export function PipelinesPage({ opportunities, remove, onArchive, children }: PipelinesPageProps) {
  const api = useApi();
  const { can, href } = useWorkspace();
  const query = useQuery(api.pipelines.list.queryOptions({ archived: true }));
  const [wanted, setWanted] = useQueryState("pipeline", parseAsString);
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<{ pipeline: Pipeline; stage: Stage } | null>(null);
  const may = can("pipeline:manage");
  const used = query.data?.filter((pipeline) => !pipeline.archivedAt) ?? [];
  const archived = query.data?.filter((pipeline) => pipeline.archivedAt) ?? [];
  const current = shownPipeline(used, wanted);
  const create = () => setCreating(true);
  return (
    <SettingsPage
      title="Pipelines"
      description="A pipeline holds the stages that an opportunity goes through, and the reasons why opportunities are lost. Owners and admins can change it."
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: ["pipeline", "stage", "lossReason"], title: "pipelines" }}
      actions={
        may ? (
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={create}>
            New pipeline
          </Button>
        ) : null
      }
      phoneActions={may ? <IconButton label="New pipeline" icon={<Plus aria-hidden />} onClick={create} /> : null}
    >
      {may ? null : <WhoMayChange />}
      <SettingsList of="pipelines" className="hairline-t" query={query}>
        {() =>
          current ? (
            <Tabs value={current.id} onValueChange={(id) => void setWanted(id)} className="hairline-t">
              <TabsList aria-label="Pipelines" className={used.length === 1 ? "hidden" : undefined}>
                {used.map((pipeline) => (
                  <Tab key={pipeline.id} value={pipeline.id}>
                    {pipeline.name}
                  </Tab>
                ))}
              </TabsList>
              <TabsContent value={current.id} className="-outline-offset-2">
                <PipelineHead key={current.id} pipeline={current} may={may} onArchive={onArchive} />
                <StageList
                  pipeline={current}
                  may={may}
                  opportunities={opportunities}
                  onRemove={(stage) => setRemoving({ pipeline: current, stage })}
                />
                <LossReasons pipeline={current} may={may} />
              </TabsContent>
              <ArchivedPipelines pipelines={archived} may={may} />
            </Tabs>
          ) : null
        }
      </SettingsList>
      {children}
      <PipelineDialog
        pipelines={used}
        open={creating}
        onOpenChange={setCreating}
        onCreated={(pipeline) => void setWanted(pipeline.id)}
      />
      {removing ? remove({ ...removing, onDone: () => setRemoving(null) }) : null}
    </SettingsPage>
  );
}

function ArchivedPipelines({ pipelines, may }: { pipelines: readonly Pipeline[]; may: boolean }) {
  const api = useApi();
  const refresh = useRefreshPipelines();
  const restore = useMutation(api.pipelines.restore.mutationOptions({ onSuccess: refresh, onError: toastRefusal }));
  return (
    <ArchivedRows
      title="Archived pipelines"
      note="Their closed opportunities stay in them"
      rows={pipelines}
      busy={restore.isPending ? restore.variables.id : undefined}
      onRestore={may ? ({ id, version }) => restore.mutate({ id, version }) : null}
    />
  );
}
