"use client";

import { LineFailed } from "@/components/layout/line-failed";
import { Select } from "@/components/ui/select";
import { api } from "@/trpc/react";
import { useUpdateFile } from "../client";
import type { ImportFile } from "../schema";

/** Into which pipeline the deals of a file go; asked only where there are several. */
export function PipelineQuestion({ importId, file }: { importId: string; file: ImportFile }) {
  const query = api.pipelines.list.useQuery({});
  const update = useUpdateFile(importId);
  if (query.isError && !query.data) return <LineFailed title="The pipelines could not be loaded." query={query} />;
  const pipelines = query.data ?? [];
  if (pipelines.length < 2) return null;
  const standard = pipelines.find((pipeline) => pipeline.isDefault) ?? pipelines[0];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-edge py-2.5 hairline-t">
      <span>The deals go into the pipeline</span>
      <span className="w-56 phone:w-full">
        <Select
          size="sm"
          quiet
          aria-label="Pipeline of the deals"
          value={file.options.pipelineId ?? standard?.id ?? null}
          options={pipelines.map((pipeline) => ({ value: pipeline.id, label: pipeline.name }))}
          onValueChange={(pipelineId) => update.mutate({ id: importId, fileId: file.id, options: { pipelineId } })}
        />
      </span>
    </div>
  );
}
