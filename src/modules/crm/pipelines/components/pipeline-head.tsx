"use client";

import { useMutation } from "@tanstack/react-query";
import { Archive, Ellipsis, Star } from "lucide-react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { type RouterInputs, useApi } from "@/trpc/react";
import { usePipelineEdits, useRefreshPipelines } from "../client";
import { type Pipeline, pipeline as pipelineSchema } from "../schema";

type Patch = Omit<RouterInputs["pipelines"]["update"], "id" | "version">;

interface PipelineHeadProps {
  pipeline: Pipeline;
  may: boolean;
  onArchive: (pipeline: Pipeline) => void;
}

/** Name and purpose of a pipeline, and the actions on the whole of it. */
export function PipelineHead({ pipeline, may, onArchive }: PipelineHeadProps) {
  const api = useApi();
  const { mutateAsync } = useMutation(api.pipelines.update.mutationOptions());
  const makeDefault = useMutation(api.pipelines.makeDefault.mutationOptions({ onError: toastRefusal }));
  const refresh = useRefreshPipelines();
  const edits = usePipelineEdits<Pipeline, Patch>(pipelineSchema, (target, patch) =>
    mutateAsync({ ...target, ...patch }),
  );
  return (
    <div className="flex items-start gap-3 px-edge py-3">
      <div className="min-w-0 flex-1">
        <div className="flex h-8 min-w-0 items-center gap-2">
          <span className="flex h-8 w-[320px] max-w-full items-center font-semibold text-title">
            <InlineEdit
              label="name of the pipeline"
              kind="text"
              value={pipeline.name}
              required
              readOnly={!may}
              onSave={(value) => edits.save(pipeline, "Name", { name: String(value) })}
            >
              <span className="truncate">{pipeline.name}</span>
            </InlineEdit>
          </span>
        </div>
        <div className="flex min-h-8 w-[560px] max-w-full items-center text-muted">
          <InlineEdit
            label="purpose of the pipeline"
            kind="text"
            value={pipeline.description}
            placeholder="Describe its purpose"
            readOnly={!may}
            onSave={(value) =>
              edits.save(pipeline, "Description", { description: value === null ? null : String(value) })
            }
          >
            <span className="line-clamp-2">{pipeline.description}</span>
          </InlineEdit>
        </div>
      </div>
      {pipeline.isDefault ? <Badge className="mt-1.5">Default</Badge> : null}
      {may ? (
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={`More for ${pipeline.name}`} icon={<Ellipsis aria-hidden />} />
          </MenuTrigger>
          <MenuContent align="end">
            <MenuItem
              icon={<Star aria-hidden />}
              disabled={pipeline.isDefault}
              onSelect={() =>
                makeDefault.mutate(
                  { id: pipeline.id },
                  {
                    onSuccess: () => {
                      notify.success(`${pipeline.name} is the default now`);
                      void refresh();
                    },
                  },
                )
              }
            >
              Make default
            </MenuItem>
            <MenuItem icon={<Archive aria-hidden />} disabled={pipeline.isDefault} onSelect={() => onArchive(pipeline)}>
              {pipeline.isDefault ? "The default cannot be archived" : "Archive pipeline"}
            </MenuItem>
          </MenuContent>
        </Menu>
      ) : null}
    </div>
  );
}
